"""What the form library says by itself, in the words of this house: a sentence that says what to do."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

_CHOOSE = _l("Choose one of the entries offered here.")
_OURS: dict[str, Any] = {
    "Not a valid choice.": _CHOOSE,
    "Not a valid choice": _CHOOSE,
    "Invalid Choice: could not coerce.": _CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": _CHOOSE,
    "Invalid value, must be one of: %(values)s.": _CHOOSE,
    "'%(value)s' is not a valid choice for this field.": _CHOOSE,
    "'%(value)s' are not valid choices for this field.": _CHOOSE,
    "This field is required.": _l("Fill this in."),
    "Not a valid integer value.": _l("Write a whole number, in figures."),
    "Not a valid decimal value.": _l("Write a number, such as 1200.50."),
    "Not a valid date value.": _l("Write the day as 2026-11-22."),
    "Invalid email address.": _l("Enter a whole address, such as name@example.org."),
}


class HouseSentences:
    """Stands where the library looks its sentences up."""

    def gettext(self, sentence: str) -> str:
        """Return our sentence for one of the library's; its own for one that no form here can cause."""
        return str(_OURS.get(sentence, sentence))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return our sentence about a number of things; all that the library counts here is letters and choices."""
        if "longer than" in one:
            return str(_("Shorten this to %(length)s characters or fewer.", length=number))
        return self.gettext(one if number == 1 else many)


HOUSE_SENTENCES = HouseSentences()


def unseen_left_out() -> str:
    """Return the sentence that says that characters nobody can see were not kept."""
    return str(
        _("Characters that cannot be seen were left out of what you entered. Everything else is kept.")
    )
