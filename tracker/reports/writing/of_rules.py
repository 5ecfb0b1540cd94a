"""The tables of a report that say by which rules it was made, and what its words mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import flask_babel

from tracker.reports.writing.beside import Beside, Rows
from tracker.sheets.writing import WrittenTable
from tracker.targets import wording as target_words
from tracker.targets.rules import (
    Rules,
)

_: Callable[..., str] = flask_babel.gettext


class Judged(Protocol):
    """What was judged by a target set, and by which."""

    @property
    def target_set(self) -> str:
        """Return the name of the set."""

    @property
    def sentence(self) -> str:
        """Return the sentence that it comes from."""

    @property
    def rules(self) -> Rules:
        """Return its rules."""


def rules_of_report(it: Beside) -> WrittenTable:
    """Print the rules that judged scopes of a report."""
    scopes: dict[str, list[str]] = {}
    for one in it.scopes:
        scopes.setdefault(one.target_set, []).append(one.scope)
    rows: Rows = []
    for used in it.report.target_sets:
        if used.name in scopes:
            rows += _rules_of(used.name, used.sentence, used.read(), scopes[used.name])
    return _rules_table(rows)


def rules_table(judged: Iterable[tuple[str, Judged]]) -> WrittenTable:
    """Print the rules in force, once per target set, with what each judges."""
    scopes: dict[tuple[str, str], list[str]] = {}
    rules: dict[tuple[str, str], Rules] = {}
    for name, one in judged:
        key = (one.target_set, one.sentence)
        scopes.setdefault(key, []).append(name)
        rules[key] = one.rules
    return _rules_table(
        [
            row
            for (name, sentence), on in scopes.items()
            for row in _rules_of(name, sentence, rules[name, sentence], on)
        ]
    )


def _rules_of(name: str, sentence: str, rules: Rules, judges: Sequence[str]) -> Rows:
    rows: Rows = [[name, _("Comes from"), sentence]]
    rows += [[name, word, value] for word, value in target_words.rules_in_words(rules)]
    rows.append([name, _("Judges"), ", ".join(judges)])
    return rows


def _rules_table(rows: Rows) -> WrittenTable:
    return WrittenTable(_("Rules in force"), [_("Target set"), _("Rule"), _("In words")], rows)


def definitions_table(sentences: Iterable[Any]) -> WrittenTable:
    """Print what words mean, one row for each."""
    rows: Rows = []
    for sentence in sentences:
        word, _colon, meaning = str(sentence).partition(": ")
        rows.append([word, meaning] if meaning else [_("Note"), str(sentence)])
    return WrittenTable(_("Definitions"), [_("Word"), _("Meaning")], rows)
