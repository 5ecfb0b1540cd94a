"""Invent persons and write pairs of names, with what is known of each pair: the same person or not, and the kind of variation.

The names are common ones, listed from general knowledge; every person is a chance combination.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from zlib import crc32

from builders import romanisation as by

_SURNAMES = """
Иванов Кузнецов Щербаков Соловьёв Захаров Жданов Цветков Чехов Хохлов Юрьев Яшин Ельцин Пушкин Зайцев Королёв Дьяконов
Подъячев Фёдоров Шишкин Журавлёв Лыткин Воробьёв Мясников Тютчев Рыбников Широков Васильев Кольцов Мельников Быков Ильин
Достоевский Вишневский Троцкий Заболоцкий Чайковский Белый Толстой Шевченко Бондаренко Ткачук Ковальчук Савицкий Юшкевич
Хайруллин Гарифуллин Сафиуллин Мухаметшин Ахметзянов Фаттахов Галимов Шарапов Идрисов Кинзябулатов Юлдашев Ибрагимов Латыпов
Зиннатуллин Нигматуллин Гайнутдинов Магомедов Гаджиев Абдурахманов Омаров Алиев Исаев Кадыров Абубакаров Джабраилов Хасанов
Эльмурзаев Оздоев Цечоев Мальсагов Хизриев Дадаев Арсанукаев Хачилаев Шихсаидов Хетагуров Дзантиев Кумыков Тхазаплижев Шогенов
Эрдниев Санджиев Бадмаев Манджиев Очиров Джангаров Доржиев Жаргалов Цыренов Батуев Дамбаев Жамбалов Базаров Цыбиков Дашиев
Слепцов Дьячковский Оконешников Протопопов Сыромятников Петухов Ооржак Кужугет Монгуш Сарыглар Петросян Саркисян Григорян
Арутюнян Гаспарян Мкртчян Вартанян Джугашвили Кварацхелия Гелашвили Церетели Чхеидзе Беридзе Квициани Рабинович Гуревич
Каплан Шапиро Файнберг Левин Юсупов Мамаев Каримов Касаев Сулейманов Салихов Тагиров Умаров Яндаров Закаев Бисултанов
Цой Пак Ким Югай Андреев Тимофеев Гордеев Евдокимов Анисимов Родионов Фомичёв Бобылёв Жилин Ефремов Ященко Подгорный
"""
_MEN = """
Иван:Иванов Пётр:Петров Сергей:Сергеев Алексей:Алексеев Андрей:Андреев Михаил:Михайлов Николай:Николаев Дмитрий:Дмитриев
Евгений:Евгеньев Юрий:Юрьев Григорий:Григорьев Павел:Павлов Фёдор:Фёдоров Яков:Яковлев Степан:Степанов Артём:Артёмов
Владимир:Владимиров Ярослав:Ярославов Всеволод:Всеволодов Кирилл:Кириллов Виктор:Викторов Василий:Васильев
Александр:Александров Константин:Константинов Максим:Максимов Георгий:Георгиев Даниил:Даниилов Тимофей:Тимофеев
Рустам:Рустамов Ильдар:Ильдаров Айрат:Айратов Марат:Маратов Рашид:Рашидов Камиль:Камилев Фанис:Фанисов Ильяс:Ильясов Ринат:Ринатов
Магомед:Магомедов Гасан:Гасанов Ахмед:Ахмедов Хамзат:Хамзатов Шамиль:Шамилев Мурад:Мурадов Зелимхан:Зелимханов Рамзан:Рамзанов
Ислам:Исламов Умар:Умаров Джамал:Джамалов Муса:Мусаев Халид:Халидов Беслан:Бесланов Аслан:Асланов Заур:Зауров Сослан:Сосланов
Санал:Саналов Мингиян:Мингиянов Эрдни:Эрдниев Баатр:Баатров Доржо:Доржоев Жаргал:Жаргалов Цырен:Цыренов Чингис:Чингисов Баир:Баиров
Айсен:Айсенов Ньургун:Ньургунов Кэскил:Кэскилов Шолбан:Шолбанов Арам:Арамов Тигран:Тигранов Ашот:Ашотов Вахтанг:Вахтангов
Давид:Давидов Борис:Борисов Исаак:Исааков Лев:Львов Эдуард:Эдуардов Олег:Олегов Глеб:Глебов Роман:Романов Игорь:Игорев
"""
_WOMEN = """
Анна Мария Юлия Наталья Татьяна Елена Екатерина Ольга Ксения Дарья Анастасия Светлана Людмила Любовь Евгения Жанна Зоя
Галина Ирина Полина Вероника Виктория Софья Варвара Елизавета Алсу Гузель Гульнара Айгуль Лейсан Резеда Чулпан Альфия
Зульфия Миляуша Хадижат Патимат Зайнаб Марьям Аминат Айшат Мадина Зарема Малика Залина Фатима Седа Хава Джамиля Саглара Гиляна
Байрта Кермен Бэлигма Сэсэг Туяна Аюна Оюна Дулма Сардаана Туйаара Айыына Уйгулаана Чечек Ануш Гаяне Асмик Нарине Кетеван
Нино Тамара Этери Эстер Ревекка Фаина Циля Надежда Вера Раиса Алёна Ульяна Яна Тамила Диана
"""
_ABROAD = {
    "Михаил": ["Michael", "Michel", "Michał"], "Юлия": ["Julia", "Julie"], "Александр": ["Alexander", "Alexandre"], "Екатерина": ["Catherine", "Katharina"],
    "Пётр": ["Peter", "Piotr"], "Елена": ["Helen", "Helena"], "Евгений": ["Eugene", "Eugen"], "Георгий": ["George", "Georg"],
    "Андрей": ["Andrew", "Andreas"], "Николай": ["Nicholas", "Nikolaus"], "Павел": ["Paul"], "Мария": ["Mary", "Marie"], "Наталья": ["Natalie"],
    "Софья": ["Sophie", "Sophia"], "Давид": ["David"], "Степан": ["Stephen"], "Фёдор": ["Theodore"], "Дмитрий": ["Demetrius"], "Яков": ["Jacob", "Jakob"],
    "Анна": ["Anne", "Hannah"], "Алексей": ["Alexis"], "Сергей": ["Serge"], "Василий": ["Basil"], "Виктория": ["Victoria"], "Ксения": ["Xenia"],
}  # fmt: skip
_PET_NAMES = {
    "Александр": "Саша", "Екатерина": "Катя", "Михаил": "Миша", "Дмитрий": "Дима", "Мария": "Маша", "Анна": "Аня", "Иван": "Ваня", "Алексей": "Лёша",
    "Наталья": "Наташа", "Татьяна": "Таня", "Ольга": "Оля", "Елена": "Лена", "Сергей": "Серёжа", "Николай": "Коля", "Юлия": "Юля", "Павел": "Паша",
    "Владимир": "Вова", "Евгения": "Женя", "Светлана": "Света", "Дарья": "Даша", "Анастасия": "Настя",
}  # fmt: skip
_UKRAINIAN = {
    "Александр": "Олександр", "Николай": "Микола", "Дмитрий": "Дмитро", "Сергей": "Сергій", "Елена": "Олена", "Наталья": "Наталія", "Михаил": "Михайло",
    "Пётр": "Петро", "Екатерина": "Катерина", "Юлия": "Юлія", "Павел": "Павло", "Григорий": "Григорій", "Евгений": "Євген", "Татьяна": "Тетяна", "Степан": "Степан",
}  # fmt: skip
_OWN_LETTERS = {
    "Гузель": "Гүзәл", "Гульнара": "Гөлнара", "Лейсан": "Ләйсән", "Джамиля": "Җәмилә", "Марьям": "Мәрьям", "Ильдар": "Илдар", "Гасан": "Хәсән",
    "Магомед": "МухӀаммад", "Ахмед": "Әхмәт", "Айгуль": "Айгөл", "Зайнаб": "Зәйнәп", "Зульфия": "Зөлфия", "Альфия": "Әлфия", "Камиль": "Кәмил",
    "Умар": "Ӏумар", "Цырен": "Цэрэн", "Кермен": "Кермн", "Миляуша": "Миләүшә", "Малика": "Мәликә", "Халид": "Халит",
}  # fmt: skip

_NEAR = [
    ("Каримов", "Керимов"), ("Хасанов", "Хасенов"), ("Захаров", "Макаров"), ("Алиев", "Валиев"), ("Юсупов", "Юнусов"), ("Исаев", "Мусаев"),
    ("Гаджиев", "Гаджаев"), ("Мамаев", "Мамаков"), ("Козлов", "Котов"), ("Салихов", "Салахов"), ("Омаров", "Умаров"), ("Санджиев", "Манджиев"),
    ("Батуев", "Батаев"), ("Доржиев", "Дорджаев"), ("Кадыров", "Кадиров"), ("Галимов", "Салимов"), ("Ильин", "Илюхин"), ("Тагиров", "Тахиров"),
    ("Левин", "Ливин"), ("Назаров", "Базаров"), ("Шишкин", "Шашкин"), ("Быков", "Буков"), ("Зайцев", "Зайков"), ("Гордеев", "Гордиев"),
]  # fmt: skip

_NOT_LIKE_MEN = re.compile("(ов|ев|ёв|ин|ский|цкий|ый|ой)$")


def _of_a_woman(surname: str) -> str:
    if surname.endswith(("ский", "цкий", "ый", "ой")):
        return surname[:-2] + "ая"
    return surname + "а" if re.search("(ов|ев|ёв|ин)$", surname) else surname


@dataclass(frozen=True, slots=True)
class Named:
    """An invented person."""

    surname: str
    given: str
    father: str
    """The stem of the patronymic: Иванов- of Иванович."""
    is_woman: bool

    @property
    def patronymic(self) -> str:
        """The patronymic."""
        return self.father + ("на" if self.is_woman else "ич")

    @property
    def full(self) -> str:
        """Surname, given name and patronymic."""
        return f"{self.surname} {self.given} {self.patronymic}"

    @property
    def short(self) -> str:
        """Surname and given name."""
        return f"{self.surname} {self.given}"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two written names."""

    kind: str
    is_same: bool
    a: str
    b: str


