"""Reminders: what ends or is due soon, and telling whoever looks after it, by mail, each once.

Words: a *band* is a stretch of days before an end (180, 90, 60, 30, 14, 7); a *round* is one look at everybody's
reminders; the *ledger* says which were sent.
"""
