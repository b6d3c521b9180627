"""Who is counted together."""

import pytest

from matcher.age_account.bands import Band, bands_of, stages_of
from matcher.intake import Applicant
from tests.builders import intake_of, person


def of_ages(*ages: object) -> list[Applicant]:
    return [person(f"p{number}", age) for number, age in enumerate(ages)]


def bands(*ages: object) -> list[tuple[str, int]]:
    """Label and people of each band."""
    return [(band.label, len(band.people)) for band in bands_of(intake_of(*of_ages(*ages)))]


@pytest.mark.parametrize(
    ("age", "label"),
    [
        (10, "10–17"),
        (17.9, "10–17"),
        (18, "18–24"),
        ("18-25", "18–24"),
        (24.5, "18–24"),
        (25, "25–34"),
        (64, "55–64"),
        (65, "65 and over"),
        ("65+", "65 and over"),
        (119, "65 and over"),
        (None, "age not given"),
    ],
)
def test_every_age_has_its_band(age: object, label: str) -> None:
    assert bands(*[age] * 5) == [(label, 5)]


def test_a_birth_year_counts_as_an_age() -> None:
    born = [person(f"p{number}", birth_year=1950) for number in range(5)]

    assert [band.label for band in bands_of(intake_of(*born, as_of="2025-01-31"))] == ["65 and over"]


def test_a_small_band_is_merged_with_the_smaller_of_its_neighbours() -> None:
    assert bands(*[20] * 7, *[30] * 4, *[40] * 6) == [("18–24", 7), ("25–44", 10)]


def test_a_band_may_reach_over_ages_that_nobody_has() -> None:
    assert bands(*[20] * 9, *[40] * 2, *[70] * 3) == [("18–24", 9), ("35 and over", 5)]


def test_few_people_are_one_band() -> None:
    assert bands(19, 45, 70) == [("18 and over", 3)]


def test_people_without_an_age_are_never_merged() -> None:
    assert bands(*[20] * 5, None) == [("18–24", 5), ("age not given", 1)]


def test_a_merged_band_has_its_bounds() -> None:
    [band] = bands_of(intake_of(*of_ages(12, 60)))

    assert (band.youngest, band.oldest) == (10, 64)
    assert isinstance(band, Band)


def test_stages_stand_in_the_vocabularys_order_with_own_words_after() -> None:
    written = ["retired", "Undergraduate student", "nomad", "undergraduate", None]
    people = [person(f"{word}-{number}", life_stage=word) for word in written for number in range(5)]

    rows = stages_of(intake_of(*people))

    assert [(row.stages, len(row.people)) for row in rows] == [
        (("undergraduate",), 10),
        (("retired",), 5),
        (("nomad",), 5),
        ((), 5),
    ]
    assert [row.label for row in rows][1:] == ["Retired", "nomad", "stage not given"]


def test_stages_of_few_people_are_gathered() -> None:
    people = [person(f"{word}-{number}", life_stage=word) for word in ("nomad", "hermit") for number in range(2)]

    [row] = stages_of(intake_of(*people))

    assert (row.label, row.stages, len(row.people)) == ("2 stages of few people", ("nomad", "hermit"), 4)


def test_one_stage_of_few_people_keeps_its_name() -> None:
    [row] = stages_of(intake_of(person("a", life_stage="retired")))

    assert row.label == "Retired"
