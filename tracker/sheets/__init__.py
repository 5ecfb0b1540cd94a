"""Safe tables in and out: what a spreadsheet holds, without trusting it.

A *book* is a file, a *sheet* its grid of cells, a *table* the part of a sheet under one header row.
"""
