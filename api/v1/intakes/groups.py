"""``/v1/intakes/{id}/groups``: the groups on offer, one by one."""

from collections.abc import Mapping
from typing import Annotated, Any

from flask import Response
from flask_openapi import APIBlueprint
from pydantic import Field

from api.access.principal import requires
from api.access.scopes import Scope
from api.db.models import GroupRow
from api.idempotency import idempotent
from api.openapi import REF, answers, made, tagged, takes
from api.pages import PageQuery
from api.problems import problem
from api.v1.intakes.answers import ADD, CHANGE, READ_TAGGED, REMOVE, IntakePath, RevisionQuery
from api.v1.intakes.editing import Side
from api.v1.intakes.patching import patches
from matcher.intake import Frozen, Group, Intake

groups_resource = APIBlueprint("groups", __name__, url_prefix="/v1/intakes", abp_tags=[{"name": "Groups"}])

GROUPS = Side("groups", "group", Group, GroupRow, lambda sent, _: sent)

MOST_AT_ONCE = 2_000
"""Groups that one request adds."""

_EXAMPLE = {
    "id": "monday",
    "min_size": 5,
    "max_size": 8,
    "target_size": 7,
    "session": "Mon 17:00-18:30",
    "leaders": ["leader-1"],
}


class GroupPath(IntakePath):
    """Which group of which list."""

    group_id: str = Field(description="The caller's own id, percent-encoded: `a/7` is sent as `a%2F7`.")


class GroupPage(Frozen):
    """Some of the groups on offer, in the list's order; none where equal groups are made from sizes."""

    revision: int = Field(description="The state of the list that all pages are of, whatever changes meanwhile.")
    items: tuple[Group, ...]
    next: str | None = Field(default=None, description="The cursor of the next page; null on the last.")


class GroupsRequest(Frozen):
    """Groups to be offered, one or several."""

    groups: Annotated[tuple[Group, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]


class GroupsAdded(Frozen):
    """Groups are on offer."""

    revision: int
    added: int
    groups: int = Field(description="Groups on offer now.")


class GroupRemoved(Frozen):
    """A group is no longer on offer, and no applicant names it any more."""

    revision: int
    pinned: int = Field(description="People who were pinned to it.")
    published: int = Field(description="People who were told it.")
    preferred: int = Field(description="People who would have liked it.")
    kept_off: int = Field(description="People who were kept off it.")


@groups_resource.get(
    "/<intake_id>/groups",
    summary="The groups on offer",
    description="In the order of the list. A cursor stays with the revision that its first page was of.",
    operation_id="list_groups",
    responses={
        "200": tagged(answers("A page.", GroupPage, {"a page": {"revision": 1, "items": [_EXAMPLE], "next": None}})),
        **READ_TAGGED,
    },
)
@requires(Scope.SUBMIT, Scope.PLAN)
def list_groups(path: IntakePath, query: PageQuery) -> Response:
    """A page of the groups."""
    return GROUPS.page(path.intake_id, query)


@groups_resource.post(
    "/<intake_id>/groups",
    summary="Offer more groups",
    description=(
        "Puts one group or several at the end, as the list's next revision. If-Match may be left out. The first group "
        "ends the making of equal groups from sizes."
    ),
    operation_id="add_groups",
    request_body=takes({"$ref": REF + "GroupsRequest"}, {"a group": {"groups": [_EXAMPLE]}}),
    responses={
        "201": tagged(
            made("They are on offer.", GroupsAdded, {"added": {"revision": 2, "added": 1, "groups": 3}}, location=False)
        ),
        **ADD,
    },
)
@requires(Scope.SUBMIT)
@idempotent
def add_groups(path: IntakePath) -> Response:
    """Add groups."""
    return GROUPS.add(path.intake_id, GroupsRequest)


@groups_resource.get(
    "/<intake_id>/groups/<text:group_id>",
    summary="One group",
    operation_id="read_group",
    responses={"200": tagged(answers("The group.", Group, {"a group": _EXAMPLE})), **READ_TAGGED},
)
@requires(Scope.SUBMIT, Scope.PLAN)
def read_group(path: GroupPath, query: RevisionQuery) -> Response:
    """Read one."""
    return GROUPS.read(path.intake_id, path.group_id, query.revision)


@groups_resource.put(
    "/<intake_id>/groups/<text:group_id>",
    summary="Write one group",
    description="Replaces a group on offer, or offers it under this id. The whole list is checked again.",
    operation_id="write_group",
    request_body=takes({"$ref": REF + "Group"}, {"a group": _EXAMPLE}),
    responses={
        "200": tagged(answers("The group.", Group, {"a group": _EXAMPLE})),
        "201": tagged(made("The group is new on offer.", Group, {"a group": _EXAMPLE})),
        **CHANGE,
    },
)
@requires(Scope.SUBMIT)
def write_group(path: GroupPath) -> Response:
    """Write one."""
    return GROUPS.put(path.intake_id, path.group_id)


@groups_resource.patch(
    "/<intake_id>/groups/<text:group_id>",
    summary="Change one group",
    description="A JSON Merge Patch (RFC 7396): what is left out stays, null removes, a list is replaced whole.",
    operation_id="change_group",
    request_body=patches({"a change": {"session": "Tue 17:00-18:30", "site": None}}),
    responses={"200": tagged(answers("The group.", Group, {"a group": _EXAMPLE})), **CHANGE},
)
@requires(Scope.SUBMIT)
def change_group(path: GroupPath) -> Response:
    """Change one."""
    return GROUPS.patch(path.intake_id, path.group_id)


@groups_resource.delete(
    "/<intake_id>/groups/<text:group_id>",
    summary="Offer a group no longer",
    description=(
        "Pins to it, wishes for it and being kept off it go in the same revision. A group that somebody sits in stays: "
        "409."
    ),
    operation_id="remove_group",
    responses={
        "200": tagged(
            answers(
                "It is off the list.",
                GroupRemoved,
                {"off": {"revision": 3, "pinned": 0, "published": 0, "preferred": 2, "kept_off": 1}},
            )
        ),
        **REMOVE,
    },
)
@requires(Scope.SUBMIT)
def remove_group(path: GroupPath) -> Response:
    """Remove one."""
    return GROUPS.remove(path.intake_id, path.group_id, _without)


_NAMES = {"pinned": "pinned_group", "published": "published_group"}
_LISTS = {"preferred": "preferred_groups", "kept_off": "kept_off_groups"}


def _without(intake: Intake, gone: str) -> tuple[Mapping[str, Any], Mapping[str, int]]:
    if seated := intake.seated(gone):
        detail = f"{len(seated)} people sit in this group: say first where they sit now, or that they sit nowhere"
        raise problem(409, "group_has_members", detail)
    counts = dict.fromkeys((*_NAMES, *_LISTS), 0)
    applicants = []
    for applicant in intake.applicants:
        kept: dict[str, Any] = {}
        for what, field in _NAMES.items():
            if getattr(applicant, field) == gone:
                kept[field] = None
                counts[what] += 1
        for what, field in _LISTS.items():
            named: tuple[str, ...] = getattr(applicant, field)
            if gone in named:
                kept[field] = tuple(other for other in named if other != gone)
                counts[what] += 1
        applicants.append(applicant.model_copy(update=kept) if kept else applicant)
    groups = tuple(group for group in intake.groups if group.id != gone)
    return {"applicants": tuple(applicants), "groups": groups}, counts
