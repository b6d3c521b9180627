"""What stands against somebody in a group, and the smallest change that would seat them."""

from typing import Any

import pytest

from matcher.change import Workbench
from matcher.intake import Applicant, Group, Intake
from matcher.obstacles import smallest_changes, why_not
from matcher.obstacles.remedies import Rank
from matcher.result import Help
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
from matcher.rules.stay import Stay
from tests.builders import group, intake_of, people, person, plan_of, quiet

OTHERS = people("abc", 20)


def helps(intake: Intake, name: str, **rooms: str) -> tuple[Help, ...]:
    return smallest_changes(Workbench(intake, plan_of(**rooms)), intake.applicant_by_id[name])


def only(
    applicant: Applicant, *rules: Rule, offered: Group | None = None, others: Any = OTHERS
) -> tuple[int, str] | None:
    """Rank and text of what would help first, beside three others in one group."""
    intake = intake_of(applicant, *others, groups=[offered or group("g1", 2, 5)], policy=quiet(*rules))
    found = helps(intake, applicant.id, g1="abc")
    return (found[0].rank, found[0].text) if found else None


def test_a_free_place_comes_with_its_price() -> None:
    found = only(person("w"))
    assert found is not None
    assert found[0] == Rank.FREE_PLACE
    assert found[1].startswith("take the free place in g1: the plan would gain ")


@pytest.mark.parametrize(
    ("available", "asked"),
    [
        ("Wed 9-10", "Wed 10:00-10:30 (30 minutes)"),
        ("Wed 9:30-10; Wed 10:10-11", "Wed 09:00-09:30 and Wed 10:00-10:10 (40 minutes)"),
        ("Tue 9-12", "Wed 09:00-10:30 (90 minutes)"),
    ],
)
def test_the_part_of_the_session_that_is_missing_is_asked_for(available: str, asked: str) -> None:
    found = only(
        person("w", availability=available), SessionTime(), offered=group("g1", 2, 5, session="Wed 9:00-10:30")
    )
    assert found == (Rank.MORE_TIME, f"ask w whether they could also come {asked}, when g1 meets")


def test_of_two_times_the_nearer_one_comes_first() -> None:
    offered = [group("g1", 2, 5, session="Mon 9-11"), group("g2", 2, 5, session="Tue 9-11")]
    intake = intake_of(
        person("w", availability="Tue 9-10"), *people("abcd"), groups=offered, policy=quiet(SessionTime())
    )
    assert [(h.group, h.changes[0].params["minutes"]) for h in helps(intake, "w", g1="ab", g2="cd")] == [
        ("g2", 60),
        ("g1", 120),
    ]


@pytest.mark.parametrize(
    ("applicant", "rules", "fields", "rank", "text"),
    [
        ({"cleared": False}, (), {}, Rank.SCREENING, "a clinician sees w and clears them; there is a place in g1"),
        ({"kept_off_groups": ["g1"]}, (), {}, Rank.BY_HAND, "take back that w is kept off g1"),
        (
            {"avoid": ["b"]},
            (KeepApart(),),
            {},
            Rank.APART,
            "ask whether b and w still have to be kept apart; there is a place in g1",
        ),
        (
            {"leaders_to_avoid": ["L1"]},
            (LeaderConflict(),),
            {"leaders": ["L1"]},
            Rank.LEADER,
            "ask whether w would accept L1 as a leader; there is a place in g1",
        ),
        (
            {"individual_therapist": "L1"},
            (LeaderConflict(own_therapist_may_lead=False),),
            {"leaders": ["L1"]},
            Rank.POLICY,
            "allow L1 to lead their own patients, in the whole policy; there is a place in g1",
        ),
        (
            {"age": 27},
            (Eligibility(),),
            {"age_min": 30},
            Rank.AGE_RANGE,
            "let g1 take people 3 years younger, from 27 on",
        ),
        (
            {"age": 31.5},
            (Eligibility(),),
            {"age_max": 30},
            Rank.AGE_RANGE,
            "let g1 take people one year older, up to 31",
        ),
        (
            {"life_stage": "retired"},
            (Eligibility(),),
            {"life_stages": ["undergraduate"]},
            Rank.CONDITION,
            "let g1 take people in the stage of life retired",
        ),
        (
            {},
            (Eligibility(),),
            {"required_tags": ["intro"]},
            Rank.CONDITION,
            "let g1 take people without the tag intro",
        ),
        (
            {"languages": ["en"]},
            (Eligibility(),),
            {"language": "de"},
            Rank.ACCEPTS,
            "ask w whether a group in de would do: g1 is one",
        ),
        (
            {"age": 45},
            (AgeSpan(mode="hard", years=20),),
            {},
            Rank.POLICY,
            "allow 25 years between oldest and youngest instead of 20, in the whole policy; there is a place in g1",
        ),
        (
            {"age": 60},
            (NoIsolate(mode="hard"),),
            {},
            Rank.POLICY,
            "let it cost points, and no longer forbid it, that a member has nobody near their age, "
            "in the whole policy; there is a place in g1",
        ),
        (
            {"published_group": "g2"},
            (Stay(mode="hard"),),
            {},
            Rank.PUBLISHED,
            "tell w that their place in g2 changes; there is a place in g1",
        ),
    ],
)
def test_each_rule_has_its_change(
    applicant: dict[str, Any], rules: tuple[Rule, ...], fields: dict[str, Any], rank: Rank, text: str
) -> None:
    """The other group is full, and cannot be made larger."""
    crowd = [person(f"x{n}", 20) for n in range(30)]
    offered = [group("g1", 2, 5, **fields), group("g2", 2, 30, **fields)]
    who = Applicant.model_validate({"id": "w", **applicant})
    intake = intake_of(who, *OTHERS, *crowd, groups=offered, policy=quiet(*rules))
    bench = Workbench(intake, plan_of(g1="abc").of({"g1": "abc", "g2": [a.id for a in crowd]}))

    found = smallest_changes(bench, who)

    assert (found[0].rank, found[0].text) == (rank, text)


