"""The second person: what one proposes, another decides; never the same person twice."""
