"""Each of these tests runs with the broker that belongs to its database: a file of its own, or PostgreSQL."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.config import Settings


@pytest.fixture
def settings(settings: Settings, database: str) -> Settings:
    """Let PostgreSQL be the broker where it is the database."""
    return replace(settings, jobs_url=settings.database_url) if database == "postgresql" else settings
