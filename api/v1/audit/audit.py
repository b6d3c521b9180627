"""``/v1/audit``: what was done, by whom."""

from collections.abc import Iterator

from flask import Response, request
from flask_openapi import APIBlueprint
from pydantic import Field

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.entries import AuditEntry, chosen, entry_of, lines
from api.db.models import AuditRow
from api.openapi import REF, answers, problems
from api.pages import Page, PageQuery
from api.problems import problem
from api.transactions import database, reading
from matcher.days import Moment

audit_resource = APIBlueprint("audit", __name__, url_prefix="/v1/audit", abp_tags=[{"name": "Audit"}])

JSON_LINES = "application/jsonl"


class AuditQuery(PageQuery):
    """Which entries."""

    action: str | None = Field(
        default=None,
        pattern=r"^[a-z_]+(\.[a-z_]+)?$",
        max_length=40,
        description="One action, or all of a kind: `plan`.",
    )
    since: Moment | None = Field(default=None, description="Only what was done at this moment or later.")


class AuditPage(Page[AuditEntry]):
    """Some of the audit, the newest entry first."""


_EXAMPLE = {
    "items": [
        {
            "number": 17,
            "at": "2026-09-01T08:30:00Z",
            "actor": "usr_01kb1q5s2v8e6m3c9w4t7r0xyz",
            "action": "plan.published",
            "object_id": "pln_01kb1q5s2v8e6m3c9w4t7r0xyz",
            "details": {"revision": 3},
            "previous": "0c" * 32,
            "hash": "9a" * 32,
        }
    ],
    "next": None,
}

_PAGE = answers("A page of the audit, or all of it as JSON lines.", AuditPage, {"a deed": _EXAMPLE})
_PAGE["content"][JSON_LINES] = {"schema": {"$ref": REF + "AuditEntry"}}


@audit_resource.get(
    "",
    summary="The audit",
    description=(
        "What was done in the clinic, the newest first. With `Accept: application/jsonl` all entries come as JSON "
        "lines, the oldest first and without pages, for keeping elsewhere."
    ),
    operation_id="read_audit",
    responses={"200": _PAGE, **problems("BadParameter", "Unauthorized", "Forbidden", "MethodNotAllowed")},
)
@requires(Scope.AUDIT)
def read_audit(query: AuditQuery) -> Response:
    """Read the audit."""
    asked = chosen(current().clinic, query.action, query.since)
    if request.accept_mimetypes.best_match(("application/json", JSON_LINES)) == JSON_LINES:
        kept = database()

        def written() -> Iterator[str]:
            with kept.walking() as session:
                yield from lines(session, asked)

        return Response(written(), content_type=JSON_LINES)
    if query.cursor is not None:
        asked = asked.where(AuditRow.number < _number_in(query.cursor))
    with reading() as session:
        rows = session.scalars(asked.order_by(AuditRow.number.desc()).limit(query.limit + 1)).all()
        shown = rows[: query.limit]
        following = str(shown[-1].number) if len(rows) > len(shown) else None
        page = AuditPage(items=tuple(map(entry_of, shown)), next=following)
    return Response(page.model_dump_json(), content_type="application/json")


def _number_in(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
        raise problem(400, "bad_cursor", "this is no cursor of ours: begin with the first page", parameter="cursor")
    return int(cursor)
