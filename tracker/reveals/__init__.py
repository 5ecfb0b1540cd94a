"""Revealing who somebody is whose case is not one's own: for a reason, a short while, and with a trace that its officer sees.

Words: a *reveal* opens one person's identity to one account until its *window* ends; the *quota* is how many persons an
account may reveal on a day, and a *raise* lifts it for one day by two people.
"""
