"""Unit tests are pure: there is no application, no database, no folder of an installation."""

from __future__ import annotations

import pytest


@pytest.fixture
def app() -> None:
    """Refuse the application's fixture: what needs it is an integration test."""
    pytest.fail("a unit test has no application; move it to tests/integration")
