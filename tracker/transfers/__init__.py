"""Transfers: a case is offered to another officer, programme or organisation, and taken, declined or taken back.

Words: the *giver* looks after the person and offers the case; the *receiver* is whoever the offer is made to. Until it is accepted the receiver sees the case by code, without an identity.
"""