WRITINGS: dict[str, by.Writing] = {
    "ICAO 9303": by.icao,
    "BGN/PCGN": by.bgn,
    "English press": by.english_press,
    "German (Duden)": by.german,
    "Polish": by.polish,
    "Lithuanian": by.lithuanian,
    "Czech": by.czech,
    "French passports until 1997": by.french,
    "passports 1997-2010": by.mvd_1997,
    "scholarly": by.scientific,
    "ISO 9": by.iso_9,
    "GOST 7.79 B": by.gost_b,
    "ALA-LC": by.library_of_congress,
    "Armenian letters": by.armenian,
    "Georgian letters": by.georgian,
    "Hebrew letters": by.hebrew,
    "Arabic letters": by.arabic,
}


def _persons(dice: random.Random, number: int) -> Iterator[Named]:
    surnames, women = _SURNAMES.split(), _WOMEN.split()
    men = [tuple(one.split(":")) for one in _MEN.split()]
    for _ in range(number):
        surname, father = dice.choice(surnames), dice.choice(men)[1]
        if dice.random() < 0.5:
            yield Named(_of_a_woman(surname), dice.choice(women), father, is_woman=True)
        else:
            yield Named(surname, dice.choice(men)[0], father, is_woman=False)


def _turned(dice: random.Random, person: Named) -> str:
    return dice.choice(
        [
            person.full,
            person.short,
            f"{person.given} {person.surname}",
            f"{person.given} {person.patronymic} {person.surname}",
        ]
    )


