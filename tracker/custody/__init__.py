"""Custody: the keys of the ring over time, and the hosts that hold it.

Words: a ring key is *announced* when it is in the ring and the database knows of it, *in use for writing* when it wraps new
data keys, *for reading* while data keys still need it, *retired* when none does and it left the ring. To *rewrap* is to
wrap data keys anew with the ring key in use; what they seal is not touched.
"""
