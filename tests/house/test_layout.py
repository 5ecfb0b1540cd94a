"""The house keeps its form: documented, small, no forbidden names, texts through gettext."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from jinja2 import Environment

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "tracker").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FORBIDDEN_NAMES = {"util", "utils", "helpers", "common", "manager", "data", "info", "misc"}
LONGEST_MODULE = 600


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_module_says_what_it_is_for_and_keeps_one_subject(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "no docstring"
    assert path.stem not in FORBIDDEN_NAMES
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_a_template_speaks_through_gettext_and_carries_no_inline_code(path: Path) -> None:
    tokens = Environment(autoescape=True).lex(path.read_text(encoding="utf-8"))
    text = " ".join(value for _line, kind, value in tokens if kind == "data")
    assert "style=" not in text
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\bon[a-z]+=\"", text)
    assert not re.search(r"\|\s*safe\b", path.read_text(encoding="utf-8"))
    bare = re.sub(r"<[^>]*>|&[a-z]+;", " ", text, flags=re.DOTALL)
    # Words that a macro passes on are lower case; what a person reads begins with a capital.
    assert re.findall(r"[A-Z][a-z]{2,}", bare) == []


def test_nothing_in_the_tree_names_a_place_outside_it() -> None:
    outside = re.compile("|".join(("/" + "work/", "/" + "root/", r"\.\./" + "shared")))
    for path in [
        *MODULES,
        *TEMPLATES,
        *(ROOT / "tests").rglob("*.py"),
        *ROOT.glob("*.md"),
        ROOT / "Makefile",
    ]:
        assert not outside.search(path.read_text(encoding="utf-8")), relative(path)
