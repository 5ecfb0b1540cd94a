"""Recognise what people do and how they were helped, in the codes of the support sector."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.intake.rules.reading import Reading, fold, says_nothing
from tracker.intake.rules.vocabulary import Words
from tracker.sheets.table import Cell, as_text

CATEGORY_WORDS: tuple[tuple[str, str], ...] = (
    ("media_worker", r"media (?:manager|worker)|(?:video )?editor|видеомонтаж|монтаж|редактор|медиаменеджер|медиаработ|camera|оператор|producer|продюсер|podcast|подкаст|sound engineer|press officer|smm"),
    ("journalist", r"journalist|reporter|correspondent|журналист|корреспондент|репортер|блогер|blogger|dziennikar"),
    ("hrd", r"\bhrd\b|human[- ]rights|rights defender|правозащит|пз\b"),
    ("ngo_staff", r"\bngo\b|нко\b|нпо\b|non-?profit|project coordinator|координатор проект|coordinator|charity|благотворит|\bcso\b"),
    ("politician", r"politician|политик(?!о)|deputy|депутат|мундеп|councillor|party member|член партии|opposition figure"),
    ("researcher", r"research|исследов|учен(?:ый|ая)|scholar|scientist|\bphd\b|historian|историк|политолог|социолог|sociolog|academic|professor|профессор|lecturer|преподават|филолог|антрополог|anthropolog|political scientist|кандидат наук|доцент|wissenschaftler|forscher"),
    ("lawyer", r"lawyer|attorney|адвокат|юрист|anw[äa]lt|barrister|solicitor|jurist"),
    ("artist", r"artist|художни|музыкант|musician|режиссер|director of theatre|theatre|theater|театр|actor|actress|актер|актрис|writer|писател|poet\b|поэт|photograph|фотограф|кинематограф|k[üu]nstler|schriftsteller|musiker|filmmaker|film director|singer|певец|певиц|dancer|composer|композитор|curator|куратор"),
    ("civic_activist", r"activist|активист|civic|волонтер|volunteer|организатор митинг|organi[sz]er"),
    ("student", r"student|студент|аспирант|undergraduate|school pupil|учащ"),
    ("expert", r"\bexpert\b|эксперт|analyst|аналитик"),
    ("community_leader", r"community leader|лидер (?:общины|сообщества)|representative of (?:the )?(?:people|community)|старейшин"),
)  # fmt: skip
"""Which words stand for which applicant role; the first that fits wins within one part of a cell."""

SUPPORT_WORDS: tuple[tuple[str, str], ...] = (
    ("visa_letter", r"(?:support|visa) letter|letter of support|письм|рекомендац"),
    ("language_course", r"language|язык|курсы? (?:нем|литов|латыш|англ|польск|чешск|эстон|груз|франц|фин)|(?:german|english|lithuanian|latvian|polish|czech) (?:course|class|lesson)|deutschkurs|sprachkurs"),
    ("relocation_grant", r"relocation|релокац|переезд|travel (?:grant|costs)|эвакуац|evacuat"),
    ("emergency_grant", r"emergency|экстрен|nothilfe|срочная помощь|urgent"),
    ("legal_aid", r"legal|lawyer|юр\.|юрист|юридич|адвокат|правовая|rechtsberatung|rechtshilfe"),
    ("psychosocial", r"psych|психол|психо|терапевт|therap|counsel+ing"),
    ("housing", r"housing|shelter|accommodat|жил[ьи]|шелтер|аренд|\brent\b|wohnung|unterkunft|miete\b|hostel|flat\b|проживание"),
    ("medical", r"medic|лечен|medizin|[äa]rzt|медиц|\bмед\b|врач|doctor|hospital|больниц|лекарств|operation|стоматолог|dent"),
    ("equipment", r"equipment|laptop|ноутбук|техник|компьютер|computer|phone|телефон|camera|камер"),
    ("research_grant", r"research grant|исследовательск\w+ грант"),
    ("media_grant", r"media grant|content grant|грант\w* (?:для|на) медиа"),
    ("project_grant", r"project grant|core grant|проектн\w+ грант"),
    ("fellowship", r"fellowship|scholarship|stipend|стипенд|феллоу|резиденц|residency"),
    ("training", r"training|обучен|тренинг|workshop|семинар|курс(?!ы (?:нем|литов))|course"),
    ("digital_security", r"digital|cyber|\bvpn\b|кибер|цифров"),
    ("physical_security", r"physical security|физическ\w+ безопас|охран"),
    ("immigration_advice", r"visa advice|immigration|миграцион|консультац\w* по (?:визе|внж)|помощь с (?:визой|внж)"),
    ("work_permit", r"work permit|разрешение на работу"),
    ("residence_permit", r"residence permit|оформлен\w+ внж"),
    ("employment", r"\bjob\b|employment|трудоустр|работа\b"),
    ("family_support", r"family support|поддержка семьи|kindergarten|детский сад|childcare"),
    ("living_allowance", r"living (?:allowance|costs)|allowance|проживание|на жизнь|пособие"),
    ("temporary_relocation", r"temporary relocation|временн\w+ релокац"),
    ("event", r"\bevent\b|conference|конференц|мероприят"),
    ("advocacy", r"advocacy|адвокац"),
)  # fmt: skip
"""Which words stand for which kind of support; the first that fits wins within one part of a cell."""

UNKNOWN = "Part of the cell is not known as a code; the rest was taken."
UNKNOWN_WHOLE = "Nothing in the cell is known as a code."
NOTHING = frozenset({"no", "none", "нет", "nothing", "ничего"})

AMOUNT = re.compile(r"(?:€|\$|£)\s*[\d.,\s]+|\b\d[\d.,\s]*(?:eur\b|euro\b|€|usd\b|евро|руб\w*)(?:\.-)?")


def read_codes(cell: Cell, known: Words, words: Iterable[tuple[str, str]]) -> Reading[tuple[str, ...]]:
    """Read the codes a cell names, in the order of the cell, each once; unknown parts are a doubt."""
    if says_nothing(cell) or fold(as_text(cell)) in NOTHING:
        return Reading(())
    text = AMOUNT.sub(" ", fold(as_text(cell)))
    codes: list[str] = []
    unknown = False
    for part in _parts(text, known):
        code = _code(part, known, words)
        if code is None:
            unknown = True
        elif code not in codes:
            codes.append(code)
    if not unknown:
        return Reading(tuple(codes))
    return Reading(tuple(codes), doubt=UNKNOWN if codes else UNKNOWN_WHOLE)


def _parts(text: str, known: Words) -> list[str]:
    """Split a cell into its statements; the space-separated codes of a form (select_multiple) are split too."""
    tokens = text.split()
    if tokens and all(token in known for token in tokens):
        return tokens
    parts = re.split(r"[;,/+\n|&•]|\s+(?:и|and|und|oraz|ir)\s+|\s-\s", text)
    return [part.strip(" .?!–-") for part in parts if part.strip(" .?!–-")]


def _code(part: str, known: Words, words: Iterable[tuple[str, str]]) -> str | None:
    """Find the code of one statement: by its name, then by a word in it."""
    if len(codes := known.get(part, frozenset())) == 1:
        return next(iter(codes))
    padded = part + ("." if part == "юр" else "")
    return next((code for code, pattern in words if re.search(pattern, padded)), None)
