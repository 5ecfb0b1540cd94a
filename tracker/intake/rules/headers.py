"""Recognise what each column holds: from its header in English, Russian or a form's `group/question`, else from its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from tracker.intake.rules import gender
from tracker.intake.rules.amounts import currency_in
from tracker.intake.rules.dates import AMBIGUOUS, Order, read_date
from tracker.intake.rules.kinds import CATEGORY_WORDS, SUPPORT_WORDS, read_codes
from tracker.intake.rules.nationality import read_nationality
from tracker.intake.rules.permits import PermitCells, read_permit
from tracker.intake.rules.places import read_region, read_state
from tracker.intake.rules.reading import fold, says_nothing
from tracker.intake.rules.vocabulary import Vocabulary
from tracker.sheets.table import Cell, Table, as_text


class Column(StrEnum):
    """What a column can hold."""

    NUMBER = "number"
    SURNAME = "surname"
    GIVEN = "given"
    PATRONYMIC = "patronymic"
    FULL_NAME = "full_name"
    FULL_NAME_NATIVE = "full_name_native"
    FULL_NAME_LATIN = "full_name_latin"
    GENDER = "sex"
    BIRTH = "dob"
    NATIONALITY = "nationality"
    REGION = "region"
    HOST = "host"
    ARRIVAL = "arrival"
    PERMIT = "permit"
    PERMIT_KIND = "permit_kind"
    PERMIT_UNTIL = "permit_valid_until"
    CATEGORIES = "categories"
    SUPPORT = "support_kinds"
    AMOUNT = "amount"
    FAMILY = "family_members"
    HOUSEHOLD_SIZE = "household_size"
    CONSENT = "consent"
    FIRST_UUID = "first_uuid"
    UUID = "uuid"
    SERVER_ID = "server_id"
    SUBMITTED = "submitted"
    CITIZENSHIP = "citizenship"
    CONTACT = "contact"
    NOTES = "notes"
    SET_ASIDE = "set_aside"


NOT_READ = frozenset(
    {Column.NUMBER, Column.HOUSEHOLD_SIZE, Column.CITIZENSHIP, Column.CONTACT, Column.NOTES, Column.SET_ASIDE}
)
"""Columns that are recognised so that nothing else is taken for them, and left out."""

NAME_COLUMNS = (
    Column.SURNAME,
    Column.GIVEN,
    Column.FULL_NAME,
    Column.FULL_NAME_NATIVE,
    Column.FULL_NAME_LATIN,
)

SOURCE_IDS = (Column.FIRST_UUID, Column.UUID, Column.SERVER_ID)
"""By what a form knows its answers again, the most lasting first: an answer that is edited gets a new `_uuid`."""

CHOSEN = frozenset({Column.NATIONALITY, Column.CATEGORIES, Column.SUPPORT})
"""What a person may name several of, so that a form keeps a column of 0 and 1 for each answer."""

HEADER_WORDS: tuple[tuple[Column, str], ...] = (
    (Column.FIRST_UUID, r"^root ?uuid$"),
    (Column.UUID, r"^_?uuid$|^instance ?id$"),
    (Column.SERVER_ID, r"^_id$"),
    (Column.SUBMITTED, r"^_?submission[ _]?(?:time|date)|^submitted(?: on)?$|timestamp|отметка времени|дата заполнения|дата анкеты"),
    (Column.SET_ASIDE, r"^_|^start$|^end$|^today$|^deviceid$|version|place of birth|место рождения|город рождения|birth ?place|^языки?$|^languages?$|^document type$|^тип документа$|дата обращения|date of application|antragsdatum|^age$|^возраст$|^alter$|ответственн|officer|case ?worker|referred by|кто направил|passport (?:no|number)|номер паспорта|серия"),
    (Column.CONSENT, r"consent|соглас|einwilligung|zgoda|sutikimas"),
    (Column.NUMBER, r"^(?:no|nr|n|n°|№|#|id|п/?п|№ ?п/?п|номер|number|lfd\.? ?nr|lp|eil\.? ?nr)\.?$|^case (?:no|id|code)$"),
    (Column.CONTACT, r"e-?mail|phone|telefon|handy|anschrift|telegram|signal|whatsapp|телефон|^тел\.?$|почта|контакт|contact|телеграм|адрес|address"),
    (Column.FULL_NAME, r"^фамилия,? (?:и )?имя(?:,? (?:и )?отчество)?\b"),
    (Column.SURNAME, r"^(?:surname|last name|family name|фамилия)\b(?!.*(?:name|имя).*(?:name|имя))(?!.*(?:and|,|/))"),
    (Column.GIVEN, r"^имя,? (?:и )?отчество"),
    (Column.PATRONYMIC, r"patronym|отчество|middle name|father'?s name|second name"),
    (Column.FULL_NAME_LATIN, r"(?:name|имя|фио|ф\.?и\.?о).*(?:latin|латин|passport|загран|english|по-английски|roman)|(?:latin|латин).*(?:name|имя|фио)"),
    (Column.FULL_NAME_NATIVE, r"(?:name|имя|фио|ф\.?и\.?о).*(?:native|cyrillic|кирилл|по-русски|russian|original|local)|(?:native|cyrillic|кирилл).*(?:name|имя|фио)"),
    (Column.FULL_NAME, r"^ф\.? ?и\.? ?о\b|full name|name and surname|surname and (?:given )?name|surname,? (?:first |given )?name|имя и фамилия|имя,? фамилия|фамилия,? (?:и )?имя|beneficiary name|name of (?:the )?(?:beneficiary|applicant|person)|participant name|^beneficiary$|(?:client|applicant|person|participant|grantee|fellow)(?:'s)? name|^name of |^fio$|^клиент$|^(?:name|имя) (?:клиента|заявителя|участника)|^applicant$|^заявитель$|^участник$|^person$|^человек$|imię i nazwisko|name,? (?:und )?vorname|nachname,? (?:und )?vorname|vorname,? (?:und )?(?:nach)?name|vollst[äa]ndiger name|^participant$|^teilnehmer(?:in)?$|vor- und nachname|vardas,? pavard"),
    (Column.SURNAME, r"surname|last ?name|family name|фамилия|nachname|familienname|nazwisko|pavard|nom de famille"),
    (Column.GIVEN, r"given ?name|first ?name|forename|^name(?:\(s\)|s)?$|^имя$|^имена$|vorname|^imi[eę]$|^vardas$|pr[ée]nom"),
    (Column.GENDER, r"^sex\b|gender|гендер|^пол\b|geschlecht|płeć|lytis|^m ?/ ?f$|^м ?/ ?ж$"),
    (Column.BIRTH, r"\bd\.?o\.?b\b|birth|born|рожд|^geb\.?(?: am)?$|^д\.? ?р\.?$|^г\.? ?р\.?$|geburt|urodz|gimimo"),
    (Column.CITIZENSHIP, r"citizenship|гражданство|passport country|country of origin|home country|country of birth|origin country|страна (?:происхождения|рождения|исхода)|herkunftsland|staatsangeh|obywatelstwo|pilietyb"),
    (Column.NATIONALITY, r"nationalit|национальн|^нац-ть|народность|^этнос|^ethnos$|^nation$|^peoples?$|ethnic|этнич|\bнарод|\bpeople\b|^ethnie$|volkszugeh|volksgruppe|self-?identif|самоидентиф|narodowość|tautyb"),
    (Column.FAMILY, r"family member|семь|family|famil(?:y|ie)|household(?!.*size)|members|сопровожда|с кем|accompan|travel(?:l)?ing with|иждивен|родственник|близкие|^kids$|begleit|angeh[öo]rige|кто едет|depend[ae]nts?|дети|children|spouse"),
    (Column.HOUSEHOLD_SIZE, r"hh ?size|household size|number of (?:people|persons|family)|кол-?во (?:человек|членов)|size"),
    (Column.PERMIT_UNTIL, r"(?:permit|visa|виза|внж|статус|status|aufenthalt\w*) (?:until|till|to|bis|до|end)\b|valid ?(?:until|till|to|thru)|expir|действ\w+ до|срок (?:действия|внж|визы)|окончани|gültig bis|ważn"),
    (Column.ARRIVAL, r"arriv|приех|прибы|въезд|\bsince\b|entered|^entry$|date of (?:entry|relocation|arrival)|^приезд|^(?:relocated|moved)$|с какого (?:времени|числа|года)|в стране с\b|entry date|relocat\w* (?:on|date)|дата (?:релокации|переезда|приезда|прибытия)|eingereist|^seit$|ankunft|einreise|przyjazd|atvyk"),
    (Column.PERMIT_KIND, r"permit[ /](?:type|kind)|type of (?:permit|visa|status)|visa type|тип (?:внж|визы|документа|статуса)|вид (?:визы|внж|статуса)"),
    (Column.AMOUNT, r"^(?:eur|€|usd|\$|euro)$|amount|сумм|^cost\b|^sum\b|[€$£]|\bевро\b|\beur\b|betrag|^paid$|^money$|размер гранта|выплачено|kwota|^suma\b"),
    (Column.CATEGORIES, r"область деятельности|сфера (?:деятельности|работы)|^сфера$|t[äa]tigkeit"),
    (Column.HOST, r"aufenthaltsland|gastland|aufnahmeland|where now|^(?:current |place of )?residence$|lives in|сейчас в\b|место пребывания|^город проживания|^wohnort$|^land$|aktuelles land"),
    (Column.SUPPORT, r"support|помощ|помогли|assistance|help|поддержк|service|requested|что получил|^needs$|^aid\b|^(?:что сделали|потребности)|unterstützung|wsparci|param"),
    (Column.PERMIT, r"^residence status$|легализац|(?:host )?(?:country )?status (?:in|of)\b|country status|immigration|^(?:documents|papers|docs)$|основание (?:пребывания|нахождения)|permit|visa|виз[аы]|внж|legal|статус|^status$|aufenthalt|legaln|документы"),
    (Column.REGION, r"region|регион|откуда|home ?town|hometown|home (?:city|region)|область|from where|where from|^from$|^herkunft$|herkunftsregion|^origin$|city of origin|place of origin|субъект|родом из|жительства в (?:рф|россии)|home oblast|^republic$|federal subject|^oblast|^regionas|^kilm\w+ region|родной город|родина|heimat|pochodzeni"),
    (Column.HOST, r"\bhost\b|now in|country|стран|где (?:сейчас|живет|находится)|current(?:ly)? (?:in|location|city|country)|location|местонахожд|прожива|место жительства|где$|^город$|^city$|текущее место|^местоположение|aufenthaltsland|aktueller ort|kraj"),
    (Column.CATEGORIES, r"^field|type of actor|actor type|^sector|деятельн|кто по профессии|категория|специальность|occupation|profession|categor|чем занимает|деятельност|profile|\brole|профессия|род занятий|занятие|\bwork\b|activity|beruf|zawód|job"),
    (Column.NOTES, r"note|comment|коммент|примеч|remark|bemerk|uwagi|заметк"),
)  # fmt: skip
"""How columns are called; the first that fits wins, so the narrower stand above the wider."""

SURE_SHARE = 0.6
"""Share of a column's cells that must be understood before its content alone says what it is."""

