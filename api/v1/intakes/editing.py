"""Reading and changing single applicants or groups of a list: what the two have in common."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Literal, TypeVar

from flask import Response, current_app, request
from pydantic import ValidationError
from sqlalchemy.orm import Session

from api.access.principal import current
from api.body import fields_of, read_object
from api.db.models import ApplicantRow, GroupRow, IntakeRow
from api.merge import MERGE_PATCH, merged
from api.pages import PageQuery, cursor_of, numbers_in
from api.preconditions import require_match, with_etag
from api.problems import ProblemError, missing, problem
from api.settings import Settings
from api.store import entries, intakes
from api.store.people import keep
from api.transactions import reading, writing
from api.v1.intakes.answers import as_json, head_of
from api.v1.intakes.changes import Path, elsewhere, fitted
from matcher.intake import Applicant, Frozen, Group, Intake
from matcher.validation import problems_in

Entry = TypeVar("Entry", bound=Applicant | Group)

Removal = Callable[[Intake, str], tuple[Mapping[str, Any], Mapping[str, int]]]
"""The fields of the intake once an entry is gone, and how many references to it went with it."""


@dataclass(frozen=True, slots=True)
class Side(Generic[Entry]):
    """The applicants of a list, or its groups."""

    field: Literal["applicants", "groups"]
    noun: Literal["applicant", "group"]
    model: type[Entry]
    row: type[ApplicantRow] | type[GroupRow]
    with_unseen: Callable[[Entry, Intake], Entry]
    """An entry as sent by somebody who may not see names, with what they do not see of it."""

    def of(self, intake: Intake) -> tuple[Entry, ...]:
        """The entries of an intake."""
        found: tuple[Entry, ...] = getattr(intake, self.field)
        return found

    def page(self, intake_id: str, query: PageQuery) -> Response:
        """A page in the order of the list; later pages are of the revision that the first one was of."""
        with reading() as session:
            row = intakes.find(session, current().clinic, intake_id)
            revision, after = (row.revision, None) if query.cursor is None else numbers_in(query.cursor, 2)
            head = head_of(session, row, revision)
            rows = entries.some_of(session, self.row, row.id, head.revision, after=after, most=query.limit + 1)
        kept = rows[: query.limit]
        following = cursor_of(head.revision, kept[-1].position) if len(rows) > len(kept) else None
        body = {"revision": head.revision, "items": [_shown(each) for each in kept], "next": following}
        return with_etag(as_json(body), head.revision)

    def read(self, intake_id: str, entry_id: str, revision: int | None) -> Response:
        """One entry."""
        with reading() as session:
            row = intakes.find(session, current().clinic, intake_id)
            head = head_of(session, row, revision)
            found = entries.one_of(session, self.row, row.id, head.revision, entry_id)
        if found is None:
            raise missing(self.noun)
        return with_etag(as_json(_shown(found)), head.revision)

    def add(self, intake_id: str, model: type[Frozen]) -> Response:
        """Put what was sent at the end of the list."""
        settings: Settings = current_app.config["SETTINGS"]
        body = read_object(settings)
        new: tuple[Entry, ...] = getattr(fields_of(model, body), self.field)
        with writing() as session:
            row = intakes.find(session, current().clinic, intake_id, hold=True)
            if "If-Match" in request.headers:
                require_match(row.revision)
            before = intakes.load(session, row)
            there = self.of(before)
            place = partial(_among_the_new, self.field, len(there))
            intake = fitted(before, model, body, place, **{self.field: (*there, *new)})
            keep(session, row, intake, f"{self.field}.added", count=len(new))
            added = {"revision": row.revision, "added": len(new), self.field: len(self.of(intake))}
            return with_etag(as_json(added, 201), row.revision)

    def put(self, intake_id: str, entry_id: str) -> Response:
        """Put what was sent in the place of the entry, or at the end of the list if there is none."""
        settings: Settings = current_app.config["SETTINGS"]
        body = read_object(settings)
        sent = fields_of(self.model, body)
        self._require_id(sent, entry_id)
        with writing() as session:
            row = intakes.find(session, current().clinic, intake_id, hold=True)
            require_match(row.revision)
            before = intakes.load(session, row)
            if not current().sees_names:
                sent = self.with_unseen(sent, before)
            return self._set(session, row, before, sent, body)

    def patch(self, intake_id: str, entry_id: str) -> Response:
        """Merge what was sent into the entry."""
        settings: Settings = current_app.config["SETTINGS"]
        body = read_object(settings, MERGE_PATCH)
        with writing() as session:
            row = intakes.find(session, current().clinic, intake_id, hold=True)
            require_match(row.revision)
            found = entries.one_of(session, self.row, row.id, row.revision, entry_id)
            if found is None:
                raise missing(self.noun)
            sent = fields_of(self.model, merged(entries.plain(found), body))
            self._require_id(sent, entry_id)
            return self._set(session, row, intakes.load(session, row), sent, body)

    def remove(self, intake_id: str, entry_id: str, without: Removal) -> Response:
        """Take the entry out of the list, with every reference to it."""
        with writing() as session:
            row = intakes.find(session, current().clinic, intake_id, hold=True)
            require_match(row.revision)
            if entries.one_of(session, self.row, row.id, row.revision, entry_id) is None:
                raise missing(self.noun)
            before = intakes.load(session, row)
            changes, counts = without(before, entry_id)
            try:
                intake = before.with_changes(**changes)
            except ValidationError as error:
                raise ProblemError(409, elsewhere(problems_in(error))) from None
            keep(session, row, intake, f"{self.noun}.removed", **counts)
            return with_etag(as_json({"revision": row.revision, **counts}), row.revision)

    def _set(self, session: Session, row: IntakeRow, before: Intake, sent: Entry, body: object) -> Response:
        there = self.of(before)
        index = next((number for number, entry in enumerate(there) if entry.id == sent.id), len(there))
        is_new = index == len(there)
        if is_new or there[index] != sent:
            place = partial(_within_one, (self.field, index))
            changed = (*there[:index], sent, *there[index + 1 :])
            intake = fitted(before, self.model, body, place, **{self.field: changed})
            keep(session, row, intake, f"{self.noun}.{'added' if is_new else 'changed'}")
        found = entries.one_of(session, self.row, row.id, row.revision, sent.id)
        response = as_json(_shown(found), 201 if is_new else 200)
        if is_new:
            response.headers["Location"] = request.path
        return with_etag(response, row.revision)

    def _require_id(self, sent: Entry, entry_id: str) -> None:
        if sent.id != entry_id:
            detail = f"the id is another than that of the address: it stays; add another {self.noun} instead"
            raise problem(422, "other_id", detail).at("/id")


def _among_the_new(field: str, start: int, path: Path) -> Path | None:
    """Where something stands in a body of new entries, the first of which is number ``start`` of the intake."""
    if path == (field,):
        return path
    number = path[1] if len(path) > 1 and path[0] == field else None
    return (field, number - start, *path[2:]) if isinstance(number, int) and number >= start else None


def _within_one(entry: Path, path: Path) -> Path | None:
    """Where something stands in a body that is one entry of the intake."""
    return path[len(entry) :] if path[: len(entry)] == entry else None


def _shown(found: Any) -> dict[str, Any]:
    """An entry as it may be shown: names only to those who may see them."""
    return entries.plain(found) if current().sees_names else found.data
