"""Nationality, region and host state: what a cell says, and what it only seems to say."""

from __future__ import annotations

import pytest

from tracker.intake.rules.nationality import SPELLING, read_nationality
from tracker.intake.rules.places import ONLY_A_STATE, SEVERAL, STILL_AT_HOME, read_region, read_state
from tracker.intake.rules.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("written", "codes", "status"),
    [
        ("Tatar/русская", ("russian", "tatar"), "mixed"),
        ("Buryat-Bashkir", ("bashkir", "buryat"), "mixed"),
        ("half Armenian, half Kalmyk", ("armenian", "kalmyk"), "mixed"),
        ("отец русский, мать кореянка", ("korean", "russian"), "mixed"),
        ("Русская (по матери)", ("russian",), "stated"),
        ("Саха (якутка)", ("yakut",), "stated"),
        ("Dagestani Avar", ("avar",), "stated"),
        ("ethnic Russian", ("russian",), "stated"),
        ("корё-сарам", ("korean",), "stated"),
        ("чеч.", ("chechen",), "stated"),
        ("Русский?", ("russian",), "stated"),
        ("RF", (), "citizenship_only"),
        ("РФ", (), "citizenship_only"),
        ("гражданство РФ", (), "citizenship_only"),
        ("Россиянин", (), "civic"),
        ("дагестанка", (), "regional"),
        ("Russian citizen", (), "citizenship_only"),
        ("гр. РФ, чеченка", ("chechen",), "stated"),
        ("Tatar (RF citizen)", ("tatar",), "stated"),
        ("Russische Föderation", (), "citizenship_only"),
        ("Tschetschenin", ("chechen",), "stated"),
        ("jüdisch/tatarisch", ("jewish", "tatar"), "mixed"),
        ("buriacka", ("buryat",), "stated"),
        ("totorė", ("tatar",), "stated"),
        ("казанская татарка", ("tatar",), "stated"),
        ("crimean_tatar", ("crimean_tatar",), "stated"),
        ("не указано", (), "not_stated"),
        ("-", (), "not_stated"),
        ("", (), "not_stated"),
    ],
)
def test_an_answer_is_told_from_what_it_is_not(
    written: str, codes: tuple[str, ...], status: str, vocabulary: Vocabulary
) -> None:
    reading = read_nationality(written, vocabulary)
    assert reading.doubt is None
    assert (reading.value.codes, reading.value.status) == (codes, status)


@pytest.mark.parametrize("written", ["руссикй", "бшакирка", "Armneian", "Rsusian"])
def test_letters_that_changed_places_are_read_and_remarked(written: str, vocabulary: Vocabulary) -> None:
    reading = read_nationality(written, vocabulary)
    assert reading.value.status == "stated"
    assert SPELLING in reading.remarks


@pytest.mark.parametrize("written", ["марсианин", "бабушка татарка", "мать бурятка", "Tatar elf"])
def test_unknown_words_and_words_about_kin_are_doubts(written: str, vocabulary: Vocabulary) -> None:
    reading = read_nationality(written, vocabulary)
    assert reading.doubt is not None
    assert reading.value.codes == ()
    assert reading.value.status is None
    assert reading.value.words == written


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("г. Москва", "RU-MOW"),
        ("Moscow", "RU-MOW"),
        ("Moscow oblast", "RU-MOS"),
        ("Московская обл.", "RU-MOS"),
        ("Msk", "RU-MOW"),
        ("СПб", "RU-SPE"),
        ("Н. Новгород", "RU-NIZ"),
        ("Республика Саха (Якутия)", "RU-SA"),
        ("Tatarstan (Kazan)", "RU-TA"),
        ("Казань, Татарстан", "RU-TA"),
        ("Свердловская обл.", "RU-SVE"),
        ("Perm Krai", "RU-PER"),
        ("RU-BA", "RU-BA"),
        ("Симферополь", "UA-43"),
        ("Россия, Уфа", "RU-BA"),
    ],
)
def test_a_region_is_found_by_its_names_and_cities(written: str, code: str, vocabulary: Vocabulary) -> None:
    assert read_region(written, vocabulary).value == code


def test_regions_that_cannot_be_told_apart_are_doubts(vocabulary: Vocabulary) -> None:
    assert read_region("Altai", vocabulary).doubt == SEVERAL
    assert read_region("Казань / Грозный", vocabulary).doubt == SEVERAL
    assert read_region("Россия", vocabulary).doubt == ONLY_A_STATE
    assert read_region("RU-XX", vocabulary).doubt is not None
    assert read_region("н.у.", vocabulary).doubt is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("GE", "GE"),
        ("Georgia", "GE"),
        ("Тбилиси", "GE"),
        ("Czech Rep.", "CZ"),
        ("Голландия", "NL"),
        ("UK", "GB"),
        ("LTU", "LT"),
        ("Berlin, Germany", "DE"),
        ("Германия (Берлин)", "DE"),
        ("Türkiye", "TR"),
        ("İstanbul", "TR"),
    ],
)
def test_a_host_state_is_found_by_its_names_codes_and_cities(
    written: str, code: str, vocabulary: Vocabulary
) -> None:
    assert read_state(written, vocabulary).value == code


def test_being_in_russia_or_in_two_states_is_a_doubt(vocabulary: Vocabulary) -> None:
    assert read_state("Москва", vocabulary).doubt == STILL_AT_HOME
    assert read_state("Россия", vocabulary).doubt == STILL_AT_HOME
    assert read_state("Литва / Польша", vocabulary).doubt == SEVERAL


def test_every_federal_subject_is_found_by_a_name(vocabulary: Vocabulary) -> None:
    found = {code for codes in vocabulary.regions.values() if len(codes) == 1 for code in codes}
    assert found == vocabulary.region_codes
