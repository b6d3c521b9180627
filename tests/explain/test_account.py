"""A plan's account: what a group is drawn and told by."""

import pytest

from matcher.answer import lasting
from matcher.explain import GroupAccount, explain
from matcher.intake import Applicant
from matcher.rules import Rule
from matcher.rules.floor import Floor
from matcher.rules.no_isolate import NoIsolate
from matcher.rules.size import TargetSize
from tests.builders import group, intake_of, people, person, plan_of, quiet


def account_of(*applicants: Applicant, rules: tuple[Rule, ...] = (), target: int | None = None) -> GroupAccount:
    intake = intake_of(*applicants, groups=[group("g1", target=target)], policy=quiet(*rules))
    [found] = explain(intake, plan_of(g1="".join(a.id for a in applicants))).groups
    return found


def test_ages_are_drawn_from_numbers_bands_and_birth_years() -> None:
    found = account_of(person("a", 20), person("b", "18-25"), person("c", 30), person("d"))

    assert found.ages is not None
    assert (found.ages.known, found.ages.youngest, found.ages.median, found.ages.oldest) == (3, 20, 21.5, 30)
    assert [(m.age, m.years) for m in found.members] == [("20", 20), ("18-25", 21.5), ("30", 30), (None, None)]
    assert found.said[0].text == "Ages 20 to 30, median 21.5"


def test_equal_ages_are_one_figure_and_no_ages_are_not_mentioned() -> None:
    assert account_of(*people("ab", 20)).said[0].text == "All of age 20"
    assert account_of(*people("ab")).ages is None
    assert [s.code for s in account_of(*people("ab")).said] == ["group-lasting"]


def test_stages_are_counted_under_their_labels() -> None:
    found = account_of(*people("ab", life_stage="undergraduate"), person("c", life_stage="nomad"), person("d"))

    assert [(s.stage, s.label, s.members) for s in found.stages] == [
        ("undergraduate", "Undergraduate student", 2),
        ("nomad", "nomad", 1),
    ]
    assert found.said[0].text == "Stages of life: Undergraduate student (2) and nomad (1)"


def test_reasons_are_counted_and_risk_reasons_are_not_shown() -> None:
    found = account_of(
        person("a", None, "anxiety", "grief-loss"),
        person("b", None, "Anxiety or worry"),
        person("c", None, "juggling"),
        person("d", None, "suicidality", cleared=True),
    )

    assert [(r.reason, r.members) for r in found.reasons.held] == [("anxiety", 2), ("grief-loss", 1), ("juggling", 1)]
    assert (found.reasons.repeated, found.reasons.categories) == (1, 2)
    assert found.reasons.categories_known > 2
    assert "Given more than once: Anxiety or worry (2)" in [s.text for s in found.said]


def test_how_likely_the_group_lasts_is_the_answers_figure() -> None:
    found = account_of(*people("abcdef", 20))

    assert found.lasting == lasting(6)
    assert found.said[-1].text == "Chance that at least 5 remain after usual dropout: 66 %"


def test_every_cost_names_its_setting() -> None:
    rules = (NoIsolate(weight=0.5), NoIsolate(attribute="tag", values=("night",), weight=0.25), TargetSize(weight=0.1))
    found = account_of(*people("ab", 20), person("c", 50, tags=["night"]), rules=rules, target=4)

    assert [(t.rule, t.policy, t.amount, t.weight, t.cost) for t in found.terms] == [
        ("no_isolate", "policy.rules.no_isolate[0].weight", 1, 0.5, 0.5),
        ("no_isolate", "policy.rules.no_isolate[1].weight", 1, 0.25, 0.25),
        ("target_size", "policy.rules.target_size.weight", 1, 0.1, 0.1),
    ]
    assert found.penalty == pytest.approx(0.85)


def test_a_broken_hard_rule_costs_nothing_and_stands_apart() -> None:
    found = account_of(person("a", 20), rules=(Floor(weight=1),))

    assert [(t.rule, t.policy, t.weight, t.cost) for t in found.broken] == [("size", "policy.rules.size.mode", None, 0)]
    assert found.broken[0].said.text == "g1 has 1 member where 2 to 10 are allowed"


def test_somebody_pinned_who_waits_is_said_of_the_plan() -> None:
    account = explain(intake_of(*people("ab"), person("c", pinned_group="g1")), plan_of(g1="ab"))

    assert [t.said.text for t in account.broken] == ["c: pinned to g1 and has no place"]
    assert (account.placed, account.waiting) == (2, 1)


def test_the_plan_is_told_in_one_sentence() -> None:
    intake = intake_of(*people("abcd", 20, "sleep"), groups=[group("g1"), group("g2")])

    [said] = explain(intake, plan_of(g1="ab", g2="cd")).said
    assert said.text == (
        "The plan is worth 2.00 points of fit: the fits of 4 people in 2 groups add up to 2.00, "
        "and the rules cost nothing"
    )


def test_an_empty_plan_is_told_without_figures() -> None:
    [said] = explain(intake_of(*people("ab")), plan_of()).said
    assert said.text == "The plan places nobody"


def test_pinned_and_seated_members_are_marked() -> None:
    found = account_of(person("a", pinned_group="g1"), person("b", seated_in="g1"), person("c"))

    assert [(m.pinned, m.seated) for m in found.members] == [(True, False), (False, True), (False, False)]
