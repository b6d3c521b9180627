"""Re-planning in the small: who is new, who is gone, who has to move, and what that is worth."""

import pytest

from matcher.intake import Intake
from matcher.plan import Plan
from matcher.revise import Grade, Revision, frontier, revise
from matcher.rules.leaders import LeaderConflict
from matcher.stop import Work
from tests.builders import group, intake_of, people, person, plan_of, quiet

YOUNG, OLD = people("abc", 20, "anxiety"), people("xyz", 60, "anxiety")
TWO_GROUPS = (group("g1", 2, 4), group("g2", 2, 4))
HELD = plan_of(g1="abc", g2="xyz")


def revised(intake: Intake, plan: Plan, **how: int | float | Grade) -> Revision:
    return revise(intake, plan, stop=Work(3), **how)  # type: ignore[arg-type]


def where(revision: Revision) -> dict[str, str]:
    assert revision.result is not None
    assert revision.result.plan is not None
    return revision.result.plan.by_applicant()


def codes(revision: Revision, mover: str) -> list[str]:
    [move] = [move for move in revision.moves if move.id == mover]
    return [said.code for said in move.sentences]


def test_somebody_new_takes_a_place_and_nobody_moves() -> None:
    intake = intake_of(*YOUNG, *OLD, person("n", 21, "sleep"), groups=TWO_GROUPS)

    revision = revised(intake, HELD, max_moves=0)

    assert revision.moves == ()
    assert [(move.id, move.target) for move in revision.new] == [("n", "g1")]
    assert revision.summary[0].text == "None of the 6 who had a place moves"


def test_people_and_groups_that_are_gone_are_named() -> None:
    intake = intake_of(*YOUNG, *OLD[:2], groups=TWO_GROUPS)

    revision = revised(intake, plan_of(g1="abc", g2="xyz", g9="q"), max_moves=0)

    assert (revision.left, revision.closed) == (("z", "q"), ("g9",))
    assert set(where(revision)) == set("abcxy")


def test_a_group_that_closed_forces_its_members_to_move() -> None:
    intake = intake_of(*YOUNG, person("x", 60), groups=TWO_GROUPS[:1])

    revision = revised(intake, plan_of(g1="abc", g2="x"), max_moves=1)

    [move] = revision.moves
    assert (move.id, move.origin, move.target, move.forced, move.why) == ("x", "g2", "g1", True, "closed")
    assert move.sentences[0].text == "g2 is no longer on offer"


def test_too_few_moves_come_with_the_fewest_that_do() -> None:
    """Where one drops out of a group of the least size, somebody has to come or the group has to close."""
    intake = intake_of(*YOUNG, *OLD[:1], groups=TWO_GROUPS)

    revision = revised(intake, plan_of(g1="abc", g2="xyz"), max_moves=0)

    assert (revision.outcome, revision.result) == ("too_few_moves", None)
    assert (revision.least_moves, revision.least_is_proved) == (1, True)
    [broken] = revision.kept.broken
    assert broken.startswith("g2 has 1 member")
    assert revision.summary[0].text == "With no move at all some hard rule stays broken; it takes at least 1 move"


def test_a_new_leader_whom_somebody_must_not_meet_forces_one_move() -> None:
    led = (group("g1", 2, 4, leaders=("L1",)), group("g2", 2, 4))
    a = person("a", 20, "anxiety", leaders_to_avoid=("L1",))
    intake = intake_of(a, *YOUNG[1:], *OLD, groups=led, policy=quiet(LeaderConflict()))

    revision = revised(intake, HELD, max_moves=3)

    assert codes(revision, "a")[0] == "revise-may-not-stay"
    assert where(revision)["a"] == "g2"


def test_a_pin_to_another_group_moves_somebody_and_a_pin_here_never_does() -> None:
    pinned = (person("a", 20, pinned_group="g2"), person("b", 60, pinned_group="g1"))
    intake = intake_of(*pinned, *YOUNG[2:], *OLD, groups=TWO_GROUPS)

    revision = revised(intake, HELD, stay=0.0)

    assert (where(revision)["a"], where(revision)["b"]) == ("g2", "g1")
    assert "b" not in {move.id for move in revision.moves}


def test_a_published_place_costs_more_than_a_draft() -> None:
    """The same exchange is worth its price for a draft, and not for what people were told."""
    mixed = plan_of(g1="abx", g2="cyz")
    draft = intake_of(*YOUNG, *OLD, groups=TWO_GROUPS)
    told = intake_of(
        *(a.model_copy(update={"published_group": mixed.by_applicant()[a.id]}) for a in draft.applicants),
        groups=TWO_GROUPS,
    )
    grade = Grade(published=100.0)

    assert {move.id for move in revised(draft, mixed, stay=0.1, grade=grade).moves} == {"c", "x"}
    assert revised(told, mixed, stay=0.1, grade=grade).moves == ()
    moved = revised(told, mixed, max_moves=2)
    assert all(move.told and codes(moved, move.id)[-1] == "revise-told" for move in moved.moves)


def test_moves_that_bring_nothing_are_not_made() -> None:
    intake = intake_of(*people("abcdef", 20, "anxiety"), groups=TWO_GROUPS)

    assert revised(intake, plan_of(g1="abc", g2="def"), max_moves=6).moves == ()


def test_the_frontier_rises_to_the_best_exchange() -> None:
    intake = intake_of(*YOUNG, *OLD, groups=TWO_GROUPS)

    found = frontier(intake, plan_of(g1="abx", g2="cyz"), 3, stop=Work(3))

    assert found.exact
    assert [point.moves for point in found.points] == [0, 1, 2, 2]
    values = [point.value for point in found.points]
    assert values == sorted(values)
    assert all(point.gap == 0 for point in found.points)


@pytest.mark.parametrize("how", [{"max_moves": 1, "stay": 0.1}, {"max_moves": -1}, {"stay": -0.5}])
def test_a_budget_is_one_number_not_below_nothing(how: dict[str, float]) -> None:
    intake = intake_of(*YOUNG, *OLD, groups=TWO_GROUPS)

    with pytest.raises(ValueError, match=r"leave out one|below 0"):
        revised(intake, HELD, **how)


def test_contradicting_pins_come_as_conflicts() -> None:
    a, b = (person(name, 20, pinned_group="g1", avoid=(other,)) for name, other in ("ab", "ba"))
    apart = Intake(applicants=(a, b, *YOUNG[2:]), groups=TWO_GROUPS)

    revision = revised(apart, plan_of(g1="abc"), stay=0.1)

    assert revision.outcome == "infeasible"
    assert revision.result is not None
    assert revision.result.conflicts


def test_who_joins_a_group_that_is_too_small_mends_it_and_who_leaves_it_does_not() -> None:
    """One is gone from g1: a and p come to q, who is of their age, and b makes g2 large enough again."""
    intake = intake_of(*people("apq", 60), *people("bxyz", 20), groups=[group("g1", 3, 4), group("g2", 4, 5)])

    revision = revised(intake, plan_of(g1="bq", g2="apxyz"), max_moves=5)

    assert {report.id: report.why for report in revision.moves} == {"a": "mends", "p": "mends", "b": "makes_room"}
    assert not any(report.forced for report in revision.moves)
    [said] = next(report.sentences for report in revision.moves if report.id == "a")
    assert said.text == "helps to mend what would be broken: g1 has 2 members where 3 to 4 are allowed"
