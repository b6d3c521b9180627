"""The page on which other groups, other hours and another policy are tried out, and from which groups are kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from api.access.principal import requires
from api.access.scopes import Scope
from api.problems import ProblemError
from api.settings import Settings
from api.solving import places
from api.transactions import writing
from api.web import keeping
from api.web.compared import Compared, Side, compared_shown
from api.web.keeping import Keeps
from api.web.laid import Laid, laid_out
from api.web.matters import BALANCE_STEPS, LIKENESS
from api.web.pages import counted, page, web
from api.web.texts import text
from matcher.compare import Comparison
from matcher.report.ages import ROW
from matcher.report.comparison import Listing
from matcher.report.whatif import group_listing, group_notes, hour_notes, week_listing, worth_listing
from matcher.result import Result
from matcher.sentences import sentence
from matcher.times import parse_intervals
from matcher.whatif import Effort, best_hours, groups_more_or_fewer, policy_moved
from matcher.whatif.offers import with_groups

SECONDS = (10, 60)
"""How long a question may take, to choose from."""

MOST_HOURS = 50
"""Weekly times that may be asked to be chosen."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question: tables, notes, what can be kept, and the plans side by side.

    Without a plan as it is, only why.
    """

    listings: tuple[Listing, ...]
    notes: tuple[str, ...]
    compared: Compared | None
    keeps: Keeps | None = None


@web.get("/plans/<plan_id>/what-if")
@requires(Scope.PLAN)
def what_if(plan_id: str) -> Response:
    """Offer the questions."""
    return _shown(laid_out(plan_id))


@web.post("/plans/<plan_id>/what-if")
@requires(Scope.PLAN)
def ask_what_if(plan_id: str) -> Response:
    """Answer one of them, as soon as the search for it has ended."""
    laid = laid_out(plan_id)
    settings: Settings = current_app.config["SETTINGS"]
    seconds = counted(request.form.get("seconds", ""), SECONDS[-1]) or SECONDS[0]
    question = QUESTIONS.get(request.form.get("ask", ""), _groups)
    try:
        answer = question(laid, Effort(min(seconds, settings.max_seconds)))
    except ProblemError as error:
        return _shown(laid, problem=error.errors[0].detail, status=error.status)
    except ValueError as error:
        return _shown(laid, problem=str(error), status=422)
    return _shown(laid, answer)


@web.post("/plans/<plan_id>/what-if/keep")
@requires(Scope.PLAN)
def keep_variant(plan_id: str) -> Response:
    """Make one of the answers a plan of its own, and its groups those of the list."""
    with writing() as session:
        made = keeping.kept(session, plan_id)
    if made is None:
        return _shown(laid_out(plan_id), problem=text("whatif-outdated"), status=409)
    row, change = made
    return redirect(url_for("web.plan", plan_id=row.id, kept=change), 303)


def _shown(laid: Laid, answer: Answer | None = None, *, problem: str = "", status: int = 200) -> Response:
    if "HX-Request" in request.headers:
        return page(
            "whatif_answer.html", plan=laid.plan, list=laid.list, answer=answer, problem=problem, row_height=ROW
        )
    return page(
        "whatif.html",
        status,
        plan=laid.plan,
        list=laid.list,
        policy=laid.intake.policy,
        steps=BALANCE_STEPS,
        likeness=LIKENESS,
        seconds=SECONDS,
        most_hours=MOST_HOURS,
        given=request.form,
        answer=answer,
        problem=problem,
        row_height=ROW,
    )


def _groups(laid: Laid, effort: Effort) -> Answer:
    found = places().run(groups_more_or_fewer, laid.intake, effort)
    others = [variant.result for variant in (*found.fewer[:1], *found.more[:1])]
    results = [found.as_is.result, *others]
    answer = _answer(laid, results, found.comparison, [group_listing(found)], group_notes(found))
    return replace(answer, keeps=keeping.keeps(laid, found))


def _hours(laid: Laid, effort: Effort) -> Answer:
    written = request.form.get("hours", "").strip()
    choose = counted(request.form.get("choose", ""), MOST_HOURS) or 1
    found = places().run(best_hours, laid.intake, choose, parse_intervals(written) or None, effort)
    results = [found.as_is, found.result]
    return _answer(laid, results, found.comparison, [week_listing(found.hours)], hour_notes(found))


def _policy(laid: Laid, effort: Effort) -> Answer:
    policy = laid.intake.policy
    steps = counted(request.form.get("balance", ""), BALANCE_STEPS) or 0
    changes: dict[str, object] = {}
    if steps != round(policy.balance * BALANCE_STEPS):
        changes["balance"] = steps / BALANCE_STEPS
    if (likeness := request.form.get("likeness", policy.likeness)) != policy.likeness:
        changes["likeness"] = likeness
    if not changes:
        raise ValueError(text("whatif-nothing-moved"))
    found = places().run(policy_moved, laid.intake, changes, effort)
    said = (
        sentence("whatif-policy-set", setting=name, old=old, new=new).text for name, (old, new) in found.changes.items()
    )
    worth = [] if not found.comparison or not found.by_moved else [worth_listing(found.comparison, found.by_moved)]
    return _answer(laid, [found.as_is, found.moved], found.comparison, worth, said)


def _answer(
    laid: Laid,
    results: Sequence[Result],
    comparison: Comparison | None,
    listings: Iterable[Listing],
    notes: Iterable[str],
) -> Answer:
    as_is = results[0]
    g.counts.update(placed=as_is.placed, solve_status=as_is.status)
    sides = (Side(with_groups(laid.shown, r.offers), r.plan) for r in results if r.plan is not None)
    lacking = () if as_is.plan is not None else (sentence("whatif-no-plan").text,)
    return Answer(
        listings=tuple(listings),
        notes=(*notes, *lacking),
        compared=None if comparison is None else compared_shown(comparison, sides, laid.people),
    )


QUESTIONS: Mapping[str, Callable[[Laid, Effort], Answer]] = {"groups": _groups, "hours": _hours, "policy": _policy}
"""What can be asked, by the name that the form has for it."""
