"""Recognise what people do and how they were helped, in the codes of the support sector."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.intake.rules.reading import Reading, fold, says_nothing
from tracker.intake.rules.vocabulary import Words
from tracker.sheets.table import Cell, as_text

CATEGORY_WORDS: tuple[tuple[str, str], ...] = (
    ("media_worker", r"media (?:manager|worker)|(?:video )?editor|видеомонтаж|монтаж|редактор|медиаменеджер|медиаработ|camera|оператор|producer|продюсер|podcast|подкаст|sound engineer|press officer|smm|верстальщи|kameramann|kamerafrau|redakteur|redaktor"),
    ("journalist", r"journalist|reporter|correspondent|журналист|корреспондент|репортер|блогер|blogger|dziennikar|žurnalist|колумнист|columnist|stringer"),
    ("hrd", r"\bhrd\b|human[- ]rights|rights defender|правозащит|пз\b|menschenrecht|praw(?:a|ach)? człowieka|żmogaus teisi|žmogaus teisi|human rights activist"),
    ("ngo_staff", r"\bngo\b|нко\b|нпо\b|non-?profit|project coordinator|координатор проект|coordinator|charity|благотворит|\bcso\b|(?:сотрудни\w+|работни\w+|директор|менеджер|координатор\w*)\s+(?:фонда|организации|проектов|общественной)|civil society (?:organisation|worker)|foundation (?:staff|employee)|charity worker|\bngos?\b|\bnvo\b|organizacji pozarządowej|nichtregierung"),
    ("politician", r"politician|политик(?!о)|deputy|депутат|мундеп|councillor|party member|член партии|opposition figure|\bmp\b|council member|abgeordnete|politiker|polityk|polit(?:ikas|ikė)\b|оппозиционер"),
    ("researcher", r"research|исследов|учен(?:ый|ая)|scholar|scientist|\bphd\b|historian|историк|политолог|социолог|sociolog|academic|professor|профессор|lecturer|преподават|филолог|антрополог|anthropolog|political scientist|кандидат наук|доцент|wissenschaftler|forscher|научн\w+ (?:сотрудни|работни)|н\.с\.|экономист|badacz|naukow|doktorant|doctoral|postdoc|mokslinin|tyrėj|dozent|dėstytoj|wykładow|лектор|biologist|physicist|биолог|физик\b|математик|этнограф|лингвист|linguist|philosopher|философ|economist"),
    ("lawyer", r"lawyer|attorney|адвокат|юрист|anw[äa]lt|barrister|solicitor|jurist|prawni[kc]|adwokat|advokat|teisinink|нотариус"),
    ("artist", r"artist|художни|музыкант|musician|режиссер|director of theatre|theatre|theater|театр|actor|actress|актер|актрис|writer|писател|poet\b|поэт|photograph|фотограф|кинематограф|k[üu]nstler|schriftsteller|musiker|filmmaker|film director|singer|певец|певиц|artyst|meninink|muzyk|musik|pisar|rašytoj|dichter|поэтесс|playwright|драматург|танцор|танцовщ|dancer|composer|композитор|curator|куратор"),
    ("civic_activist", r"activist|активист|civic|волонтер|volunteer|организатор митинг|organi[sz]er|a[ck]tivist|akty?wist|aktyvist|aktivist|ehrenamt|общественни[кц]|campaigner"),
    ("student", r"student|студент|аспирант|undergraduate|school pupil|учащ|pupil|школьни|schüler|studierende|ph\.?d student"),
    ("expert", r"\bexpert\b|эксперт|analyst|аналитик"),
    ("community_leader", r"community leader|лидер (?:общины|сообщества)|representative of (?:the )?(?:people|community)|старейшин"),
)  # fmt: skip
"""Which words stand for which applicant role; the first that fits wins within one part of a cell."""

SUPPORT_WORDS: tuple[tuple[str, str], ...] = (
    ("visa_letter", r"(?:support|visa|recommendation|reference) letter|letter of (?:support|recommendation)|visa support|визов\w+ поддерж|письм|рекомендац|visa-?brief|unterstützungsschreiben|empfehlungsschreiben|list (?:polecając|popiera)|rekomendacin|laišk"),
    ("language_course", r"language|язык|курсы? (?:нем|литов|латыш|англ|польск|чешск|эстон|груз|франц|фин)|(?:german|english|lithuanian|latvian|polish|czech) (?:course|class|lesson)|deutschkurs|sprachkurs|językow|kalbos kurs|(?:lithuanian|english|german|french|georgian|armenian|estonian|finnish) (?:classes|lessons|language)|курсы? \w+ языка|курсы? (?:сербск|армянск)"),
    ("relocation_grant", r"relocation|релокац|переезд|travel (?:grant|costs)|эвакуац|evacuat|reisekost|umzug|билет|flight|tickets?\b|перел[её]т|relokac"),
    ("emergency_grant", r"emergency|экстрен|nothilfe|срочная помощь|urgent|soforthilfe|pomoc doraźna|неотложн|skubi"),
    ("legal_aid", r"legal|lawyer|юр\.|юрист|юридич|адвокат|правовая|rechtsberatung|rechtshilfe|anwaltskost|prawn|teisin"),
    ("psychosocial", r"psych|психол|психо|терапевт|therap|counsel+ing|beratungsgespräch|trauma"),
    ("housing", r"housing|shelter|accommodat|жил[ьи]|шелтер|аренд|\brent\b|wohnung|unterkunft|miete\b|hostel|flat\b|проживание|zakwaterow|mieszkan|nocleg|apgyvendin|būst|квартир|общежит"),
    ("medical", r"medic|лечен|medizin|[äa]rzt|медиц|\bмед\b|врач|doctor|hospital|больниц|лекарств|operation|стоматолог|dent|leczeni|gydym|операци|health insurance|страховк|медстрах|krankenversicherung"),
    ("equipment", r"equipment|laptop|ноутбук|техник|компьютер|computer|phone|телефон|camera|камер"),
    ("research_grant", r"research grant|исследовательск\w+ грант"),
    ("media_grant", r"media grant|content grant|грант\w* (?:для|на) медиа"),
    ("project_grant", r"project grant|core grant|проектн\w+ грант"),
    ("fellowship", r"fellowship|scholarship|stipend|стипенд|феллоу|резиденц|residency|stypend|stažuot"),
    ("training", r"training|обучен|тренинг|workshop|семинар|курс(?!ы (?:нем|литов))|course|schulung|fortbildung|szkoleni|mokym|воркшоп|вебинар|webinar|mentor|менторств"),
    ("digital_security", r"digital|cyber|\bvpn\b|кибер|цифров"),
    ("physical_security", r"physical security|физическ\w+ безопас|охран"),
    ("immigration_advice", r"visa advice|immigration|миграцион|консультац\w* по (?:визе|внж)|помощь с (?:визой|внж)"),
    ("work_permit", r"work permit|разрешение на работу"),
    ("residence_permit", r"residence permit|оформлен\w+ внж"),
    ("employment", r"\bjob\b|employment|трудоустр|работа\b|arbeitssuche|jobcoaching|pośrednictwo pracy|поиск работы"),
    ("family_support", r"family support|поддержка семьи|kindergarten|детский сад|childcare"),
    ("living_allowance", r"living (?:allowance|costs)|allowance|проживание|на жизнь|пособие|lebensunterhalt|lebenshaltung|subsistence|прожиточн|zasiłek"),
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
    padded = part.replace("_", " ") + ("." if part == "юр" else "")
    return next((code for code, pattern in words if re.search(pattern, padded)), None)
