import pytest
from pydantic import ValidationError

from matcher.intake import Applicant
from matcher.room import Breach
from matcher.rules.screening import Screening
from tests.builders import group, person
from tests.rules.alone import judge

CLEARED = person("b", cleared=True)


def test_cleared_people_and_people_without_a_record_may_sit() -> None:
    assert judge(Screening(), person("a"), CLEARED).valid


def test_somebody_not_cleared_breaks_a_plan() -> None:
    verdict = judge(Screening(), person("a", cleared=False), CLEARED)

    assert verdict.breaches == (Breach("screening", True, "g1", ("a",), 1.0, 0.0, {"why": "not cleared at screening"}),)
    assert verdict.told == ("a in g1: not cleared at screening",)
    assert not verdict.valid
    assert verdict.fall == 0


def test_a_risk_reason_waits_for_a_clinician_and_is_not_repeated() -> None:
    verdict = judge(Screening(), person("a", None, "sleep", "Thoughts of suicide"), CLEARED)

    assert verdict.told == ("a in g1: gives a reason that a clinician has to clear first",)


@pytest.mark.parametrize(
    "applicant",
    [
        person("a", None, "suicidality", cleared=True),
        person("a", None, "suicidality", seated_in="g1"),
        person("a", cleared=False, seated_in="g1"),
    ],
    ids=["cleared with a risk reason", "seated with a risk reason", "seated and not cleared"],
)
def test_who_is_cleared_or_already_sits_there_may_sit(applicant: Applicant) -> None:
    assert judge(Screening(), applicant, CLEARED).valid


def test_a_risk_reason_counts_as_the_primary_one_too() -> None:
    assert not judge(Screening(), person("a", primary_reason="psychosis"), CLEARED).valid


def test_who_is_not_cleared_may_wait() -> None:
    people = (person("a", cleared=False), CLEARED, person("c"))
    assert judge(Screening(), *people, groups=[group("g1")], rooms={"g1": "bc"}).valid


@pytest.mark.parametrize("mode", ["soft", "off"])
def test_it_is_always_hard(mode: str) -> None:
    with pytest.raises(ValidationError):
        Screening.model_validate({"mode": mode})
