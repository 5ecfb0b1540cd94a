"""Deeds that touch everything a person owns: merging two persons who are one, and undoing it."""
