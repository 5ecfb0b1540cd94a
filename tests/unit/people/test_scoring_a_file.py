"""Score a CSV of pairs by the command, as somebody does who has made nothing but the environment."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tracker.cli import main

PAIRS = 'id,a,b,note\n1,Иванов Пётр,Petr Ivanov,"x, =1+1\nя"\n\n2,Каримов Руслан,Керимов Руслан,\n3,Karimov\n'


def scored(folder: Path, content: bytes, *arguments: str) -> Result:
    pairs = folder / "pairs.csv"
    pairs.write_bytes(content)
    return CliRunner().invoke(
        main, ["names", "score", str(pairs), *(arguments or ("-o", str(folder / "out.csv")))]
    )


def rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
def test_every_pair_gets_a_score_a_verdict_and_reasons_and_keeps_its_cells(
    tmp_path: Path, mark: bytes
) -> None:
    result = scored(tmp_path, mark + PAIRS.encode())
    assert result.exit_code == 0, result.output
    one, two, three = rows(tmp_path / "out.csv")
    assert list(one) == ["id", "a", "b", "note", "score", "verdict", "why"]
    assert one["note"] == "x, =1+1\nя"
    assert (one["score"], one["verdict"]) == ("1.0000", "same")
    assert one["why"] == "the surnames agree; the given names agree"
    assert two["verdict"] == three["verdict"] == "different"
    assert 0 <= float(two["score"]) < 0.5
    assert three["note"] == ""


def test_semicolons_and_old_scores_are_read(tmp_path: Path) -> None:
    assert scored(tmp_path, "score;a;b\n7;Иванов Пётр;Petr Ivanov\n".encode()).exit_code == 0
    (row,) = rows(tmp_path / "out.csv", ";")
    assert row == {
        "a": "Иванов Пётр",
        "b": "Petr Ivanov",
        "score": "1.0000",
        "verdict": "same",
        "why": "the surnames agree; the given names agree",
    }


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a,c\nx,y\n", "no column b"),
        (b"", "not a CSV with a header row"),
        ("a,b\nИванов,Петров\n".encode("cp1251"), "not UTF-8"),
        (b"a,b\n" + b"x" * 200_000, "not a CSV"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    result = scored(tmp_path, content)
    assert result.exit_code == 2
    assert sentence in result.output
    assert result.output.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["pairs.csv"]


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere" / "out.csv"):
        result = scored(tmp_path, PAIRS.encode(), "-o", str(place))
        assert result.exit_code == 2
        assert "cannot be written" in result.output
    assert CliRunner().invoke(main, ["names", "score", "nowhere.csv", "-o", "out.csv"]).exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["pairs.csv"]


def test_it_needs_no_instance(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text(PAIRS, encoding="utf-8")
    environment = {"PATH": os.environ["PATH"], "TRACKER_INSTANCE": str(tmp_path / "none")}
    subprocess.run(
        [sys.executable, "-m", "tracker.cli", "names", "score", "pairs.csv", "-o", "out.csv"],
        cwd=tmp_path, env=environment, check=True, capture_output=True,
    )  # fmt: skip
    assert len(rows(tmp_path / "out.csv")) == 3
    assert not (tmp_path / "none").exists()
