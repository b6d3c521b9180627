"""What the account says of made-up lists."""

from typing import Any

import pytest

from matcher.age_account.models import AgeAccount, ReasonCount
from matcher.answer import evaluate
from matcher.intake import Applicant, Group
from matcher.plan import Plan
from matcher.result import Result
from matcher.rules.age_span import AgeSpan
from matcher.rules.eligibility import Eligibility
from matcher.rules.no_isolate import NoIsolate
from tests.builders import group, intake_of, person, quiet


def young(count: int) -> list[Applicant]:
    return [person(f"y{n}", 20 + n % 5, life_stage="undergraduate", submitted_at="2025-01-01") for n in range(count)]


def old(count: int, **fields: Any) -> list[Applicant]:
    return [person(f"o{n}", 66 + n, life_stage="retired", submitted_at="2024-12-02", **fields) for n in range(count)]


def answered(people: list[Applicant], placed: list[Applicant], groups: list[Group], **policy: Any) -> Result:
    """Seat those who are placed, ten to a group in their order."""
    rooms = {
        offered.id: tuple(member.id for member in placed[10 * number : 10 * number + 10])
        for number, offered in enumerate(groups)
        if placed[10 * number :]
    }
    intake = intake_of(*people, groups=groups, as_of="2025-01-31", policy=quiet(Eligibility(), **policy))
    return evaluate(intake, Plan.of(rooms))


def account(result: Result) -> AgeAccount:
    assert result.age_account is not None
    return result.age_account


GROUPS = [group(f"g{number}") for number in range(9)]


def test_old_people_who_wait_are_warned_about() -> None:
    students, elders = young(88), old(8)

    result = answered([*students, *elders], [*students[:82], *elders[:2]], GROUPS)

    bands = {band.label: band for band in account(result).bands}
    assert [label for label, band in bands.items() if band.more_than_share] == ["65 and over"]
    assert (bands["65 and over"].waiting, bands["65 and over"].people) == (6, 8)
    said = account(result).warnings[0]
    assert said.code == "age-waits-more"
    assert said.text == (
        "Of the 8 people aged 65 and over, 6 wait (75 %), of all others 7 %: if those who wait were drawn by lot, that "
        "would happen less than once in 40,000 lists. No group keeps any of them out by what it asks in age: look at "
        "why they wait"
    )
    assert said.text in result.warnings


def test_an_even_list_is_not_warned_about() -> None:
    students, elders = young(72), old(24)

    result = answered([*students, *elders], [*students[:54], *elders[:18]], GROUPS)

    assert [band.waiting_share for band in account(result).bands] == [0.25, 0.25]
    assert account(result).warnings == ()
    assert result.warnings == ()


@pytest.mark.parametrize(
    ("open_to_old", "said"),
    [
        (0, "No group on offer takes 8 of them in, by what it asks in age: open a group to them, or offer one more"),
        (1, "What groups ask in age keeps 8 of them out of some groups, which may explain it"),
    ],
)
def test_a_warning_says_whether_the_groups_own_ages_explain_it(open_to_old: int, said: str) -> None:
    students, elders = young(80), old(8)
    groups = [group(f"g{n}", age_max=40) for n in range(8)] + [group(f"open{n}") for n in range(open_to_old)]

    result = answered([*students, *elders], students, groups)

    assert result.warnings[0].endswith(said)


def test_a_soft_age_range_keeps_nobody_out() -> None:
    students, elders = young(80), old(8)
    groups = [group(f"g{n}", age_max=40) for n in range(8)]
    intake = intake_of(*students, *elders, groups=groups, policy=quiet(Eligibility(mode="soft")))
    rooms = {f"g{n}": tuple(p.id for p in students[10 * n : 10 * n + 10]) for n in range(8)}

    result = evaluate(intake, Plan.of(rooms))

    assert "No group keeps any of them out" in result.warnings[0]


def test_members_of_running_groups_are_counted_and_not_compared() -> None:
    """Six of the eight who asked wait; ninety members of their age beside them would hide it."""
    students, elders = young(88), old(8)
    members = [person(f"m{n}", 70, seated_in=f"g{n // 10}") for n in range(90)]
    groups = [group(f"g{n}") for n in range(18)]

    result = answered([*students, *elders, *members], [*members, *students[:82], *elders[:2]], groups)

    band = account(result).bands[-1]
    assert (band.people, band.placed, band.seated, band.waiting) == (98, 92, 90, 6)
    assert band.more_than_share
    assert "Of the 8 people aged 65 and over who did not sit in a group before, 6 wait" in result.warnings[0]


def test_figures_of_a_band() -> None:
    people = [*young(4), *old(6, cleared=None)]
    waiting = people[8:]
    result = answered(people, people[:8], [group("g1")])

    band = account(result).bands[0]

    fits = [member.fit for member in result.groups[0].member_fits]
    assert (band.label, band.people, band.placed, band.waiting) == ("18 and over", 10, 8, len(waiting))
    assert (band.days_known, band.mean_days, band.longest_days) == (2, 60.0, 60)
    assert band.worst_fit == min(fits)
    assert band.mean_fit == pytest.approx(sum(fits) / 8)
    assert band.reasons == (ReasonCount(code="free_place", people=2),)
    assert band.chance is None


def test_where_age_counts_is_said() -> None:
    people = [person("a", 20), person("b", None)]
    rules = (NoIsolate(mode="hard"), AgeSpan(mode="soft", years=12, weight=0.1))
    intake = intake_of(
        *people,
        groups=[group("g1", age_min=18, life_stages=["retired"]), group("g2")],
        policy=quiet(Eligibility(), *rules, age_tolerance_at=30),
    )

    uses = account(evaluate(intake, Plan.of({}))).uses

    assert [use.text for use in uses] == [
        "People are close in age or in stage of life, whichever is closer. Closeness is 50 % of fit, difference of "
        "reasons the rest",
        "Closeness in age falls to nothing at 10 years apart around the age of 30; the younger two people are, the "
        "fewer years it takes",
        "Nobody is to sit in a group without somebody near their age: anything else is forbidden",
        "The oldest and the youngest in a group are to be no more than 12 years apart: each year more costs 0.1 points "
        "of fit",
        "1 of 2 groups ask for an age (g1): nobody else may join",
        "1 of 2 groups ask for a stage of life (g1): nobody else may join",
        "One person gives no age: the stage of life alone says how close they are to others",
        "Age gives nobody a larger or a smaller claim to a place: priority, time waited and a due date do",
        "A clinician can overrule all of it: pin anybody to a group, or keep them off one, by hand",
    ]


def test_where_age_does_not_count_nothing_is_said_of_tolerance() -> None:
    intake = intake_of(person("a", 20), person("b"), policy=quiet(Eligibility(), likeness="life_stage"))

    codes = [use.code for use in account(evaluate(intake, Plan.of({}))).uses]

    assert codes == ["age-use-likeness", "age-use-no-ranges", "age-use-claim", "age-use-override"]
