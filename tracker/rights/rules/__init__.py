"""What the rights of a person come to: grounds, what stays after an erasure, whose place is taken. Pure."""
