"""What is offered where pins and rules cannot all hold; that a first repair is the cheapest is tried in properties/."""

from typing import Any

from matcher.intake import Intake
from matcher.obstacles.conflicts import find_conflicts
from matcher.obstacles.remedies import applied, more_places, take_back_pin
from matcher.obstacles.repairs import find_plan, repair_of_all, with_repairs
from matcher.rules.keep_apart import KeepApart
from matcher.rules.keep_together import KeepTogether
from matcher.rules.session_time import SessionTime
from tests.builders import group, intake_of, people, person, quiet
from tests.faces import compiled

TO_G1: dict[str, Any] = {"pinned_group": "g1"}


def offered(intake: Intake) -> list[list[tuple[int, str]]]:
    """Price and text of the repairs of each conflict."""
    engine = compiled(intake)
    found = with_repairs(intake, find_conflicts(engine.sheet, engine.traits))
    return [[(r.price, r.text) for r in conflict.repairs] for conflict in found]


def test_too_many_pins_are_fewer_pins_or_more_places() -> None:
    intake = intake_of(*people("abcd", **TO_G1), *people("ef"), groups=[group("g1", 2, 3)])
    assert offered(intake) == [
        [
            (8, "take back the pin of a to g1"),
            (8, "take back the pin of b to g1"),
            (14, "one more place in g1, 4 in all"),
        ]
    ]


def test_members_of_a_running_group_stay() -> None:
    intake = intake_of(*people("ab", seated_in="g1"), *people("cd", **TO_G1), groups=[group("g1", 2, 3)])
    [repairs] = offered(intake)
    assert [text for _, text in repairs] == [
        "take back the pin of c to g1",
        "take back the pin of d to g1",
        "one more place in g1, 4 in all",
    ]


def test_a_fact_is_asked_for_before_a_pin_is_taken_back() -> None:
    apart = intake_of(person("a", avoid=["b"], **TO_G1), person("b", **TO_G1), *people("cd"), policy=quiet(KeepApart()))
    assert offered(apart)[0][0] == (4, "ask whether a and b still have to be kept apart")

    offers = [group("g1", session="Mon 9-10")]
    late = intake_of(
        person("a", availability="Mon 9-9:30", **TO_G1), *people("bc"), groups=offers, policy=quiet(SessionTime())
    )
    assert offered(late)[0][0] == (2, "ask a whether they could also come Mon 09:30-10:00 (30 minutes), when g1 meets")


def test_a_partner_may_be_what_stands_in_the_way() -> None:
    intake = intake_of(
        person("a", together=["b"], **TO_G1),
        person("b", cleared=False),
        *people("cd"),
        policy=quiet(KeepTogether()),
    )
    assert offered(intake)[0][:2] == [
        (5, "ask whether a and b still have to sit together"),
        (7, "a clinician sees b and clears them"),
    ]


def test_a_group_may_start_smaller() -> None:
    intake = intake_of(*people("ab", **TO_G1), groups=[group("g1", 4, 6)])
    assert (13, "let g1 open with 2 people instead of 4") in offered(intake)[0]


def test_one_repair_for_all_conflicts() -> None:
    crowd = (*people("abcde", **TO_G1), person("x", avoid=["y"], pinned_group="g2"), person("y", pinned_group="g2"))
    offers = [group("g1", 2, 3), group("g2", 2, 3)]
    intake = intake_of(*crowd, *people("f"), groups=offers, policy=quiet(KeepApart()))
    engine = compiled(intake)

    found = repair_of_all(intake, find_conflicts(engine.sheet, engine.traits))

    assert found is not None
    assert sorted(change.code for change in found.changes) == ["change-apart", "change-pin", "change-pin"]
    assert found.price == 4 + 8 + 8


def test_a_changed_intake_forgets_what_the_old_one_worked_out() -> None:
    intake = intake_of(*people("abcd", **TO_G1), groups=[group("g1", 2, 3)])
    assert intake.group_by_id["g1"].max_size == 3
    place = more_places(intake.offers[0], 4)
    assert place is not None
    assert applied(intake, (place,)).group_by_id["g1"].max_size == 4
    assert find_plan(intake) is None
    assert find_plan(applied(intake, (take_back_pin(intake.applicants[0]),))) is not None


def test_no_group_is_made_larger_than_a_group_may_be() -> None:
    assert more_places(group("g1", 2, 30), 31) is None
