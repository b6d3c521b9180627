"""``GET /v1/plans/{id}/roster``: who sits where, with names, to be printed or passed on."""

from collections.abc import Callable, Mapping

from flask import Response, g, request
from flask_openapi import APIBlueprint
from pydantic import Field

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.headers import CONTENT_SECURITY_POLICY
from api.openapi import answers, problems
from api.problems import problem
from api.store import layouts, plans
from api.store.layouts import Layout
from api.transactions import writing
from api.v1.plans.answers import READ, PlanPath, RevisionQuery
from matcher.answer import helped
from matcher.intake import Frozen, Intake
from matcher.result import Result

roster_resource = APIBlueprint("roster", __name__, url_prefix="/v1/plans", abp_tags=[{"name": "Plans"}])

JSON = "application/json"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HTML = "text/html"

PRINTED_POLICY = CONTENT_SECURITY_POLICY.replace("style-src 'self'", "style-src 'unsafe-inline'")
"""The printed page brings its own styles, and still no script and nothing from elsewhere."""


class RosterMember(Frozen):
    """One person of a group."""

    id: str
    display_name: str | None = Field(description="As the list has it.")
    fit: float = Field(description="Mean pair fit with everyone else in the group, in [0, 1].")
    seated: bool = Field(description="A member of the running group already.")


class RosterGroup(Frozen):
    """One group that opens."""

    id: str
    name: str | None
    session: str | None
    leaders: tuple[str, ...]
    members: tuple[RosterMember, ...]


class RosterWaiting(Frozen):
    """Somebody without a place."""

    id: str
    display_name: str | None
    days_waited: int | None
    reasons: tuple[str, ...]


class Roster(Frozen):
    """Who sits where, and who waits."""

    plan: str
    name: str
    revision: int
    published: bool = Field(description="Whether this revision is the one that people have been told.")
    groups: tuple[RosterGroup, ...]
    waiting: tuple[RosterWaiting, ...]


_EXAMPLE = {
    "plan": "pln_01kb1q7m4d5n8x2v6c9r3t0wya",
    "name": "Autumn groups",
    "revision": 3,
    "published": True,
    "groups": [
        {
            "id": "g1",
            "name": "Tuesday evening",
            "session": "Tue 17:00-18:30",
            "leaders": ["dr-oak"],
            "members": [{"id": "p1", "display_name": "A. Example", "fit": 0.86, "seated": False}],
        }
    ],
    "waiting": [],
}

_OK = answers("The roster.", Roster, {"one group": _EXAMPLE})
_OK["content"] = {
    **_OK["content"],
    CSV: {"schema": {"type": "string"}},
    XLSX: {"schema": {"type": "string", "format": "binary"}},
    HTML: {"schema": {"type": "string"}},
}


@roster_resource.get(
    "/<plan_id>/roster",
    summary="A plan's roster",
    description=(
        "With names, as JSON, CSV, XLSX or a page to print, by the Accept header. Without `revision` it is the "
        "published revision, or the last one where none is. Cells that a spreadsheet would run are neutralised."
    ),
    operation_id="read_roster",
    responses={"200": _OK, **READ, **problems("NotAcceptable", "Conflict")},
)
@requires(Scope.ROSTER)
def read_roster(path: PlanPath, query: RevisionQuery) -> Response:
    """Read the roster."""
    kind = request.accept_mimetypes.best_match([JSON, CSV, XLSX, HTML])
    who = current()
    with writing() as session:
        row = plans.find(session, who.clinic, path.plan_id)
        if kind is None:
            detail = f"the roster comes as {JSON}, {CSV}, {XLSX} or {HTML}"
            raise problem(406, "not_acceptable", detail, parameter="Accept")
        revision = query.revision or row.published_revision or row.revision
        layout = layouts.layout(session, row, revision)
        kept = Result.model_validate(plans.revision_of(session, row, revision).result)
        # Names leave the service here: that is a deed.
        record(session, who.clinic, who.actor, "roster.read", row.id, revision=revision, placed=kept.placed)
        told = row.published_revision == revision
        about = {"plan": row.id, "name": row.name, "revision": revision, "published": told}
    g.counts["placed"] = kept.placed
    if kind == JSON:
        return Response(_roster(about, layout.intake, kept).model_dump_json(), content_type=JSON)
    return _file(kind, layout, kept, f"roster-{row.id}-{revision}")


def _file(kind: str, layout: Layout, kept: Result, name: str) -> Response:
    # The libraries for spreadsheets and pages are slow to load, and most services are never asked for them.
    from matcher.report.page import render_page
    from matcher.report.roster import roster_csv, roster_xlsx

    whole = helped(kept, lambda: layout.bench)
    writers: Mapping[str, Callable[[Intake, Result], bytes]] = {
        CSV: roster_csv,
        XLSX: roster_xlsx,
        HTML: lambda intake, result: render_page(intake, result).encode(),
    }
    suffix = {CSV: "csv", XLSX: "xlsx", HTML: "html"}[kind]
    response = Response(
        writers[kind](layout.intake, whole), content_type=kind if kind == XLSX else f"{kind}; charset=utf-8"
    )
    response.headers["Vary"] = "Accept"
    if kind == HTML:
        response.headers["Content-Security-Policy"] = PRINTED_POLICY
    else:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


def _roster(about: Mapping[str, object], intake: Intake, kept: Result) -> Roster:
    people = intake.applicant_by_id
    groups = []
    for group in kept.groups:
        members = tuple(
            RosterMember(
                id=member.id,
                display_name=people[member.id].display_name,
                fit=member.fit,
                seated=member.id in group.seated,
            )
            for member in group.member_fits
        )
        groups.append(
            RosterGroup(id=group.id, name=group.name, session=group.session, leaders=group.leaders, members=members)
        )
    waiting = tuple(
        RosterWaiting(
            id=person.id,
            display_name=people[person.id].display_name,
            days_waited=person.days_waited,
            reasons=tuple(reason.text for reason in person.reasons),
        )
        for person in kept.waitlist
    )
    return Roster.model_validate({**about, "groups": tuple(groups), "waiting": waiting})
