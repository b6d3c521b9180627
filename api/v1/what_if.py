"""``POST /v1/what-if/...``: other groups, other hours, another policy."""

from typing import Annotated

from flask import Response, current_app, g
from flask_openapi import APIBlueprint
from pydantic import Field, ValidationError

from api.access.principal import requires
from api.access.scopes import Scope
from api.body import read_object, read_request, refusal
from api.examples import ANSWERS, WHAT_IF_GROUPS, WHAT_IF_HOURS, WHAT_IF_POLICY
from api.openapi import REF, answers, problems, takes
from api.requests import Deadline, SearchOptions
from api.settings import Settings
from api.solving import places
from matcher.intake import Frozen, Intake, Problem
from matcher.policy import Policy
from matcher.result import Result
from matcher.times import IntervalField
from matcher.validation import problems_in
from matcher.whatif import (
    Effort,
    GroupsAnswer,
    HoursAnswer,
    NoHours,
    PolicyAnswer,
    best_hours,
    groups_more_or_fewer,
    policy_moved,
)

what_if_resource = APIBlueprint("what_if", __name__, url_prefix="/v1/what-if", abp_tags=[{"name": "What if"}])

MOST_HOURS = 200
"""Weekly times to choose from, and to choose."""

_REFUSED = problems("Malformed", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid", "Busy")


class WhatIfGroupsRequest(SearchOptions):
    """What would one group fewer cost, and what would one more bring?"""

    intake: Intake


class WhatIfHoursOptions(SearchOptions):
    """How many weekly times may be chosen, and from which."""

    choose: int = Field(ge=1, le=MOST_HOURS, description="How many weekly times may be chosen.")
    hours: Annotated[tuple[IntervalField, ...], Field(min_length=1, max_length=MOST_HOURS)] | None = Field(
        default=None,
        description="Times with one group each, of the intake's sizes; without them, the sessions of its groups.",
    )


class WhatIfHoursRequest(WhatIfHoursOptions):
    """Which weekly times seat most people?"""

    intake: Intake


class WhatIfPolicyOptions(SearchOptions):
    """Which settings to move."""

    changes: Policy = Field(description="The settings to move, and no others: what is left out stays as in the intake.")


class WhatIfPolicyRequest(WhatIfPolicyOptions):
    """What would other settings of the policy do?"""

    intake: Intake


@what_if_resource.post(
    "/groups",
    summary="One group fewer, one group more",
    description=(
        "Leaves out each group in turn and offers each kind once more, and ranks what that does, the best first. Equal "
        "groups made from sizes are made one fewer and one more. Groups that somebody sits in or is pinned to are "
        "never left out. The seconds are for all plans together."
    ),
    operation_id="what_if_groups",
    request_body=takes({"$ref": REF + "WhatIfGroupsRequest"}, {"equal groups": WHAT_IF_GROUPS}),
    responses={
        "200": answers(
            "The plan as it is, with one group fewer, and with one more.",
            GroupsAnswer,
            {"equal groups": ANSWERS["what_if_groups"]},
        ),
        **_REFUSED,
    },
)
@requires(Scope.PLAN)
def ask_groups() -> Response:
    """One group fewer, one group more."""
    settings: Settings = current_app.config["SETTINGS"]
    intake, options = read_request(read_object(settings), WhatIfGroupsRequest, SearchOptions, settings)
    found = places().run(groups_more_or_fewer, intake, _effort(options, settings))
    return _answer(found, found.as_is.result)


@what_if_resource.post(
    "/hours",
    summary="The weekly hours that seat most people",
    description=(
        "Chooses so many weekly times that as many people as possible fit into a group that fills, with proof, and "
        "answers with the choice of one fewer and one more, with how many could come when, and with a plan for the "
        "chosen times. Groups that somebody sits in or is pinned to go on."
    ),
    operation_id="what_if_hours",
    request_body=takes({"$ref": REF + "WhatIfHoursRequest"}, {"one of two": WHAT_IF_HOURS}),
    responses={
        "200": answers("The choice of times, and a plan.", HoursAnswer, {"one of two": ANSWERS["what_if_hours"]}),
        **_REFUSED,
    },
)
@requires(Scope.PLAN)
def ask_hours() -> Response:
    """The weekly hours that seat most people."""
    settings: Settings = current_app.config["SETTINGS"]
    intake, options = read_request(read_object(settings), WhatIfHoursRequest, WhatIfHoursOptions, settings)
    try:
        found = places().run(best_hours, intake, options.choose, options.hours, _effort(options, settings))
    except NoHours as error:
        raise refusal([Problem(path=("hours",), code="missing", message=str(error))], WhatIfHoursRequest) from None
    return _answer(found, found.as_is)


@what_if_resource.post(
    "/policy",
    summary="The policy moved",
    description=(
        "Solves under the policy as it is and under the changed one, half of the time each, and lays the two plans "
        "side by side under both."
    ),
    operation_id="what_if_policy",
    request_body=takes({"$ref": REF + "WhatIfPolicyRequest"}, {"balance": WHAT_IF_POLICY}),
    responses={
        "200": answers(
            "The plan under either policy, and the differences.", PolicyAnswer, {"balance": ANSWERS["what_if_policy"]}
        ),
        **_REFUSED,
    },
)
@requires(Scope.PLAN)
def ask_policy() -> Response:
    """The policy moved."""
    settings: Settings = current_app.config["SETTINGS"]
    intake, options = read_request(read_object(settings), WhatIfPolicyRequest, WhatIfPolicyOptions, settings)
    changes = options.changes.model_dump(mode="json", exclude_unset=True)
    try:
        found = places().run(policy_moved, intake, changes, _effort(options, settings))
    except ValidationError as error:
        raise refusal([_of_intake(found) for found in problems_in(error)], WhatIfPolicyRequest) from None
    return _answer(found, found.as_is)


def _effort(options: SearchOptions, settings: Settings) -> Effort:
    """The solves share the seconds; with work, all of them end when these are up."""
    seconds = options.seconds_within(settings)
    return Effort(seconds, options.work, options.seed, None if options.work is None else Deadline(seconds))


def _answer(found: Frozen, as_is: Result) -> Response:
    g.counts.update(placed=as_is.placed, solve_status=as_is.status)
    return Response(found.model_dump_json(), content_type="application/json")


def _of_intake(found: Problem) -> Problem:
    """A problem of the intake under the changed policy; one of the policy itself is told at the changes."""
    name, *rest = found.path or ("policy",)
    return found.model_copy(update={"path": ("changes", *rest) if name == "policy" else ("intake", *found.path)})
