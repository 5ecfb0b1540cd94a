"""The forms of persons: one to log a person, and one for each part that is saved on its own."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Self

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the published types lag behind
from wtforms.validators import InputRequired, Optional

from tracker import clock
from tracker.errors import RuleBroken
from tracker.people.models import Person
from tracker.people.rules import answers
from tracker.people.rules.answers import (
    OWN_WORDS_MAX,
    FromRussia,
    Gender,
    NationNamed,
    Origin,
    OriginAnswer,
    PartialDate,
    Purpose,
    SaidBy,
)
from tracker.people.rules.facts import (
    NAME_MAX,
    Background,
    Channel,
    Contact,
    GenderAnswer,
    Identity,
    TravelDocument,
    once_each,
    tidy,
)
from tracker.people.rules.households import Relationship
from tracker.reference.queries import code_choices, host_state_choices, nation_choices, region_choices
from tracker.reference.rules import Facet
from tracker.web.forms import (
    BaseForm,
    DayField,
    NewRecordForm,
    RecordForm,
    asked_uuid,
    choices_of,
    text_of_at_most,
)

Choices = list[tuple[str, str]]

GENDER_WORDS = {
    Gender.WOMAN: _l("Woman"),
    Gender.MAN: _l("Man"),
    Gender.NON_BINARY_OR_OTHER: _l("Non-binary, or another answer"),
    Gender.DECLINED: _l("Prefers not to say"),
    Gender.NOT_ASKED: _l("Not asked yet"),
}
ORIGIN_WORDS = {
    OriginAnswer.STATED: _l("They named one or several nations"),
    OriginAnswer.DECLINED: _l("Prefers not to say"),
    OriginAnswer.NOT_ASKED: _l("Not asked yet"),
}
SAID_BY_WORDS = {
    SaidBy.SELF: _l("The person"),
    SaidBy.OFFICER_ON_BEHALF: _l("An officer on their behalf"),
}
FROM_RUSSIA_WORDS = {
    FromRussia.YES: _l("Yes"),
    FromRussia.NO: _l("No"),
    FromRussia.NOT_RECORDED: _l("Not recorded: citizenship and region decide"),
}
PURPOSE_WORDS = {
    Purpose.CASE_WORK: _l("Case work: keeping this file"),
    Purpose.STATISTICS: _l("Statistics: counting their origin"),
    Purpose.SHARING: _l("Sharing with another organisation"),
    Purpose.CONTACT: _l("Contact for news and invitations"),
}
RELATIONSHIP_WORDS = {
    Relationship.PRINCIPAL: _l("Principal"),
    Relationship.SPOUSE: _l("Spouse"),
    Relationship.PARTNER: _l("Partner"),
    Relationship.CHILD: _l("Child"),
    Relationship.PARENT: _l("Parent"),
    Relationship.SIBLING: _l("Brother or sister"),
    Relationship.GRANDPARENT: _l("Grandparent"),
    Relationship.GRANDCHILD: _l("Grandchild"),
    Relationship.WARD: _l("Ward"),
    Relationship.GUARDIAN: _l("Guardian"),
    Relationship.OTHER_RELATIVE: _l("Other relative"),
    Relationship.OTHER: _l("Somebody else"),
}
CHANNEL_WORDS = {
    Channel.PHONE: _l("Telephone"),
    Channel.EMAIL: _l("E-mail"),
    Channel.SIGNAL: _l("Signal"),
    Channel.TELEGRAM: _l("Telegram"),
    Channel.WHATSAPP: _l("WhatsApp"),
    Channel.POST: _l("Post"),
    Channel.OTHER: _l("Another way"),
}
CITIZENSHIPS_SHOWN = 3
CONTACTS_SHOWN = 3
DOCUMENTS_SHOWN = 1
NATIONS_SHOWN = 4
STATISTICS_WORDING = _l(
    "You may count my ethnic origin, as I name it, in statistics that name nobody. I can take this back at any time."
)


def country_names() -> dict[str, str]:
    """Return the names of all states by their ISO 3166-1 alpha-2 code, in the reader's language."""
    territories = get_locale().territories
    names = {code: name for code, name in territories.items() if len(code) == 2 and code.isalpha()}
    return {
        code: name for code, name in sorted(names.items(), key=lambda pair: pair[1]) if code not in _NO_STATES
    }


