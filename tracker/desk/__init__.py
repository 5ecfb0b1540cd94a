"""The desk: where the day's work starts: the list of cases, one case with all that belongs to it, and the queue.

Words: *my desk* is what needs a viewer today; a *case file* is everything of one case that a viewer may see; the *queue* holds persons who wait for a programme.
"""
