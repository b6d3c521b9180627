from pathlib import Path

import pytest
from pydantic import ValidationError

from matcher.vocabulary import LifeStage, Reason, Vocabulary, load_vocabulary, read_reasons, shipped_vocabulary

SHIPPED = shipped_vocabulary()


@pytest.mark.parametrize(
    ("word", "slug"),
    [
        ("grief-loss", "grief-loss"),
        ("Grief or loss", "grief-loss"),
        ("  GRIEF   Loss ", "grief-loss"),
        ("grief_loss", "grief-loss"),
        ("Undergraduate student", "undergraduate"),
        ("  Juggling ", "Juggling"),
    ],
)
def test_a_word_is_known_by_slug_and_label_case_and_hyphens_aside(word: str, slug: str) -> None:
    assert SHIPPED.slug(word) == slug


def test_a_clinics_own_words_come_first() -> None:
    own = SHIPPED.model_copy(update={"synonyms": {"Bereavement": "grief-loss", "Sleep": "stress"}})
    own = Vocabulary.model_validate(own.model_dump())

    assert own.slug("bereavement") == "grief-loss"
    assert own.slug("sleep") == "stress"


def test_a_reason_has_a_category_on_each_axis() -> None:
    assert SHIPPED.category("grief-loss") == "event"
    assert SHIPPED.category("grief-loss", "problem_area") == "grief"
    assert SHIPPED.category("anxiety", "problem_area") is None
    assert SHIPPED.category("juggling") is None


def test_the_four_interpersonal_problem_areas_are_all_in_use() -> None:
    areas = {reason.problem_area for reason in SHIPPED.reasons} - {None}
    assert areas == {"grief", "role-dispute", "role-transition", "interpersonal-sensitivity"}


def test_risk_reasons_wait_for_a_clinician() -> None:
    risks = {reason.slug for reason in SHIPPED.reasons if SHIPPED.is_risk(reason.slug)}
    assert risks == {"self-harm", "suicidality", "psychosis", "partner-violence"}
    assert not SHIPPED.is_risk("juggling")


def test_neighbours_are_neighbours_both_ways_whoever_names_them() -> None:
    stages = (LifeStage(slug="a", neighbours=("b",)), LifeStage(slug="b"), LifeStage(slug="c"))
    assert Vocabulary(life_stages=stages).neighbouring_stages == {("a", "b"), ("b", "a")}


def test_every_neighbour_of_a_shipped_stage_is_a_stage() -> None:
    assert {a for a, _ in SHIPPED.neighbouring_stages} <= set(SHIPPED.stage_by_slug)


def test_a_slug_stands_once() -> None:
    with pytest.raises(ValidationError, match="two reasons of the vocabulary have the same slug"):
        Vocabulary(reasons=(Reason(slug="a"), Reason(slug="a")))


def test_either_part_is_replaced_by_a_clinics_own_file(tmp_path: Path) -> None:
    reasons, stages = tmp_path / "reasons.csv", tmp_path / "stages.csv"
    reasons.write_text("slug,label,category,group_use\nexams,Exam nerves,study,balance\nharm,,,screen\n", "utf-8-sig")
    stages.write_text("slug,label,neighbours\nfirst-year,First year,final-year|alumni\nfinal-year,,\n", "utf-8")

    own = load_vocabulary(reasons)
    assert (own.slug("Exam nerves"), own.category("exams"), own.is_risk("harm")) == ("exams", "study", True)
    assert own.slug("anxiety") == "anxiety"
    assert own.category("anxiety") is None
    assert own.life_stages == SHIPPED.life_stages

    own = load_vocabulary(life_stages=stages)
    assert ("alumni", "first-year") in own.neighbouring_stages
    assert own.reasons == SHIPPED.reasons


def test_a_file_that_is_no_vocabulary_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("name,kind\nanxiety,symptom\n", "utf-8")
    with pytest.raises(ValidationError):
        load_vocabulary(wrong)
    with pytest.raises(OSError, match="missing"):
        load_vocabulary(tmp_path / "missing.csv")


@pytest.mark.parametrize("word", ["suicidal ideation", "Self-harm", "self_injury", "Hearing voices", "IPV"])
def test_a_risk_in_a_coordinators_own_words_is_a_risk(word: str) -> None:
    vocabulary = shipped_vocabulary()

    assert vocabulary.is_risk(vocabulary.slug(word))


def test_a_misspelt_use_is_refused() -> None:
    """A typing error must not let a risk reason through."""
    with pytest.raises(ValidationError, match="group_use"):
        read_reasons(["slug,group_use", "suicidality,sreen"])


def test_a_file_with_semicolons_is_read() -> None:
    [reason] = read_reasons(["slug;label;group_use", "sadness;Sadness;screen"])

    assert (reason.label, reason.group_use) == ("Sadness", "screen")
