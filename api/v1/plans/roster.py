"""``GET /v1/plans/{id}/roster``: who sits where, with names, to be printed or passed on."""

from flask import Response, request
from flask_openapi import APIBlueprint
from pydantic import Field

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.headers import CONTENT_SECURITY_POLICY
from api.media import CALENDAR, CSV, HTML, JSON, PDF, SUFFIXES, XLSX
from api.openapi import answers, problems
from api.planning.rosters import Document, Kept, sessions, taken, written
from api.problems import problem
from api.store import plans
from api.transactions import writing
from api.v1.plans.answers import READ, PlanPath, RevisionQuery
from matcher.days import Day
from matcher.intake import Frozen
from matcher.report.calendar import EARLIEST, LATEST, MOST_WEEKS, USUAL_WEEKS, Term

roster_resource = APIBlueprint("roster", __name__, url_prefix="/v1/plans", abp_tags=[{"name": "Plans"}])

PRINTED_POLICY = CONTENT_SECURITY_POLICY.replace("style-src 'self'", "style-src 'unsafe-inline'")
"""The printed page brings its own styles, and still no script and nothing from elsewhere."""


class RosterQuery(RevisionQuery):
    """Which revision, and what a PDF or a calendar has in it."""

    revision: int | None = Field(
        default=None, ge=1, le=2**31 - 1, description="Without it, the published one, or the last where none is."
    )
    document: Document = Field(
        default="roster", description="Of a PDF: a page for every group, or the proposal for the meeting that decides."
    )
    starts: Day | None = Field(
        default=None,
        description=f"Of a calendar, which needs it: the day from which on groups meet, from {EARLIEST} to {LATEST}.",
    )
    weeks: int = Field(default=USUAL_WEEKS, ge=1, le=MOST_WEEKS, description="Of a calendar: for how many weeks.")
    group: str | None = Field(
        default=None, max_length=100, description="Of a calendar: the one group that it is for; without it, all."
    )


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
    PDF: {"schema": {"type": "string", "format": "binary"}},
    CALENDAR: {"schema": {"type": "string"}},
}


@roster_resource.get(
    "/<plan_id>/roster",
    summary="A plan's roster",
    description=(
        "With names, as JSON, CSV, XLSX, a page to print or a tagged PDF, by the Accept header. Without `revision` it "
        "is the published revision, or the last one where none is. Cells that a spreadsheet would run are neutralised. "
        "As `text/calendar` it is the groups' sessions from `starts` on, weekly, without anything of anybody; groups "
        "without a session are named in its description. PDF needs the typesetter to be installed beside the service; "
        "where it is not, the answer is 406 and says so."
    ),
    operation_id="read_roster",
    responses={"200": _OK, **READ, **problems("NotAcceptable", "Conflict", "Invalid")},
)
@requires(Scope.ROSTER)
def read_roster(path: PlanPath, query: RosterQuery) -> Response:
    """Read the roster."""
    kind = request.accept_mimetypes.best_match([JSON, *SUFFIXES])
    with writing() as session:
        row = plans.find(session, current().clinic, path.plan_id)
        if kind is None:
            detail = f"the roster comes as {JSON}, {', '.join(SUFFIXES)}: ask for one of them"
            raise problem(406, "not_acceptable", detail, parameter="Accept")
        if kind == CALENDAR and query.starts is None:
            detail = "a calendar needs the day from which on groups meet: add starts, such as 2026-09-07"
            raise problem(400, "missing", detail, parameter="starts")
        if query.starts is not None and not EARLIEST <= query.starts <= LATEST:
            # The document has no words for the first and last of days: to callers this one is as good as any other.
            detail = f"groups begin to meet between {EARLIEST} and {LATEST}: correct the year"
            raise problem(422, "out_of_range", detail, parameter="starts")
        kept = taken(session, row, query.revision)
    if kind == JSON:
        return Response(_roster(kept).model_dump_json(), content_type=JSON)
    if kind == CALENDAR and query.starts is not None:
        content = sessions(kept, Term(query.starts, query.weeks), query.group)
    else:
        content = written(kept, kind, query.document)
    response = Response(content, mimetype=kind)
    response.headers["Vary"] = "Accept"
    if kind == HTML:
        response.headers["Content-Security-Policy"] = PRINTED_POLICY
    else:
        what = {PDF: query.document, CALENDAR: "calendar"}.get(kind, "roster")
        response.headers["Content-Disposition"] = (
            f'attachment; filename="{what}-{kept.plan}-{kept.revision}.{SUFFIXES[kind]}"'
        )
    return response


def _roster(kept: Kept) -> Roster:
    people = kept.intake.applicant_by_id
    groups = []
    for group in kept.result.groups:
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
        for person in kept.result.waitlist
    )
    return Roster(
        plan=kept.plan,
        name=kept.name,
        revision=kept.revision,
        published=kept.published,
        groups=tuple(groups),
        waiting=waiting,
    )
