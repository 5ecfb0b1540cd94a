"""Alembic's entry for this store."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from environment import run  # noqa: E402 - the path above is what makes it importable

run()
