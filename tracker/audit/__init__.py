"""The trail: who did what to which record, when; each entry chained to the one before by its hash.

Words: an *entry* is one line of the trail; a *deed* is the verb it records; the *head* is the last
entry's number and hash. Actor and record are plain ids without foreign keys, so that the trail
outlives what it speaks of. Both stores have a trail of their own.
"""
