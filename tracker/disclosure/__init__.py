"""Disclosure control: which figures may be shown together, so that no small one can be worked out.

A *cell* is one figure of a table, *small* below its `k`. A small cell is hidden, and with it as few others as
needed (*complementary* hiding), until an *audit* that plays the attacker finds every small cell still wide open.
`docs/disclosure.md` says it in plain words.
"""
