"""Quarterly reports and releases: figures of a scope and quarter, internal or for donors."""