def pairs_of_one_person(dice: random.Random, person: Named) -> Iterator[Pair]:
    """Write the name of a person in pairs of ways."""
    casual: list[by.Writing] = [by.icao, str]
    latin: list[by.Writing] = [by.icao, by.bgn, by.english_press, by.german, by.polish]

    def pair(kind: str, a: str, b: str) -> Pair:
        return Pair(kind, True, *dice.sample((a, b), 2))

    for kind, write in WRITINGS.items():
        yield pair(f"Cyrillic and {kind}", _turned(dice, person), write(person.short))
    one, other = dice.sample(list(WRITINGS.items())[:13], 2)
    yield pair("two romanisations", one[1](person.short), other[1](_turned(dice, person)))
    write = dice.choice(latin)
    yield pair(
        "order and patronymic absent",
        person.full,
        dice.choice([person.short, f"{person.given} {person.surname}"]),
    )
    yield pair("patronymic an initial", person.full, f"{person.short} {person.patronymic[0]}.")
    yield pair(
        "given name an initial",
        _turned(dice, person),
        dice.choice([f"{person.surname} {person.given[0]}.", f"{person.given[0]}. {person.surname}"]),
    )
    yield pair("both initials", person.full, f"{person.surname} {person.given[0]}.{person.patronymic[0]}.")
    yield pair("capitals, ё, signs", person.full, re.sub("[ьъ]", "", person.short.replace("ё", "е")).upper())
    if person.is_woman and _of_a_woman("Иванов") and person.surname.endswith(("ва", "на", "ая")):
        mans = (
            person.surname[:-1]
            if person.surname.endswith("а")
            else person.surname[:-2] + ("ий" if person.surname.endswith("кая") else "ый")
        )
        yield pair("surname without a woman's ending", person.short, write(f"{mans} {person.given}"))
    if person.given in _ABROAD:
        yield pair(
            "given name translated",
            _turned(dice, person),
            f"{dice.choice(_ABROAD[person.given])} {write(person.surname)}",
        )
    if person.given in _PET_NAMES:
        yield pair(
            "pet name",
            _turned(dice, person),
            dice.choice(casual)(f"{_PET_NAMES[person.given]} {person.surname}"),
        )
    if person.given in _UKRAINIAN:
        yield pair("Ukrainian form", _turned(dice, person), f"{person.surname} {_UKRAINIAN[person.given]}")
    if person.given in _OWN_LETTERS:
        yield pair("own letters", _turned(dice, person), f"{person.surname} {_OWN_LETTERS[person.given]}")
    yield pair("lookalike letters", person.full, person.short.translate(str.maketrans("аеор", "aeop")))
    place = dice.randrange(1, len(person.surname) - 1) if len(person.surname) > 5 else 0
    if place:
        typo = (
            person.surname[:place]
            + person.surname[place + 1]
            + person.surname[place]
            + person.surname[place + 2 :]
        )
        yield pair("two letters changed places", person.full, f"{typo} {person.given}")
        yield pair(
            "a letter left out",
            person.full,
            f"{person.surname[:place]}{person.surname[place + 1 :]} {person.given}",
        )


