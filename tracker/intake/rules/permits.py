"""Read permits kept as prose: which kind, whether held, pending or over, and until when.

`ВНЖ до 12.05.2025`, `humanitarian visa D till 03.2024`, `applied for asylum 02.2023`, `§22.2 until 11.06.2025`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.intake.rules.dates import AMBIGUOUS, IMPOSSIBLE, MONTH_NUMBERS, Order, PartialDate, read_date
from tracker.intake.rules.reading import Reading, fold, says_nothing
from tracker.sheets.table import Cell, as_text

HELD: Final = "held"
PENDING: Final = "pending"
EXPIRED: Final = "expired"
REFUSED: Final = "refused"
REVOKED: Final = "revoked"
NO_PERMIT: Final = "none"

STATUS_WORDS = (
    (REFUSED, r"refus|reject|denied|отказ(?!ано в прием)|abgelehnt|odmow"),
    (REVOKED, r"revoked|annull|аннулир|отозван|withdrawn"),
    (EXPIRED, r"\bexpired|истек|просроч|кончил|abgelaufen|wygas|nebegalioj|no longer valid"),
    (PENDING, r"pending|applied|application|appl\.|submitted|in process|in progress|under review|waiting|awaiting|to be issued|lodged|filed|claim|requested|seeking|seeks|seeker|ищущ|в процессе|ждет|ожида|подал|подан|подач|заявлен|рассмотр|оформля|на рассмотр|beantragt|gestattung|w toku|antrag|verfahren|läuft(?! ab)|w trakcie|procedur|wniosek|процедур|на оформлени|złożon|oczekuj|prašym|pateik|laukia|запрос|просит|просил|рассматр|подает|продлева"),
)  # fmt: skip
"""How a cell says that a permit is not simply held; the first that fits wins."""

KIND_WORDS = (
    ("residence_permit", r"§\s*22\s*(?:\.\s*1|п\.?\s*1|satz\s*1|s\.\s*1)"),
    ("residence_de_22_2", r"§\s*22|параграф\w*\s*22|paragraph\s*22|para\.?\s*22|\b22\.2\b"),
    ("temporary_protection", r"temporary protection|врем\w*\.? защит|vorübergehender schutz|ochrona czasowa|\btps\b"),
    ("refugee_status", r"refugee status|recogni[sz]ed (?:as )?(?:a )?refugee|^refugee$|convention refugee|flüchtling|беженец|беженк|pabėgėlio status|uchodźc|убежище (?:получено|предоставлено|есть|дали)|(?:есть|дали) убежище|refugee\s*\(|статус\w* беженц|признан\w* беженц|получен\w* убежищ|предоставлен\w* убежищ|asylum (?:was )?granted|granted asylum|has asylum|refugee travel document"),
    ("asylum_pending", r"aufenthaltsgestattung|asylum|убежищ|asyl|azyl|prieglob"),
    ("blue_card", r"blue ?card|голуб\w+ карт|син\w+ карт|blaue karte|niebiesk\w+ kart|mėlynoji|zilā karte"),
    ("researcher_permit", r"research(?:er)?(?:'s)? (?:residence )?(?:permit|visa)|исследовател|forscher|badacz|mokslinink|18d\b"),
    ("work_permit", r"work(?:ing)? permit|разрешени\w+ на работу|arbeitserlaubnis|leidimas dirbti|zezwolenie na prac|\bпатент"),
    ("visa_free", r"visa[- ]?free|visa not (?:needed|required)|безвиз|без визы|without (?:a )?visa|no visa (?:needed|required)|visumfrei|ruch\w* bezwizow|bezwiz|bevizis"),
    ("visa_c", r"schengen|шенген|visa\s*\(?c\b|\bc[- ]visa|виза\s*\(?[cс]\b|short[- ]stay|tourist visa|touristenvisum|туристическ|туризм|visum c\b|c-visum|wiza c\b"),
    ("visa_d_other", r"(?:visa|виза).{0,12}\b(?:work|stud|business|family|job|nomad|работ|рабоч|учеб|учёб|семейн|бизнес)|(?:work|student|study|business|family|freelance|job seeker|nomad|рабоч\w+|студенческ\w+|учебн\w+|делов\w+|семейн\w+)\.?\s+(?:national\s+)?(?:visa|виза)|виза (?:учебная|рабочая|студенческая)"),
    ("visa_d_humanitarian", r"hum(?:anitarian|\.)?\s*(?:national\s+)?visa|visa (?:d )?(?:hum|for humanitarian)|гум(?:анитарн\w+|\.)?\s*виза|\b[dд] гуманитарн\w+|виза.{0,4}гум|wiz\w+ humanitarn|humanitäre?s? visum|humanitarin\w+ viz|виза \(?гуман"),
    ("visa_d_plain", r"\bvisa\s*\(?d\b|(?:\bd[- ](?:type )?|\btype d |\(d\) )visa|visa,? type d\b|виза\s*\(?[dд]\b|нац(?:иональн\w+|\.)?\s*виза|national visa|wiz\w+ krajow|nationale?s? visum|nacionalin\w+ viz|d-visum|visum d\b|long[- ]stay visa"),
    ("residence_permit", r"residen(?:ce|cy|t)|\btrp\b|\bprp\b|\bвнж\b|\bрвп\b|\bпмж\b|вид\w* на жит|карт\w* побыту|карт\w* поб\b|kart[ay] pobytu|aufenthalt|niederlassungserlaubnis|\bae\b|zezwoleni\w+ na pobyt|titre de s[eé]jour|oleskelulupa|leidimas gyventi|povolen[ií] k pobytu|ikamet|икамет|\bпермит|\bpermit\b|boravak"),
)  # fmt: skip
"""Which words stand for which kind; the first that fits wins, so the narrower stand above the wider."""

PLAIN_D_IS_HUMANITARIAN: Final = (
    "The cell says only visa D; in these programmes that is the humanitarian one."
)
"""A convention of the field, said to the officer beside every row it was used for."""

KIND_CODES = {
    "national_visa": "visa_d_plain",
    "visa_d": "visa_d_plain",
    "schengen_c": "visa_c",
    "schengen": "visa_c",
    "residence": "residence_permit",
    "refugee": "refugee_status",
    "asylum_seeker": "asylum_pending",
}
"""Answers of a form's closed question, beside the codes themselves."""

