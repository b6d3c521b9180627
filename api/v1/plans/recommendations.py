"""``POST /v1/plans/{id}/recommendations``: which group of this plan for somebody who waits, or somebody new?"""

from collections.abc import Iterator
from typing import Self

from flask import Response, g
from flask_openapi import APIBlueprint
from pydantic import Field, model_validator

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.body import read_fields
from api.examples import ANSWERS, NEWCOMER
from api.openapi import REF, answers, problems, tagged, takes
from api.store import layouts, plans
from api.transactions import reading
from api.v1.plans.answers import WRITE, PlanPath, tagged_by
from api.v1.plans.reading import refuse
from api.v1.recommend import MOST_DESCRIBED
from matcher.intake import Applicant, Frozen, Id, Problem
from matcher.recommend import MOST_CHOICES, Recommendation, Recommender
from matcher.validation import InvalidIntake

recommendations_resource = APIBlueprint(
    "recommendations", __name__, url_prefix="/v1/plans", abp_tags=[{"name": "Plans"}]
)


class RecommendationRequest(Frozen):
    """For whom to rank the groups: somebody of the list who waits, or somebody new."""

    applicant: Id | None = Field(default=None, description="Somebody of the list who waits.")
    newcomer: Applicant | None = Field(default=None, description="Instead: somebody who is not on the list yet.")
    newer_list: bool = Field(default=False, description="On the list's last revision instead of the plan's own.")
    top: int = Field(default=MOST_CHOICES, ge=1, le=MOST_DESCRIBED, description="How many groups to describe in full.")

    @model_validator(mode="after")
    def _is_about_one_person(self) -> Self:
        if (self.applicant is None) == (self.newcomer is None):
            raise ValueError("say for whom: either applicant, an id of the list, or newcomer, somebody new")
        return self


@recommendations_resource.post(
    "/<plan_id>/recommendations",
    summary="Rank a plan's groups for somebody new",
    description=(
        "Ranks every group on offer for one person, everybody else staying, on the plan's last revision. The service "
        "remembers the plan laid out, so each further person takes milliseconds. Nothing is kept: add a newcomer to "
        "the list, then move them in with `newer_list`."
    ),
    operation_id="recommend_in_plan",
    request_body=takes({"$ref": REF + "RecommendationRequest"}, {"newcomer": {"newcomer": NEWCOMER, "top": 1}}),
    responses={
        "200": tagged(answers("Every group ranked.", Recommendation, {"newcomer": ANSWERS["recommend"]})),
        **WRITE,
        **problems("Conflict"),
    },
)
@requires(Scope.PLAN)
def recommend_in_plan(path: PlanPath) -> Response:
    """Rank the groups for somebody new."""
    wanted = read_fields(RecommendationRequest)
    with reading() as session:
        # The list is held on to: laying the plan out finds it in the session.
        row, _list, published = plans.with_list(session, current().clinic, path.plan_id)
        layout = layouts.newest_beside(session, row, published, newer_list=wanted.newer_list)
    recommender = layout.recommender
    if wanted.newcomer is not None:
        found = _newcomer(recommender, wanted.newcomer, wanted.top)
    else:
        assert wanted.applicant is not None
        refuse(_waits(recommender, wanted.applicant), RecommendationRequest)
        found = recommender.recommend(wanted.applicant, wanted.top)
    g.counts["open_groups"] = found.open_groups
    return tagged_by(Response(found.model_dump_json(), content_type="application/json"), row)


def _newcomer(recommender: Recommender, newcomer: Applicant, top: int) -> Recommendation:
    if newcomer.seated_in is not None:
        message = "already sits in a group: leave seated_in out, or add the person to the list as a member"
        path = ("newcomer", "seated_in")
        refuse([Problem(path=path, code="has_a_place", message=message)], RecommendationRequest)
    try:
        return recommender.recommend_newcomer(newcomer, top)
    except InvalidIntake as error:
        refuse([_of_newcomer(found) for found in error.problems], RecommendationRequest)
        raise


def _waits(recommender: Recommender, applicant: str) -> Iterator[Problem]:
    person = recommender.intake.applicant_by_id.get(applicant)
    if person is None:
        message = "no applicant of the plan's list has this id: correct it, or take the newer list"
        yield Problem(path=("applicant",), code="unknown_applicant", message=message)
    elif applicant in recommender.bench.place or person.seated_in is not None:
        message = "has a place already: only somebody who waits can be recommended a group"
        yield Problem(path=("applicant",), code="has_a_place", message=message)


def _of_newcomer(found: Problem) -> Problem:
    rest = found.path[1:] if found.path[:1] == ("applicant",) else ()
    return found.model_copy(update={"path": ("newcomer", *rest)})
