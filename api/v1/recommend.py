"""``POST /v1/recommend``: which group for somebody new?"""

from collections.abc import Iterator
from typing import Self

from flask import Response, current_app, g
from flask_openapi import APIBlueprint
from pydantic import Field, model_validator

from api.access.principal import requires
from api.access.scopes import Scope
from api.body import read_object, read_request, refusal
from api.examples import ANSWERS, RECOMMEND
from api.openapi import REF, answers, problems, takes
from api.requests import PlanOptions, known_applicant, known_plans
from api.settings import Settings
from matcher.intake import Applicant, Id, Intake, Problem
from matcher.plan import Plan
from matcher.recommend import MOST_CHOICES, Recommendation, Recommender, listed
from matcher.validation import InvalidIntake

recommend_resource = APIBlueprint("recommend", __name__, url_prefix="/v1", abp_tags=[{"name": "Changing"}])

MOST_DESCRIBED = 100
"""Groups that one answer describes in full; the ranking has them all."""


class RecommendOptions(PlanOptions):
    """For whom to rank the groups: somebody of the intake who waits, or somebody new."""

    applicant: Id | None = Field(default=None, description="Somebody of the intake who waits.")
    newcomer: Applicant | None = Field(default=None, description="Instead: somebody who is not in the intake yet.")
    top: int = Field(default=MOST_CHOICES, ge=1, le=MOST_DESCRIBED, description="How many groups to describe in full.")

    @model_validator(mode="after")
    def _is_about_one_person(self) -> Self:
        if (self.applicant is None) == (self.newcomer is None):
            raise ValueError("say for whom: either applicant, an id of the intake, or newcomer, somebody new")
        return self


class RecommendRequest(RecommendOptions):
    """Somebody who looks for a place in a plan."""

    intake: Intake


@recommend_resource.post(
    "/recommend",
    summary="Rank the groups for somebody new",
    description=(
        "Ranks every group on offer for one person, everybody else staying: what the plan gains, the person's fit, "
        "what each member gains or loses, what rules cost or forbid, and where it is worth more if one member makes "
        "way. Nobody loses their place for somebody new."
    ),
    operation_id="recommend",
    request_body=takes({"$ref": REF + "RecommendRequest"}, {"newcomer": RECOMMEND}),
    responses={
        "200": answers("Every group ranked.", Recommendation, {"newcomer": ANSWERS["recommend"]}),
        **problems("Malformed", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid"),
    },
)
@requires(Scope.PLAN)
def recommend_groups() -> Response:
    """Rank the groups for somebody new."""
    settings: Settings = current_app.config["SETTINGS"]
    intake, options = read_request(read_object(settings), RecommendRequest, RecommendOptions, settings, _known)
    who = options.applicant
    if options.newcomer is not None:
        who = options.newcomer.id
        try:
            intake = listed(intake, options.newcomer)
        except InvalidIntake as error:
            raise refusal([_of_newcomer(found) for found in error.problems], RecommendRequest) from None
    assert who is not None
    found = Recommender(intake, options.plan).recommend(who, options.top)
    g.counts["open_groups"] = found.open_groups
    return Response(found.model_dump_json(), content_type="application/json")


def _known(options: RecommendOptions, intake: Intake) -> Iterator[Problem]:
    yield from known_plans(options, intake)
    yield from _moved_members(options.plan, intake)
    if options.applicant is not None:
        yield from known_applicant("applicant", options.applicant, intake)
    known = intake.applicant_by_id.get(options.applicant or "")
    placed = options.plan.by_applicant()
    if known is not None and (known.id in placed or known.seated_in is not None):
        message = "has a place already: only somebody who waits can be recommended a group"
        yield Problem(path=("applicant",), code="has_a_place", message=message)
    if options.newcomer is not None and options.newcomer.seated_in is not None:
        message = "already sits in a group: leave seated_in out, or add the person to the intake as a member"
        yield Problem(path=("newcomer", "seated_in"), code="has_a_place", message=message)


def _moved_members(plan: Plan, intake: Intake) -> Iterator[Problem]:
    for number, seating in enumerate(plan.groups):
        for place, member in enumerate(seating.members):
            known = intake.applicant_by_id.get(member)
            if known is not None and known.seated_in not in (None, seating.id):
                message = "already sits in another group: correct the plan, or seated_in"
                yield Problem(
                    path=("plan", "groups", number, "members", place), code="seated_elsewhere", message=message
                )


def _of_newcomer(found: Problem) -> Problem:
    name, *rest = found.path or ("",)
    return found.model_copy(update={"path": ("newcomer", *rest) if name == "applicant" else ("intake", *found.path)})