CODES = frozenset((
    "visa_c", "visa_d_humanitarian", "residence_permit", "residence_de_22_2", "researcher_permit",
    "blue_card", "work_permit", "asylum_pending", "refugee_status", "temporary_protection", "visa_free",
    "permit_pending",
))  # fmt: skip

WITHOUT = frozenset((
    "none", "no", "no status", "no permit", "without", "without status", "undocumented", "illegal", "нет",
    "без статуса", "нет статуса", "отсутствует", "ничего", "keine", "brak", "nėra", "none yet", "not yet", "пока нет", "еще нет", "нелегально", "нелегал",
))  # fmt: skip
"""The cell says that there is no permit."""

WITHOUT_ANY = re.compile(
    r"no visa|нет визы|(?:has |have )?(?:no|without(?: any| an?)?|keine?n?|ohne|нет|без|не имеет|bez|brak|nie ma|nėra|neturi|be)"
    r"\s+(?:valid |legal |gültige[nrs]? |ważne\w* |действующ\w+ |никак\w+ )?"
    r"(?:permits?|status|papers|documents?|docs|residence (?:permit|status)|trp|aufenthalt\w*|titel|papiere"
    r"|документ\w*|внж|статус\w*|бумаг|разрешени\w+|dokument\w*|tytułu\w*|zezwoleni\w+|leidim\w*)"
    r"(?: yet| пока| pobytowego)?"
)
"""The same in a sentence: "no residence permit", "kein Aufenthaltstitel", "без документов"."""

GRANTED = re.compile(
    r"grant|recogni|approved|получ|предостав|признан|одобр|anerkannt|przyznan|nadan|suteikt|has\b|есть"
)
"""Words that say of a refugee's status that the waiting is over."""

DATE = (
    r"\d{4}-\d{1,2}(?:-\d{1,2})?|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{1,2}[./]\d{4}"
    rf"|(?:\d{{1,2}}\s+)?\b(?:{'|'.join(MONTH_NUMBERS)})[^\W\d_]*\.?\s+\d{{4}}|\b(?:19|20)\d{{2}}\b"
)
OF_A_PASSPORT = re.compile(
    r"(?:загран)?паспорт\s+(?:\w+\s+){0,2}?(?:просроч|ист[её]к)\w*|passport (?:has )?expired"
)
"""A passport that has run out beside the permit says nothing of the permit."""

UNTIL = r"(?:until|untill|till|til|up to|to|thru|through|valid(?: until| to| till|:)?|exp(?:ires|iry|ired|\.)?(?: on)?|bis|до|по|действ\w*(?: до)?|истек\w*|просроч\w*|ważn\w+ do|do|iki|-|:)"  # fmt: skip
SINCE = r"(?:since|from|issued(?: on)?|granted(?: on)?|applied(?: on| in)?|с|от|выдан\w*|подан\w*|получен\w*|seit|od|nuo)"  # fmt: skip

UNKNOWN = "This permit is not known."
WHICH = "The cell does not say which permit it is."
ASYLUM_UNCLEAR = "The cell does not say whether asylum was granted or only sought."
SEVERAL_ENDS = "The cell holds more than one date that could be the end."
CONFLICT = "Two columns give different ends of the permit."


@dataclass(frozen=True, slots=True)
class PermitRead:
    """A permit as stated: kind, status, the day it ends with its precision, and the state written with it."""

    kind: str | None = None
    status: str | None = None
    valid_until: date | None = None
    precision: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class PermitCells:
    """The cells of one row that speak of the permit: prose, a closed answer, an end date."""

    prose: Cell = None
    kind: Cell = None
    until: Cell = None


