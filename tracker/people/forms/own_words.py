"""Asking people themselves, in their own words: every question may be left out, and none has an answer chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, FieldList, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the published types lag behind

from tracker import clock
from tracker.people.forms.words import LANGUAGE_WORDS
from tracker.people.rules.answers import OWN_WORDS_MAX, Gender, NationNamed, Origin, OriginAnswer, SaidBy
from tracker.people.rules.facts import GenderAnswer, once_each, tidy
from tracker.people.rules.own_words import Language, OwnWords, RegionAnswer, StatisticsAnswer
from tracker.web.forms import BaseForm, choices_of, text_of_at_most

NATIONS_ASKED: Final = 4
LANGUAGES_MAX: Final = 300
STATISTICS_VERSION: Final = "statistics-1"
"""Goes up whenever the sentence or the questions around it change what people agree to."""
OWN_STATISTICS_WORDING = _l(
    "My origin, as I name it myself, may be counted in statistics that name nobody."
    " I can take this back at any time."
)
_GENDERS: Mapping[Gender, Any] = {
    Gender.WOMAN: _l("Woman"),
    Gender.MAN: _l("Man"),
    Gender.NON_BINARY_OR_OTHER: _l("Non-binary, or another answer"),
    Gender.DECLINED: _l("I prefer not to say"),
}
_LEFT_OUT = SelectChoice("", _l("I leave this question out"))
_BOTH = _l("You wrote an answer and ticked “I prefer not to say”. Please keep one of the two.")


class OwnWordsForm(BaseForm):
    """What a person says of themselves; an empty answer leaves things as they are, a declined one deletes them."""

    gender = RadioField(
        _l("Which of these describes you?"), choices=[*choices_of(_GENDERS), _LEFT_OUT], default=""
    )
    gender_wording = StringField(
        _l("In your own words"),
        description=_l("If you would like to add to the answer above, or to put it differently."),
        validators=[text_of_at_most(OWN_WORDS_MAX)],
    )
    nations = FieldList(
        StringField(_l("Nation or people"), validators=[text_of_at_most(OWN_WORDS_MAX)]),
        _l("Your nations or peoples"),
        min_entries=NATIONS_ASKED,
        max_entries=NATIONS_ASKED,
    )
    nations_declined = BooleanField(_l("I prefer not to say"))
    region = SelectField(_l("Region"), default="")
    region_wording = StringField(
        _l("In your own words"),
        description=_l("If your region is not in the list, or you call it differently."),
        validators=[text_of_at_most(OWN_WORDS_MAX)],
    )
    region_declined = BooleanField(_l("I prefer not to say"))
    languages = StringField(
        _l("Languages"),
        description=_l("Separate them by commas."),
        validators=[text_of_at_most(LANGUAGES_MAX)],
    )
    languages_declined = BooleanField(_l("I prefer not to say"))
    statistics = RadioField(
        _l("Do you agree to this sentence?"),
        choices=[SelectChoice("yes", _l("Yes, I agree")), SelectChoice("no", _l("No")), _LEFT_OUT],
        default="",
    )

    def offer_regions(self, regions: list[tuple[str, str]]) -> None:
        """Fill the list of regions."""
        self.region.choices = [("", _("Choose, or leave empty")), *regions]

    def said(self, code_of: Mapping[str, str], language: Language) -> OwnWords:
        """Return what was said; `code_of` ties the words for a nation (folded) to the nations list."""
        return OwnWords(
            gender=GenderAnswer(Gender(self.gender.data), tidy(self.gender_wording.data or ""))
            if self.gender.data
            else None,
            origin=self._origin(code_of),
            region=self._region(),
            languages=self._languages(),
            statistics=StatisticsAnswer(
                agreed=self.statistics.data == "yes",
                wording=str(OWN_STATISTICS_WORDING),
                version=STATISTICS_VERSION,
                language=language,
            )
            if self.statistics.data
            else None,
        )

    def validate_gender_wording(self, field: Field) -> None:
        """Ask for the nearest answer beside words of one's own; nobody guesses it."""
        if tidy(field.data or "") and self.gender.data in {"", Gender.DECLINED}:
            raise ValidationError(
                _("You wrote something here: please choose the nearest answer above, or empty this line.")
            )

    def validate_nations_declined(self, field: Field) -> None:
        """Ask which of two answers counts."""
        if field.data and self._nations():
            raise ValidationError(str(_BOTH))

    def validate_region_declined(self, field: Field) -> None:
        """Ask which of two answers counts."""
        if field.data and (self.region.data or tidy(self.region_wording.data or "")):
            raise ValidationError(str(_BOTH))

    def validate_languages_declined(self, field: Field) -> None:
        """Ask which of two answers counts."""
        if field.data and tidy(self.languages.data or ""):
            raise ValidationError(str(_BOTH))

    def _nations(self) -> tuple[str, ...]:
        words = once_each(one or "" for one in self.nations.data)
        return tuple({one.casefold(): one for one in reversed(words)}.values())[::-1]

    def _origin(self, code_of: Mapping[str, str]) -> Origin | None:
        if self.nations_declined.data:
            return Origin(OriginAnswer.DECLINED, (), SaidBy.SELF, clock.today())
        named = tuple(NationNamed(words, code_of.get(words.casefold())) for words in self._nations())
        return Origin(OriginAnswer.STATED, named, SaidBy.SELF, clock.today()) if named else None

    def _region(self) -> RegionAnswer | None:
        words = tidy(self.region_wording.data or "")
        if self.region_declined.data:
            return RegionAnswer()
        return RegionAnswer(self.region.data or "", words) if self.region.data or words else None

    def _languages(self) -> tuple[str, ...] | None:
        if self.languages_declined.data:
            return ()
        return once_each(re.split(r"[,;\n]", self.languages.data or "")) or None


class LinkForm(BaseForm):
    """In which language a person is asked."""

    language = RadioField(
        _l("Language of the page"), choices=choices_of(LANGUAGE_WORDS), default=Language.RUSSIAN.value
    )
