"""Intake: people come in as spreadsheets.

A *row* becomes one or more persons, a *doubt* is a cell that says too little or too much, and what a cell does not
say is never guessed.
"""
