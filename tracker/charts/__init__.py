"""Pictures: work out where things lie, so that the macros of `layout/_figures.html` only draw.

Everything here is pure. Positions along a picture are percent of its width (0 to 100), so that a
picture fills a telephone and a wide screen alike while its words keep their size; positions down a
picture are pixels.
"""
