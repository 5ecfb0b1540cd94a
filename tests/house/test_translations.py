"""Everything that people without an account read is translated, and the catalogue holds nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
READ_BY_GUESTS = (
    "templates/layout/guest.html",
    "templates/layout/guest_error.html",
    "templates/layout/_fields.html",
    "templates/people/own_words.html",
    "templates/people/own_words_thanks.html",
    "tracker/people/forms/own_words.py",
)
IN_PART = {
    "tracker/web/errors.py": r"def _explain_to_guest.*?(?=\ndef )",
    "tracker/web/sentences.py": r"_CHOOSE = .*?(?=\nclass )",
    "tracker/web/forms.py": r"def text_of_at_most.*?(?=\ndef )",
}
"""Files of which guests read one part."""
FOR_OFFICERS = {"English", "Russian", "Language of the page"}
"""Texts of the form by which an officer makes a link, which stands beside the person's."""


def texts() -> Iterator[str]:
    for name in READ_BY_GUESTS:
        path = ROOT / name
        method = "jinja2.ext:babel_extract" if path.suffix == ".html" else "python"
        keywords = {"_": None, "_l": None, "gettext": None}
        for _line, message, _comments, _context in extract_from_file(method, path, keywords):
            yield str(message)
    for name, part in IN_PART.items():
        found = re.search(part, (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
        assert found, name
        for call in re.findall(r"_l?\(\s*((?:\"[^\"]*\"\s*)+)", found.group()):
            yield "".join(re.findall(r"\"([^\"]*)\"", call))


def test_the_russian_catalogue_says_everything_that_guests_read_and_nothing_else() -> None:
    with (ROOT / "translations/ru/LC_MESSAGES/messages.po").open("rb") as source:
        catalogue = {str(one.id): one for one in read_po(source, abort_invalid=True) if one.id}
    asked = set(texts()) - FOR_OFFICERS
    assert asked == set(catalogue)
    for text, one in catalogue.items():
        assert one.string, text
        assert not one.fuzzy, text
        assert re.findall(r"%\(\w+\)s", str(one.string)) == re.findall(r"%\(\w+\)s", text)