_NO_STATES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}


def partial_date(_form: Any, field: Field) -> None:
    """Refuse what is no date, nor the known part of one."""
    try:
        PartialDate.parse(field.data)
    except RuleBroken as error:
        raise ValidationError(error.message) from None


class ContactFields(Form):
    """One way to reach a person."""

    channel = SelectField(
        _l("How"), choices=[SelectChoice("", _l("Choose")), *choices_of(CHANNEL_WORDS)], default=""
    )
    value = StringField(_l("Number, name or address there"), validators=[text_of_at_most(200)])

    def validate_channel(self, field: Field) -> None:
        """Ask for the channel where an address was entered."""
        if self.value.data and not field.data:
            raise ValidationError(_("Choose by which way this reaches them."))


class TravelDocumentFields(Form):
    """One passport or other travel document."""

    number = StringField(_l("Number"), validators=[text_of_at_most(40)])
    country = SelectField(_l("Issued by"), default="")
    ends_on = StringField(
        _l("Valid until"),
        description=_l("2027-05-12, 2027-05 or 2027."),
        validators=[Optional(), partial_date],
    )

    def validate_number(self, field: Field) -> None:
        """Ask for the number where the rest was entered."""
        if (self.country.data or self.ends_on.data) and not (field.data or "").strip():
            raise ValidationError(_("Enter the number too."))


class NationFields(Form):
    """One nation: in the person's words, and where it stands in the nations list."""

    words = StringField(_l("In their own words"), validators=[text_of_at_most(OWN_WORDS_MAX)])
    code = SelectField(_l("In the nations list"), default="")

    def validate_words(self, field: Field) -> None:
        """Ask for the words where only the list was used."""
        if self.code.data and not (field.data or "").strip():
            raise ValidationError(_("Write it in the person's own words too."))


class IdentityFields:
    """Ask who a person is."""

    surname = StringField(_l("Surname"), validators=[text_of_at_most(NAME_MAX)])
    given_name = StringField(_l("Given name"), validators=[text_of_at_most(NAME_MAX)])
    patronymic = StringField(_l("Patronymic"), validators=[text_of_at_most(NAME_MAX)])
    preferred_name = StringField(
        _l("Name they go by"),
        description=_l("Shown in lists instead of the full name."),
        validators=[text_of_at_most(NAME_MAX)],
    )
    other_names = TextAreaField(
        _l("Other names and spellings"),
        description=_l("One on each line: pseudonyms, former names, other spellings. The search finds them."),
        validators=[text_of_at_most(2000)],
    )
    birth_date = StringField(
        _l("Birth date"),
        description=_l("As much as is known: 1985, 1985-05 or 1985-05-12."),
        validators=[Optional(), partial_date, text_of_at_most(10)],
    )
    marked_minor = BooleanField(
        _l("Under 18"),
        description=_l("Tick this where the birth date is not known but the person is a minor."),
    )
    citizenships = FieldList(
        SelectField(_l("Citizenship"), default=""),
        _l("Citizenships"),
        min_entries=CITIZENSHIPS_SHOWN,
        max_entries=8,
    )
    languages = StringField(
        _l("Languages"), description=_l("Separated by commas."), validators=[text_of_at_most(300)]
    )
    contacts = FieldList(
        FormField(ContactFields, _l("Contact")), _l("Contacts"), min_entries=CONTACTS_SHOWN, max_entries=12
    )
    safe_contact = TextAreaField(
        _l("Safe contact"),
        description=_l("Which way is safe, at what time, and what must never be used."),
        validators=[text_of_at_most(1000)],
    )
    travel_documents = FieldList(
        FormField(TravelDocumentFields, _l("Travel document")),
        _l("Travel documents"),
        min_entries=DOCUMENTS_SHOWN,
        max_entries=8,
    )

    def identity(self) -> Identity:
        """Return what was answered."""
        return Identity(
            surname=self.surname.data or "",
            given_name=self.given_name.data or "",
            patronymic=self.patronymic.data or "",
            preferred_name=self.preferred_name.data or "",
            other_names=once_each((self.other_names.data or "").splitlines()),
            birth_date=(self.birth_date.data or "").strip(),
            marked_minor=bool(self.marked_minor.data),
            citizenships=tuple(code for code in self.citizenships.data if code),
            languages=once_each((self.languages.data or "").split(",")),
            contacts=tuple(
                Contact(one["channel"], one["value"])
                for one in self.contacts.data
                if (one["value"] or "").strip()
            ),
            safe_contact=self.safe_contact.data or "",
            travel_documents=tuple(
                TravelDocument(one["number"], one["country"] or "", (one["ends_on"] or "").strip())
                for one in self.travel_documents.data
                if (one["number"] or "").strip()
            ),
        )

    def offer_countries(self) -> None:
        """Fill the selects of states."""
        offered = [("", _("None")), *country_names().items()]
        for entry in self.citizenships.entries:
            entry.choices = offered
        for document in self.travel_documents.entries:
            document.form.country.choices = offered