ENOUGH_CELLS = 3


GROUPED = re.compile(r"(.*\S)/(\S.*)|([a-z]\w*(?:[.-][a-z]\w*)*)[.-]([a-z]\w{2,})")
"""A form's path, its groups parted by `/`, or by `.` or `-` between names without spaces."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column of a table holds what; more than the headers say, where an officer decides.

    `choices` are the 0/1 columns of a multiple choice, by their code; where an export has no column for the question
    itself, the first of them stands for it. `orders` is what an officer knows about day and month in a column of dates.
    """

    columns: Mapping[Column, int]
    choices: Mapping[Column, Mapping[int, str]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    currency: str | None = None
    orders: Mapping[Column, Order] = field(default_factory=dict)

    def index(self, column: Column) -> int:
        """Return the index of a column, or -1 where the table has none."""
        return self.columns.get(column, -1)


@lru_cache(maxsize=1_000)  # asked again for each part of a table
def recognise(header: str) -> Column | None:
    """Say what a header announces, or nothing; a form's path counts by its last part first."""
    text = fold(header)
    if not text:
        return None
    forms = [text]
    if path := GROUPED.fullmatch(text):
        group, last = (part for part in path.groups() if part is not None)
        forms = [last, f"{group} {last}", text]
    for form in forms:
        plain = form if form.startswith("_") else form.replace("_", " ").strip(" :*?")
        for column, pattern in HEADER_WORDS:
            if re.search(pattern, form) or re.search(pattern, plain):
                return column
    return None


def propose(table: Table, vocabulary: Vocabulary, *, latest: date) -> ColumnMapping:
    """Propose what each column holds: by headers first, then by the cells of columns that nobody knows."""
    columns: dict[Column, int] = {}
    choices: dict[Column, dict[int, str]] = {}
    unknown: list[int] = []
    set_aside: list[int] = []
    parents: dict[str, Column] = {}
    split = _split_questions(table)
    for index, header in enumerate(table.headers):
        if index in split:
            question, choice = split[index]
            column = recognise(question)
            if column in CHOSEN and columns.get(column, index) in {index, *choices.get(column, ())}:
                columns.setdefault(column, index)
                choices.setdefault(column, {})[index] = choice
            else:
                set_aside.append(index)
            continue
        parent = next((name for name in parents if header.startswith(_beginnings_of_choices(name))), None)
        if parent is not None and _is_choice(table, index):
            choices.setdefault(parents[parent], {})[index] = header[len(parent) + 1 :]
            continue
        column = recognise(header)
        if column in NOT_READ:
            set_aside.append(index)
        if column is None or column in columns:
            unknown += [index] if column not in NOT_READ else []
            continue
        columns.setdefault(column, index)
        parents[header] = column
    _settle_names(columns)
    for index in list(unknown):
        column = recognise_cells(table.column(index), vocabulary, latest=latest)
        if column is not None and column not in columns:
            columns[column] = index
            unknown.remove(index)
    amount = columns.get(Column.AMOUNT)
    return ColumnMapping(
        columns={column: index for column, index in columns.items() if column not in NOT_READ},
        choices=choices,
        left_out=tuple(
            table.headers[index] for index in sorted({*unknown, *set_aside}) if table.headers[index]
        ),
        currency=currency_in(table.headers[amount]) if amount is not None else None,
    )


def recognise_cells(cells: Sequence[Cell], vocabulary: Vocabulary, *, latest: date) -> Column | None:
    """Say what a column holds from its cells alone, where most of them are plainly of one kind."""
    cells = [cell for cell in cells if not says_nothing(cell)][:200]
    if len(cells) < ENOUGH_CELLS:
        return None
    shares = [
        (sum(test(cell) for cell in cells) / len(cells), column)
        for column, test in _tests(vocabulary, latest)
    ]
    share, column = max(shares, key=lambda pair: pair[0])
    if share < SURE_SHARE:
        return None
    return _birth_or_arrival(cells, latest) if column is Column.BIRTH else column


def _tests(vocabulary: Vocabulary, latest: date) -> list[tuple[Column, Callable[[Cell], bool]]]:
    """List, in order of trust, how one cell proves what its column holds.

    Consent is not among them: a yes or a no without its question is nobody's consent.
    """
    horizon = latest.replace(year=latest.year + 15, day=1)

    def is_date(cell: Cell) -> bool:
        reading = read_date(cell, latest=latest, birth=True)
        return not isinstance(cell, int | float) and (reading.value is not None or reading.doubt == AMBIGUOUS)

    def is_permit(cell: Cell) -> bool:
        return read_permit(PermitCells(prose=cell), horizon=horizon).value.kind not in {None, "none"}

    return [
        (Column.GENDER, lambda cell: fold(as_text(cell)).rstrip(".") in gender.WORDS),
        (Column.BIRTH, is_date),
        (Column.NATIONALITY, lambda cell: bool(read_nationality(cell, vocabulary).value.codes)),
        (Column.HOST, lambda cell: read_state(cell, vocabulary).value is not None),
        (Column.REGION, lambda cell: read_region(cell, vocabulary).value is not None),
        (Column.PERMIT, is_permit),
        (Column.CATEGORIES, lambda cell: bool(read_codes(cell, vocabulary.categories, CATEGORY_WORDS).value)),
        (Column.SUPPORT, lambda cell: bool(read_codes(cell, vocabulary.support_kinds, SUPPORT_WORDS).value)),
        (Column.FULL_NAME, looks_like_name),
    ]


def looks_like_name(cell: Cell) -> bool:
    """Say whether a cell looks like a person's whole name: two to four words with capitals, no digits."""
    if not isinstance(cell, str) or re.search(r"[\d@/;]", cell):
        return False
    words = cell.split()
    return 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words)


