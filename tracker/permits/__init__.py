"""Permits: a person's residence and work permits, each with a dated status history that is never overwritten.

Words: a *framework* is a host state's legal track; a *permit* is one person's under it; an *entry* is one dated step
of its history; *standing* is what a person's residence permits come to on a day.
"""
