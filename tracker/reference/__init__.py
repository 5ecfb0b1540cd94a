"""Reference facts with their sources: code lists, host states, regions, nations, published statistics.

Words: a *nation* is a people as they name themselves, tied to a census category; a *host state* is the
state that lets a person stay; a *region* is an ISO 3166-2 subject. The facts stand as CSV files in
`facts/`; `tracker instance make` loads them.
"""
