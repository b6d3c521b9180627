"""``POST /v1/evaluate``: what is this plan worth, and which rules does it break?"""

from flask import Response, current_app, g
from flask_openapi import APIBlueprint

from api.access.principal import requires
from api.access.scopes import Scope
from api.body import read_object, read_request
from api.examples import EVALUATE, EVALUATED
from api.openapi import REF, answers, problems, takes
from api.requests import PlanOptions
from api.settings import Settings
from matcher.answer import evaluate
from matcher.intake import Intake
from matcher.result import Result

evaluate_resource = APIBlueprint("evaluate", __name__, url_prefix="/v1", abp_tags=[{"name": "Matching"}])


class EvaluateRequest(PlanOptions):
    """A plan to be scored on an intake."""

    intake: Intake


@evaluate_resource.post(
    "/evaluate",
    summary="Score a plan",
    description=(
        "Scores a plan that somebody has made. A plan that breaks a hard rule is no error of the request: its "
        "status is infeasible, and the breaches say where."
    ),
    operation_id="evaluate",
    request_body=takes({"$ref": REF + "EvaluateRequest"}, {"plan": EVALUATE}),
    responses={
        "200": answers("The plan's value, breaches and waitlist.", Result, {"plan": EVALUATED}),
        **problems("Malformed", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid"),
    },
)
@requires(Scope.PLAN)
def evaluate_plan() -> Response:
    """Score a plan."""
    settings: Settings = current_app.config["SETTINGS"]
    intake, options = read_request(read_object(settings), EvaluateRequest, PlanOptions, settings)
    result = evaluate(intake, options.plan)
    g.counts["placed"] = result.placed
    return Response(result.model_dump_json(), content_type="application/json")