class GenderFields:
    """Ask the question of gender."""

    gender = RadioField(
        _l("Gender"),
        choices=choices_of(GENDER_WORDS),
        default=Gender.NOT_ASKED.value,
        description=_l("What the person says of themselves; never guessed from a name or a document."),
        validators=[InputRequired(_l("Choose one; “not asked yet” is an answer too."))],
    )
    gender_wording = StringField(_l("In their own words"), validators=[text_of_at_most(OWN_WORDS_MAX)])

    def gender_answer(self) -> GenderAnswer:
        """Return what was answered."""
        return GenderAnswer(Gender(self.gender.data), (self.gender_wording.data or "").strip())


class OriginFields:
    """Ask the question of ethnic origin."""

    origin = RadioField(
        _l("Ethnic origin"),
        choices=choices_of(ORIGIN_WORDS),
        default=OriginAnswer.NOT_ASKED.value,
        description=_l(
            "Only what they say themselves: never from a name, a language, a passport or a region."
        ),
        validators=[InputRequired(_l("Choose one; “not asked yet” is an answer too."))],
    )
    nations = FieldList(
        FormField(NationFields, _l("Nation")),
        _l("Nations they named"),
        description=_l("In the order in which they named them, the nearest to them first."),
        min_entries=NATIONS_SHOWN,
        max_entries=NATIONS_SHOWN,
    )
    said_by = RadioField(
        _l("Who gave this answer"),
        choices=choices_of(SAID_BY_WORDS),
        default=SaidBy.SELF.value,
        validators=[InputRequired(_l("Choose one."))],
    )
    said_on = DayField(_l("When"), validators=[Optional()], default=clock.today)

    nations_before: tuple[NationNamed, ...] = ()
    """What the record held when the form was shown."""

    def origin_answer(self) -> Origin:
        """Return what was answered; nations stay only with an answer that names them."""
        answer = OriginAnswer(self.origin.data)
        if answer is not OriginAnswer.STATED:
            return Origin(answer)
        return Origin(answer, self.nations_named(), SaidBy(self.said_by.data), self.said_on.data)

    def nations_named(self) -> tuple[NationNamed, ...]:
        """Return the nations that were entered, whatever the answer."""
        return tuple(
            NationNamed(tidy(one["words"]), one["code"] or None)
            for one in self.nations.data
            if (one["words"] or "").strip()
        )

    def validate_origin(self, field: Field) -> None:
        """Refuse to drop nations that were typed just now; those of an answer taken back go without a word."""
        typed = self.nations_named()
        if field.data != OriginAnswer.STATED and typed and typed != self.nations_before:
            raise ValidationError(
                _("You entered nations: choose “They named one or several nations”, or empty them.")
            )

    def offer_nations(self) -> None:
        """Fill the selects of nations."""
        offered = [("", _("Not in the list, or not looked up yet")), *nation_choices()]
        for entry in self.nations.entries:
            entry.form.code.choices = offered


