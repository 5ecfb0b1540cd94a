"""The core: hide what is small, hide with it as little else as possible, prove it. No Flask, no database.

Its modules are imported one by one: the solver behind them is slow to load, and most commands do not need it.
"""
