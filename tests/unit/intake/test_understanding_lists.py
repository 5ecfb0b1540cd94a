"""Whole lists in habits other than the samples': headers, orders of columns, no header, dividers, conflicts."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.errors import Refused
from tracker.intake.rules.amounts import CURRENCY_OF_THE_COLUMN
from tracker.intake.rules.dates import Order
from tracker.intake.rules.headers import Column, ColumnMapping, propose, recognise
from tracker.intake.rules.mapping import choice_columns, meanings_of, settle
from tracker.intake.rules.shape import find_table
from tracker.intake.rules.understanding import UNSEEN, understand
from tracker.intake.rules.understood import Understood, as_json
from tracker.intake.rules.vocabulary import Vocabulary
from tracker.sheets.reading import book_of_bytes

TODAY = date(2024, 9, 30)

ENGLISH = """Registration list 2024,,,,,,,,,
First name,Last name,Gender,Date of birth,Ethnicity,Home region,Country,Arrived,Permit,Amount (PLN)
Anna,Ivanova,F,3/4/1985,Tatar/русская,Kazan,Poland,12/31/2022,karta pobytu,"1,200.50"
Иван,Петров,M,May 1985,Buryat,Ulan Ude,Warsaw,2023-05-06,TRP till 2025-06-30,300
2024,,,,,,,,,
Olga,Levina,f,31.02.1980,Jewish,Moscow oblast,Krakow,2022,,
Total,,,,,,,,,1500.50
"""

NO_HEADER = """Петров Иван Сергеевич;12.05.1985;муж;татарин;Казань;Вильнюс
Иванова Анна Петровна;13.06.1990;жен;русская;Уфа;Рига
Сидоров Олег Ильич;14.07.1979;муж;башкир;Уфа;Берлин
"""

FORM = """"_uuid";"group/name";"group/sex";"work";"work/journalist";"work/lawyer";"_submission_time"
"u-1";"Anna Ivanova";"female";"";"1";"1";"2024-01-02T10:00:00"
"u-2";"Oleg Petrov";"male";"journalist";"1";"0";"2024-01-03T10:00:00"
"u-1";"Anna Ivanova";"female";"journalist";"1";"0";"2024-01-04T10:00:00"
"""


def read(text: str, vocabulary: Vocabulary, mapping: ColumnMapping | None = None) -> Understood:
    """Understand a list written as CSV."""
    table = find_table(book_of_bytes("list.csv", text.encode()))
    return understand(table, vocabulary, today=TODAY, mapping=mapping)


def test_rows_are_counted_from_the_header_under_a_title(vocabulary: Vocabulary) -> None:
    understood = read(ENGLISH, vocabulary)
    assert [person.row for person in understood.rows] == [2, 3, 5]
    assert [left.row for left in understood.refused] == [4, 6]


def test_columns_are_found_in_any_order(vocabulary: Vocabulary) -> None:
    first, second, _third = read(ENGLISH, vocabulary).rows
    assert (first.surname, first.given, first.host_iso2) == ("Ivanova", "Anna", "PL")
    assert first.arrival is not None
    assert first.arrival.iso() == "2022-12-31"
    assert second.dob is not None
    assert second.dob.iso() == "1985-05"


def test_money_in_another_currency_is_kept_and_is_no_euro(vocabulary: Vocabulary) -> None:
    first = read(ENGLISH, vocabulary).rows[0]
    assert first.amount is not None
    assert first.amount.currency == "PLN"
    assert first.amount_eur is None


def test_doubts_name_row_column_and_reason(vocabulary: Vocabulary) -> None:
    doubts = {(doubt.row, doubt.column) for doubt in read(ENGLISH, vocabulary).doubts}
    assert doubts == {(2, "Date of birth"), (5, "Date of birth")}


def test_an_officer_may_say_what_comes_first_in_a_column_of_birthdays(vocabulary: Vocabulary) -> None:
    table = find_table(book_of_bytes("list.csv", ENGLISH.encode()))
    proposed = propose(table, vocabulary, latest=TODAY)
    decided = ColumnMapping(columns=proposed.columns, currency="PLN", orders={Column.BIRTH: Order.DAY_FIRST})
    first = read(ENGLISH, vocabulary, decided).rows[0]
    assert first.dob is not None
    assert first.dob.iso() == "1985-04-03"


def test_a_list_without_a_header_is_read_by_its_cells(vocabulary: Vocabulary) -> None:
    rows = read(NO_HEADER, vocabulary).rows
    assert [person.row for person in rows] == [1, 2, 3]
    assert (rows[0].surname, rows[0].patronymic, rows[0].region_iso, rows[0].host_iso2) == (
        "Петров",
        "Сергеевич",
        "RU-TA",
        "LT",
    )


def test_a_forms_choices_count_where_their_summary_is_empty_and_a_repeated_row_is_left_out(
    vocabulary: Vocabulary,
) -> None:
    understood = read(FORM, vocabulary)
    assert understood.rows[0].categories == ("journalist", "lawyer")
    assert understood.rows[0].source_id == "u-1"
    assert [left.row for left in understood.refused] == [4]


@pytest.mark.parametrize("mark", ["/", ".", "-", ":"])
def test_choices_of_a_form_are_no_consent_whatever_parts_its_groups(
    vocabulary: Vocabulary, mark: str
) -> None:
    whole = f"profile{mark}categories"
    lines = (
        f"name|sex|{whole}|{whole}{mark}journalist|{whole}{mark}lawyer|has car|_submission_time",
        "Anna Ivanova|female||1|1|yes|2024-01-02T10:00:00",
        "Oleg Petrov|male||1|0|no|2024-01-03T10:00:00",
        "Vera Orlova|female||0|1|yes|2024-01-04T10:00:00",
    )
    rows = read("\n".join(lines), vocabulary).rows
    assert [one.categories for one in rows] == [("journalist", "lawyer"), ("journalist",), ("lawyer",)]
    assert [one.consent for one in rows] == [None, None, None]
    assert rows[0].submitted == date(2024, 1, 2)


SPLIT = """identity/last_name,identity/first_name,who/ethnic_group/tatar,who/ethnic_group/russian,who/work-occupation/journalist,who/work-occupation/lawyer,is_well,is_alone
Ivanova,Anna,1,1,0,1,1,0
Petrov,Oleg,0,1,1,1,0,1
Orlova,Vera,0,0,0,0,1,1
"""


def test_a_question_that_a_form_keeps_only_as_columns_of_0_and_1_is_read(vocabulary: Vocabulary) -> None:
    understood = read(SPLIT, vocabulary)
    assert [one.nationality_codes for one in understood.rows] == [("russian", "tatar"), ("russian",), ()]
    assert [one.nationality_status for one in understood.rows] == ["mixed", "stated", "not_stated"]
    assert [one.categories for one in understood.rows] == [("lawyer",), ("journalist", "lawyer"), ()]


def test_what_a_split_question_means_can_be_decided(vocabulary: Vocabulary) -> None:
    table = find_table(book_of_bytes("list.csv", SPLIT.encode()))
    proposal = propose(table, vocabulary, latest=TODAY)
    meanings = meanings_of(table, proposal)
    assert choice_columns(proposal) == {3: 2, 5: 4}
    assert meanings[2] is Column.NATIONALITY
    mapping = settle(table, proposal, {**meanings, 2: None}, None)
    understood = read(SPLIT, vocabulary, mapping)
    assert [one.nationality_codes for one in understood.rows] == [(), (), ()]
    assert [one.categories for one in understood.rows] == [("lawyer",), ("journalist", "lawyer"), ()]


def test_an_amount_without_a_currency_is_taken_in_the_one_its_column_names_and_remarked(
    vocabulary: Vocabulary,
) -> None:
    lines = "Name;Amount\nAnna Ivanova;{}\nOleg Petrov;€200\nVera Orlova;300 EUR\nIvan Orlov;1 200,50 €\n"
    understood = read(lines.format("100"), vocabulary)
    assert understood.rows[0].amount_eur == 100
    assert CURRENCY_OF_THE_COLUMN in {remark.reason for remark in understood.remarks}
    assert read(lines.format("$100").replace("€200", "200"), vocabulary).rows[1].amount is None


def test_names_in_each_others_columns_are_known_by_the_rest_of_the_list(vocabulary: Vocabulary) -> None:
    rows = ("Safina;Lyaysan", "Gizatullina;Lyaysan", "Safina;Anna", "Lyaysan;Safina")
    understood = read("Surname;Name;Sex\n" + "\n".join(f"{row};f" for row in rows), vocabulary)
    assert [(one.surname, one.given) for one in understood.rows][-1] == ("Safina", "Lyaysan")


GERMAN = """Registrierung 2024;;;;;;;;;;;;
Lfd. Nr.;Nachname;Vorname;Geschlecht;Geburtsdatum;Ethnie;Herkunft;Aufenthaltsland;Eingereist am;Aufenthaltstitel;Beruf;Unterstützung;Betrag EUR
1;Iwanowa;Anna;weiblich;12.05.1985;Tatar;Moskau;Deutschland;01.03.2022;Aufenthaltserlaubnis bis 31.12.2025;Anwältin;Sprachkurs;1.500,00
2;Petrow;Oleg;männlich;5/6/1979;Buryat;Moskau;Litauen;Mai 2022;Duldung;Journalist;Wohnung;$200
Summe;;;;;;;;;;;;1.700,00
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_german_list_is_read_and_what_is_unclear_in_it_doubted(
    vocabulary: Vocabulary, encoding: str
) -> None:
    table = find_table(book_of_bytes("list.csv", GERMAN.encode(encoding)))
    understood = understand(table, vocabulary, today=TODAY)
    first, second = as_json(understood)["rows"]
    assert {
        name: first[name] for name in ("surname", "given", "sex", "dob", "nationality_codes", "region_iso")
    } == {
        "surname": "Iwanowa",
        "given": "Anna",
        "sex": "f",
        "dob": "1985-05-12",
        "nationality_codes": ["tatar"],
        "region_iso": "RU-MOW",
    }
    assert (first["host_iso2"], first["arrival"], first["permit_kind"]) == (
        "DE",
        "2022-03-01",
        "residence_permit",
    )
    assert (first["permit_valid_until"], first["amount_eur"]) == ("2025-12-31", 1500.0)
    assert (first["categories"], first["support_kinds"]) == (["lawyer"], ["language_course"])
    assert [second[name] for name in ("dob", "permit_kind", "amount_eur")] == [None, None, None]
    assert {(one.row, one.kind) for one in understood.doubts} == {(3, "dob"), (3, "permit"), (3, "amount")}
    assert [one.row for one in understood.refused] == [4]


