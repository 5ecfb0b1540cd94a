"""The bench: how long every page and command takes, as a ratio to a bare page served in the same run."""
