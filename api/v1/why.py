"""``POST /v1/why``: why does somebody sit there, or wait, or not sit in another group?"""

from collections.abc import Iterator

from flask import Response, current_app
from flask_openapi import APIBlueprint
from pydantic import Field

from api.access.principal import requires
from api.access.scopes import Scope
from api.body import read_object, read_request
from api.examples import ANSWERS, WHY, WHY_NOT
from api.openapi import REF, answers, problems, takes
from api.requests import PlanOptions, known_applicant, known_group, known_plans
from api.settings import Settings
from matcher.change import Workbench
from matcher.explain import Why, why_on
from matcher.intake import Id, Intake, Problem
from matcher.obstacles import WhyNot, why_not_on

why_resource = APIBlueprint("why", __name__, url_prefix="/v1", abp_tags=[{"name": "Explaining"}])


class WhyOptions(PlanOptions):
    """Whose place to explain."""

    applicant: Id = Field(description="Somebody of the intake, placed or waiting.")
    not_group: Id | None = Field(
        default=None, description="Say why they do not sit in this group. It must not be the one they sit in."
    )


class WhyRequest(WhyOptions):
    """A person of an intake whose place in a plan is to be explained."""

    intake: Intake


@why_resource.post(
    "/why",
    summary="Explain one person's place",
    description=(
        "Without `not_group`: whom the person is close to and in what, whom they differ from, and what the next best "
        "groups would have meant for everybody; of somebody who waits, the rules in the way and the smallest changes "
        "that would seat them. With `not_group`: what stands against that group, or what it would change. For staff: "
        "the texts name other members."
    ),
    operation_id="why",
    request_body=takes({"$ref": REF + "WhyRequest"}, {"placed": WHY, "not in another group": WHY_NOT}),
    responses={
        "200": answers(
            "Why they sit there or wait; with `not_group`, why they do not sit in that group.",
            Why,
            {"placed": ANSWERS["why"], "not in another group": ANSWERS["why_not"]},
            WhyNot,
        ),
        **problems("Malformed", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid"),
    },
)
@requires(Scope.PLAN)
def explain_place() -> Response:
    """Explain one person's place."""
    settings: Settings = current_app.config["SETTINGS"]
    intake, options = read_request(read_object(settings), WhyRequest, WhyOptions, settings, _known)
    return placed_or_not(Workbench(intake, options.plan), options.applicant, options.not_group)


def placed_or_not(bench: Workbench, applicant: str, not_group: str | None) -> Response:
    """Why somebody sits where they do, or waits; with a group, why they do not sit in that one."""
    found = why_on(bench, applicant) if not_group is None else why_not_on(bench, applicant, not_group)
    return Response(found.model_dump_json(), content_type="application/json")


def _known(options: WhyOptions, intake: Intake) -> Iterator[Problem]:
    yield from known_plans(options, intake)
    yield from known_applicant("applicant", options.applicant, intake)
    if options.not_group is None:
        return
    yield from known_group("not_group", options.not_group, intake)
    if options.plan.by_applicant().get(options.applicant) == options.not_group:
        message = "the applicant sits in this group: name another, or leave not_group out"
        yield Problem(path=("not_group",), code="sits_there", message=message)
