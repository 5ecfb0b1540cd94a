"""The forms of documents, and the words for what they are and what was removed from them."""

from __future__ import annotations

from typing import Any, Self

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField
from wtforms.validators import InputRequired, Optional

from tracker.documents.models import Document
from tracker.documents.operations import DocumentFacts
from tracker.documents.rules.contents import Told
from tracker.documents.rules.keeping import DocumentKind, FileKind
from tracker.web.forms import DayField, NewRecordForm, RecordForm, choices_of

KIND_WORDS = {
    DocumentKind.PASSPORT: _l("Copy of a passport or travel document"),
    DocumentKind.PERMIT_DECISION: _l("Decision on a permit"),
    DocumentKind.REFERENCE_LETTER: _l("Letter of reference"),
    DocumentKind.CONSENT: _l("Signed consent"),
    DocumentKind.OTHER: _l("Another document"),
}
FILE_KIND_WORDS = {
    FileKind.PDF: _l("PDF"),
    FileKind.JPEG: _l("picture (JPEG)"),
    FileKind.PNG: _l("picture (PNG)"),
    FileKind.DOCX: _l("letter (DOCX)"),
    FileKind.ODT: _l("letter (ODT)"),
    FileKind.TEXT: _l("plain text"),
}
REMOVED_WORDS = {
    Told.TAKING: _l("Where, when and with what a picture was taken was removed."),
    Told.AUTHORS: _l("Who wrote it, and with what, was removed."),
    Told.PROGRAMS: _l("Programs and other files inside it were removed."),
}


class _What:
    """The fields that say what a document is."""

    kind = SelectField(
        _l("What it is"),
        choices=choices_of(KIND_WORDS, unchosen=_l("Choose what it is")),
        validators=[InputRequired(_l("Choose what it is."))],
    )
    ends_on = DayField(
        _l("Holds until"),
        description=_l("The last day on which what it says holds. It stands on your desk before that."),
        validators=[Optional()],
    )

    def facts(self) -> DocumentFacts:
        """Return what was entered."""
        return DocumentFacts(kind=DocumentKind(self.kind.data), ends_on=self.ends_on.data)


class NewDocumentForm(_What, NewRecordForm):
    """A new document."""

    file: Any = FileField(
        _l("File"),
        description=_l(
            "PDF, JPEG, PNG, DOCX, ODT or plain text; at most 8 MB. Where and with what a picture was taken, and who wrote"
            " a document, is removed; then it is kept sealed."
        ),
        validators=[FileRequired(_l("Choose the file."))],
    )


class DocumentForm(_What, RecordForm):
    """A document as it stands."""

    @classmethod
    def of(cls, record: Document) -> Self:
        """Show what is said of the document."""
        return cls(formdata=None, version=record.version, kind=record.kind.value, ends_on=record.ends_on)
