"""Accounts and sign-in: who works here, in which roles, how far they see.

Words: an *account* is a person who signs in; a *sign-in* is one browser that did; a *role grant* gives
an account a role in a scope. Donor accounts live in the release store, all others in the main
database; the same code serves both.
"""
