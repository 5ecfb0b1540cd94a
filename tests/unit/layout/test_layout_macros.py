"""Check the macros that every form and picture goes through, without an app around them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask_babel.speaklater import LazyString
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined] # newer than the stubs
from wtforms.validators import InputRequired, Length, Optional

from tracker.charts.bars import Row, bars
from tracker.charts.bullet import bullet
from tracker.charts.timeline import Lane, Span, frame, timeline
from tracker.web.drawing import shape

TEMPLATES = Path(__file__).parents[3] / "templates"
GENDERS = [SelectChoice("not_asked", "Not asked yet"), SelectChoice("woman", "Woman")]
STATES = [SelectChoice("", "Choose")] + [SelectChoice(f"S{n}", f"State {n}") for n in range(20)]


class PartOfName(Form):
    family = StringField("Family name", [InputRequired("Enter the family name.")])


class WholeForm(Form):
    version = HiddenField(default="3", validators=[InputRequired("The page is too old.")])
    code = StringField(
        "Code",
        [InputRequired(LazyString(lambda: "Enter the code."))],
        description="Three letters, a dash, three more.",
    )
    note = TextAreaField("Note", [Length(max=20)])
    born = DateField("Born", [Optional()])
    guests = IntegerField("Guests", [Optional()])
    gender = RadioField("Gender", choices=GENDERS, default="not_asked")
    state = SelectField("Host state", choices=STATES)
    roles = SelectMultipleField("Roles", choices=GENDERS)
    agreed = BooleanField("Agreed")
    scan = FileField("Scan")
    name = FormField(PartOfName, "Name")
    languages = FieldList(
        StringField("Language", [InputRequired("Enter a language.")]), "Languages", min_entries=1
    )


def drawn(source: str, **names: Any) -> BeautifulSoup:
    """Render a piece of template the way the app does."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined] # added by the extension
    environment.globals["csrf_token"] = lambda: "token"
    environment.filters["shape"] = shape
    return BeautifulSoup(environment.from_string(source).render(**names), "html5lib")


def whole(form: Form) -> BeautifulSoup:
    return drawn(
        '{% from "layout/_fields.html" import form_start, form_end, fields, error_summary, submit %}'
        "{{ error_summary(form) }}{{ form_start(form) }}{{ fields(form, names) }}{{ submit('Save') }}{{ form_end() }}",
        form=form,
        names=[field.short_name for field in form if field.short_name != "version"],
    )


@pytest.fixture
def refused() -> WholeForm:
    form = WholeForm(
        MultiDict(
            {
                "code": "",
                "note": "<b>far too long a note</b>",
                "born": "31.02.2026",
                "guests": "12 or so",
                "gender": "unicorn",
                "name-family": "",
                "languages-0": "",
            }
        )
    )
    assert not form.validate()
    form.form_errors.append("The end lies before the start.")
    return form


@pytest.mark.parametrize("is_refused", [False, True])
def test_every_box_has_one_label_and_no_id_twice(refused: WholeForm, *, is_refused: bool) -> None:
    page = whole(refused if is_refused else WholeForm())
    boxes = page.select("input:not([type=hidden]), select, textarea")
    assert len(boxes) == 13
    for box in boxes:
        assert len(page.select(f'label[for="{box["id"]}"]')) == 1
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_the_error_summary_leads_to_each_field_that_is_wrong(refused: WholeForm) -> None:
    page = whole(refused)
    summary = page.select_one(".error-summary[role=alert]")
    assert summary is not None
    assert summary.has_attr("autofocus")  # who cannot see the red hears it first
    links = {link["href"]: link.get_text() for link in summary.select("a")}
    assert links["#code"] == "Code: Enter the code."
    assert {"#note", "#born", "#guests", "#gender", "#name-family", "#languages-0"} <= set(links)
    assert all(page.select_one(str(target)) is not None for target in links)
    sentences = [line.get_text() for line in summary.select("li")]
    assert sentences[0] == "The end lies before the start."
    assert "The page is too old." in sentences


def test_a_wrong_field_says_so_to_a_screen_reader(refused: WholeForm) -> None:
    page = whole(refused)
    box = page.select_one("#code")
    assert box is not None
    assert box["aria-invalid"] == "true"
    assert box["aria-describedby"] == "code-hint code-error"
    spoken = [page.select_one(f"#{part}") for part in str(box["aria-describedby"]).split()]
    assert [tag.get_text() for tag in spoken if tag] == [
        "Three letters, a dash, three more.",
        "Problem: Enter the code.",
    ]


def test_what_was_typed_comes_back_even_when_a_browser_would_drop_it(refused: WholeForm) -> None:
    page = whole(refused)
    typed = {name: page.select_one(f"#{name}") for name in ("born", "guests", "note")}
    assert all(tag is not None for tag in typed.values())
    born, guests, note = (tag for tag in typed.values() if tag)
    assert (born["type"], born["value"]) == ("text", "31.02.2026")
    assert (guests["type"], guests["value"]) == ("text", "12 or so")
    assert note.get_text().strip() == "<b>far too long a note</b>"
    assert "maxlength" not in note.attrs


def test_a_form_without_errors_has_no_summary_and_marks_what_is_optional() -> None:
    page = whole(WholeForm())
    assert page.select_one(".error-summary") is None
    optional = [tag.parent.get_text() for tag in page.select(".optional") if tag.parent]
    assert optional == [
        f"{name} (optional)" for name in ("Note", "Born", "Guests", "Host state", "Roles", "Scan")
    ]


def test_a_form_carries_its_token_its_version_and_its_files() -> None:
    form = whole(WholeForm()).form
    assert form is not None
    hidden = {tag["name"]: tag["value"] for tag in form.select("input[type=hidden]")}
    assert hidden == {"csrf_token": "token", "version": "3"}
    assert form["enctype"] == "multipart/form-data"


def test_long_lists_are_marked_for_type_ahead() -> None:
    page = whole(WholeForm())
    assert [tag["id"] for tag in page.select("[data-typeahead]")] == ["state"]


def test_pictures_have_a_title_words_and_unique_ids() -> None:
    today = date(2026, 11, 22)
    lanes = [Lane("visa", (Span(date(2026, 1, 1), date(2026, 5, 1)),))]
    first, last = frame(lanes, today)
    page = drawn(
        '{% from "layout/_figures.html" import bullet, bars, timeline %}'
        '{{ bullet("one", women, "Women: 28 of 60", "at least 28 of 60") }}'
        '{{ bars("two", hosts, "Most live in Germany", "Host state", "Persons") }}'
        '{{ timeline("three", permits, "No permit since May") }}',
        women=bullet(
            Fraction(28, 60),
            band=(Fraction(9, 20), Fraction(11, 20)),
            bounds=(Fraction(2, 5), Fraction(1, 2)),
        ),
        hosts=bars([Row("Germany", 40), Row("Georgia", None)]),
        permits=timeline(lanes, [(date(2026, 5, 2), today)], today=today, first=first, last=last),
    )
    pictures = page.select("svg[role=img]")
    assert len(pictures) == 3
    for picture in pictures:
        named = [page.find(id=part) for part in str(picture["aria-labelledby"]).split()]
        assert all(tag is not None and tag.get_text().strip() for tag in named)
    assert not page.select("[style], script")
    assert [cell.get_text() for cell in page.select("td")] == ["40", "withheld"]
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
