"""A case tracker for programmes that support people who had to leave the Russian Federation."""
