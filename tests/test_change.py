"""What a change does is said before it is made."""

import pytest

from matcher.change import Move, PlanChange, Workbench
from tests.builders import group, intake_of, people, person, plan_of, quiet, scored


def _bench() -> Workbench:
    intake = intake_of(
        *people("abc", 20), *people("def", 30), groups=[group("g1", most=4), group("g2", least=3, most=4)]
    )
    return Workbench(intake, plan_of(g1="ab", g2="cde"))


def test_whoever_is_there_already_makes_no_move() -> None:
    assert _bench().moves({"a": "g1", "c": "g1", "f": None, "e": None}) == (
        Move(id="c", origin="g2", target="g1"),
        Move(id="e", origin="g2", target=None),
    )


def test_a_swap_is_one_change() -> None:
    effect = _bench().effect({"a": "g2", "c": "g1"})

    assert not effect.broken
    assert set(effect.after) == {"g1", "g2"}
    assert effect.claim == 0


def test_a_group_left_too_small_is_said() -> None:
    effect = _bench().effect({"c": "g1"})

    [breach] = effect.broken
    assert (breach.rule, breach.group) == ("size", "g2")


def test_a_room_that_was_too_small_already_is_not_broken_anew() -> None:
    intake = intake_of(*people("abcd", 20), groups=[group("g1", least=4), group("g2")])
    bench = Workbench(intake, plan_of(g1="ab"))

    assert not bench.effect({"c": "g1"}).broken
    assert bench.effect({"b": None}).broken[0].rule == "size"


def test_who_comes_from_the_waitlist_adds_a_claim_and_takes_away_the_breach_of_waiting() -> None:
    intake = intake_of(*people("ab", 20), person("c", 20, pinned_group="g1"), policy=quiet())
    effect = Workbench(intake, plan_of(g1="ab")).effect({"c": "g1"})

    assert effect.claim == 1
    assert [b.rule for b in effect.mended] == ["placement"]


def test_a_group_opens_and_another_closes() -> None:
    bench = Workbench(intake_of(*people("ab", 20), groups=[group("g1"), group("g2")]), plan_of(g1="ab"))
    effect = bench.effect({"a": "g2", "b": "g2"})

    assert (set(effect.before), set(effect.after)) == ({"g1"}, {"g2"})
    assert [s.id for s in bench.changed({"a": "g2", "b": "g2"}).groups] == ["g2"]


def test_a_plan_and_what_became_of_it() -> None:
    intake = intake_of(*people("abcde", 30), groups=(group("g1"), group("g2")))
    change = PlanChange(scored(intake, g1="ab", g2="cd"), scored(intake, g1="a", g2="bcde"))

    assert [(m.id, m.origin, m.target) for m in change.moves] == [("b", "g1", "g2"), ("e", None, "g2")]
    assert set(change.rooms) == {"g1", "g2"}
    assert change.value == pytest.approx(change.after.value - change.before.value)
    assert change.claim == pytest.approx(1)
    assert [breach.rule for breach in change.broken] == ["size"]
    assert [breach.rule for breach in PlanChange(change.after, change.before).mended] == ["size"]
    assert change.fits["e"] == (None, change.after.rooms[1].fits["e"])


def test_rooms_that_stay_are_not_told() -> None:
    intake = intake_of(*people("abcde", 30), groups=(group("g1"), group("g2")))
    change = PlanChange(scored(intake, g1="ab", g2="cd"), scored(intake, g1="ab", g2="cde"))

    assert set(change.rooms) == {"g2"}
    assert set(change.fits) == {"c", "d", "e"}
