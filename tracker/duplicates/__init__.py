"""Duplicates: nobody in twice.

A *pair* is two persons who may be one, a *judgement* what somebody decided about a pair. Pairs are never kept: they follow from
what is on file. Judgements are, and a pair that was judged is not asked about again.
"""
