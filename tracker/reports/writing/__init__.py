"""The forms in which a report leaves the house, each made of its content and of nothing else, so that the same content gives the same bytes."""
