"""Measure the comparison of names on invented pairs, by kind of variation, and hold it to its goals.

The pairs are those of `builders.written_names`, and `samples/name_pairs.csv` of somebody who had not seen the rules.
`python -m pytest -s tests/unit/people/test_how_well_names_are_compared.py` prints the table of `docs/names.md`.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from builders.written_names import invented_pairs

from tracker.people.rules.comparing import Verdict, compare

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.parametrize("held_out", [False, True], ids=["tuned on", "kept aside"])
def test_names_are_compared_well(held_out: bool) -> None:  # noqa: FBT001 - a parameter of the test
    counts: dict[tuple[bool, str], Counter[Verdict]] = {}
    for pair in invented_pairs(held_out=held_out):
        counts.setdefault((pair.is_same, pair.kind), Counter())[compare(pair.a, pair.b).verdict] += 1
    print(table(counts))  # noqa: T201 - the table is what it is run for
    same, different = (total(counts, is_same=which) for which in (True, False))
    assert share(same, Verdict.SAME, Verdict.POSSIBLE) >= 0.97
    assert share(same, Verdict.SAME) >= 0.75
    assert share(different, Verdict.POSSIBLE, Verdict.DIFFERENT) >= 0.95
    assert share(different, Verdict.DIFFERENT) >= 0.60


def test_the_pairs_of_the_sample_lists_are_found() -> None:
    said: dict[tuple[str, str, str], str] = {}
    with (SAMPLES / "truth.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            said[row["file"], row["row"], row["person_id"]] = row["name_as_written"]
    found: Counter[Verdict] = Counter()
    with (SAMPLES / "truth_pairs.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            a, b = (said[row[f"file_{i}"], row[f"row_{i}"], row["person_id"]] for i in (1, 2))
            found[compare(a, b).verdict] += 1
    print(dict(found))  # noqa: T201 - the same
    assert share(found, Verdict.SAME, Verdict.POSSIBLE) >= 0.97
    assert share(found, Verdict.SAME) >= 0.90


@pytest.mark.parametrize("part", ["tuned on", "kept aside"])
def test_pairs_of_somebody_who_had_not_seen_the_rules_are_compared_well(part: str) -> None:
    counts: dict[tuple[bool, str], Counter[Verdict]] = {}
    with (SAMPLES / "name_pairs.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["part"] == part:
                kinds = counts.setdefault((row["truth"] == "same", row["kind"]), Counter())
                kinds[compare(row["a"], row["b"]).verdict] += 1
    print(part, table(counts))  # noqa: T201 - the same
    same, different = (total(counts, is_same=which) for which in (True, False))
    assert share(same, Verdict.SAME, Verdict.POSSIBLE) >= 0.97
    assert share(same, Verdict.SAME) >= 0.75
    assert share(different, Verdict.POSSIBLE, Verdict.DIFFERENT) >= 0.95
    assert share(different, Verdict.DIFFERENT) >= 0.60


def share(counts: Counter[Verdict], *verdicts: Verdict) -> float:
    return sum(counts[verdict] for verdict in verdicts) / counts.total()


def total(counts: dict[tuple[bool, str], Counter[Verdict]], *, is_same: bool) -> Counter[Verdict]:
    return sum((found for (which, _), found in counts.items() if which is is_same), Counter())


def table(counts: dict[tuple[bool, str], Counter[Verdict]]) -> str:
    """Return a table in Markdown, with precision of `same` among pairs of both sorts below."""
    lines = ["", "| kind | pairs | same | possible | different |", "| --- | ---: | ---: | ---: | ---: |"]
    for is_same, heading in ((True, "one person"), (False, "two persons")):
        kinds = {kind: found for (which, kind), found in sorted(counts.items()) if which is is_same}
        kinds[f"**{heading}, all**"] = total(counts, is_same=is_same)
        for kind, found in kinds.items():
            shares = " | ".join(f"{share(found, verdict):.1%}" for verdict in Verdict)
            lines.append(f"| {kind} | {found.total()} | {shares} |")
    one, two = (total(counts, is_same=which) for which in (True, False))
    for verdicts in ((Verdict.SAME,), (Verdict.SAME, Verdict.POSSIBLE)):
        right, wrong = (sum(found[verdict] for verdict in verdicts) for found in (one, two))
        lines.append(f"\nprecision of {' or '.join(verdicts)}: {right / (right + wrong):.1%}")
    return "\n".join(lines)
