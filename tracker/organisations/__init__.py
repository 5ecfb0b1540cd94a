"""Organisations: those that implement programmes, donors, and host authorities."""
