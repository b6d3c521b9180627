"""Why somebody waits, code by code."""

from typing import Any

import pytest

from matcher.answer import answer, evaluate
from matcher.intake import Applicant, Group, Intake
from matcher.measure import Measure
from matcher.policy import Policy
from matcher.result import Waiting
from matcher.rules import Rule
from matcher.rules.age_span import AgeSpan
from matcher.rules.common_ground import CommonGround
from matcher.rules.eligibility import Eligibility
from matcher.rules.keep_apart import KeepApart
from matcher.rules.keep_together import KeepTogether
from matcher.rules.leaders import LeaderConflict
from matcher.rules.no_isolate import NoIsolate
from matcher.rules.primary_reason import PrimaryReason
from matcher.rules.session_time import SessionTime
from matcher.scorer import score
from tests.builders import group, intake_of, people, person, plan_of, quiet

OTHERS = people("abcd", 20)
ROOMY = [group("g1"), group("g2")]
SNUG = [group("g1", 2, 2), group("g2", 2, 2)]
FILLED = {"g1": "ab", "g2": "cd"}

Reasons = list[tuple[str, str, tuple[str, ...]]]


def waiting(intake: Intake, name: str, **rooms: str) -> Waiting:
    """What is said of one person who waits."""
    [found] = [w for w in evaluate(intake, plan_of(**rooms)).waitlist if w.id == name]
    return found


def reasons(
    applicant: Applicant, *rules: Rule, groups: list[Group] = ROOMY, others: Any = OTHERS, **rooms: str
) -> Reasons:
    """Why the person waits beside the others in two groups, unless said otherwise."""
    intake = intake_of(applicant, *others, groups=groups, policy=quiet(*rules))
    return [(r.code, r.text, r.groups) for r in waiting(intake, applicant.id, **(rooms or FILLED)).reasons]


def test_not_cleared_is_one_reason_for_all_groups() -> None:
    assert reasons(person("w", cleared=False)) == [("screening", "not cleared at screening", ())]


def test_a_risk_reason_is_not_repeated() -> None:
    assert reasons(person("w", None, "suicidality")) == [
        ("screening", "gives a reason that a clinician has to clear first", ())
    ]


def test_placement_by_hand() -> None:
    assert reasons(person("w", kept_off_groups=["g1"]), groups=SNUG) == [
        ("placement", "g1: kept off this group by hand", ("g1",)),
        ("full", "g2 is full (2 of 2)", ("g2",)),
    ]
    assert reasons(person("w", pinned_group="g2"), groups=SNUG) == [
        ("placement", "g1: pinned to g2", ("g1",)),
        ("full", "g2 is full (2 of 2)", ("g2",)),
    ]


def test_no_time_anywhere() -> None:
    offered = [group("g1", session="Mon 9-10"), group("g2", session="Tue 9-10")]
    assert reasons(person("w", availability="Wed 9-10"), SessionTime(), groups=offered) == [
        ("session_time", "no group meets at a time they can attend", ("g1", "g2"))
    ]
    assert reasons(person("w", availability="Tue 9-10"), SessionTime(), groups=[offered[0], group("g2", 2, 2)]) == [
        ("session_time", "cannot come when g1 meets", ("g1",)),
        ("full", "g2 is full (2 of 2)", ("g2",)),
    ]


def test_eligible_nowhere() -> None:
    asked = {"age_min": 30}
    same = [group("g1", **asked), group("g2", **asked)]
    assert reasons(person("w", 20), Eligibility(), groups=same) == [
        ("eligibility", "no group on offer is open to them (younger than 30)", ("g1", "g2"))
    ]
    differing = [group("g1", **asked), group("g2", required_tags=["intro"])]
    assert reasons(person("w", 20), Eligibility(), groups=differing) == [
        ("eligibility", "no group on offer is open to them", ("g1", "g2"))
    ]


def test_led_by_somebody_everywhere() -> None:
    led = [group("g1", leaders=["L1"]), group("g2", leaders=["L1", "L2"])]
    assert reasons(person("w", leaders_to_avoid=["L1"]), LeaderConflict(), groups=led) == [
        ("leader_conflict", "every group is led by somebody who must not lead them", ("g1", "g2"))
    ]
    assert reasons(person("w", leaders_to_avoid=["L2"]), LeaderConflict(), groups=[*led[1:], group("g1", 2, 2)]) == [
        ("leader_conflict", "g2: must not be led by L2", ("g2",)),
        ("full", "g1 is full (2 of 2)", ("g1",)),
    ]


def test_all_groups_are_full() -> None:
    assert reasons(person("w"), groups=SNUG) == [("full", "all groups are full (2 of 2)", ("g1", "g2"))]


def test_nothing_opened() -> None:
    big = [group("g1", 6, 8), group("g2", 6, 8)]
    why = "no group could open: too few people who may sit together"
    assert reasons(person("w"), groups=big, g1="") == [("not_opened", why, ("g1", "g2"))]


def test_kept_apart_from_somebody_there() -> None:
    assert reasons(person("w", avoid=["b", "c"]), KeepApart()) == [
        (
            "keep_apart",
            "b and w are kept apart (one asked not to meet the other); "
            "c and w are kept apart (one asked not to meet the other)",
            ("g1", "g2"),
        )
    ]


