import pytest

from matcher.answer import engine_version, evaluate, lasting, no_answer
from matcher.policy import Policy
from matcher.result import Conflict
from matcher.rules.floor import Floor
from tests.builders import group, intake_of, people, person, plan_of, quiet


@pytest.mark.parametrize(("size", "chance"), [(4, 0.0), (5, 0.8**5), (6, 0.65536), (7, 0.851968), (8, 0.94371840)])
def test_the_chance_that_five_remain(size: int, chance: float) -> None:
    """.94, .85 and .66 for groups of eight, seven and six."""
    assert lasting(size) == pytest.approx(chance)


def test_an_evaluated_plan_has_its_figures_and_its_reasons() -> None:
    applicants = (person("a", 20, seated_in="g1"), person("b", 20), person("c", 60), person("d", 20, cleared=False))
    offered = [group("g1", session="Mon 16:00-17:30", leaders=["L1"], name="Monday"), group("g2")]
    intake = intake_of(*applicants, groups=offered, policy=quiet(Floor(weight=3.0)))

    result = evaluate(intake, plan_of(g1="abc"))

    assert result.status == "feasible"
    assert result.value == pytest.approx(1.25 - 1.5)
    assert (result.mean_fit, result.worst_member, result.worst_group) == pytest.approx((1.25 / 3, 0.25, 1.25 / 3))
    assert (result.placed, result.applicants, result.claim) == (3, 4, 3.0)
    assert (result.version, result.offers, result.policy) == (engine_version(), intake.offers, intake.policy)
    [report] = result.groups
    assert (report.id, report.members, report.seated) == ("g1", ("a", "b", "c"), ("a",))
    assert (report.name, report.session, report.leaders) == ("Monday", "Mon 16:00-17:30", ("L1",))
    assert [(m.id, m.fit) for m in report.member_fits] == [("a", 0.5), ("b", 0.5), ("c", 0.25)]
    assert [(b.rule, b.hard, b.cost, b.text) for b in report.breaches] == [
        ("floor", False, 1.5, "c has a fit of 25 of 100 in g1, under the floor of 50")
    ]
    assert [(w.id, [r.code for r in w.reasons]) for w in result.waitlist] == [("d", ["screening"])]
    assert result.plan == plan_of(g1="abc")


def test_a_plan_that_breaks_a_hard_rule_is_measured_all_the_same() -> None:
    intake = intake_of(person("a", 20, avoid=["b"]), person("b", 20), policy=Policy())

    result = evaluate(intake, plan_of(g1="ab"))

    assert (result.status, result.plan) == ("infeasible", None)
    assert result.mean_fit == pytest.approx(0.75)
    assert [(b.text, b.hard) for b in result.groups[0].breaches if b.hard] == [
        ("a and b are kept apart (one asked not to meet the other)", True)
    ]


def test_who_is_pinned_and_left_waiting_is_a_warning() -> None:
    result = evaluate(intake_of(person("w", pinned_group="g1"), *people("ab")), plan_of(g1="ab"))

    assert result.status == "infeasible"
    assert result.warnings == ("w: pinned to g1 and has no place",)


def test_a_bound_is_never_below_the_plans_own_value() -> None:
    intake = intake_of(*people("abcd", 20))
    result = evaluate(intake, plan_of(g1="abcd"))

    assert result.bound is not None
    assert result.value is not None
    assert result.value <= result.bound <= result.value * (1 + 1e-6)
    assert result.gap == pytest.approx(0, abs=1e-6)


def test_a_plan_that_places_nobody_has_no_gap() -> None:
    result = evaluate(intake_of(*people("ab")), plan_of())
    assert (result.value, result.mean_fit, result.gap, result.groups) == (0, None, None, ())
    assert len(result.waitlist) == 2


def test_a_plan_of_other_people_is_refused() -> None:
    with pytest.raises(KeyError):
        evaluate(intake_of(*people("ab")), plan_of(g1="ax"))


def test_without_a_plan_there_are_conflicts_instead_of_figures() -> None:
    conflict = Conflict(rules=("size",), applicants=("a",), groups=("g1",), text="g1 has only 2 places")
    result = no_answer(intake_of(*people("ab")), status="infeasible", conflicts=[conflict], seed=7)

    assert (result.plan, result.value, result.groups, result.waitlist) == (None, None, (), ())
    assert (result.conflicts, result.applicants, result.placed, result.seed) == ((conflict,), 2, 0, 7)
