"""Scopes are written and read the same way on the command line and in reports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.targets.rules import Scope, ScopeKind

codes = st.text(min_size=1, max_size=12).filter(lambda text: text == text.strip())
states = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2)
scopes = st.one_of(
    st.just(Scope()),
    st.builds(Scope, st.sampled_from(sorted(set(ScopeKind) - {ScopeKind.ALL, ScopeKind.HOST})), codes),
    st.builds(Scope, st.just(ScopeKind.HOST), states),
)


def test_a_scope_is_read_as_it_is_written() -> None:
    assert Scope.parse("all") == Scope(ScopeKind.ALL)
    assert Scope.parse(" Programme:EX-1 ") == Scope(ScopeKind.PROGRAMME, "EX-1")
    assert Scope.parse("event: Riga:2026") == Scope(ScopeKind.EVENT, "Riga:2026")
    assert Scope.parse("host:de") == Scope(ScopeKind.HOST, "DE")


@pytest.mark.parametrize(
    "text",
    ["", "everything", "all:", "all:EX-1", "programme", "programme:", "programme: ", "host:DEU", "host:1"],
)
def test_what_is_no_scope_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        Scope.parse(text)


def test_a_scope_made_by_hand_is_checked_too() -> None:
    for kind, code in [
        (ScopeKind.ALL, "EX-1"),
        (ScopeKind.DONOR, ""),
        (ScopeKind.DONOR, " EX-1"),
        (ScopeKind.HOST, "de"),
    ]:
        with pytest.raises(ValueError, match=r"\.$"):
            Scope(kind, code)


def test_only_a_donor_s_portfolio_stays_in_the_house() -> None:
    assert Scope.parse("donor:D-1").is_internal_only
    assert not any(
        Scope.parse(text).is_internal_only for text in ("all", "programme:P", "event:E", "host:LV")
    )


@given(scopes)
def test_a_written_scope_is_read_back(scope: Scope) -> None:
    assert Scope.parse(str(scope)) == scope
