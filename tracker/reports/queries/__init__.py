"""Reading what reports are made of: releases, donor figures, and the exact figures of the house."""
