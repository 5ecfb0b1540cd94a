"""Coordination: what organisations have to agree about, without showing one another whom they support."""
