"""Pages of persons: what officers know of them, the links they are handed, and the page where they speak themselves."""

from tracker.people.views import consents as _consents  # noqa: F401 - adds its pages to those of persons
from tracker.people.views import links as _links  # noqa: F401 - adds its pages to those of persons
from tracker.people.views.own_words import pages as own_words_pages
from tracker.people.views.persons import pages

__all__ = ["own_words_pages", "pages"]