def test_somebody_who_must_sit_with_them_stands_in_the_way() -> None:
    partner = person("x", cleared=False)
    assert reasons(person("w", together=["x"]), KeepTogether(), others=(*OTHERS, partner)) == [
        ("keep_together", "g1 and g2: x, who must sit with them: not cleared at screening", ("g1", "g2"))
    ]


def test_no_room_for_all_who_must_sit_together() -> None:
    offered = [group("g1", 2, 3), group("g2", 2, 2)]
    assert reasons(person("w", together=["x"]), KeepTogether(), groups=offered, others=(*OTHERS, person("x"))) == [
        ("keep_together", "g1: no room for 2 people who must sit together", ("g1",)),
        ("full", "g2 is full (2 of 2)", ("g2",)),
    ]


def test_the_one_to_sit_with_already_sits_in_a_full_group() -> None:
    seated = (person("a", 20, seated_in="g1"), *people("bcd", 20))
    offered = [group("g1", 2, 2), group("g2")]
    assert reasons(person("w", together=["a"]), KeepTogether(), groups=offered, others=seated) == [
        ("full", "g1 is full (2 of 2)", ("g1",)),
        ("keep_together", "g2: w sits in g2 without a", ("g2",)),
    ]


def test_nobody_of_their_kind() -> None:
    assert reasons(person("w", 60), NoIsolate(mode="hard")) == [
        ("no_isolate", "w has nobody near their age in g1; w has nobody near their age in g2", ("g1", "g2"))
    ]


def test_too_far_in_years() -> None:
    assert reasons(person("w", 45), AgeSpan(mode="hard", years=20), groups=[group("g1"), group("g2", 2, 2)]) == [
        ("age_span", "ages in g1 span 25 years where 20 are allowed (a to w)", ("g1",)),
        ("full", "g2 is full (2 of 2)", ("g2",)),
    ]


def test_no_common_ground() -> None:
    others = people("abcd", None, "anxiety")
    [(code, _, groups)] = reasons(person("w", None, "grief-loss"), CommonGround(mode="hard"), others=others)
    assert (code, groups) == ("common_ground", ("g1", "g2"))


def test_too_many_of_one_primary_reason() -> None:
    others = people("abcd", primary_reason="sleep")
    [(code, _, groups)] = reasons(
        person("w", primary_reason="sleep"), PrimaryReason(mode="hard", most=2), others=others
    )
    assert (code, groups) == ("primary_reason", ("g1", "g2"))


def test_a_free_place_is_owned_up_to() -> None:
    assert reasons(person("w"), groups=[group("g1", 2, 3), group("g2", 2, 2)]) == [
        ("free_place", "g1 has a place they could take (2 of 3), and this plan leaves it empty", ("g1",)),
        ("full", "g2 is full (2 of 2)", ("g2",)),
    ]
    [(code, text, _)] = reasons(person("w"))
    assert (code, text) == (
        "free_place", "g1 and g2 have places they could take (2 of 10), and this plan leaves them empty"
    )  # fmt: skip


def test_the_reason_that_concerns_most_groups_comes_first() -> None:
    offered = [group("g1", 2, 2), *(group(f"g{n}", session="Mon 9-10") for n in (2, 3))]
    found = reasons(person("w", availability="Tue 9-10"), SessionTime(), groups=offered, g1="ab", g2="cd")
    assert [(code, groups) for code, _, groups in found] == [("session_time", ("g2", "g3")), ("full", ("g1",))]


def test_of_many_groups_six_are_named_and_the_rest_counted() -> None:
    offered = [group("g0", 2, 2), *(group(f"g{n}", session="Mon 9-10") for n in range(1, 9))]
    found = reasons(person("w", availability="Tue 9-10"), SessionTime(), groups=offered, g0="ab")
    assert found[0][1] == "cannot come when g1, g2, g3, g4, g5, g6, and 2 more meet"
    assert len(found[0][2]) == 8


def test_soft_rules_keep_nobody_waiting() -> None:
    """Under the usual policy nothing but a place that is left empty stands against an old newcomer."""
    intake = intake_of(person("w", 80, "grief-loss"), *people("abc", 20, "anxiety"), policy=Policy())
    assert [r.code for r in waiting(intake, "w", g1="abc").reasons] == ["free_place"]


@pytest.mark.parametrize(("submitted", "days"), [(None, None), ("2025-05-02", 30), ("2025-07-01", 0)])
def test_the_days_somebody_has_waited(submitted: str | None, days: int | None) -> None:
    intake = intake_of(person("w", submitted_at=submitted), *OTHERS, as_of="2025-06-01")
    assert waiting(intake, "w", g1="abcd").days_waited == days


def test_everybody_who_waits_is_there_in_the_order_of_the_list() -> None:
    result = evaluate(intake_of(*people("zyxab")), plan_of(g1="ab"))
    assert [w.id for w in result.waitlist] == ["z", "y", "x"]


def test_what_would_help_comes_with_a_plan_unless_very_many_wait() -> None:
    intake = intake_of(person("w"), *OTHERS, groups=SNUG)
    assert [h.text for h in waiting(intake, "w", **FILLED).helps] == [
        "one more place in g1, 3 in all",
        "one more place in g2, 3 in all",
    ]
    measure = Measure(intake)
    result = answer(intake, measure, score(intake, plan_of(**FILLED), measure), status="feasible", most_helped=0)
    assert [person.helps for person in result.waitlist] == [()]
