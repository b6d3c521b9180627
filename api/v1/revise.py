"""``POST /v1/revise``: the list has changed; how does the plan change with few moves?"""

from flask import Response, current_app, g
from flask_openapi import APIBlueprint
from pydantic import Field

from api.access.principal import requires
from api.access.scopes import Scope
from api.body import read_object, read_request, refusal
from api.examples import ANSWERS, REVISE
from api.openapi import REF, answers, problems, takes
from api.requests import MoveLimits, SearchOptions
from api.settings import Settings
from api.solving import places
from matcher.intake import Frozen, Intake, Problem
from matcher.plan import Plan
from matcher.revise import Frontier, Revision, TooLong, frontier, revise, searches

revise_resource = APIBlueprint("revise", __name__, url_prefix="/v1", abp_tags=[{"name": "Changing"}])

LONGEST_FRONTIER = 200
"""Moves up to which a frontier goes."""


class ReviseOptions(SearchOptions, MoveLimits):
    """How to change a plan: within a number of moves, or at a price for each; 0.1 points where neither is given."""

    plan: Plan = Field(description="The plan that held. It may name people and groups that are gone.")
    frontier: int | None = Field(
        default=None,
        ge=0,
        le=LONGEST_FRONTIER,
        description="Also say what the best plan with 0, 1, 2 ... this many moves is worth.",
    )


class ReviseRequest(ReviseOptions):
    """The list as it is now, and the plan that held."""

    intake: Intake


class RevisionAnswer(Frozen):
    """The changed plan with exactly who moves, and what each more move would be worth."""

    revision: Revision
    frontier: Frontier | None = Field(description="None where it was not asked for.")


@revise_resource.post(
    "/revise",
    summary="Change a plan with few moves",
    description=(
        "Fits a plan to the list of today: newcomers are on it, those who dropped out are not, and pins, published "
        "places and members of running groups are fields of the applicants. Whoever had a place and gets another one, "
        "or none, is listed with what the move is worth; somebody new who takes a place is no move. Where so few moves "
        "cannot keep every hard rule, the outcome says how many it takes."
    ),
    operation_id="revise",
    request_body=takes({"$ref": REF + "ReviseRequest"}, {"somebody left": REVISE}),
    responses={
        "200": answers(
            "The new plan, who moves and why, and the frontier.", RevisionAnswer, {"somebody left": ANSWERS["revise"]}
        ),
        **problems("Malformed", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid", "Busy"),
    },
)
@requires(Scope.PLAN)
def revise_plan() -> Response:
    """Change a plan with few moves."""
    settings: Settings = current_app.config["SETTINGS"]
    body = read_object(settings)
    intake, options = read_request(body, ReviseRequest, ReviseOptions, settings, lambda _options, _intake: ())
    share = options.seconds_within(settings) / searches(options.max_moves, options.frontier)
    try:
        found = places().run(_searched, intake, options, share)
    except TooLong as error:
        problem = Problem(path=("intake", "applicants"), code="too_many", message=str(error))
        raise refusal([problem], ReviseRequest) from None
    result = found.revision.result
    g.counts.update(
        placed=0 if result is None else result.placed,
        moves=len(found.revision.moves),
        solve_status=found.revision.outcome,
    )
    return Response(found.model_dump_json(), content_type="application/json")


def _searched(intake: Intake, options: ReviseOptions, share: float) -> RevisionAnswer:
    revision = revise(
        intake,
        options.plan,
        stop=options.stop_after(share),
        seed=options.seed,
        max_moves=options.max_moves,
        stay=options.stay,
        grade=options.grade,
    )
    points = None
    if options.frontier is not None:
        points = frontier(intake, options.plan, options.frontier, stop=options.stop_after(share), seed=options.seed)
    return RevisionAnswer(revision=revision, frontier=points)
