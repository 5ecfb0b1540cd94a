"""The rules of this room: passwords, codes, and the door. Pure."""
