"""One person's place, or their waiting, in sentences."""

from matcher.explain import why
from tests.builders import group, intake_of, people, person, plan_of

TWO = (group("g1"), group("g2"))


def test_a_place_is_told_from_fit_to_the_other_groups() -> None:
    intake = intake_of(
        *people("ab", 20, "sleep"), person("c", 21, "grief-loss"), *people("de", 40, "anxiety"), groups=TWO
    )
    answer = why(intake, plan_of(g1="abc", g2="de"), "a")

    assert answer.text.splitlines() == [
        "a sits in g1: fit 72 of 100 (mean of the group 80).",
        "Closest in age or stage of life: b (same age) and c (1 year apart).",
        "Most different in reasons: c (no reason in common) and b (both give Sleep; nothing differs).",
        "",
        "What the next best groups would have meant, the best first:",
        "- Moved to g2: the plan stays as good as it is (fit 50 of 100 instead of 72, the others gain 0.22).",
        "- Swapped with d of g2: the plan loses 0.45 points of fit (fit 50 of 100 instead of 72, "
        "d fits as well as before, the others lose 0.22).",
    ]


def test_a_member_of_a_running_group_is_not_compared() -> None:
    intake = intake_of(person("a", 20, seated_in="g1"), *people("bcd", 20), groups=TWO)
    answer = why(intake, plan_of(g1="ab", g2="cd"), "a")

    assert (answer.fixed, answer.alternatives) == ("seated", ())
    assert answer.text.startswith("a is a member of g1 already: fit ")
    assert answer.text.endswith("A member of a running group is not moved, so no other group was compared.")


def test_a_pin_is_said() -> None:
    intake = intake_of(person("a", 20, pinned_group="g1"), *people("bcde", 20), groups=TWO)
    answer = why(intake, plan_of(g1="abc", g2="de"), "a")

    assert answer.fixed == "pinned"
    assert answer.text.startswith("a sits in g1, pinned there by hand: fit ")
    assert "Not possible: a in g2: pinned to g1." in answer.text
    assert "No move and no single swap keeps every rule; the best of them, with what each would break:" in answer.text


def test_somebody_alone_in_a_group_has_no_companions() -> None:
    answer = why(intake_of(*people("ab", 20)), plan_of(g1="a"), "a")

    assert answer.text == "a sits in g1: fit 0 of 100 (mean of the group 0)."


def test_who_waits_is_told_why() -> None:
    intake = intake_of(*people("ab", 20), person("w", 20, cleared=False, submitted_at="2025-05-31"), as_of="2025-06-01")
    answer = why(intake, plan_of(g1="ab"), "w")

    assert answer.text == (
        "w waits, for 1 day now.\n- not cleared at screening\n"
        "What would help, the smallest first:\n- a clinician sees w and clears them; there is a place in g1"
    )
    assert answer.days_waited == 1


def test_nobody_is_told_to_be_the_only_one() -> None:
    intake = intake_of(*people("abc", 20, "sleep"), person("d", 60, "grief-loss"), groups=TWO)
    answer = why(intake, plan_of(g1="abd", g2="c"), "d")

    assert "only" not in answer.text
