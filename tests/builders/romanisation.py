"""Write Cyrillic names by published romanisation tables, and in other scripts as papers in those languages do.

The tables are written here from the published rules and know nothing of the tables under test.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Writing = Callable[[str], str]

SOFT_VOWELS = "аеёиоуыэюяьъй"
HUSHERS = "жшчщ"

SAME_EVERYWHERE = dict(zip("абвгдзиклмнопрстуф", "abvgdziklmnoprstuf", strict=True))


def by_letter(name: str, table: dict[str, str]) -> str:
    """Romanise letter by letter, keeping capitals at the beginning of words."""
    written = "".join((SAME_EVERYWHERE | table).get(letter, letter) for letter in name.lower())
    return written.title()


def icao(name: str) -> str:
    """Follow ICAO Doc 9303, as Russian passports have done since 2013."""
    table = {
        "е": "e",
        "ё": "e",
        "ж": "zh",
        "й": "i",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "ie",
        "ы": "y",
        "ь": "",
        "э": "e",
    }
    return by_letter(name, table | {"ю": "iu", "я": "ia"})


def bgn(name: str) -> str:
    """Follow BGN/PCGN 1947: ye at the beginning and after vowels and signs."""
    table = {
        "е": "e",
        "ё": "ë",
        "ж": "zh",
        "й": "y",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "”",
        "ы": "y",
        "ь": "’",
        "э": "e",
    }
    softened = re.sub(rf"(?<![а-яё])е|(?<=[{SOFT_VOWELS}])е", "ye", name.lower())
    softened = re.sub(rf"(?<![а-яё])ё|(?<=[{SOFT_VOWELS}])ё", "yo", softened)
    return by_letter(softened, table | {"ю": "yu", "я": "ya"})


def english_press(name: str) -> str:
    """Write as newspapers do: no signs, y for iy, yo for ё."""
    written = bgn(name.replace("ё", "йо")).replace("’", "").replace("”", "")
    return re.sub(r"(?<=[a-z])(iy|yy)\b", "y", written.replace("Yyo", "Yo").replace("yyo", "yo"))


def german(name: str) -> str:
    """Follow Duden: w, s, sch, z, ch, tsch; ss between vowels, x for кс, i for ий."""
    text = re.sub(r"(ий|ый)\b", "i", name.lower())
    text = text.replace("кс", "x")
    text = re.sub(rf"(?<![а-яё])е|(?<=[{SOFT_VOWELS}])е", "je", text)
    text = re.sub(rf"(?<=[{HUSHERS}])ё", "o", text)
    text = re.sub("(?<=[аеёиоуыэюяje])с(?=[аеёиоуыэюя])", "ss", text)
    table = {
        "в": "w",
        "е": "e",
        "ё": "jo",
        "ж": "sch",
        "з": "s",
        "й": "i",
        "х": "ch",
        "ц": "z",
        "ч": "tsch",
        "ш": "sch",
        "щ": "schtsch",
    }
    return by_letter(text, table | {"ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "ju", "я": "ja"})


def polish(name: str) -> str:
    """Follow the rules of Polish orthography (PWN): soft consonants are shown by i, ł and l are told apart."""
    text = re.sub("л(?![еёиюяь])", "ł", name.lower())
    text = re.sub("(?<=[жшц])и", "y", text)
    for letter, vowel in zip("еёюя", "eoua", strict=True):
        text = re.sub(rf"(?<=[{HUSHERS}цл]){letter}", vowel, text)
        text = re.sub(rf"(?<=[бвгдзкмнпрстфх]){letter}", f"i{vowel}", text)
        text = text.replace(letter, f"j{vowel}")
    text = text.replace("нь", "ń").replace("сь", "ś").replace("зь", "ź")
    table = {
        "в": "w",
        "ж": "ż",
        "й": "j",
        "х": "ch",
        "ц": "c",
        "ч": "cz",
        "ш": "sz",
        "щ": "szcz",
        "ъ": "",
        "ы": "y",
        "ь": "",
        "э": "e",
    }
    return by_letter(text, table)


def scientific(name: str) -> str:
    """Follow DIN 1460 and the library tables."""
    table = {
        "е": "e",
        "ё": "ë",
        "ж": "ž",
        "й": "j",
        "х": "ch",
        "ц": "c",
        "ч": "č",
        "ш": "š",
        "щ": "šč",
        "ъ": "ʺ",
        "ы": "y",
        "ь": "ʹ",
        "э": "ė",
    }
    return by_letter(name, table | {"ю": "ju", "я": "ja"})


def iso_9(name: str) -> str:
    """Follow ISO 9:1995, one letter for one letter."""
    table = {
        "е": "e",
        "ё": "ë",
        "ж": "ž",
        "й": "j",
        "х": "h",
        "ц": "c",
        "ч": "č",
        "ш": "š",
        "щ": "ŝ",
        "ъ": "ʺ",
        "ы": "y",
        "ь": "ʹ",
        "э": "è",
    }
    return by_letter(name, table | {"ю": "û", "я": "â"})


def gost_b(name: str) -> str:
    """Follow GOST 7.79-2000, system B: plain letters, x for х, cz for ц, shh for щ."""
    text = re.sub("ц(?=[еиыйёюя])", "c", name.lower())
    table = {
        "е": "e",
        "ё": "yo",
        "ж": "zh",
        "й": "j",
        "х": "x",
        "ц": "cz",
        "ч": "ch",
        "ш": "sh",
        "щ": "shh",
        "ъ": "``",
        "ы": "y'",
        "ь": "`",
        "э": "e`",
    }
    return by_letter(text, table | {"ю": "yu", "я": "ya"})


def french(name: str) -> str:
    """Write as Soviet and Russian passports did until 1997: ou, tch, ch for ш."""
    table = {
        "е": "e",
        "ё": "e",
        "ж": "j",
        "й": "i",
        "у": "ou",
        "х": "kh",
        "ц": "ts",
        "ч": "tch",
        "ш": "ch",
        "щ": "chtch",
        "ъ": "",
        "ы": "y",
        "ь": "",
    }
    return by_letter(name, table | {"э": "e", "ю": "iou", "я": "ia"})


def lithuanian(name: str) -> str:
    """Follow the rules of the Lithuanian language commission for names of foreigners: č, š, ž, ch, j."""
    text = re.sub(r"(ий|ый)\b", "ij", name.lower())
    table = {
        "е": "e", "ё": "io", "ж": "ž", "й": "j", "х": "ch", "ц": "c", "ч": "č", "ш": "š", "щ": "šč", "ъ": "", "ы": "y",
        "ь": "", "э": "e", "ю": "iu", "я": "ia",
    }  # fmt: skip
    text = re.sub(r"(?<![а-яё])ю|(?<=[аеиоуыэюяьъ])ю", "ju", text)
    return by_letter(re.sub(r"(?<![а-яё])я|(?<=[аеиоуыэюяьъ])я", "ja", text), table)


def czech(name: str) -> str:
    """Follow Czech orthography: ch, č, š, ž, ě after b, p, v, ď, ť, ň."""
    text = re.sub(r"(ий|ый)\b", "ij", name.lower())
    for soft, hard in (("дя", "ďa"), ("тя", "ťa"), ("ня", "ňa"), ("дю", "ďu"), ("тю", "ťu"), ("ню", "ňu")):
        text = text.replace(soft, hard)
    text = re.sub("(?<=[бпвдтн])е", "ě", text)
    table = {
        "е": "e", "ё": "jo", "ж": "ž", "й": "j", "х": "ch", "ц": "c", "ч": "č", "ш": "š", "щ": "šč", "ъ": "", "ы": "y",
        "ь": "", "э": "e", "ю": "ju", "я": "ja",
    }  # fmt: skip
    return by_letter(re.sub(r"\bе", "je", text), table)


def library_of_congress(name: str) -> str:
    """Follow the ALA-LC table, with its ligatures and marks."""
    table = {
        "е": "e", "ё": "ë", "ж": "zh", "й": "ĭ", "х": "kh", "ц": "t͡s", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ʺ", "ы": "y",
        "ь": "ʹ", "э": "ė", "ю": "i͡u", "я": "i͡a",
    }  # fmt: skip
    return by_letter(name, table)


def mvd_1997(name: str) -> str:
    """Follow order 310 of the interior ministry, 1997: English letters, ye after a soft sign, x for кс."""
    text = name.lower().replace("кс", "x")
    text = re.sub(r"ь(?=[её])", "y", text)
    table = {
        "е": "e", "ё": "e", "ж": "zh", "й": "y", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y",
        "ь": "", "э": "e", "ю": "yu", "я": "ya",
    }  # fmt: skip
    return by_letter(text, table)


def _plainly(name: str, table: str) -> str:
    pairs = dict(pair.split("=") for pair in table.split())
    return "".join(pairs.get(letter, letter) for letter in name.lower())


def armenian(name: str) -> str:
    """Write in Armenian letters, each sound as Eastern Armenian does."""
    return _plainly(
        name.replace("дж", "ջ").replace("Дж", "ջ"),
        "а=ա б=բ в=վ г=գ д=դ е=ե ё=յո ж=ժ з=զ и=ի й=յ к=կ л=լ м=մ н=ն о=ո п=պ р=ր с=ս т=տ у=ու ф=ֆ х=խ ц=ց ч=չ ш=շ щ=շչ "
        "ъ= ы=ի ь= э=է ю=յու я=յա",
    ).title()


def georgian(name: str) -> str:
    """Write in Georgian letters; a name that ends in a consonant takes the nominative i."""
    written = _plainly(
        name.replace("дж", "ჯ").replace("Дж", "ჯ"),
        "а=ა б=ბ в=ვ г=გ д=დ е=ე ё=იო ж=ჟ з=ზ и=ი й=ი к=კ л=ლ м=მ н=ნ о=ო п=პ р=რ с=ს т=ტ у=უ ф=ფ х=ხ ц=ც ч=ჩ ш=შ щ=შჩ "
        "ъ= ы=ი ь= э=ე ю=იუ я=ია",
    )
    return re.sub(r"(?<=[^აეიოუ\s])(?=\s|$)", "ი", written.replace("იი", "ი"))


def hebrew(name: str) -> str:
    """Write in Hebrew letters as Israeli papers do: vav and yod for vowels, final letters, geresh."""
    text = re.sub(r"(ий|ый)\b", "и", name.lower())
    text = re.sub(r"(?<=[^\s])а(?=[^\s])", "", text)
    text = re.sub(r"\b[иы]", "אי", re.sub(r"\b[еэ]", "א", re.sub(r"\b[оу]", "או", text)))
    text = re.sub(r"\bв", "ו", text)
    written = _plainly(
        text,
        "а=א б=ב в=ב г=ג д=ד е= ё=יו ж=ז' з=ז и=י й=י к=ק л=ל м=מ н=נ о=ו п=פ р=ר с=ס т=ט у=ו ф=פ х=ח ц=צ ч=צ' ш=ש щ=שצ' "
        "ъ= ы=י ь= э= ю=יו я=יה",
    )
    written = re.sub(r"א(?=\s|$)", "ה", written).replace("יה", "יה")
    for plain, final in ("מם", "נן", "פף", "צץ", "כך"):
        written = re.sub(rf"{plain}(?=\s|$)", final, written)
    return written


def arabic(name: str) -> str:
    """Write in Arabic letters as Arabic newspapers write Russian names."""
    text = re.sub(r"(ий|ый)\b", "и", name.lower())
    text = re.sub(r"ов\b", "وف", re.sub(r"ев\b", "ييف", text))
    text = re.sub(r"\b[еэи]", "إي", re.sub(r"\b[оу]", "أو", re.sub(r"\bа", "أ", text)))
    return _plainly(
        text.replace("дж", "ج"),
        "а=ا б=ب в=ف г=غ д=د е=ي ё=يو ж=ج з=ز и=ي й=ي к=ك л=ل м=م н=ن о=و п=ب р=ر с=س т=ت у=و ф=ف х=خ ц=تس ч=تش ш=ش "
        "щ=شتش ъ= ы=ي ь= э=ي ю=يو я=يا",
    )


LATIN: list[Writing] = [icao, bgn, english_press, german, polish, scientific, iso_9, gost_b]
"""The tables by which every romanisation meets every other."""
