"""The page that ranks a plan's groups for somebody new; nothing of what is asked is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from pydantic import ValidationError
from werkzeug.wrappers import Response

from api.access.principal import requires
from api.access.scopes import Scope
from api.web.laid import Laid, laid_out
from api.web.pages import page, web
from api.web.ranked import MOST_DESCRIBED, RankedShown, ranked_shown
from api.web.texts import text
from matcher.intake import Applicant, Intake, Problem
from matcher.validation import InvalidIntake, problems_in

ASKED_FOR = {"languages": "language", "modality": "modality", "sites": "site"}
"""Fields of a person that a group may ask for, and the group's field."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be ticked: reasons by category, times at which groups meet, and what else groups ask for."""

    reasons: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    stages: tuple[str, ...]
    times: tuple[str, ...]
    asked: tuple[tuple[str, tuple[str, ...]], ...]


@web.get("/plans/<plan_id>/newcomer")
@requires(Scope.PLAN)
def newcomer(plan_id: str) -> Response:
    """Ask who is new."""
    return _shown(laid_out(plan_id))


@web.post("/plans/<plan_id>/newcomer")
@requires(Scope.PLAN)
def rank_for_newcomer(plan_id: str) -> Response:
    """Rank the groups for them."""
    laid = laid_out(plan_id)
    ranked: RankedShown | None = None
    problems: tuple[str, ...] = ()
    try:
        who = Applicant.model_validate(_fields(laid.intake))
        found = laid.layout.recommender.recommend_newcomer(who, MOST_DESCRIBED)
        ranked = ranked_shown(laid, found)
    except ValidationError as error:
        problems = tuple(map(_said, problems_in(error)))
    except InvalidIntake as error:
        problems = tuple(map(_said, error.problems))
    except ValueError as error:
        # A member of a running group does not sit there in this plan; the words name nobody.
        problems = (str(error),)
    if "HX-Request" in request.headers:
        return page("newcomer_answer.html", ranked=ranked, problems=problems)
    return _shown(laid, ranked, problems)


def _shown(laid: Laid, ranked: RankedShown | None = None, problems: Sequence[str] = ()) -> Response:
    return page(
        "newcomer.html",
        422 if problems else 200,
        plan=laid.plan,
        list=laid.list,
        choices=_choices(laid.intake),
        given=request.form,
        ranked=ranked,
        problems=problems,
    )


def _choices(intake: Intake) -> Choices:
    vocabulary = intake.vocabulary
    categories: dict[str, list[tuple[str, str]]] = {}
    for reason in vocabulary.reasons:
        categories.setdefault(reason.category.replace("-", " "), []).append((reason.slug, reason.label or reason.slug))
    sessions = sorted({group.session for group in intake.offers if group.session is not None})
    words = {field: {getattr(group, asked) for group in intake.offers} - {None} for field, asked in ASKED_FOR.items()}
    return Choices(
        reasons=tuple((category, tuple(words)) for category, words in categories.items()),
        stages=tuple(stage.label or stage.slug for stage in vocabulary.life_stages),
        times=tuple(map(str, sessions)),
        asked=tuple((field, tuple(sorted(found))) for field, found in words.items() if found),
    )


def _fields(intake: Intake) -> Mapping[str, Any]:
    form = request.form
    fields: dict[str, Any] = {"id": _called(intake)}
    if age := form.get("age", "").strip():
        fields["age"] = age
    if stage := form.get("life_stage", "").strip():
        fields["life_stage"] = intake.vocabulary.slug(stage)
    reasons = [*form.getlist("reasons"), *_split(form.get("more_reasons", ""), ",;\n")]
    fields["reasons"] = list(dict.fromkeys(map(intake.vocabulary.slug, reasons)))
    fields["availability"] = [*form.getlist("times"), *_split(form.get("more_times", ""), ";\n")]
    fields |= {field: form.getlist(field) for field in ASKED_FOR}
    if "cleared" in form:
        fields["cleared"] = True
    return fields


def _called(intake: Intake) -> str:
    """What they are called in sentences: nobody of the list."""
    name, number = text("newcomer-called"), 1
    while (called := name if number == 1 else f"{name} {number}") in intake.applicant_by_id:
        number += 1
    return called


def _split(words: str, separators: str) -> Iterator[str]:
    for separator in separators:
        words = words.replace(separator, separators[0])
    return (word.strip() for word in words.split(separators[0]) if word.strip())


def _said(problem: Problem) -> str:
    field = next((str(part) for part in problem.path if part != "applicant"), "")
    known = field in Applicant.model_fields
    return text("problem-in", where=text(f"field-{field}"), message=problem.message) if known else problem.message
