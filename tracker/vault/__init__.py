"""The vault: key rings, the keys of persons, sealed columns, and the register of protected fields.

Words: a *key ring* is a file; its *ring keys* wrap *data keys*; one data key belongs to one *owner*
(a person, an import, the installation itself); a *sealed* column is readable only with its owner's key.
"""
