"""Plans side by side: relabelled groups are no moves, figures are the scorer's."""

from itertools import permutations
from random import Random

import pytest

from matcher.compare import Alternative, compare, counterparts, under
from matcher.intake import Intake
from matcher.plan import Plan
from matcher.rules.keep_apart import KeepApart
from matcher.scorer import score
from tests.builders import group, intake_of, people, person, plan_of, quiet


def alternative(name: str, intake: Intake, **rooms: str) -> Alternative:
    return Alternative(name, intake, plan_of(**rooms))


def test_groups_of_another_name_are_no_moves() -> None:
    intake = intake_of(*people("abcdef", 20), groups=[group("g1"), group("g2")])

    compared = compare(alternative("A", intake, g1="abc", g2="def"), alternative("B", intake, g1="def", g2="abc"))

    assert compared.differences[0].moved == ()
    assert {(pair.first, pair.other) for pair in compared.differences[0].groups} == {("g1", "g2"), ("g2", "g1")}


def test_groups_at_other_hours_are_others() -> None:
    offers = [group("g1", session="Mon 16:00-17:30"), group("g2", session="Tue 16:00-17:30")]
    intake = intake_of(*people("abcdef", 20), groups=offers)

    compared = compare(alternative("A", intake, g1="abc", g2="def"), alternative("B", intake, g1="def", g2="abc"))

    assert [move.id for move in compared.differences[0].moved] == list("abcdef")


def test_a_group_that_somebody_is_pinned_to_stands_for_itself() -> None:
    intake = intake_of(
        person("a", 20, pinned_group="g1"), *people("bcdef", 20), groups=[group("g1"), group("g2"), group("g3")]
    )

    mates = counterparts(alternative("A", intake, g1="abc", g2="def"), alternative("B", intake, g1="adef", g3="bc"))

    assert mates == {"g1": "g1"}


def test_who_waits_now_and_who_no_longer_does() -> None:
    intake = intake_of(*people("abcdef", 20), groups=[group("g1", 2, 3), group("g2", 2, 3)])

    [difference] = compare(
        alternative("A", intake, g1="abc", g2="de"), alternative("B", intake, g1="abf", g2="de")
    ).differences

    assert [(m.id, m.origin, m.target) for m in difference.newly_waiting] == [("c", "g1", None)]
    assert [(m.id, m.origin, m.target) for m in difference.newly_placed] == [("f", None, "g1")]
    assert difference.moved == ()


def test_broken_and_mended_rules_are_named() -> None:
    intake = intake_of(
        person("a", 20, avoid=("b",)),
        *people("bcd", 20),
        groups=[group("g1"), group("g2")],
        policy=quiet(KeepApart()),
    )
    apart, met = alternative("apart", intake, g1="ac", g2="bd"), alternative("met", intake, g1="ab", g2="cd")

    [there] = compare(apart, met).differences
    [back] = compare(met, apart).differences

    assert [(b.rule, b.hard, b.members) for b in there.gained] == [("keep_apart", True, ("a", "b"))]
    assert there.lost == ()
    assert back.lost == there.gained


def test_a_size_that_stays_broken_is_neither_gained_nor_lost() -> None:
    intake = intake_of(*people("abcdef", 20), groups=[group("g1", 2, 3), group("g2", 2, 3)])

    [difference] = compare(
        alternative("A", intake, g1="abcd", g2="ef"), alternative("B", intake, g1="abce", g2="df")
    ).differences

    assert difference.gained == difference.lost == ()


def test_values_under_both_policies() -> None:
    intake = intake_of(
        *(person(n, 20 + 3 * i, r) for i, (n, r) in enumerate(zip("abcd", ("anxiety", "sleep") * 2, strict=True))),
        groups=[group("g1"), group("g2")],
        policy=quiet(balance=0.9),
    )
    other = under(intake, quiet(balance=0.1))

    first, second = compare(alternative("A", intake, g1="ab", g2="cd"), alternative("B", other, g1="ac", g2="bd")).plans

    assert first.value == first.value_by_first == score(intake, plan_of(g1="ab", g2="cd")).value
    assert second.value == score(other, plan_of(g1="ac", g2="bd")).value
    assert second.value_by_first == score(intake, plan_of(g1="ac", g2="bd")).value
    assert second.value != pytest.approx(second.value_by_first)


def test_the_fewest_people_move() -> None:
    """Against every way to rename the groups."""
    for seed in range(20):
        chance = Random(seed)
        intake = intake_of(*people("abcdefghijklmno", 20), groups=[group(f"g{n}", 2, 15) for n in range(4)])
        plans = []
        for opened in (4, chance.choice((3, 4))):
            rooms: dict[str, list[str]] = {f"g{n}": [] for n in range(opened)}
            for who in "abcdefghijklmno":
                if (room := chance.choice((*rooms, None))) is not None:
                    rooms[room].append(who)
            plans.append(Plan.of(rooms))
        a, b = (Alternative(name, intake, plan) for name, plan in zip("AB", plans, strict=True))

        [difference] = compare(a, b).differences

        here, there = plans[0].by_applicant(), plans[1].by_applicant()
        both = here.keys() & there.keys()
        fewest = min(
            sum(dict(zip(("g0", "g1", "g2", "g3"), order, strict=True))[here[who]] != there[who] for who in both)
            for order in permutations(("g0", "g1", "g2", "g3"))
        )
        assert len(difference.moved) == fewest


def test_other_people_are_refused() -> None:
    with pytest.raises(ValueError, match="same people"):
        compare(
            alternative("A", intake_of(*people("ab", 20)), g1="ab"),
            alternative("B", intake_of(*people("ac", 20)), g1="ac"),
        )


def test_one_plan_is_no_comparison() -> None:
    with pytest.raises(ValueError, match="two plans"):
        compare(alternative("A", intake_of(*people("ab", 20)), g1="ab"))
