"""``POST /v1/explain``: what is this plan worth, group by group, member by member, term by term?"""

from collections.abc import Iterator

from flask import Response, current_app, g
from flask_openapi import APIBlueprint
from pydantic import Field

from api.access.principal import requires
from api.access.scopes import Scope
from api.body import read_object, read_request
from api.examples import ANSWERS, EXPLAIN
from api.openapi import REF, answers, problems, takes
from api.requests import PlanOptions, known_plans
from api.settings import Settings
from matcher.explain import PlanAccount, explain
from matcher.intake import Id, Intake, Problem

explain_resource = APIBlueprint("explain", __name__, url_prefix="/v1", abp_tags=[{"name": "Explaining"}])


class ExplainOptions(PlanOptions):
    """What of a plan to account for."""

    group: Id | None = Field(default=None, description="Only this group of the plan; without it, all groups.")


class ExplainRequest(ExplainOptions):
    """A plan to be accounted for."""

    intake: Intake


@explain_resource.post(
    "/explain",
    summary="Account for a plan",
    description=(
        "Takes a plan apart: its value is the sum of the groups' values, a group's value the sum of its members' fits "
        "less what soft rules cost, and a member's fit the sum of the parts that each companion adds. Every term comes "
        "with the setting it follows from and a sentence."
    ),
    operation_id="explain",
    request_body=takes({"$ref": REF + "ExplainRequest"}, {"one group": EXPLAIN}),
    responses={
        "200": answers("The plan from its value down to single terms.", PlanAccount, {"one group": ANSWERS["explain"]}),
        **problems("Malformed", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid"),
    },
)
@requires(Scope.PLAN)
def explain_plan() -> Response:
    """Account for a plan."""
    settings: Settings = current_app.config["SETTINGS"]
    intake, options = read_request(read_object(settings), ExplainRequest, ExplainOptions, settings, _known)
    account = explain(intake, options.plan)
    g.counts["placed"] = account.placed
    if options.group is not None:
        account = account.model_copy(update={"groups": tuple(g for g in account.groups if g.id == options.group)})
    return Response(account.model_dump_json(), content_type="application/json")


def _known(options: ExplainOptions, intake: Intake) -> Iterator[Problem]:
    yield from known_plans(options, intake)
    if options.group is not None and all(seating.id != options.group for seating in options.plan.groups):
        yield Problem(path=("group",), code="unknown_group", message="no group of the plan has this id: correct it")
