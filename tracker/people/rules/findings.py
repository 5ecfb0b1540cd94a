"""Set the words of two names against each other, and keep what was found."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.people.rules.evidence import STRONG, Degree, are_equal, names_a_father, of_fathers, of_names
from tracker.people.rules.roles import Part, Roles
from tracker.people.rules.tokens import joined

Match = tuple[Degree, Part, Part]


@dataclass(frozen=True, slots=True)
class Findings:
    """What two names have in common, and what not."""

    a: Roles
    b: Roles
    matches: list[Match]
    left_a: list[Part]
    """Words of a that nothing in b agrees with."""
    left_b: list[Part]
    father: Degree | None
    """How far the patronymics agree; None where a name has none."""

    @property
    def only_one_has_a_father(self) -> bool:
        """Say whether just one of the names has a patronymic."""
        return self.father is None and (self.a.father_token is None) != (self.b.father_token is None)


def find(a: Roles, b: Roles) -> Findings:
    """Set the words of two names against each other."""
    matches, left_a, left_b = _matched(a.names, b.names)
    father = of_fathers(a, b)
    if father is None and len(matches) > 1 and len(left_a) + len(left_b) == 1:
        bare, other = (left_a, b) if left_a else (left_b, a)
        if names_a_father(bare[0].token, other):
            father, left_a, left_b = Degree.EQUAL, [], []
    return Findings(a, b, matches, left_a, left_b, father)


def _matched(a: tuple[Part, ...], b: tuple[Part, ...]) -> tuple[list[Match], list[Part], list[Part]]:
    """Set each word against the one that agrees best with it; those that nothing agrees with are left over."""
    free_a, free_b = dict(enumerate(a)), dict(enumerate(b))
    equal: list[tuple[Degree, int, int]] = [
        (Degree.EQUAL, i, j) for i, one in enumerate(a) for j, other in enumerate(b) if are_equal(one, other)
    ]
    matches = _greedily(equal, free_a, free_b)
    if free_a and free_b:  # what has its equal need not be weighed against the rest
        others: list[tuple[Degree, int, int]] = [
            (degree, i, j)
            for i, one in free_a.items()
            for j, other in free_b.items()
            if (degree := of_names(one, other)) is not Degree.DIFFERENT
        ]
        matches += _greedily(others, free_a, free_b)
    left_a, left_b = list(free_a.values()), list(free_b.values())
    if left_a and left_b and len(left_a) != len(left_b):
        return _join(matches, left_a, left_b)
    return matches, left_a, left_b


def _greedily(
    found: list[tuple[Degree, int, int]], free_a: dict[int, Part], free_b: dict[int, Part]
) -> list[Match]:
    """Take the best of what was found, again and again, and take its words from those that are free."""
    found.sort(key=lambda match: (-match[0].value, abs(match[1] - match[2]), match[1] + match[2]))
    return [(degree, free_a.pop(i), free_b.pop(j)) for degree, i, j in found if i in free_a and j in free_b]


def _join(
    matches: list[Match], left_a: list[Part], left_b: list[Part]
) -> tuple[list[Match], list[Part], list[Part]]:
    """Take two words of one name as one: Сайд-Хасан for Сайдхасан."""
    if len(left_a) == 2 and len(left_b) == 1:
        whole = _both(left_a[0], left_a[1])
        degree = of_names(whole, left_b[0])
        if degree in STRONG or degree is Degree.SOUND:
            return [*matches, (degree, whole, left_b[0])], [], []
    elif len(left_b) == 2 and len(left_a) == 1:
        whole = _both(left_b[0], left_b[1])
        degree = of_names(left_a[0], whole)
        if degree in STRONG or degree is Degree.SOUND:
            return [*matches, (degree, left_a[0], whole)], [], []
    return matches, left_a, left_b


def _both(one: Part, other: Part) -> Part:
    return Part(joined(one.token, other.token), is_given=False, is_surname=False)
