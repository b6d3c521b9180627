"""``/v1/plans/{id}/explanation``, ``why`` and ``diff``: what a stored plan is made of, and how two differ."""

from collections.abc import Iterator

from flask import Response, g
from flask_openapi import APIBlueprint
from pydantic import Field

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.body import read_fields
from api.examples import ANSWERS
from api.openapi import REF, answers, problems, takes
from api.problems import problem
from api.queries import Query
from api.requests import known_applicant, known_group
from api.store import layouts, plans
from api.store.layouts import Layout
from api.transactions import reading
from api.v1.plans.answers import READ, WRITE, PlanPath, RevisionQuery
from api.v1.plans.reading import refuse
from api.v1.why import placed_or_not
from matcher.compare import Alternative, Comparison, compare
from matcher.explain import PlanAccount, Why, explain
from matcher.intake import Frozen, Id, Problem
from matcher.obstacles import WhyNot

explaining_resource = APIBlueprint("plan_explaining", __name__, url_prefix="/v1/plans", abp_tags=[{"name": "Plans"}])


class ExplanationQuery(RevisionQuery):
    """What of a plan to account for."""

    group: str | None = Field(default=None, max_length=100, description="Only this group; without it, all.")


class PlaceRequest(Frozen):
    """Whose place to explain. It is sent in a body so that no address, and no log of one, has a person's id in it."""

    applicant: Id = Field(description="Somebody of the plan's list, placed or waiting.")
    not_group: Id | None = Field(default=None, description="Say why they do not sit in this group.")
    revision: int | None = Field(default=None, ge=1, le=2**31 - 1, description="Without it, the last one.")


class DiffQuery(Query):
    """Which two revisions to lay side by side."""

    first: int | None = Field(
        default=None, ge=1, le=2**31 - 1, description="The revision to compare with; without it, the one before."
    )
    other: int | None = Field(default=None, ge=1, le=2**31 - 1, description="The other; without it, the last one.")
    plan: str | None = Field(
        default=None, max_length=40, description="Another plan for the same people, whose revision `other` is."
    )


@explaining_resource.get(
    "/<plan_id>/explanation",
    summary="Account for a stored plan",
    description="As `/v1/explain`, on the revision of the list that the plan stands on, with its pins.",
    operation_id="explain_stored_plan",
    responses={
        "200": answers("The plan from its value down to single terms.", PlanAccount, {"one group": ANSWERS["explain"]}),
        **READ,
        **problems("Conflict"),
    },
)
@requires(Scope.PLAN)
def explain_stored_plan(path: PlanPath, query: ExplanationQuery) -> Response:
    """Account for a plan."""
    with reading() as session:
        layout = layouts.layout(session, plans.find(session, current().clinic, path.plan_id), query.revision)
    account = explain(layout.intake, layout.plan)
    g.counts["placed"] = account.placed
    if query.group is not None:
        groups = tuple(found for found in account.groups if found.id == query.group)
        if not groups:
            raise problem(400, "unknown_group", "no group of the plan has this id: correct it", parameter="group")
        account = account.model_copy(update={"groups": groups})
    return Response(account.model_dump_json(), content_type="application/json")


@explaining_resource.post(
    "/<plan_id>/why",
    summary="Explain one person's place in a stored plan",
    description="As `/v1/why`. For staff: the texts name other members.",
    operation_id="explain_stored_place",
    request_body=takes({"$ref": REF + "PlaceRequest"}, {"placed": {"applicant": "p4"}}),
    responses={
        "200": answers(
            "Why they sit there or wait; with `not_group`, why they do not sit in that group.",
            Why,
            {"placed": ANSWERS["why"], "not in another group": ANSWERS["why_not"]},
            WhyNot,
        ),
        **WRITE,
        **problems("Conflict"),
    },
)
@requires(Scope.PLAN)
def explain_stored_place(path: PlanPath) -> Response:
    """Explain one person's place."""
    wanted = read_fields(PlaceRequest)
    with reading() as session:
        row = plans.find(session, current().clinic, path.plan_id)
        layout = layouts.layout(session, row, wanted.revision)
    refuse(_unknown(wanted, layout), PlaceRequest)
    return placed_or_not(layout.bench, wanted.applicant, wanted.not_group)


@explaining_resource.get(
    "/<plan_id>/diff",
    summary="Lay two revisions side by side",
    description=(
        "As `/v1/compare`: who sits elsewhere in the other revision, what that does to the figures, and which rules "
        "one breaks and the other does not. Both have to be about the same people."
    ),
    operation_id="compare_revisions",
    responses={
        "200": answers("The figures of both, and the difference.", Comparison, {"two revisions": ANSWERS["compare"]}),
        **READ,
        **problems("Conflict"),
    },
)
@requires(Scope.PLAN)
def compare_revisions(path: PlanPath, query: DiffQuery) -> Response:
    """Lay two revisions side by side."""
    with reading() as session:
        row = plans.find(session, current().clinic, path.plan_id)
        elsewhere = row if query.plan is None else plans.find(session, current().clinic, query.plan)
        other = layouts.layout(session, elsewhere, query.other)
        before = plans.made_from(session, row, query.other) if query.plan is None else None
        first = layouts.layout(session, row, query.first or before)
    layouts.require_same_people(first, other)
    names = ("first", "other")
    sides = (Alternative(name, layout.intake, layout.plan) for name, layout in zip(names, (first, other), strict=True))
    found = compare(*sides)
    g.counts["moves"] = len(found.differences[0].moved)
    return Response(found.model_dump_json(), content_type="application/json")


def _unknown(wanted: PlaceRequest, layout: Layout) -> Iterator[Problem]:
    yield from known_applicant("applicant", wanted.applicant, layout.intake)
    if wanted.not_group is None:
        return
    yield from known_group("not_group", wanted.not_group, layout.intake)
    if layout.plan.by_applicant().get(wanted.applicant) == wanted.not_group:
        message = "the applicant sits in this group: name another, or leave not_group out"
        yield Problem(path=("not_group",), code="sits_there", message=message)