class BackgroundFields:
    """Ask where a person comes from and in which fields they are active."""

    applicant_roles = SelectMultipleField(_l("Fields they are active in"))
    region_of_origin = SelectField(
        _l("Region of origin"), description=_l("Where they lived before they left."), validators=[Optional()]
    )
    from_russia = RadioField(
        _l("From the Russian Federation"),
        choices=choices_of(FROM_RUSSIA_WORDS),
        default=FromRussia.NOT_RECORDED.value,
        validators=[InputRequired(_l("Choose one."))],
    )

    def background(self, vulnerable_groups: tuple[str, ...] = ()) -> Background:
        """Return what was answered, with the vulnerable groups, which are kept elsewhere."""
        return Background(
            region_of_origin=self.region_of_origin.data or "",
            from_russia=FromRussia(self.from_russia.data),
            applicant_roles=tuple(self.applicant_roles.data or ()),
            vulnerable_groups=vulnerable_groups,
        )

    def offer_background(self, kept_roles: tuple[str, ...] = (), kept_region: str = "") -> None:
        """Fill the lists; codes that the record has stay on offer, retired or not."""
        self.applicant_roles.choices = code_choices(Facet.ACTOR_CATEGORY, kept_roles)
        self.region_of_origin.choices = with_kept([("", _("Not known")), *region_choices()], kept_region)


class StayFields:
    """Ask in which state a person stays, and since when."""

    host_iso2 = SelectField(_l("Host state"), validators=[Optional()])
    since = StringField(
        _l("Since"),
        description=_l("As much as is known: 2022, 2022-03 or 2022-03-15."),
        validators=[Optional(), partial_date, text_of_at_most(10)],
    )

    def offer_host_states(self) -> None:
        """Fill the select."""
        self.host_iso2.choices = [("", _("Choose")), *host_state_choices()]

    def since_when(self) -> PartialDate:
        """Return the day, month or year that was entered."""
        written = (self.since.data or "").strip()
        if not written:
            raise RuleBroken(_("Enter since when; the year alone is enough."), "since")
        return PartialDate.parse(written, "since")

    def validate_since(self, field: Field) -> None:
        """Ask for the state where only the day was entered."""
        if (field.data or "").strip() and not self.host_iso2.data:
            raise ValidationError(_("Choose the host state too."))


