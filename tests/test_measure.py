"""The measure's figures, worked out by hand from DESIGN's formulas."""

from typing import Any

import pytest

from matcher.intake import Applicant
from matcher.measure import Measure
from matcher.policy import Policy
from matcher.vocabulary import Vocabulary, shipped_vocabulary
from tests.builders import intake_of, people, person


def pair(one: dict[str, Any], other: dict[str, Any], **policy: Any) -> tuple[Measure, Applicant, Applicant]:
    """Two people and the measure of their intake; ``age``, ``life_stage``, ``reasons`` and so on by name."""
    a, b = (Applicant.model_validate({"id": name, **fields}) for name, fields in (("a", one), ("b", other)))
    return Measure(intake_of(a, b, policy=Policy(**policy), as_of="2025-06-01")), a, b


def difference(mine: str, theirs: str, primary: str | None = None, **policy: Any) -> float:
    """How different two people's reasons are, each a text separated by blanks; the primary one is mine."""
    measure, a, b = pair({"reasons": mine.split(), "primary_reason": primary}, {"reasons": theirs.split()}, **policy)
    assert measure.difference(a, b) == pytest.approx(measure.difference(b, a))
    return measure.difference(a, b)


@pytest.mark.parametrize(
    ("mine", "theirs", "closeness"),
    [
        (30, 30, 1.0),
        (30, 33, 0.7),
        (30, 40, 0.0),
        (30, 70, 0.0),
        ("35-44", 39.5, 1.0),
        ("65+", 71, 0.9),
        (95, "90+", 1.0),
    ],
)
def test_age_closeness_falls_linearly(mine: object, theirs: object, closeness: float) -> None:
    measure, a, b = pair({"age": mine}, {"age": theirs})
    assert measure.age_closeness(a, b) == pytest.approx(closeness)
    assert measure.age_closeness(b, a) == pytest.approx(closeness)


def test_the_tolerance_may_grow_with_age() -> None:
    """Ten years at 20 are five at 10 and twenty at 40: a year matters more at 18 than at 60."""
    policy = {"age_tolerance": 10, "age_tolerance_at": 20}
    measure, a, b = pair({"age": 38}, {"age": 42}, **policy)
    assert measure.age_closeness(a, b) == pytest.approx(0.8)
    measure, a, b = pair({"age": 18}, {"age": 22}, **policy)
    assert measure.age_closeness(a, b) == pytest.approx(0.6)


def test_a_birth_year_stands_in_for_an_age_on_the_day_of_the_matching() -> None:
    measure, a, b = pair({"birth_year": 1990}, {"age": 37, "birth_year": 1950})
    assert measure.age_closeness(a, b) == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("mine", "theirs", "closeness"),
    [
        ("undergraduate", "Undergraduate student", 1.0),
        ("undergraduate", "graduate-student", 0.5),
        ("mature-student", "graduate-student", 0.5),
        ("graduate-student", "mature-student", 0.5),
        ("undergraduate", "retired", 0.0),
        ("nomad", "nomad", 1.0),
        ("nomad", "retired", 0.0),
    ],
)
def test_stage_closeness(mine: str, theirs: str, closeness: float) -> None:
    """Neighbours are neighbours whichever of the two names the other; a stage of one's own has none."""
    measure, a, b = pair({"life_stage": mine}, {"life_stage": theirs})
    assert measure.stage_closeness(a, b) == closeness


@pytest.mark.parametrize(("likeness", "closeness"), [("either", 0.7), ("both", 0.5), ("age", 0.7), ("life_stage", 0.5)])
def test_likeness_says_how_age_and_stage_go_together(likeness: str, closeness: float) -> None:
    one, other = {"age": 20, "life_stage": "undergraduate"}, {"age": 23, "life_stage": "graduate-student"}
    measure, a, b = pair(one, other, likeness=likeness)
    assert measure.closeness(a, b) == pytest.approx(closeness)


@pytest.mark.parametrize(
    ("likeness", "without_age", "without_stage"),
    [("either", 0.5, 0.7), ("both", 0.5, 0.7), ("age", 0.5, 0.7), ("life_stage", 0.5, 0.5)],
)
def test_what_is_missing_lets_the_other_speak_alone(likeness: str, without_age: float, without_stage: float) -> None:
    """Nothing to compare counts .5, which is what the two neighbouring stages count too."""
    known = {"age": 20, "life_stage": "undergraduate"}
    measure, a, b = pair(known, {"life_stage": "graduate-student"}, likeness=likeness)
    assert measure.closeness(a, b) == pytest.approx(without_age)
    measure, a, b = pair(known, {"age": 23}, likeness=likeness)
    assert measure.closeness(a, b) == pytest.approx(without_stage)
    measure, a, b = pair(known, {}, likeness=likeness)
    assert measure.closeness(a, b) == 0.5


def test_reasons_that_are_the_same_do_not_differ() -> None:
    assert difference("anxiety sleep", "sleep anxiety") == 0
    assert difference("anxiety", "grief-loss") == 1