def test_an_answer_that_was_edited_is_known_by_its_first_identifier(vocabulary: Vocabulary) -> None:
    first = read("name;sex;_id;_uuid;meta/rootUuid\nAnna Ivanova;f;7;u-1;uuid:u-1\n", vocabulary)
    edited = read("name;sex;_id;_uuid;meta/rootUuid\nAnna Ivanova;f;7;u-2;uuid:u-1\n", vocabulary)
    assert first.rows[0].source_id == edited.rows[0].source_id == "u-1"
    numbered = read("name;sex;_id\nAnna Ivanova;f;7\nOleg Petrov;m;8\n", vocabulary)
    assert [one.source_id for one in numbered.rows] == ["7", "8"]


def test_a_row_without_a_name_is_left_out_and_said(vocabulary: Vocabulary) -> None:
    understood = read("ФИО;Пол;Откуда\nИванова Анна;ж;Уфа\n;м;Казань\n", vocabulary)
    assert [(left.row, left.column) for left in understood.refused] == [(3, "ФИО")]


def test_amounts_that_contradict_each_other_are_a_doubt(vocabulary: Vocabulary) -> None:
    understood = read(
        "Name,Support,EUR\nAnna Ivanova,medical 300 EUR,400\nOleg Petrov,housing,50\n", vocabulary
    )
    assert understood.rows[0].amount is None
    assert [doubt.kind for doubt in understood.doubts] == ["amount"]


