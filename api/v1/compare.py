"""``POST /v1/compare``: two or more plans for the same people, side by side."""

from typing import Annotated

from flask import Response, current_app, g
from flask_openapi import APIBlueprint
from pydantic import Field, ValidationError

from api.access.principal import requires
from api.access.scopes import Scope
from api.body import read_object, read_request, refusal, too_long
from api.examples import ANSWERS, COMPARE
from api.openapi import REF, answers, problems, takes
from api.requests import under
from api.settings import Settings
from matcher.compare import Alternative, Comparison, compare
from matcher.intake import Frozen, Group, Intake, Problem, Word
from matcher.plan import Plan
from matcher.policy import Policy
from matcher.validation import problems_in

compare_resource = APIBlueprint("compare", __name__, url_prefix="/v1", abp_tags=[{"name": "Changing"}])

FEWEST_PLANS = 2

MOST_PLANS = 8
"""Plans of one comparison."""


class Side(Frozen):
    """One of the plans, with groups or a policy of its own where it was made for others than the intake's."""

    name: Word = Field(description="What the plan is called in the answer.")
    plan: Plan = Field(description="Who sits where.")
    groups: Annotated[tuple[Group, ...], Field(min_length=1, max_length=100_000)] | None = Field(
        default=None, description="The groups on offer it was made for; without them, the intake's."
    )
    policy: Policy | None = Field(default=None, description="The policy it was made for; without it, the intake's.")


class CompareOptions(Frozen):
    """The plans to lay side by side."""

    plans: tuple[Side, ...] = Field(
        min_length=FEWEST_PLANS, max_length=MOST_PLANS, description="The others are compared with the first."
    )


class CompareRequest(CompareOptions):
    """Two or more plans for the people of one intake."""

    intake: Intake


@compare_resource.post(
    "/compare",
    summary="Lay plans side by side",
    description=(
        "Says of two or more plans who sits elsewhere, what that does to the figures, and which rules one breaks and "
        "the other does not. Groups that are alike in all but their name are told apart by their people, so a renamed "
        "group moves nobody. Everybody's fit is measured by the policy of the first plan."
    ),
    operation_id="compare",
    request_body=takes({"$ref": REF + "CompareRequest"}, {"two plans": COMPARE}),
    responses={
        "200": answers(
            "The figures of every plan, and the differences.", Comparison, {"two plans": ANSWERS["compare"]}
        ),
        **problems("Malformed", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid"),
    },
)
@requires(Scope.PLAN)
def compare_plans() -> Response:
    """Lay plans side by side."""
    settings: Settings = current_app.config["SETTINGS"]
    body = read_object(settings)
    intake, options = read_request(body, CompareRequest, CompareOptions, settings)
    sides, wrong = [], []
    for number, side in enumerate(options.plans):
        found = _alternative(side, intake, settings)
        if isinstance(found, Alternative):
            sides.append(found)
        else:
            wrong += [p.model_copy(update={"path": ("plans", number, *p.path)}) for p in found]
    if wrong:
        raise refusal(wrong, CompareRequest)
    compared = compare(*sides)
    g.counts["plans"] = len(sides)
    return Response(compared.model_dump_json(), content_type="application/json")


def _alternative(side: Side, intake: Intake, settings: Settings) -> Alternative | list[Problem]:
    """One of the plans with its own intake, or what is wrong with it."""
    if long := too_long({"groups": list(side.groups or ())}, settings):
        return long
    try:
        own = _intake_of(side, intake)
    except ValidationError as error:
        return [_of_side(found) for found in problems_in(error)]
    return list(under("plan", side.plan.unknown_to(own))) or Alternative(side.name, own, side.plan)


def _intake_of(side: Side, intake: Intake) -> Intake:
    if side.groups is None and side.policy is None:
        return intake
    groups, policy = side.groups or intake.offers, side.policy or intake.policy
    return intake.with_changes(groups=groups, policy=policy, as_of=intake.day)


def _of_side(found: Problem) -> Problem:
    """A problem between the intake's people and the side's own groups or policy, told at the side."""
    where = found.path[:1]
    return found.model_copy(update={"path": found.path if where in (("groups",), ("policy",)) else ()})