def test_two_reasons_of_one_category_are_half_alike() -> None:
    """O = (.5 + .5) / 2 = .5; 1 - .5 / (1 + 1 - .5) = 2 / 3."""
    assert difference("anxiety", "depression") == pytest.approx(2 / 3)


def test_the_soft_jaccard_takes_each_reasons_best_match() -> None:
    """Mine cover 1 (anxiety) + 0 (grief), theirs 1 (anxiety) + .5 (depression): o = 1.25, 1 - 1.25 / 2.75."""
    assert difference("anxiety grief-loss", "anxiety depression") == pytest.approx(1 - 1.25 / 2.75)


def test_the_primary_reason_weighs_two() -> None:
    """W = 3 and 1; mine cover 2 of it, theirs 1: o = 1.5, 1 - 1.5 / 2.5."""
    assert difference("anxiety grief-loss", "anxiety", primary="anxiety") == pytest.approx(0.4)
    assert difference("anxiety", "anxiety", primary="grief-loss") == pytest.approx(1 - 1 / (3 + 1 - 1))


def test_the_other_axis_knows_other_kin() -> None:
    assert difference("loneliness", "social-anxiety") == 1
    assert difference("loneliness", "social-anxiety", reason_axis="problem_area") == pytest.approx(2 / 3)
    assert difference("anxiety", "depression", reason_axis="problem_area") == 1


def test_risk_reasons_are_never_balanced_on() -> None:
    assert difference("anxiety suicidality", "anxiety self-harm") == 0
    assert difference("suicidality", "self-harm") == 0.5
    assert difference("anxiety", "anxiety", primary="suicidality") == 0


def test_without_reasons_a_pair_counts_half() -> None:
    assert difference("", "anxiety") == difference("", "") == 0.5


def test_a_reason_outside_the_vocabulary_is_like_nothing_but_itself() -> None:
    assert difference("juggling", "unicycling") == 1
    assert difference("juggling", "juggling") == 0


def test_a_clinics_own_words_are_resolved() -> None:
    own = Vocabulary(reasons=shipped_vocabulary().reasons, synonyms={"Bereavement": "grief-loss"})
    a, b = person("a", None, "bereavement"), person("b", None, "Grief or loss")
    assert Measure(intake_of(a, b, vocabulary=own)).difference(a, b) == 0


@pytest.mark.parametrize(("balance", "fit"), [(0.0, 1.0), (0.5, 0.85), (1.0, 0.7)])
def test_pair_fit_weighs_closeness_against_difference(balance: float, fit: float) -> None:
    one, other = {"age": 20, "reasons": ["anxiety"]}, {"age": 23, "reasons": ["grief-loss"]}
    measure, a, b = pair(one, other, balance=balance)
    assert measure.pair_fit(a, b) == pytest.approx(fit)
    assert measure.pair_fit(b, a) == measure.pair_fit(a, b)


def test_fit_is_the_mean_over_everyone_else_in_the_room() -> None:
    """Without reasons: .75 with an equal, .5 five years off, .25 beyond the tolerance."""
    a, b, c, d = person("a", 20), person("b", 20), person("c", 25), person("d", 60)
    measure = Measure(intake_of(a, b, c, d))

    fits = measure.fits([a, b, c, d])

    assert fits["a"] == pytest.approx((0.75 + 0.5 + 0.25) / 3)
    assert fits["d"] == pytest.approx(0.25)
    assert measure.fits([a]) == {"a": 0}


def test_people_nothing_is_known_of_fit_half() -> None:
    measure = Measure(intake_of(*people("abc")))
    assert measure.fits(measure.intake.applicants) == dict.fromkeys("abc", 0.5)


def test_words_of_somebody_new_stay_with_them() -> None:
    """A plan that is laid out serves one newcomer after another: what it keeps must not grow with their words."""
    listed = intake_of(person("a", 20, "anxiety"), person("b", 20, "sleep"))
    measure = Measure(listed)
    measure.fits(listed.applicants)
    before = measure.pairs

    for word in ("juggling", "unicycling"):
        joined = measure.joined_by(listed.joined_by(person("n", 20, word)))
        assert joined.fits(joined.intake.applicants)["n"] == pytest.approx(1.0)

    assert measure.pairs == before > 0


@pytest.mark.parametrize("rooms", ["abc abcd", "bcd abd", "acd b", "a bcd", "abc abc", "abcd dca", "ba abd"])
def test_what_a_room_has_met_is_known_from_the_room_it_was(rooms: str) -> None:
    """In whatever order the two rooms stand; only where it differs everything is asked anew."""
    everybody = {name: person(name, 20 + 3 * number, "sleep") for number, name in enumerate("abcd")}
    measure = Measure(intake_of(*everybody.values(), as_of="2025-06-01"))
    were, are = ([everybody[name] for name in names] for names in rooms.split())

    assert measure.met_anew(are, were, measure.met(were)) == measure.met(are)