def test_progress_is_told_row_by_row(vocabulary: Vocabulary) -> None:
    done: list[int] = []
    table = find_table(book_of_bytes("list.csv", NO_HEADER.encode()))
    understand(table, vocabulary, today=TODAY, each=done.append)
    assert done == [1, 2, 3]


def test_a_cell_long_beyond_reason_is_a_doubt(vocabulary: Vocabulary) -> None:
    understood = read(f"Name,Nationality\nAnna Ivanova,{'a' * 3000}\nOleg Petrov,Tatar\n", vocabulary)
    assert [(doubt.row, doubt.kind) for doubt in understood.doubts] == [(2, "nationality")]


def test_a_book_without_people_is_refused() -> None:
    with pytest.raises(Refused):
        find_table(book_of_bytes("list.csv", b"colour;price\nred;5\nblue;6\n"))


def test_what_was_left_out_because_nobody_can_see_it_is_remarked(vocabulary: Vocabulary) -> None:
    hidden = 'Name,Sex,Shoe size,Notes\nAnna \u202eIvanova,f,3\u200b8,\nOleg Petrov,m,40,"one\r\ntwo"\n'
    understood = read(hidden, vocabulary)
    assert [(one.row, one.column, one.reason) for one in understood.remarks] == [(2, "Name", UNSEEN)]
    assert understood.rows[0].name_as_written == "Anna Ivanova"
    assert understood.table.unseen == 2


