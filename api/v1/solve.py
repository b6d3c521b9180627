"""``POST /v1/solve``: compose groups, and wait for them."""

from typing import Self

from flask import Response, current_app, g
from flask_openapi import APIBlueprint
from pydantic import Field, model_validator

from api.access.principal import requires
from api.access.scopes import Scope
from api.body import read_object, read_request
from api.examples import REPRODUCIBLE, SOLVE, SOLVED
from api.jobs.tasks import CUT_SHORT, Clock
from api.openapi import REF, answers, problems, takes
from api.preferences import APPLIED, HEADER, wait_preferred
from api.request_headers import reads
from api.requests import SearchOptions
from api.settings import Settings
from api.solving import places
from matcher.engine.solve import solve
from matcher.intake import Intake
from matcher.plan import Plan
from matcher.result import Result
from matcher.stop import AnyOf, Stop, Work

solve_resource = APIBlueprint("solve", __name__, url_prefix="/v1", abp_tags=[{"name": "Matching"}])


class SolveOptions(SearchOptions):
    """How to solve an intake."""

    reproducible: bool = Field(
        default=False,
        description=(
            "The same intake, seed and work give the same answer, byte for byte. Needs `work`; an answer that the "
            "time cut short says so in its warnings."
        ),
    )
    start: Plan | None = Field(default=None, description="A plan to begin with; a valid one is never made worse.")

    @model_validator(mode="after")
    def _reproduces_work(self) -> Self:
        if self.reproducible and self.work is None:
            raise ValueError("reproducible needs work: say how many rounds")
        return self


class SolveRequest(SolveOptions):
    """An intake to be solved."""

    intake: Intake


@solve_resource.post(
    "/solve",
    summary="Compose groups",
    description=(
        "Composes groups and answers when the time is up or the plan is proved to be the best. With `Prefer: wait=N` "
        "the search takes N seconds at the most. An intake that has no valid plan is no error of the request: the "
        "status is infeasible, and the conflicts name the rules. Nothing is kept, so there is no job to come back to "
        "(`respond-async`): keep the list and compose a plan of it for that."
    ),
    operation_id="solve",
    request_body=takes({"$ref": REF + "SolveRequest"}, {"by time": SOLVE, "reproducible": REPRODUCIBLE}),
    responses={
        "200": answers("Groups, value, proof, and a reason for everybody who waits.", Result, {"solved": SOLVED}),
        **problems("Malformed", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid", "Busy"),
    },
)
@requires(Scope.PLAN)
@reads(HEADER)
def solve_intake() -> Response:
    """Compose groups."""
    settings: Settings = current_app.config["SETTINGS"]
    intake, options = read_request(read_object(settings), SolveRequest, SolveOptions, settings)
    seconds, wait = options.seconds_within(settings), wait_preferred()
    result = places().run(_solved, intake, options, min(seconds, wait) if wait else seconds)
    g.counts.update(placed=result.placed, solve_status=result.status)
    response = Response(result.model_dump_json(), content_type="application/json")
    if wait:
        response.headers[APPLIED] = f"wait={wait}"
    return response


def _solved(intake: Intake, options: SolveOptions, seconds: float) -> Result:
    clock = Clock(seconds)
    stop: Stop = clock if options.work is None else AnyOf(Work(options.work), clock)
    result = solve(intake, stop, seed=options.seed, start=options.start, reproducible=options.reproducible)
    if options.reproducible and clock.ended:
        return result.model_copy(update={"warnings": (*result.warnings, CUT_SHORT)})
    return result
