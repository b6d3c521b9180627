"""The next best groups: what is compared, and how it is said."""

import pytest

from matcher.change import Move, Workbench
from matcher.explain import Alternative
from matcher.explain.alternatives import MOST_ALTERNATIVES, Alternatives
from matcher.intake import Intake
from matcher.plan import Plan
from matcher.rules.no_isolate import NoIsolate
from matcher.rules.ties import Ties
from tests.builders import group, intake_of, people, person, plan_of, quiet

TWO = (group("g1", most=3), group("g2", most=3))


def best(intake: Intake, name: str, plan: Plan) -> tuple[Alternative, ...]:
    bench = Workbench(intake, plan)
    return Alternatives(bench, intake.applicant_by_id[name]).best()


def misplaced() -> Intake:
    """C belongs to the young of g1, d to the old of g2, and each sits with the others."""
    return intake_of(*people("abc", 20), *people("def", 50), groups=TWO)


def test_a_swap_is_found_where_no_move_is_possible() -> None:
    [found] = best(misplaced(), "c", plan_of(g1="abd", g2="cef"))

    assert found.move.breaks == ("size",)
    assert found.swap is not None
    assert found.swap.possible
    assert found.swap.moves == (Move(id="c", origin="g2", target="g1"), Move(id="d", origin="g1", target="g2"))
    assert (found.swap.own, found.swap.partner, found.swap.others) == pytest.approx((0.5, 0.5, 1.0))
    assert found.best is found.swap


def test_it_is_said_with_its_figures() -> None:
    [found] = best(misplaced(), "c", plan_of(g1="abd", g2="cef"))

    assert found.swap is not None
    assert found.swap.said.text == (
        "Swapped with d of g1: the plan gains 2.00 points of fit "
        "(fit 75 of 100 instead of 25, d gains 0.50, the others gain 1.00)"
    )
    assert [s.text for s in found.move.why_not] == ["g1 has 4 members where 2 to 3 are allowed"]


def test_what_rules_cost_is_said_apart() -> None:
    intake = intake_of(
        *people("abc", 20), *people("de", 50), groups=[group("g1"), group("g2")], policy=quiet(NoIsolate(weight=0.5))
    )
    [found] = best(intake, "c", plan_of(g1="abc", g2="de"))

    assert found.move.costs == pytest.approx(0.5)
    assert [(rule.rule, rule.change) for rule in found.move.rules] == [("no_isolate", 0.5)]
    assert "rules cost 0.50 more" in found.move.said.text


def test_good_ties_do_not_hide_the_best_swap() -> None:
    """A reward that waits in the other room is part of what a swap may at most bring."""
    intake = intake_of(
        *people("acegi", 20),
        *people("bdfhj", 50),
        groups=[group(f"g{n}", most=2) for n in range(1, 6)],
        ties=({"a": "a", "b": "j", "kind": "support"},),
        policy=quiet(Ties(weight=5.0)),
    )
    found = best(intake, "a", plan_of(g1="ab", g2="cd", g3="ef", g4="gh", g5="ij"))

    assert len(found) == MOST_ALTERNATIVES
    assert found[0].group == "g5"
    assert found[0].swap is not None
    assert [move.id for move in found[0].swap.moves] == ["a", "i"]
    assert found[0].swap.change == pytest.approx(5.0)


def test_a_pinned_person_has_no_possible_group_elsewhere() -> None:
    intake = intake_of(person("a", 20, pinned_group="g1"), *people("bcdef", 20), groups=TWO)
    [found] = best(intake, "a", plan_of(g1="abc", g2="def"))

    assert not found.best.possible
    assert "a in g2: pinned to g1" in [s.text for s in found.best.why_not]


def test_members_of_a_running_group_are_nobodys_partners() -> None:
    seated = [person(name, 20, seated_in="g2") for name in "de"]
    intake = intake_of(*people("abc", 20), *seated, groups=TWO)
    [found] = best(intake, "a", plan_of(g1="abc", g2="de"))

    assert found.swap is None
    assert found.move.possible


def test_where_no_other_group_is_open_there_is_nothing_to_compare() -> None:
    assert best(intake_of(*people("ab", 20)), "a", plan_of(g1="ab")) == ()
