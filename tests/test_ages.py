import pytest
from pydantic import TypeAdapter

from matcher.ages import Age, AgeField, parse_age

HOW = r"write a number from 10 to 119, or a band such as 18-25 or 65\+"


@pytest.mark.parametrize(
    ("written", "age", "years"),
    [
        (24, Age(24, 24), 24),
        ("24", Age(24, 24), 24),
        (24.5, Age(24.5, 24.5), 24.5),
        (10, Age(10, 10), 10),
        ("18-25", Age(18, 25), 21.5),
        ("35 – 44", Age(35, 44), 39.5),
        ("35 to 44", Age(35, 44), 39.5),
        ("65+", Age(65, None), 70),
        ("65 and over", Age(65, None), 70),
        ("80 or older", Age(80, None), 85),
        ("88+", Age(88, None), 90),
        ("85-99", Age(85, 99), 90),
        (89, Age(89, 89), 89),
        (90, Age(90, 90), 90),
        (119, Age(90, 90), 90),
        ("90+", Age(90, 90), 90),
        ("95-99", Age(90, 90), 90),
    ],
)
def test_ages_as_they_are_written(written: object, age: Age, years: float) -> None:
    """A band counts as its midpoint, an open one as its lower bound and five years, and nobody as more than 90."""
    assert parse_age(written) == age
    assert parse_age(written).years == years


@pytest.mark.parametrize("written", [3, 323, 9.9, 120, -20, True, None, [20], 1e300, float("nan"), float("inf")])
@pytest.mark.parametrize("as_text", [False, True])
def test_what_is_no_age_is_refused_with_what_to_write(written: object, as_text: bool) -> None:
    with pytest.raises(ValueError, match=HOW):
        parse_age(str(written) if as_text else written)


@pytest.mark.parametrize("written", ["25-18", "18-130", "5-12", "3+", "abt 30", "", "thirty", "18-25-30", "24 25"])
def test_what_is_no_band_is_refused_too(written: str) -> None:
    with pytest.raises(ValueError, match=HOW):
        parse_age(written)


@pytest.mark.parametrize(("age", "text"), [(Age(24, 24), "24"), (Age(18, 25), "18-25"), (Age(65, None), "65+")])
def test_an_age_is_written_as_it_is_read(age: Age, text: str) -> None:
    assert str(age) == text
    assert parse_age(text) == age


@pytest.mark.parametrize(("written", "plain"), [(24, 24), ("24.5", 24.5), ("18 to 25", "18-25"), ("65 or over", "65+")])
def test_in_json_an_age_is_a_number_or_a_band(written: object, plain: object) -> None:
    field = TypeAdapter(AgeField)
    assert field.dump_python(field.validate_python(written), mode="json") == plain