def _birth_or_arrival(cells: Sequence[Cell], latest: date) -> Column | None:
    """Tell births from arrivals by how long ago most of them are."""
    years = sorted(when.year for cell in cells if (when := read_date(cell, latest=latest, birth=True).value))
    if not years:
        return None
    return Column.BIRTH if latest.year - years[len(years) // 2] >= 15 else Column.ARRIVAL


def _settle_names(columns: dict[Column, int]) -> None:
    """Take a lone "name" column for the whole name."""
    if Column.GIVEN in columns and not set(NAME_COLUMNS) - {Column.GIVEN} & set(columns):
        columns[Column.FULL_NAME] = columns.pop(Column.GIVEN)


def _split_questions(table: Table) -> dict[int, tuple[str, str]]:
    """Return the 0/1 columns of multiple choices that have no column of their own, each with question and choice."""
    questions: dict[str, dict[int, str]] = {}
    for index, header in enumerate(table.headers):
        question, mark, choice = header.rpartition("/")
        if mark and question not in table.headers and _is_choice(table, index):
            questions.setdefault(question, {})[index] = choice
    return {
        index: (question, choice)
        for question, choices in questions.items()
        if len(choices) > 1
        for index, choice in choices.items()
    }


def _beginnings_of_choices(header: str) -> tuple[str, ...]:
    """Return how the 0/1 columns of a multiple choice begin, by the mark that parts its groups."""
    return tuple(header + mark for mark in "/.-:")


def _is_choice(table: Table, index: int) -> bool:
    """Say whether a column holds only the 0/1 (or true/false) of a multiple choice."""
    return all(fold(as_text(cell)) in {"0", "1", "true", "false"} for cell in table.column(index))
