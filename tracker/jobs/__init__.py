"""Background work: what takes longer than a page may, done beside the server, watched and found again.

A *job* is one piece of work about one record; its *kind* says which room does it. Rooms above register their kinds
when the application is made. The table of jobs is the truth; the broker (huey) only wakes a *worker*.
"""
