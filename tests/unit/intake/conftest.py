"""Hold what the tests of intake read by: the vocabulary of the committed facts, and the samples."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tracker.intake.rules.vocabulary import Vocabulary

ROOT = Path(__file__).parents[3]
FACTS = ROOT / "tracker" / "reference" / "facts"


def facts(name: str) -> list[dict[str, str]]:
    """Read one file of facts."""
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """Build the vocabulary from the committed facts."""
    return Vocabulary.of(
        nationality_terms=facts("nationality_terms") + facts("nationality_spellings"),
        federal_subjects=facts("federal_subjects"),
        host_states=facts("host_states"),
        support_sector=facts("support_sector"),
        places=facts("places"),
        given_names=facts("given_names"),
    )


@pytest.fixture(scope="session")
def samples() -> Path:
    """Return the folder of the synthetic samples."""
    return ROOT / "tests" / "samples"
