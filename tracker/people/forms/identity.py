"""Asking who a person is."""

from __future__ import annotations

from typing import Any, Self

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the published types lag behind
from wtforms.validators import Optional

from tracker.people.forms.answers import AskedForField
from tracker.people.forms.entries import padded, partial_date
from tracker.people.forms.words import CHANNEL_WORDS
from tracker.people.models import Person
from tracker.people.rules.facts import NAME_MAX, Contact, Identity, TravelDocument, once_each
from tracker.web.forms import PartForm, RecordForm, choices_of, text_of_at_most

CITIZENSHIPS_SHOWN = 3
CONTACTS_SHOWN = 3
DOCUMENTS_SHOWN = 1
_NO_STATES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}


def country_names() -> dict[str, str]:
    """Return the names of all states by their ISO 3166-1 alpha-2 code, in the reader's language."""
    territories = get_locale().territories
    names = {code: name for code, name in territories.items() if len(code) == 2 and code.isalpha()}
    return {
        code: name for code, name in sorted(names.items(), key=lambda pair: pair[1]) if code not in _NO_STATES
    }


class ContactFields(PartForm):
    """One way to reach a person."""

    channel = SelectField(
        _l("How"), choices=[SelectChoice("", _l("Choose")), *choices_of(CHANNEL_WORDS)], default=""
    )
    value = StringField(_l("Number, name or address there"), validators=[text_of_at_most(200)])

    def validate_channel(self, field: Field) -> None:
        """Ask for the channel where an address was entered."""
        if self.value.data and not field.data:
            raise ValidationError(_("Choose by which way this reaches them."))


class TravelDocumentFields(PartForm):
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


class IdentityForm(IdentityFields, AskedForField, RecordForm):
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
                "citizenships": padded(record.citizenships, "", CITIZENSHIPS_SHOWN),
                "languages": ", ".join(record.languages),
                "contacts": padded(record.contacts, {}, CONTACTS_SHOWN),
                "safe_contact": record.safe_contact,
                "travel_documents": padded(record.travel_documents, {}, DOCUMENTS_SHOWN),
            },
        )
