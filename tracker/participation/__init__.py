"""Participation: who takes part in a programme or an event, in which role, and what support they are given.

Words: a *participation* runs from a day to a day, both included; *support* is given in a participation;
a *tally* is the count of an event whose guests are no cases, taken on the day without names.
"""