def pairs_of_two_persons(dice: random.Random, person: Named) -> Iterator[Pair]:
    """Write the name of a person beside that of another who could be taken for them."""
    men = [tuple(one.split(":")) for one in _MEN.split()]
    women = _WOMEN.split()

    def pair(kind: str, other: Named, *, full: bool = True) -> Pair:
        writings: list[by.Writing] = [str, str, by.icao, by.bgn, by.german, by.polish, by.french]
        write = dice.choice(writings)
        a, b = (person.full, other.full) if full else (_turned(dice, person), _turned(dice, other))
        return Pair(kind, False, a, write(b))

    others = [
        name for name in (women if person.is_woman else [man for man, _ in men]) if name != person.given
    ]
    given, father = dice.choice(others), dice.choice([stem for _, stem in men if stem != person.father])
    yield pair("siblings", replace(person, given=given), full=dice.random() < 0.5)
    yield pair("namesakes, other patronymic", replace(person, father=father))
    own = next((stem for name, stem in men if name == person.given), "")
    if own and own != person.father:
        child = dice.choice([man for man, _ in men if man != person.given])
        yield pair("father and child", replace(person, given=child, father=own), full=dice.random() < 0.7)
    man = person.surname.removesuffix("а") if person.surname.endswith(("ва", "на")) else person.surname
    spouse = Named(
        man if person.is_woman else _of_a_woman(person.surname),
        dice.choice([m for m, _ in men] if person.is_woman else women),
        father,
        not person.is_woman,
    )
    yield pair("husband and wife", spouse, full=False)
    one, other = dice.choice(_NEAR)
    if person.is_woman:
        one, other = one + "а", other + "а"
    writings: list[by.Writing] = [str, by.icao, by.bgn]
    write = dice.choice(writings)
    full = dice.random() < 0.5
    first, second = replace(person, surname=one), replace(person, surname=other)
    yield Pair(
        "near homonyms",
        False,
        first.full if full else first.short,
        write(second.full if full else second.short),
    )
    stranger = dice.choice([one for one in _SURNAMES.split() if one[:3] != person.surname[:3]])
    yield pair(
        "same given name, other surname",
        replace(person, surname=_of_a_woman(stranger) if person.is_woman else stranger),
        full=False,
    )


def invented_pairs(*, held_out: bool, persons: int = 400, seed: int = 7) -> list[Pair]:
    """Return pairs of both sorts; every given name and surname is in one part or in the other, by its checksum."""
    dice = random.Random(seed)  # noqa: S311 - invented names, not secrets
    pairs: list[Pair] = []
    for person in _persons(dice, persons * 4):
        if {crc32(name.encode()) % 2 for name in (person.surname[:5], person.given)} == {int(held_out)}:
            pairs += pairs_of_one_person(dice, person)
            pairs += pairs_of_two_persons(dice, person)
    return pairs
