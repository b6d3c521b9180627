"""The rows of an intake's applicants and groups: what holds in a revision, and what a change writes."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func, insert, or_, select, update
from sqlalchemy.orm import Session

from api.db.models import ApplicantRow, GroupRow, IntakeRow
from matcher.intake import Applicant, Group

STRIDE = 1024
"""Between the positions of two neighbours in a new list: a later change puts some in between and moves nobody."""

_AT_ONCE = 500
"""Ids that one statement names at the most."""

Kind = type[ApplicantRow] | type[GroupRow]
Entry = TypeVar("Entry", bound=Applicant | Group)
Values = Mapping[str, Any]


def applicant_values(applicant: Applicant) -> Values:
    """The columns of an applicant's row that speak of the person."""
    data = applicant.model_dump(mode="json", exclude_defaults=True, exclude={"display_name"})
    return {"id": applicant.id, "data": data, "display_name": applicant.display_name}


def group_values(group: Group) -> Values:
    """The columns of a group's row that speak of the group."""
    return {"id": group.id, "data": group.model_dump(mode="json", exclude_defaults=True)}


def plain(found: Any) -> dict[str, Any]:
    """A row's entry as plain data, with its name where it has one."""
    name = getattr(found, "display_name", None)
    return found.data if name is None else {**found.data, "display_name": name}


def all_of(session: Session, kind: Kind, intake_id: str, revision: int) -> Sequence[Any]:
    """Every row that holds in a revision, in order."""
    statement = select(*_columns(kind)).where(*_holds(kind, intake_id, revision))
    return session.execute(statement.order_by(kind.position)).all()


def changed_since(
    session: Session, kind: Kind, intake_id: str, revision: int, before: int
) -> Iterator[tuple[str, Any | None]]:
    """Id by id in the order of a revision: the row, or None where the entry is what it was in the revision before."""
    holds = _holds(kind, intake_id, revision)
    new = {row.id: row for row in session.execute(select(*_columns(kind)).where(*holds, kind.since > before))}
    order = session.execute(select(kind.id).where(*holds).order_by(kind.position))
    return ((name, new.get(name)) for name in order.scalars())


def some_of(
    session: Session, kind: Kind, intake_id: str, revision: int, *, after: int | None, most: int
) -> Sequence[Any]:
    """The rows that hold in a revision and stand after a position, ``most`` of them, in order."""
    statement = select(*_columns(kind)).where(*_holds(kind, intake_id, revision))
    if after is not None:
        statement = statement.where(kind.position > after)
    return session.execute(statement.order_by(kind.position).limit(most)).all()


def one_of(session: Session, kind: Kind, intake_id: str, revision: int, entry_id: str) -> Any | None:
    """The row of one entry in a revision, or None."""
    statement = select(*_columns(kind)).where(*_holds(kind, intake_id, revision), kind.id == entry_id)
    return session.execute(statement).one_or_none()


def spans_of(
    session: Session, kind: Kind, intake_id: str, names: Sequence[str]
) -> Sequence[tuple[str, int, int | None]]:
    """From which revision to before which each entry of these ids has held."""
    found: list[tuple[str, int, int | None]] = []
    for start in range(0, len(names), _AT_ONCE):
        statement = select(kind.id, kind.since, kind.until)
        wanted = statement.where(kind.intake_id == intake_id, kind.id.in_(names[start : start + _AT_ONCE]))
        found += ((name, since, until) for name, since, until in session.execute(wanted))
    return found


def add_all(session: Session, kind: Kind, row: IntakeRow, entries: Iterable[Values]) -> None:
    """Add the entries of a new list."""
    _add(session, kind, row, ((STRIDE * number, values) for number, values in enumerate(entries)))


def replace_all(session: Session, kind: Kind, row: IntakeRow, wanted: Iterable[Values]) -> None:
    """End the rows that hold no longer, and add those that are new; the order is that of ``wanted``."""
    standing = {found.id: found for found in all_of(session, kind, row.id, row.revision - 1)}
    kept = set()
    added = []
    place = -STRIDE
    for values in wanted:
        found = standing.get(values["id"])
        if found is not None and found.position > place and _says(found, values):
            kept.add(found.id)
            place = found.position
        else:
            place += 1
            added.append((place, values))
    _end(session, kind, row, [found.key for name, found in standing.items() if name not in kept])
    _add(session, kind, row, added)


def amend(
    session: Session,
    kind: Kind,
    row: IntakeRow,
    before: Mapping[str, Entry],
    after: Collection[Entry],
    values: Callable[[Entry], Values],
) -> None:
    """Write the entries that are other values than before; the rows of all others are not even read.

    Those that stay have to stand in their order, and those that are new at the end.
    """
    others = (entry for entry in after if before.get(entry.id) is not entry)
    changed: dict[str, Entry] = {entry.id: entry for entry in others if before.get(entry.id) != entry}
    gone: list[str] = [] if len(after) == len(before) + len(changed.keys() - before.keys()) else _gone(before, after)
    standing = _places(session, kind, row, [*(changed.keys() & before.keys()), *gone])
    _end(session, kind, row, [key for key, _ in standing.values()])
    added = [(standing[name][1], values(entry)) for name, entry in changed.items() if name in standing]
    if new := [entry for name, entry in changed.items() if name not in standing]:
        last = session.scalar(select(func.max(kind.position)).where(kind.intake_id == row.id, kind.until.is_(None)))
        # Those that are replaced right now may have been the last.
        last = max(last or 0, *(place for _, place in standing.values()), 0)
        added += [(last + STRIDE * number, values(entry)) for number, entry in enumerate(new, start=1)]
    _add(session, kind, row, added)


def _gone(before: Mapping[str, Entry], after: Iterable[Entry]) -> list[str]:
    return [*(before.keys() - {entry.id for entry in after})]


def _places(session: Session, kind: Kind, row: IntakeRow, names: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Key and position of the rows that hold now, by id."""
    places: dict[str, tuple[int, int]] = {}
    for start in range(0, len(names), _AT_ONCE):
        statement = select(kind.id, kind.key, kind.position).where(
            kind.intake_id == row.id, kind.until.is_(None), kind.id.in_(names[start : start + _AT_ONCE])
        )
        places |= {name: (key, place) for name, key, place in session.execute(statement)}
    return places


def _columns(kind: Kind) -> list[Any]:
    names = [ApplicantRow.display_name] if kind is ApplicantRow else []
    return [kind.key, kind.id, kind.data, kind.position, *names]


def _holds(kind: Kind, intake_id: str, revision: int) -> list[ColumnElement[bool]]:
    return [kind.intake_id == intake_id, kind.since <= revision, or_(kind.until.is_(None), kind.until > revision)]


def _end(session: Session, kind: Kind, row: IntakeRow, keys: Sequence[int]) -> None:
    for start in range(0, len(keys), _AT_ONCE):
        ended = update(kind).where(kind.key.in_(keys[start : start + _AT_ONCE])).values(until=row.revision)
        session.execute(ended, execution_options={"synchronize_session": False})


def _add(session: Session, kind: Kind, row: IntakeRow, entries: Iterable[tuple[int, Values]]) -> None:
    rows = [{"intake_id": row.id, "since": row.revision, "position": place, **values} for place, values in entries]
    if rows:
        session.execute(insert(kind), rows)


def _says(found: Any, values: Values) -> bool:
    return all(getattr(found, name) == value for name, value in values.items())
