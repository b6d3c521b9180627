"""Invented lists have the shape of real ones, and the same seed gives the same list."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from matcher.generate import AS_OF, Generated, Kind, applicants_csv, generate, generate_groups, groups_csv
from matcher.generate.margins import AGES, BLOCK_STARTS, COMMON_REASONS, LIFTS, RARER_REASONS, REASON_COUNTS
from matcher.generate.reasons import correlations, reason_model
from matcher.intake import Applicant, Tie
from matcher.tables import read_intake
from matcher.times import covers
from matcher.vocabulary import shipped_vocabulary

KINDS: tuple[Kind, ...] = ("campus", "clinic")
MANY = 10_000
TOLERANCE = 0.02
"""Of a share, at 10,000 people: four standard errors of a half."""

both_kinds = pytest.mark.parametrize("kind", KINDS)


@cache
def many(kind: Kind) -> Generated:
    return generate(kind, MANY, seed=5)


def share(kind: Kind, holds: Callable[[Applicant], bool]) -> float:
    return sum(holds(a) for a in many(kind).applicants) / MANY


@both_kinds
def test_the_same_seed_gives_the_same_bytes(kind: Kind) -> None:
    first, again, other = (generate(kind, 200, seed).to_csv() for seed in (7, 7, 8))

    assert first == again
    assert first != other


def test_two_kinds_of_one_seed_have_different_people() -> None:
    campus, clinic = (generate(kind, 50, 1).applicants for kind in KINDS)

    assert [a.availability for a in campus] != [a.availability for a in clinic]


@both_kinds
def test_ages_follow_their_margins(kind: Kind) -> None:
    known = [a.age.low for a in many(kind).applicants if a.age is not None and a.age.low == a.age.high]

    for band in AGES[kind]:
        seen = sum(band.low <= age <= band.high for age in known) / len(known)
        assert seen == pytest.approx(band.share, abs=TOLERANCE)
    assert min(known) >= 18


@both_kinds
def test_reasons_follow_their_shares(kind: Kind) -> None:
    """Scaled by one factor, so that they add up to the mean number of reasons."""
    mean = sum(n * s for n, s in enumerate(REASON_COUNTS, start=1))
    factor = mean / (sum(COMMON_REASONS.values()) + 0.02 * len(RARER_REASONS[kind]))
    assert factor > 0.9

    for reason, wanted in COMMON_REASONS.items():
        assert share(kind, lambda a, r=reason: r in a.reasons) == pytest.approx(wanted * factor, abs=TOLERANCE)  # type: ignore[misc]
    for reason in RARER_REASONS[kind]:
        assert 0.005 < share(kind, lambda a, r=reason: r in a.reasons) < 0.04  # type: ignore[misc]
    assert 0.5 < share(kind, lambda a: "anxiety" in a.reasons or "depression" in a.reasons) < 0.7


@both_kinds
def test_the_number_of_reasons_follows_its_shares(kind: Kind) -> None:
    is_risk = shipped_vocabulary().is_risk

    counts = Counter(sum(not is_risk(word) for word in a.reasons) for a in many(kind).applicants)

    for number, wanted in enumerate(REASON_COUNTS, start=1):
        assert counts[number] / MANY == pytest.approx(wanted, abs=TOLERANCE)
    assert set(counts) == {1, 2, 3, 4, 5}


@both_kinds
def test_all_words_are_in_the_vocabulary(kind: Kind) -> None:
    vocabulary = shipped_vocabulary()

    assert {word for a in many(kind).applicants for word in a.all_reasons} <= set(vocabulary.reason_by_slug)
    assert {a.life_stage for a in many(kind).applicants} - {None} <= set(vocabulary.stage_by_slug)


@both_kinds
def test_reasons_go_together_in_the_direction_of_their_lifts(kind: Kind) -> None:
    """Compared with each other, because a fixed number of reasons lowers all of them."""
    holds = {word: np.array([word in a.reasons for a in many(kind).applicants]) for word in COMMON_REASONS}

    def lift(first: str, second: str) -> float:
        return float((holds[first] & holds[second]).mean() / holds[first].mean() / holds[second].mean())

    assert lift("anxiety", "stress") > lift("anxiety", "relationship")
    assert lift("anxiety", "depression") > lift("depression", "relationship")
    assert lift("interpersonal-patterns", "loneliness") > lift("interpersonal-patterns", "family-conflict")


@both_kinds
def test_the_correlations_are_those_of_a_copula(kind: Kind) -> None:
    words = reason_model(kind).words
    matrix = correlations(words)

    assert np.allclose(np.diag(matrix), 1)
    assert np.allclose(matrix, matrix.T)
    assert np.linalg.eigvalsh(matrix).min() > 0
    for (first, second), lift in LIFTS.items():
        if first in words and second in words:
            assert np.sign(matrix[words.index(first), words.index(second)]) == np.sign(lift - 1)


@both_kinds
def test_stages_suit_ages(kind: Kind) -> None:
    stages = shipped_vocabulary().stage_by_slug

    for person in many(kind).applicants:
        if person.age is not None and person.age.low == person.age.high and person.life_stage is not None:
            stage = stages[person.life_stage]
            assert (stage.typical_age_low or 0) <= person.age.low <= (stage.typical_age_high or 120)


@both_kinds
def test_people_come_at_two_to_six_times_and_rather_in_the_late_afternoon(kind: Kind) -> None:
    given = [a.availability for a in many(kind).applicants if a.availability]
    starts = Counter(block.start for blocks in given for block in blocks)

    assert {len(blocks) for blocks in given} == {2, 3, 4, 5, 6}
    assert set(starts) == set(BLOCK_STARTS)
    assert min(starts[15 * 60 + 30], starts[17 * 60]) > 1.5 * max(starts[10 * 60], starts[13 * 60])


@both_kinds
def test_three_to_five_in_a_hundred_wait_for_screening(kind: Kind) -> None:
    """Whoever gives a risk reason has been seen by a clinician: cleared, or not cleared."""
    is_risk = shipped_vocabulary().is_risk

    assert 0.03 < share(kind, lambda a: a.cleared is False) < 0.05
    at_risk = [a for a in many(kind).applicants if any(is_risk(word) for word in a.reasons)]
    assert 0.05 < len(at_risk) / MANY < 0.12
    assert all(a.cleared is not None for a in at_risk)


@both_kinds
def test_some_ages_and_stages_are_missing_or_inexact(kind: Kind) -> None:
    assert 0.02 < share(kind, lambda a: a.age is None and a.birth_year is None) < 0.04
    assert 0.02 < share(kind, lambda a: a.birth_year is not None) < 0.04
    assert 0.04 < share(kind, lambda a: a.age is not None and a.age.high != a.age.low) < 0.08
    assert 0.02 < share(kind, lambda a: a.life_stage is None) < 0.06


@both_kinds
def test_one_to_two_in_a_hundred_are_kept_apart_from_somebody(kind: Kind) -> None:
    people = many(kind).applicants
    by_id = {a.id: a for a in people}
    apart = [(a.id, other) for a in people for other in a.avoid]
    together = [(a.id, other) for a in people for other in a.together]
    paired = [person for pair in (*apart, *together) for person in pair]

    assert 0.01 < 2 * len(apart) / MANY < 0.02
    assert 0 < len(together) < len(apart)
    assert len(set(paired)) == len(paired)
    for first, second in together:
        assert by_id[first].cleared is by_id[second].cleared is True
        assert by_id[first].availability == by_id[second].availability


@both_kinds
def test_people_have_waited_for_up_to_120_days(kind: Kind) -> None:
    days = {a.submitted_at for a in many(kind).applicants}

    assert max(filter(None, days)) == AS_OF
    assert min(filter(None, days)) == AS_OF - timedelta(days=120)


@both_kinds
@pytest.mark.parametrize("size", [1, 2, 3, 24, 500])
def test_a_list_reads_back_to_the_same_people(tmp_path: Path, kind: Kind, size: int) -> None:
    made = generate(kind, size, seed=size)
    groups = generate_groups(made.applicants, seed=size)
    people, offers = tmp_path / "list.csv", tmp_path / "groups.csv"
    people.write_text(made.to_csv(), encoding="utf-8")
    offers.write_text(groups_csv(groups), encoding="utf-8")

    read = read_intake(people, groups=offers, as_of=AS_OF)

    assert read.intake.applicants == made.applicants
    assert read.intake.groups == groups
    assert read.warnings == ()


def test_ties_and_formulas_read_back(tmp_path: Path) -> None:
    people = [Applicant(id="=a", tags=("-x", "y")), Applicant(id="b", cleared=False), Applicant(id="c", cleared=True)]
    ties = [Tie(a="=a", b="b", kind="conflict"), Tie(a="=a", b="c", kind="support")]
    path = tmp_path / "list.csv"
    path.write_text(applicants_csv(people, ties), encoding="utf-8")

    intake = read_intake(path).intake

    assert intake.applicants == tuple(people)
    assert intake.ties == tuple(ties)


@both_kinds
def test_groups_meet_when_people_can_come(kind: Kind) -> None:
    people = generate(kind, 240, seed=4).applicants
    groups = generate_groups(people, seed=4)

    able = [sum(covers(a.availability, g.session) for a in people if a.availability) for g in groups if g.session]
    assert len(able) == len(groups) == round(sum(a.cleared is not False for a in people) / 8)
    assert min(able) >= 8


def test_nobody_leads_two_groups_at_one_time() -> None:
    groups = generate_groups(generate("clinic", 500, seed=4).applicants, seed=4)

    leading = [(leader, g.session) for g in groups for leader in g.leaders]
    assert len(set(leading)) == len(leading)
    assert {len(g.leaders) for g in groups} == {2}


def test_an_intake_is_made_of_the_list() -> None:
    made = generate("campus", 24, seed=1)

    assert made.intake.applicants == made.applicants
    assert made.intake.day == AS_OF


@pytest.mark.parametrize(
    ("kind", "size", "seed"), [("school", 24, 1), ("campus", 0, 1), ("campus", 100_001, 1), ("campus", 24, -1)]
)
def test_what_cannot_be_generated_is_refused(kind: Kind, size: int, seed: int) -> None:
    with pytest.raises(ValueError, match="must"):
        generate(kind, size, seed)
