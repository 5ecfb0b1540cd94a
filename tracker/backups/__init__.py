"""Backups: all rows of both stores, sealed for a key that this machine does not have, and the way back.

Words: a *backup* is two files made of one moment: the *records*, and beside them the *data keys* (`.keys`) with the ledger of erasures, which
live 35 days, so that erasure comes true in backups too. Both are sealed for the *backup key*, a pair made on another machine; the server
knows its public half alone.
"""
