"""Invented offices: plausible programmes, people and permits of any size, no real person."""