class NewPersonForm(IdentityFields, GenderFields, OriginFields, BackgroundFields, StayFields, NewRecordForm):
    """Everything that can be written down when a person is logged; a name and a programme are enough."""

    may_use_origin = BooleanField(
        _l("They agree that their origin is counted in statistics"),
        description=_l("Without this their answer is kept, but counts as not disclosed."),
    )
    given_on = DayField(_l("Agreed on"), validators=[Optional()], default=clock.today)
    wording = TextAreaField(
        _l("What they agreed to"), default=STATISTICS_WORDING, validators=[text_of_at_most(1000)]
    )
    programme_id = SelectField(
        _l("Programme"),
        description=_l("Its officers see the case; only you see who it is."),
        validators=[InputRequired(_l("Choose the programme that looks after this person."))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_countries()
        self.offer_nations()
        self.offer_background()
        self.offer_host_states()

    def offer_programmes(self, programmes: Choices) -> None:
        """Fill the select; who works on one programme finds it chosen."""
        self.programme_id.choices = programmes if len(programmes) == 1 else [("", _("Choose")), *programmes]

    def consent(self) -> answers.Consent | None:
        """Return the consent that was given, if it was."""
        if not self.may_use_origin.data:
            return None
        if self.given_on.data is None:
            raise RuleBroken(_("Enter the day on which they agreed."), "given_on")
        return answers.Consent(Purpose.STATISTICS, self.given_on.data, self.wording.data or "")

    def stay(self) -> tuple[str, PartialDate] | None:
        """Return the host state and since when, if one was chosen."""
        return (self.host_iso2.data, self.since_when()) if self.host_iso2.data else None


class IdentityForm(IdentityFields, RecordForm):
    """Who a person is, saved on its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_countries()

    @classmethod
    def of(cls, record: Person) -> Self:
        """Return the form as it shows a person, with an empty line to add one more of each."""
        return cls(
            formdata=None,
            data={
                "version": record.version,
                "surname": record.surname,
                "given_name": record.given_name,
                "patronymic": record.patronymic,
                "preferred_name": record.preferred_name,
                "other_names": "\n".join(record.other_names),
                "birth_date": record.birth_date,
                "marked_minor": record.marked_minor == "yes",
                "citizenships": _padded(record.citizenships, "", CITIZENSHIPS_SHOWN),
                "languages": ", ".join(record.languages),
                "contacts": _padded(record.contacts, {}, CONTACTS_SHOWN),
                "safe_contact": record.safe_contact,
                "travel_documents": _padded(record.travel_documents, {}, DOCUMENTS_SHOWN),
            },
        )


class SelfIdentificationForm(GenderFields, OriginFields, RecordForm):
    """What a person says of themselves, saved on its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_nations()

    @classmethod
    def of(cls, record: Person) -> Self:
        """Return the form as it shows a person."""
        stated = record.origin_answer is OriginAnswer.STATED
        form = cls(
            formdata=None,
            data={
                "version": record.version,
                "gender": record.gender.value,
                "gender_wording": record.gender_wording,
                "origin": record.origin_answer.value,
                "nations": _padded(record.nations, {}, NATIONS_SHOWN),
                "said_by": record.origin_said_by.value if stated else SaidBy.SELF.value,
                "said_on": date.fromisoformat(record.origin_said_on)
                if record.origin_said_on
                else clock.today(),
            },
        )
        form.remember_nations(record)
        return form

    def remember_nations(self, record: Person) -> None:
        """Keep which nations the record holds, to tell what was typed just now."""
        self.nations_before = tuple(NationNamed(one["words"], one["code"] or None) for one in record.nations)


class BackgroundForm(BackgroundFields, RecordForm):
    """Where a person comes from and what they do, saved on its own."""

    @classmethod
    def of(cls, record: Person) -> Self:
        """Return the form as it shows a person."""
        form = cls(
            formdata=None,
            data={
                "version": record.version,
                "applicant_roles": record.applicant_roles,
                "region_of_origin": record.region_of_origin,
                "from_russia": record.from_russia.value,
            },
        )
        form.offer_kept(record)
        return form

    def offer_kept(self, record: Person) -> None:
        """Fill the lists, with what the record has."""
        self.offer_background(tuple(record.applicant_roles), record.region_of_origin)


class HostStayForm(StayFields, NewRecordForm):
    """A host state, from a day on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_host_states()
        self.host_iso2.validators = [InputRequired(_("Choose the state."))]


class ConsentForm(NewRecordForm):
    """A consent that a person gave."""

    purpose = RadioField(
        _l("What they agreed to"),
        choices=choices_of(PURPOSE_WORDS),
        validators=[InputRequired(_l("Choose what they agreed to."))],
    )
    given_on = DayField(
        _l("Agreed on"), default=clock.today, validators=[InputRequired(_l("Enter the day."))]
    )
    wording = TextAreaField(
        _l("In which words"),
        description=_l(
            "The sentence that they read or heard. The one here is for statistics; change it for another purpose."
        ),
        default=STATISTICS_WORDING,
        validators=[InputRequired(_l("Keep the words that they agreed to.")), text_of_at_most(1000)],
    )


class WithdrawalForm(BaseForm):
    """The day on which a consent was withdrawn."""

    withdrawn_on = DayField(
        _l("Withdrawn on"), default=clock.today, validators=[InputRequired(_l("Enter the day."))]
    )


class MemberForm(NewRecordForm):
    """Somebody who joins a household: a person who has a case code, or one who is not here yet."""

    case_code = StringField(
        _l("Case code, where they have one"),
        description=_l("Such as KTR-5WDV. Leave it empty for somebody who is not in the tracker yet."),
        validators=[text_of_at_most(20)],
    )
    surname = StringField(_l("Surname"), validators=[text_of_at_most(NAME_MAX)])
    given_name = StringField(_l("Given name"), validators=[text_of_at_most(NAME_MAX)])
    birth_date = StringField(
        _l("Birth date"),
        description=_l("The year is enough: 2015, 2015-05 or 2015-05-12."),
        validators=[Optional(), partial_date, text_of_at_most(10)],
    )
    marked_minor = BooleanField(_l("Under 18"), description=_l("Where no birth date is known."))
    relationship = SelectField(
        _l("What they are to the principal"),
        choices=[SelectChoice("", _l("Choose")), *choices_of(RELATIONSHIP_WORDS)[1:]],
        validators=[InputRequired(_l("Choose what they are to the principal."))],
    )
    since = DayField(
        _l("In the household since"), default=clock.today, validators=[InputRequired(_l("Enter the day."))]
    )

    def validate_case_code(self, field: Field) -> None:
        """Ask for a code or a name, and not for both."""
        named = bool((self.surname.data or "").strip() or (self.given_name.data or "").strip())
        if bool((field.data or "").strip()) == named:
            raise ValidationError(_("Enter either a case code, or the name of somebody who has none."))

    def identity(self) -> Identity:
        """Return who is new here."""
        return Identity(
            surname=self.surname.data or "",
            given_name=self.given_name.data or "",
            birth_date=(self.birth_date.data or "").strip(),
            marked_minor=bool(self.marked_minor.data),
        )


class LeaveForm(BaseForm):
    """The last day in a household."""

    until = DayField(
        _l("Their last day in this household"),
        default=clock.today,
        validators=[InputRequired(_l("Enter the day."))],
    )


class RelationshipFields(Form):
    """What one member is to the new principal; the page names the member."""

    person_id = HiddenField()
    relationship = SelectField(
        _l("Is to the new principal"),
        choices=choices_of(RELATIONSHIP_WORDS)[1:],
        default=Relationship.OTHER.value,
    )


class PrincipalForm(BaseForm):
    """A new principal, and what everybody else is to them from then on."""

    since = DayField(_l("From"), default=clock.today, validators=[InputRequired(_l("Enter the day."))])
    others = FieldList(FormField(RelationshipFields, _l("Member")), _l("The others"))

    def relationships(self) -> dict[uuid.UUID, Relationship]:
        """Return what was chosen, by the member's id."""
        chosen: dict[uuid.UUID, Relationship] = {}
        for entry in self.others.entries:
            person_id = asked_uuid(entry.form.person_id)
            if person_id is not None:
                chosen[person_id] = Relationship(entry.form.relationship.data)
        return chosen


class SearchForm(BaseForm):
    """A name or a case code."""

    text = StringField(
        _l("Name or case code"),
        description=_l("In Cyrillic or Latin letters, in any order; the beginning is enough."),
        validators=[InputRequired(_l("Enter a name or a case code.")), text_of_at_most(200)],
    )


class ButtonForm(BaseForm):
    """A deed that needs no more than a button."""


def with_kept(choices: Choices, kept: str) -> Choices:
    """Return choices with the value that a record has, where it is not among them."""
    return choices if not kept or kept in dict(choices) else [*choices, (kept, kept)]


def _padded(values: list[Any], empty: Any, at_least: int) -> list[Any]:
    """Return the values with at least one empty entry after them where forms show few."""
    return [*values, *([empty] * max(at_least - len(values), 1))] if len(values) < 7 else list(values)
