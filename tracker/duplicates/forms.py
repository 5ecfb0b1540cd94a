"""The buttons under a pair, the form that logs a person after a look, and what reasons are called."""

from __future__ import annotations

import uuid

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, StringField
from wtforms.validators import AnyOf

from tracker.duplicates.queries import PairShown
from tracker.duplicates.rules import Judged
from tracker.errors import RuleBroken
from tracker.people.forms import MemberForm, NewPersonForm
from tracker.people.rules.answers import PartialDate
from tracker.people.rules.facts import PersonFacts
from tracker.people.rules.matching import Compared, Described, Reason, described
from tracker.web.forms import BaseForm

JUDGED_WORDS = {
    Judged.SAME: _l("Same person"),
    Judged.DIFFERENT: _l("Different persons"),
    Judged.UNSURE: _l("Not sure"),
}
FIELD_WORDS = {
    Compared.NAMES: _l("Names"),
    Compared.BIRTH: _l("Birth date"),
    Compared.GENDER: _l("Gender"),
    Compared.REGION: _l("Region of origin"),
    Compared.NATIONS: _l("Nations"),
    Compared.CITIZENSHIPS: _l("Citizenships"),
    Compared.HOST: _l("Host state"),
}
REASON_WORDS = {
    Reason.NAMES_SAME_IN_FULL: _l("the names are the same, patronymic included"),
    Reason.NAMES_SAME: _l("the names are the same"),
    Reason.NAMES_ALIKE: _l("the names are nearly the same"),
    Reason.NAMES_DIFFER: _l("the names differ"),
    Reason.NAMES_ONE_WORD: _l("both are known by one name only, and it is alike"),
    Reason.BIRTH_EQUAL: _l("the birth dates are equal"),
    Reason.BIRTH_FITS: _l("the birth dates fit, as far as they are known"),
    Reason.BIRTH_SWAPPED: _l("the birth dates are equal with day and month swapped"),
    Reason.BIRTH_ONE_DIGIT: _l("the birth dates differ by one slip of the pen"),
    Reason.BIRTH_DIFFERS: _l("the birth dates differ"),
    Reason.BIRTH_UNKNOWN: _l("a birth date is missing"),
    Reason.GENDER_SAME: _l("the gender is the same"),
    Reason.GENDER_DIFFERS: _l("the gender differs"),
    Reason.REGION_SAME: _l("the region of origin is the same"),
    Reason.REGION_DIFFERS: _l("the region of origin differs"),
    Reason.NATIONS_SHARED: _l("a nation is shared"),
    Reason.NATIONS_DIFFER: _l("the nations differ"),
    Reason.CITIZENSHIPS_SHARED: _l("a citizenship is shared"),
    Reason.CITIZENSHIPS_DIFFER: _l("the citizenships differ"),
    Reason.HOST_SAME: _l("the host state is the same"),
    Reason.HOST_DIFFERS: _l("the host state differs"),
}


class JudgeForm(BaseForm):
    """One of three buttons; `before` is what stood when the pair was shown."""

    verdict = StringField(validators=[AnyOf([one.value for one in Judged], _l("Press one of the buttons."))])
    before = HiddenField()

    def judged(self) -> Judged:
        """Return what was decided; only for a form that was validated."""
        return Judged(self.verdict.data or "")

    def judged_before(self) -> Judged | None:
        """Return what stood when the pair was shown; nonsense is nothing."""
        return next((one for one in Judged if one.value == self.before.data), None)


class SomebodyAlike(BaseForm):
    """What every form has that logs a person: whoever is like them is looked at first."""

    somebody_else = StringField(_l("This is somebody else"))
    """The ids of those whom the sender was shown and said not to mean, sent by the second button."""
    alike: tuple[PairShown, ...] = ()
    """Who is here already and may be the same person."""

    def ask_about(self, alike: list[PairShown]) -> set[uuid.UUID]:
        """Return who was said to be somebody else; raise `RuleBroken` while somebody alike was not looked at."""
        said = (self.somebody_else.data or "").split()
        self.alike = tuple(alike)
        if any(str(one.other.person_id) not in said for one in alike):
            raise RuleBroken(
                _("Somebody like this is already here. Look at them below, then log the person or leave it.")
            )
        return {one.other.person_id for one in alike}


class LogPersonForm(SomebodyAlike, NewPersonForm):
    """The form that logs a person, once it is clear that they are nobody who is here."""

    def facts(self) -> PersonFacts:
        """Return what was answered."""
        return PersonFacts(
            identity=self.identity(),
            gender=self.gender_answer(),
            origin=self.origin_answer(),
            background=self.background(),
        )

    def description(self) -> Described:
        """Return the person as they are compared."""
        stay = self.stay()
        return _described(self.new_id(), self.facts(), host=stay[0] if stay else "")


class LogMemberForm(SomebodyAlike, MemberForm):
    """The form that adds somebody to a household, once it is clear that they are nobody who is here."""

    it_is_them = StringField(_l("It is them"))
    """The case code of somebody alike, sent by the button that adds them instead."""

    def validate_case_code(self, field: Field) -> None:
        """Ask for a code or a name, unless somebody alike was picked."""
        if not self.it_is_them.data:
            super().validate_case_code(field)

    @property
    def code(self) -> str:
        """Return the case code of whoever is here already; empty for somebody new."""
        return str(self.it_is_them.data or self.case_code.data or "").strip()

    def description(self) -> Described:
        """Return the member as they are compared."""
        return _described(self.new_id(), PersonFacts(identity=self.identity()))


def _described(person_id: uuid.UUID, facts: PersonFacts, *, host: str = "") -> Described:
    identity = facts.identity
    formal = " ".join(filter(None, (identity.surname, identity.given_name, identity.patronymic)))
    return described(
        person_id,
        (formal, identity.preferred_name, *identity.other_names),
        birth=PartialDate.parse(identity.birth_date, "birth_date") if identity.birth_date else None,
        gender=facts.gender.gender,
        region=facts.background.region_of_origin,
        nations=(nation.code or nation.words for nation in facts.origin.nations),
        citizenships=identity.citizenships,
        host=host,
    )