def test_one_more_place() -> None:
    assert only(person("w"), offered=group("g1", 2, 3)) == (Rank.PLACE, "one more place in g1, 4 in all")


def test_a_group_without_people_needs_more() -> None:
    intake = intake_of(person("w"), *OTHERS, groups=[group("g1", 2, 30), group("g2", 6, 8)])
    [first, second] = helps(intake, "w", g1="abc")
    assert first.group == "g1"
    assert (second.rank, second.text) == (Rank.OPEN, "find 5 more people who may sit in g2: then it can open")


def test_shares_and_limits_of_reasons() -> None:
    grief, anxious = person("w", None, "grief-loss"), people("abc", None, "anxiety")
    assert only(grief, CommonGround(mode="hard"), others=anxious) == (
        Rank.POLICY,
        "let it cost points, and no longer forbid it, that a member shares no kind of reason with anyone, "
        "in the whole policy; there is a place in g1",
    )
    found = only(
        person("w", primary_reason="sleep"),
        PrimaryReason(mode="hard", most=3),
        others=people("abc", primary_reason="sleep"),
    )
    assert found == (
        Rank.POLICY,
        "allow 4 members with one primary reason instead of 3, in the whole policy; there is a place in g1",
    )


def test_two_changes_where_one_will_not_do() -> None:
    found = only(person("w", cleared=False), offered=group("g1", 2, 3))
    assert found == (Rank.PLACE, "a clinician sees w and clears them; and one more place in g1, 4 in all")


def test_nothing_is_suggested_that_takes_three_changes() -> None:
    asked = group("g1", 2, 3, age_max=30)
    assert only(person("w", 40, cleared=False), Eligibility(), offered=asked) is None


def test_who_must_sit_together_is_seated_together() -> None:
    partner = person("x", cleared=False)
    intake = intake_of(
        person("w", together=["x"]), partner, *OTHERS, groups=[group("g1", 2, 5)], policy=quiet(KeepTogether())
    )
    found = helps(intake, "w", g1="abc")
    assert [(h.people, h.changes[0].code) for h in found] == [
        (("w",), "change-together"),
        (("w", "x"), "change-clear"),
    ]


def test_every_rule_against_a_group_is_named() -> None:
    late = person("w", 60, availability="Tue 9-10", avoid=["a", "b"])
    offered = group("g1", 2, 3, session="Mon 9-10", age_max=50)
    intake = intake_of(
        late, *OTHERS, groups=[offered], policy=quiet(SessionTime(), Eligibility(), KeepApart(), NoIsolate(mode="hard"))
    )
    found = why_not(intake, plan_of(g1="abc"), "w", "g1")

    assert [o.rule for o in found.obstacles] == [
        "session_time", "eligibility", "keep_apart", "keep_apart", "size", "no_isolate"
    ]  # fmt: skip
    assert "- g1 has 3 places, and they are taken." in found.text
    assert found.move is None
    assert found.helps == ()


def test_where_nothing_forbids_it_the_effect_is_said() -> None:
    intake = intake_of(*people("abc", 20), *people("def", 30), groups=[group("g1", 2, 4), group("g2", 2, 4)])
    found = why_not(intake, plan_of(g1="abc", g2="def"), "a", "g2")

    effect = Workbench(intake, plan_of(g1="abc", g2="def")).effect({"a": "g2"})
    assert found.move is not None
    assert (found.move.value, found.move.own) == pytest.approx((effect.value, effect.fit("a")))
    assert found.swap is not None
    assert found.swap.partner == "d"
    assert found.text.splitlines() == [
        "No rule keeps a out of g2.",
        "If a alone moved there, their fit would be 25 of 100 instead of 75, everybody else together would lose 0.50 "
        "points of fit (what rules cost included), and the plan would lose 1.00.",
        "The best exchange is with d: the fit of a would be 25 of 100 instead of 75, everybody else together would "
        "lose 1.50 points of fit, and the plan would lose 2.00.",
    ]


def test_who_waits_is_told_what_a_place_would_mean_and_who_would_wait_instead() -> None:
    intake = intake_of(*people("abcw", 20), groups=[group("g1", 2, 4)])

    assert why_not(intake, plan_of(g1="abc"), "w", "g1").text.splitlines() == [
        "No rule keeps w out of g1.",
        "If w alone took a place there, their fit would be 75 of 100, everybody else together would be as well off as "
        "they are (what rules cost included), and the plan would gain 0.75.",
        "The best exchange is with a, who would wait instead: the fit of w would be 75 of 100, everybody else together "
        "would lose 0.75 points of fit, and the plan would stay as good as it is.",
    ]


def test_a_member_of_a_running_group_is_not_moved() -> None:
    intake = intake_of(person("a", 20, seated_in="g1"), *people("bc"), groups=[group("g1"), group("g2")])
    found = why_not(intake, plan_of(g1="a", g2="bc"), "a", "g2")
    assert [o.rule for o in found.obstacles] == ["placement"]
    assert (found.swap, found.helps) == (None, ())


def test_what_the_intake_does_not_know_is_an_error() -> None:
    intake = intake_of(*people("ab"))
    for name, place in (("z", "g1"), ("a", "g9")):
        with pytest.raises(KeyError):
            why_not(intake, plan_of(g1="ab"), name, place)
    with pytest.raises(ValueError, match="already"):
        why_not(intake, plan_of(g1="ab"), "a", "g1")
