"""Say why two names agree or differ, in words that do not quote them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from tracker.people.rules.evidence import STRONG, Degree
from tracker.people.rules.findings import Findings, Match
from tracker.people.rules.roles import Part


class Reason(StrEnum):
    """Why a comparison came out as it did, in words that do not quote the names."""

    NO_LETTERS = "a name has no letters"
    SURNAMES_AGREE = "the surnames agree"
    SURNAMES_BY_ENDING = "the surnames agree but for the ending"
    SURNAMES_BY_CONSONANTS = "the surnames agree in their consonants"
    SURNAMES_SOUND_ALIKE = "the surnames sound alike"
    SURNAMES_NEAR = "the surnames are nearly alike"
    SURNAMES_BY_VOWEL = "the surnames differ in a vowel"
    SURNAMES_DIFFER = "the surnames differ"
    SURNAME_ABSENT = "only one name has a surname"
    GIVEN_AGREE = "the given names agree"
    GIVEN_FORMS = "the given names are forms of one name"
    GIVEN_BY_CONSONANTS = "the given names agree in their consonants"
    GIVEN_KINDRED = "one given name is a pet name or a kindred name of the other"
    GIVEN_SOUND_ALIKE = "the given names sound alike"
    GIVEN_INITIAL = "one given name is only an initial"
    GIVEN_NEAR = "the given names are nearly alike"
    GIVEN_DIFFER = "the given names differ"
    GIVEN_ABSENT = "only one name has a given name"
    FATHERS_AGREE = "the patronymics agree"
    FATHER_INITIAL = "one patronymic is only an initial"
    FATHERS_NEAR = "the patronymics are nearly alike"
    FATHERS_DIFFER = "the patronymics differ"
    FATHER_ABSENT = "only one name has a patronymic"
    PARTS_AGREE = "a part of the names agrees"
    PARTS_NEAR = "a part of the names is nearly alike"
    PARTS_DIFFER = "a part of the names differs"
    MORE_PARTS = "one name has a further part"


_SURNAMES: Final = {
    Degree.EQUAL: Reason.SURNAMES_AGREE,
    Degree.ENDING: Reason.SURNAMES_BY_ENDING,
    Degree.FORM: Reason.SURNAMES_AGREE,
    Degree.CONSONANTS: Reason.SURNAMES_BY_CONSONANTS,
    Degree.FEW_CONSONANTS: Reason.SURNAMES_BY_CONSONANTS,
    Degree.SOUND: Reason.SURNAMES_SOUND_ALIKE,
    Degree.VOWEL: Reason.SURNAMES_BY_VOWEL,
}
_GIVEN: Final = {
    Degree.EQUAL: Reason.GIVEN_AGREE,
    Degree.FORM: Reason.GIVEN_FORMS,
    Degree.CONSONANTS: Reason.GIVEN_BY_CONSONANTS,
    Degree.FEW_CONSONANTS: Reason.GIVEN_BY_CONSONANTS,
    Degree.KINDRED: Reason.GIVEN_KINDRED,
    Degree.SOUND: Reason.GIVEN_SOUND_ALIKE,
    Degree.INITIAL: Reason.GIVEN_INITIAL,
}
_FATHERS: Final = {
    Degree.EQUAL: Reason.FATHERS_AGREE,
    Degree.CONSONANTS: Reason.FATHERS_AGREE,
    Degree.INITIAL: Reason.FATHER_INITIAL,
    Degree.DIFFERENT: Reason.FATHERS_DIFFER,
}


def reasons(found: Findings) -> tuple[Reason, ...]:
    """Return why two names agree or differ, the weightiest reason first."""
    against: list[Reason] = []
    if found.father is Degree.DIFFERENT:
        against.append(Reason.FATHERS_DIFFER)
    if found.left_a and found.left_b:
        against += map(_why_differ, found.left_a, found.left_b)
    elif found.left_a or found.left_b:
        shorter = found.b if found.left_a else found.a
        against.append(_why_more((found.left_a or found.left_b)[0], alone=len(shorter.names) <= 1))
    in_favour = [_why_match(match) for match in found.matches]
    if found.only_one_has_a_father:
        in_favour.append(Reason.FATHER_ABSENT)
    elif found.father is not None and found.father is not Degree.DIFFERENT:
        in_favour.append(_FATHERS.get(found.father, Reason.FATHERS_NEAR))
    return (*_ordered(against), *_ordered(in_favour))


def _why_differ(one: Part, other: Part) -> Reason:
    if one.is_surname or other.is_surname:
        return Reason.SURNAMES_DIFFER
    return Reason.GIVEN_DIFFER if one.is_given or other.is_given else Reason.PARTS_DIFFER


def _why_more(left: Part, *, alone: bool) -> Reason:
    if alone and left.is_given:
        return Reason.GIVEN_ABSENT
    return Reason.SURNAME_ABSENT if alone and left.is_surname else Reason.MORE_PARTS


def _ordered(reasons: list[Reason]) -> list[Reason]:
    """Return each reason once, in the order in which they stand above, so that it does not matter who is set against whom."""
    return sorted(set(reasons), key=_ORDER.__getitem__)


_ORDER: Final = {reason: place for place, reason in enumerate(Reason)}


def _why_match(match: Match) -> Reason:
    degree, one, other = match
    if one.is_surname or other.is_surname:
        return _SURNAMES.get(degree, Reason.SURNAMES_NEAR)
    if one.is_given or other.is_given or degree in {Degree.FORM, Degree.KINDRED, Degree.INITIAL}:
        return _GIVEN.get(degree, Reason.GIVEN_NEAR)
    return Reason.PARTS_AGREE if degree in STRONG else Reason.PARTS_NEAR