def test_prose_is_no_list_however_many_commas_it_has() -> None:
    prose = (
        "What it does\n"
        "| **officer** | logs names, households, permits with their history, applications, consent |\n"
        "The first start prints where passwords are.\n"
        "A second start keeps the data, and nothing is lost.\n"
        "Read on in the manual.\n"
    )
    with pytest.raises(Refused, match="No sheet looks like a list of people"):
        find_table(book_of_bytes("README.md", prose.encode()))


def test_lines_that_leave_their_last_cells_out_are_a_list_still(vocabulary: Vocabulary) -> None:
    rows = read(
        "Name,Sex,Date of birth,Host state\nAnna Ivanova,f\nOleg Petrov,m\nVera Orlova,f\n", vocabulary
    ).rows
    assert [one.sex for one in rows] == ["f", "m", "f"]


def test_the_written_form_says_null_for_doubt_and_none_for_silence(vocabulary: Vocabulary) -> None:
    rows = as_json(read("Name,Permit,DOB\nAnna Ivanova,,\nOleg Petrov,magic,\n", vocabulary))["rows"]
    assert (rows[0]["permit_kind"], rows[0]["dob"], rows[0]["dob_precision"]) == ("none", None, "none")
    assert rows[1]["permit_kind"] is None


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("person/full_name_latin", Column.FULL_NAME_LATIN),
        ("host/since", Column.ARRIVAL),
        ("host/country", Column.HOST),
        ("permit/type", Column.PERMIT_KIND),
        ("Legal status / permit", Column.PERMIT),
        ("Виза/ВНЖ", Column.PERMIT),
        ("Family (came together)", Column.FAMILY),
        ("Дата рожд.", Column.BIRTH),
        ("Гражданство", Column.CITIZENSHIP),
        ("Место рождения", Column.SET_ASIDE),
        ("Приехал(а)", Column.ARRIVAL),
        ("Nazwisko", Column.SURNAME),
        ("№", Column.NUMBER),
        ("Country of origin", Column.CITIZENSHIP),
        ("Herkunftsland", Column.CITIZENSHIP),
        ("Aufenthaltsland", Column.HOST),
        ("Wohnort", Column.HOST),
        ("Volkszugehörigkeit", Column.NATIONALITY),
        ("Herkunft", Column.REGION),
        ("Eingereist am", Column.ARRIVAL),
        ("Дата приезда", Column.ARRIVAL),
        ("Имя Отчество", Column.GIVEN),
        ("Name, Vorname", Column.FULL_NAME),
        ("Область деятельности", Column.CATEGORIES),
        ("ВНЖ до", Column.PERMIT_UNTIL),
        ("person.sex", Column.GENDER),
        ("host-country", Column.HOST),
        ("Age", Column.SET_ASIDE),
        ("Lieblingsfarbe", None),
        ("Фамилия Имя Отчество", Column.FULL_NAME),
        ("Surname (as in passport)", Column.SURNAME),
        ("Dependants", Column.FAMILY),
        ("Народность", Column.NATIONALITY),
        ("Родом из", Column.REGION),
        ("Status in country", Column.PERMIT),
        ("Sex at birth", Column.GENDER),
        ("Sum, €", Column.AMOUNT),
        ("Immigration status", Column.PERMIT),
        ("В стране с", Column.ARRIVAL),
        ("Current residence", Column.HOST),
        ("SubmissionDate", Column.SUBMITTED),
    ],
)
def test_headers_are_recognised_in_several_languages(header: str, column: Column | None) -> None:
    assert recognise(header) is column
