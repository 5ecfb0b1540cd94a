"""Whether the supported persons are who the brief asks for: half women, and 15-20 % of non-Russian origin.

The words of this room: a *target* is a share to reach; a *target set* is the rules by which targets are
judged, dated and confirmed by two; a *verdict* says where a share stands; a *tally* is a count taken on the
day of an event without names. The arithmetic is in `rules`, and only there.
"""
