from pathlib import Path

import pytest

from matcher.intake import Applicant, Group
from matcher.tables import TableError, read_intake, read_mapping
from matcher.tables.columns import APPLICANT_COLUMNS, GROUP_COLUMNS, Column
from matcher.tables.headings import folded
from tests.tables.building import a_list, people, refusals


@pytest.mark.parametrize(("columns", "model"), [(APPLICANT_COLUMNS, Applicant), (GROUP_COLUMNS, Group)])
def test_every_field_has_a_column(columns: tuple[Column, ...], model: type[Applicant] | type[Group]) -> None:
    extra = {"age_band", "ties"} if model is Applicant else set()

    assert {column.field for column in columns} == set(model.model_fields) | extra


@pytest.mark.parametrize("columns", [APPLICANT_COLUMNS, GROUP_COLUMNS])
def test_no_alias_stands_for_two_fields(columns: tuple[Column, ...]) -> None:
    names = [folded(name) for column in columns for name in {folded(n) for n in (column.field, *column.aliases)}]

    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Client ID", "id"),
        ("pseudonym", "id"),
        ("AGE AT INTAKE", "age"),
        ("Age (years)", "age"),
        ("Age-group", "age_band"),
        ("YOB", "birth_year"),
        ("Stage of life", "life_stage"),
        ("Presenting_concerns", "reasons"),
        ("Top concern", "primary_reason"),
        ("Times", "availability"),
        ("Must not meet", "avoid"),
        ("keep together", "together"),
        ("Waiting since", "submitted_at"),
        ("Screened?", "cleared"),
        ("Name", "display_name"),
    ],
)
def test_coordinators_headings_are_understood(heading: str, field: str) -> None:
    [column] = [c for c in APPLICANT_COLUMNS if folded(heading) in {folded(n) for n in (c.field, *c.aliases)}]

    assert column.field == field


def test_a_mapping_wins_over_an_alias(tmp_path: Path) -> None:
    path = a_list(tmp_path, "ID,Fallnummer,Years,Age\n1,k7,24,99\n")

    read = read_intake(path, mapping={"fallnummer": "id", "years": "age"})

    [person] = read.intake.applicants
    assert (person.id, str(person.age)) == ("k7", "24")
    assert read.warnings[0] == 'list.csv: 2 column(s) not read: "ID", "Age"'


@pytest.mark.parametrize("nothing", ["", "-"])
def test_a_heading_mapped_to_nothing_is_ignored_without_a_warning(tmp_path: Path, nothing: str) -> None:
    path = a_list(tmp_path, "id,Age\na,3\n")

    read = read_intake(path, mapping={"Age": nothing})

    assert read.intake.applicants[0].age is None
    assert not any("not read" in warning for warning in read.warnings)


def test_wrong_mappings_are_told_all_at_once(tmp_path: Path) -> None:
    found = refusals(tmp_path, "id,Fee\na,3\n", mapping={"Fee": "agee", "Bar": "age"})

    assert found == [("unknown_field", None, "Fee"), ("unknown_heading", None, "Bar")]


def test_a_list_without_ids_says_which_headings_it_has(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r'the headings are "Who", "Age".*"Your heading=id"'):
        read_intake(a_list(tmp_path, "Who,Age\na,30\n"))


def test_two_headings_for_one_field_are_refused(tmp_path: Path) -> None:
    assert refusals(tmp_path, "id,Reasons,Concerns\na,b,c\n") == [("two_headings", None, "Concerns")]


def test_all_forms_of_an_age_may_be_there_and_the_first_filled_counts(tmp_path: Path) -> None:
    intake = people(tmp_path, "id,year of birth,age band,age\na,,18-25,30\nb,,18-25,\nc,1990,,\nd,1990,18-25,\n")

    written = [(str(a.age) if a.age else None, a.birth_year) for a in intake.applicants]
    assert written == [("30", None), ("18-25", None), (None, 1990), ("18-25", 1990)]


def test_a_birth_year_in_the_age_column_is_placed_there_when_it_is_impossible(tmp_path: Path) -> None:
    found = refusals(tmp_path, "id,Age at intake,submitted\na,2024,2026-01-01\n")

    assert found == [("impossible_age", 2, "Age at intake")]


def test_mapping_texts_win_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "map.toml"
    file.write_text('"Age at intake" = "age"\nWho = "display_name"\n', encoding="utf-8")

    mapping = read_mapping(["Who=id", "a = b = tags", "Fee="], file)

    assert mapping == {"Age at intake": "age", "Who": "id", "a = b": "tags", "Fee": ""}


@pytest.mark.parametrize("pair", ["age", "=age", " =age"])
def test_a_mapping_without_a_heading_is_refused(pair: str) -> None:
    with pytest.raises(TableError, match="Age at intake=age"):
        read_mapping([pair], None)


@pytest.mark.parametrize("content", ["not toml", "[age]\na = 1\n"])
def test_a_mapping_file_of_another_form_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "map.toml"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(TableError, match=r"map\.toml"):
        read_mapping([], file)
