"""Work that pages ask for is done at once in these tests; the worker itself is tested in its own room."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.config import Settings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Do jobs at once."""
    return replace(settings, jobs_url="immediate:")
