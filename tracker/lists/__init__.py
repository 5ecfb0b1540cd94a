"""Lists of cases: filters, columns that one chose, lists kept under a name, deeds on many cases, and lists as files.

Words: a *kept list* is a set of filters under a name, one's own or shared; *identities* in a file are names, and take a second person.
"""
