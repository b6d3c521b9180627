"""``/v1/intakes/{id}/applicants``: the people of a list, one by one."""

from typing import Annotated

from flask import Response
from flask_openapi import APIBlueprint
from pydantic import Field

from api.access.principal import requires
from api.access.scopes import Scope
from api.db.models import ApplicantRow
from api.examples import NEWCOMER
from api.idempotency import idempotent
from api.openapi import REF, answers, made, tagged, takes
from api.pages import PageQuery
from api.store.people import keeping_names, without
from api.v1.intakes.answers import ADD, CHANGE, READ_TAGGED, REMOVE, IntakePath, RevisionQuery
from api.v1.intakes.editing import Side
from api.v1.intakes.patching import patches
from matcher.intake import Applicant, Frozen, Intake

applicants_resource = APIBlueprint("applicants", __name__, url_prefix="/v1/intakes", abp_tags=[{"name": "Applicants"}])


def _with_name(sent: Applicant, before: Intake) -> Applicant:
    return keeping_names([sent], before.applicant_by_id)[0]


APPLICANTS = Side("applicants", "applicant", Applicant, ApplicantRow, _with_name)

MOST_AT_ONCE = 10_000
"""Newcomers that one request adds."""


class ApplicantPath(IntakePath):
    """Which person of which list."""

    applicant_id: str = Field(description="The caller's own id, percent-encoded: `a/7` is sent as `a%2F7`.")


class ApplicantPage(Frozen):
    """Some of the people of a list, in its order; names only for those who may read rosters."""

    revision: int = Field(description="The state of the list that all pages are of, whatever changes meanwhile.")
    items: tuple[Applicant, ...]
    next: str | None = Field(default=None, description="The cursor of the next page; null on the last.")


class ApplicantsRequest(Frozen):
    """Newcomers, one or several."""

    applicants: Annotated[tuple[Applicant, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]


class ApplicantsAdded(Frozen):
    """Newcomers are on the list."""

    revision: int
    added: int
    applicants: int = Field(description="People on the list now.")


class ApplicantRemoved(Frozen):
    """Somebody is off the list, and so is every reference to them."""

    revision: int
    ties: int = Field(description="Ties removed.")
    avoid: int = Field(description="People who had them under avoid.")
    together: int = Field(description="People who had them under together.")


_BODY = takes({"$ref": REF + "Applicant"}, {"a person": NEWCOMER})


@applicants_resource.get(
    "/<intake_id>/applicants",
    summary="The people of a list",
    description="In the order of the list. A cursor stays with the revision that its first page was of.",
    operation_id="list_applicants",
    responses={
        "200": tagged(
            answers("A page.", ApplicantPage, {"a page": {"revision": 1, "items": [NEWCOMER], "next": None}})
        ),
        **READ_TAGGED,
    },
)
@requires(Scope.SUBMIT, Scope.PLAN)
def list_applicants(path: IntakePath, query: PageQuery) -> Response:
    """A page of the people."""
    return APPLICANTS.page(path.intake_id, query)


@applicants_resource.post(
    "/<intake_id>/applicants",
    summary="Add newcomers",
    description=(
        "Puts one person or several at the end of the list, as its next revision. If-Match may be left out: a newcomer "
        "takes nothing from anybody else's change."
    ),
    operation_id="add_applicants",
    request_body=takes({"$ref": REF + "ApplicantsRequest"}, {"a newcomer": {"applicants": [NEWCOMER]}}),
    responses={
        "201": tagged(
            made(
                "They are on the list.",
                ApplicantsAdded,
                {"added": {"revision": 2, "added": 1, "applicants": 9}},
                location=False,
            )
        ),
        **ADD,
    },
)
@requires(Scope.SUBMIT)
@idempotent
def add_applicants(path: IntakePath) -> Response:
    """Add newcomers."""
    return APPLICANTS.add(path.intake_id, ApplicantsRequest)


@applicants_resource.get(
    "/<intake_id>/applicants/<text:applicant_id>",
    summary="One person",
    operation_id="read_applicant",
    responses={"200": tagged(answers("The person.", Applicant, {"a person": NEWCOMER})), **READ_TAGGED},
)
@requires(Scope.SUBMIT, Scope.PLAN)
def read_applicant(path: ApplicantPath, query: RevisionQuery) -> Response:
    """Read one."""
    return APPLICANTS.read(path.intake_id, path.applicant_id, query.revision)


@applicants_resource.put(
    "/<intake_id>/applicants/<text:applicant_id>",
    summary="Write one person",
    description=(
        "Replaces what is known of somebody, or adds them under this id. The whole list is checked again; problems "
        "that this makes in other people's entries are told without saying in whose. A name that whoever sends this "
        "may not see stays, unless another is sent."
    ),
    operation_id="write_applicant",
    request_body=_BODY,
    responses={
        "200": tagged(answers("The person.", Applicant, {"a person": NEWCOMER})),
        "201": tagged(made("The person is new on the list.", Applicant, {"a person": NEWCOMER})),
        **CHANGE,
    },
)
@requires(Scope.SUBMIT)
def write_applicant(path: ApplicantPath) -> Response:
    """Write one."""
    return APPLICANTS.put(path.intake_id, path.applicant_id)


@applicants_resource.patch(
    "/<intake_id>/applicants/<text:applicant_id>",
    summary="Change one person",
    description="A JSON Merge Patch (RFC 7396): what is left out stays, null removes, a list is replaced whole.",
    operation_id="change_applicant",
    request_body=patches({"a change": {"cleared": True, "avoid": None}}),
    responses={"200": tagged(answers("The person.", Applicant, {"a person": NEWCOMER})), **CHANGE},
)
@requires(Scope.SUBMIT)
def change_applicant(path: ApplicantPath) -> Response:
    """Change one."""
    return APPLICANTS.patch(path.intake_id, path.applicant_id)


@applicants_resource.delete(
    "/<intake_id>/applicants/<text:applicant_id>",
    summary="Take somebody off the list",
    description=(
        "A dropout. Ties with them, and their id under other people's avoid and together, go in the same revision. "
        "Earlier revisions still have them; to erase a person from all of them is another call."
    ),
    operation_id="remove_applicant",
    responses={
        "200": tagged(
            answers(
                "They are off it.", ApplicantRemoved, {"off": {"revision": 3, "ties": 1, "avoid": 1, "together": 0}}
            )
        ),
        **REMOVE,
    },
)
@requires(Scope.SUBMIT)
def remove_applicant(path: ApplicantPath) -> Response:
    """Remove one."""
    return APPLICANTS.remove(path.intake_id, path.applicant_id, without)
