"""Programmes, events and grants: what exists, not who takes part.

Words: a *programme* is a funded line of support run by one organisation; an *event* is a dated
gathering of a programme or of an organisation; a *grant* is what a donor gives to a programme.
"""
