"""Whoever may be one person meets in a block, in a crowd too, and is proposed once."""

from __future__ import annotations

import uuid
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tracker.people.rules.answers import PartialDate
from tracker.people.rules.candidates import CROWD, Blocks, candidates
from tracker.people.rules.comparing import Verdict
from tracker.people.rules.matching import Described, compare_persons, described, rules_out


def a(name: str, birth: str = "", region: str = "") -> Described:
    return described(uuid.uuid4(), [name], birth=PartialDate.parse(birth) if birth else None, region=region)


NAMES = [
    "Шарапов Альберт",
    "Sharapov Albert",
    "Шарапов А. Р.",
    "Szarapow Albert",
    "Гаджиева Зарина",
    "Zarina",
]


@given(
    st.lists(
        st.builds(
            a,
            st.sampled_from(NAMES),
            st.sampled_from(["", "1985", "1985-05-12", "1985-12-05", "1958-05-12"]),
            st.sampled_from(["", "RU-TA", "RU-DA"]),
        ),
        max_size=12,
    )
)
def test_blocks_lose_nobody_and_propose_each_pair_once(persons: list[Described]) -> None:
    found = [frozenset((one.one, one.other)) for one in candidates(persons)]
    assert len(found) == len(set(found))
    likely = {
        frozenset((one.person_id, other.person_id))
        for one, other in combinations(persons, 2)
        if not rules_out(one, other)
        if compare_persons(one, other).verdict is not Verdict.DIFFERENT
    }
    assert set(found) == likely


def test_a_birthday_is_met_in_any_crowd_and_a_name_alone_is_not() -> None:
    crowd = [a("Иванов Андрей", f"{1940 + number}-{number % 12 + 1:02}-03") for number in range(2 * CROWD)]
    known, nameless = a("Ivanov Andrey", "1990-07-21"), a("Ivanov Andrey")
    blocks = Blocks()
    for person in [*crowd, known, nameless]:
        blocks.put(person)
    again = a("Иванов Андрей", "1990-07-21")
    assert [one.other for one in blocks.matches(again)][:1] == [known.person_id]
    assert blocks.matches(a("Иванов Андрей")) == []


def test_who_is_dropped_or_changed_is_no_longer_met_as_before() -> None:
    blocks = Blocks()
    person = a("Шарапов Альберт", "1985-05-12")
    others = [a("Шарапов Альберт", "1985-05-12") for _ in range(CROWD + 2)]
    for one in [person, *others]:
        blocks.put(one)
    blocks.put(described(person.person_id, ["Гаджиева Зарина"]))
    for one in others[1:]:
        blocks.drop(one.person_id)
    assert [one.other for one in blocks.matches(a("Шарапов Альберт", "1985-05-12"))] == [others[0].person_id]
    assert len(blocks) == 2


def test_whoever_waits_hears_how_many_were_compared() -> None:
    heard: list[int] = []
    list(candidates([a("Шарапов Альберт"), a("Гаджиева Зарина")], heard.append))
    assert heard == [1, 2]