def read_permit(cells: PermitCells, *, horizon: date, order: Order | None = None) -> Reading[PermitRead]:
    """Put together what the cells of one row say about a permit; no end date lies after `horizon`."""
    texts = [
        OF_A_PASSPORT.sub(" ", fold(as_text(cell).replace("_", " ")))
        for cell in (cells.prose, cells.kind)
        if not says_nothing(cell)
    ]
    if not texts and says_nothing(cells.until):
        return Reading(PermitRead())
    if texts and all(text in WITHOUT or WITHOUT_ANY.fullmatch(text.strip(" .!")) for text in texts):
        return Reading(PermitRead(NO_PERMIT, NO_PERMIT))
    kind, remarks = _kind(texts)
    status = _status(texts, kind)
    if status == PENDING:
        kind = _pending_kind(kind)
    if kind == "asylum_pending" and status != PENDING:
        return Reading(PermitRead(), doubt=ASYLUM_UNCLEAR)
    if kind is None and status is None:
        return Reading(PermitRead(), doubt=UNKNOWN)
    end: Reading[PartialDate | None] = Reading(None)
    if status not in {PENDING, REFUSED}:
        end = _end(cells, texts, horizon, order)
    doubt = end.doubt or (WHICH if kind is None else None)
    return Reading(
        PermitRead(
            kind=kind,
            status=status or HELD,
            valid_until=end.value.last_day() if end.value else None,
            precision=end.value.precision if end.value else None,
            state=_state(cells.prose),
        ),
        doubt=doubt,
        remarks=remarks,
    )


def _kind(texts: list[str]) -> tuple[str | None, tuple[str, ...]]:
    """Find the kind: in the prose first, then in the closed answer."""
    for text in texts:
        code = text.replace(" ", "_").replace("-", "_")
        found = KIND_CODES.get(code) or (code if code in CODES else None)
        found = found or next((kind for kind, pattern in KIND_WORDS if re.search(pattern, text)), None)
        if found == "visa_d_plain":
            return "visa_d_humanitarian", (PLAIN_D_IS_HUMANITARIAN,)
        if found == "visa_d_other":
            return "visa_d", ()
        if found is not None:
            return found, ()
    return None, ()


def _status(texts: list[str], kind: str | None) -> str | None:
    """Find the status; a kind without a word about its status is held."""
    for text in texts:
        for status, pattern in STATUS_WORDS:
            if re.search(pattern, text) and not (
                status == PENDING and kind == "refugee_status" and GRANTED.search(text)
            ):
                return status
    return HELD if kind is not None else None


def _pending_kind(kind: str | None) -> str:
    """Name what is being waited for: asylum, or any other permit."""
    return "asylum_pending" if kind in {"asylum_pending", "refugee_status"} else "permit_pending"


def _end(
    cells: PermitCells, texts: list[str], horizon: date, order: Order | None
) -> Reading[PartialDate | None]:
    """Find the end: in its own column, else in the prose; where both speak, they must agree."""
    stated = read_date(cells.until, latest=horizon, order=order)
    if stated.doubt is not None:
        return stated
    said = _end_in_prose(texts, horizon, order)
    if stated.value is None:
        return said
    if said.value is None or said.value == stated.value:
        return stated
    if said.value.last_day() == stated.value.last_day():
        return said  # the column spells out what the prose said less precisely
    return Reading(None, doubt=CONFLICT)


def _end_in_prose(texts: list[str], horizon: date, order: Order | None) -> Reading[PartialDate | None]:
    """Find the end in prose: after a word like "until", else the only date there."""
    prose = " ; ".join(re.sub(r"§\s*22(?:\.\d)?|\b18d\b", " ", text) for text in texts)
    prose = re.sub(rf"\b{SINCE}\s*(?:{DATE})", " ", prose)
    found = re.findall(rf"{UNTIL}\s*({DATE})", prose) or re.findall(DATE, prose)
    readings = {reading for text in found if (reading := _date_of(text, horizon, order)) is not None}
    if not readings:
        return Reading(None)
    if len(readings) > 1:
        return Reading(None, doubt=SEVERAL_ENDS)
    return readings.pop()


def _date_of(text: str, horizon: date, order: Order | None) -> Reading[PartialDate | None] | None:
    """Read one date of the prose, or nothing where words only looked like one."""
    reading = read_date(text, latest=horizon, order=order)
    if reading.value is not None or reading.doubt in {AMBIGUOUS, IMPOSSIBLE}:
        return reading
    if year := re.search(r"\b20\d{2}$", text):
        return read_date(year.group(), latest=horizon)
    return None


def _state(prose: Cell) -> str | None:
    """Return the code of the state written with the permit: "TRP (PL)", "ВНЖ GE"."""
    found = re.search(r"(?:TRP|PRP|ВНЖ|ПМЖ|permit|visa|виза)\s*\(?([A-Z]{2})\b\)?", as_text(prose))
    return found.group(1) if found else None
