"""One office for all tests of a module, on either database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from builders.two_desks import House, a_house

from tracker.app import create_app
from tracker.config import Settings
from tracker.db import db, writing


@pytest.fixture(scope="module", params=("sqlite", "postgresql"))
def house(
    request: pytest.FixtureRequest, template: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Open one office for the tests of a module, on either database."""
    folder = tmp_path_factory.mktemp("house")
    folder.chmod(0o700)
    settings: Settings = template.settings(folder, request.param)
    app = create_app(settings, testing=True)
    with app.app_context(), writing():
        yield a_house(app)
        db.session.remove()
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
