"""Intakes as rows, and back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session

from api.db.ids import new_id
from api.db.models import ApplicantRow, GroupRow, IntakeRevisionRow, IntakeRow, now
from api.problems import missing
from api.store.recent import Recent
from matcher.intake import Applicant, Group, Intake
from matcher.vocabulary import Vocabulary, shipped_vocabulary

REMEMBERED_APPLICANTS = 200_000
"""Applicants in the intakes that one process remembers."""

STRIDE = 1024
"""Between the positions of two neighbours in a new list: a later change puts some in between and moves nobody."""

_recent: Recent[Intake] = Recent(REMEMBERED_APPLICANTS)

Entry = type[ApplicantRow] | type[GroupRow]


def create(session: Session, clinic: str, name: str, intake: Intake, actor: str) -> IntakeRow:
    """Keep a new intake as its revision 1."""
    row = IntakeRow(id=new_id("int"), clinic_id=clinic, name=name, revision=1)
    session.add(row)
    session.flush()
    _add_revision(session, row, intake, actor)
    _add(session, ApplicantRow, row, _spaced(map(applicant_values, intake.applicants)))
    _add(session, GroupRow, row, _spaced(map(group_values, intake.groups)))
    return row


def revise(session: Session, row: IntakeRow, intake: Intake, actor: str) -> None:
    """Keep what the intake has become as its next revision; only rows of what has changed are written.

    The row has to be held by this transaction (see ``find``).
    """
    row.revision += 1
    row.updated_at = now()
    _add_revision(session, row, intake, actor)
    _replace(session, ApplicantRow, row, [applicant_values(each) for each in intake.applicants])
    _replace(session, GroupRow, row, [group_values(each) for each in intake.groups])


def find(session: Session, clinic: str, intake_id: str, *, hold: bool = False) -> IntakeRow:
    """The clinic's intake; ``hold`` keeps others from changing it until the transaction ends.

    Raises:
        ProblemError: 404 if the clinic has none with this id.
    """
    statement = select(IntakeRow).where(IntakeRow.id == intake_id, IntakeRow.clinic_id == clinic)
    row = session.scalar(statement.with_for_update() if hold else statement)
    if row is None:
        raise missing("intake")
    return row


def load(session: Session, row: IntakeRow, revision: int | None = None) -> Intake:
    """The intake as of a revision, the last one unless told otherwise, with the names.

    Raises:
        ProblemError: 404 if it has no such revision.
    """
    wanted = row.revision if revision is None else revision
    return _recent.get((row.id, wanted, row.erasures), lambda: _loaded(session, row.id, wanted))


def applicant_values(applicant: Applicant) -> dict[str, Any]:
    """The columns of an applicant's row that speak of the person."""
    data = applicant.model_dump(mode="json", exclude_defaults=True, exclude={"display_name"})
    return {"id": applicant.id, "data": data, "display_name": applicant.display_name}


def group_values(group: Group) -> dict[str, Any]:
    """The columns of a group's row that speak of the group."""
    return {"id": group.id, "data": group.model_dump(mode="json", exclude_defaults=True)}


def _loaded(session: Session, intake_id: str, revision: int) -> tuple[Intake, int]:
    head = session.get(IntakeRevisionRow, (intake_id, revision))
    if head is None:
        raise missing("revision of the intake")
    applicants = [
        row.data if row.display_name is None else {**row.data, "display_name": row.display_name}
        for row in _entries(session, ApplicantRow, intake_id, revision)
    ]
    intake = Intake.model_validate(
        {
            "applicants": applicants,
            "groups": [row.data for row in _entries(session, GroupRow, intake_id, revision)],
            "sizes": head.sizes,
            "ties": head.ties,
            "policy": head.policy,
            "vocabulary": shipped_vocabulary() if head.vocabulary is None else head.vocabulary,
            "as_of": head.as_of,
        }
    )
    return intake, len(applicants)


def _entries(session: Session, kind: Entry, intake_id: str, revision: int) -> Sequence[Any]:
    lasts = or_(kind.until.is_(None), kind.until > revision)
    columns: list[Any] = [kind.key, kind.id, kind.data, kind.position]
    if kind is ApplicantRow:
        columns.append(ApplicantRow.display_name)
    statement = select(*columns).where(kind.intake_id == intake_id, kind.since <= revision, lasts)
    return session.execute(statement.order_by(kind.position)).all()


def _add_revision(session: Session, row: IntakeRow, intake: Intake, actor: str) -> None:
    session.add(
        IntakeRevisionRow(
            intake_id=row.id,
            revision=row.revision,
            policy=intake.policy.model_dump(mode="json", exclude_defaults=True),
            sizes=intake.sizes.model_dump(mode="json"),
            ties=[tie.model_dump(mode="json", exclude_defaults=True) for tie in intake.ties],
            vocabulary=_vocabulary(intake.vocabulary),
            as_of=intake.as_of,
            applicants=len(intake.applicants),
            groups=len(intake.groups),
            created_by=actor,
        )
    )


def _vocabulary(vocabulary: Vocabulary) -> dict[str, Any] | None:
    return None if vocabulary == shipped_vocabulary() else vocabulary.model_dump(mode="json")


def _spaced(entries: Iterable[Mapping[str, Any]]) -> Iterable[tuple[int, Mapping[str, Any]]]:
    return ((STRIDE * number, values) for number, values in enumerate(entries))


def _add(session: Session, kind: Entry, row: IntakeRow, entries: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    rows = [{"intake_id": row.id, "since": row.revision, "position": place, **values} for place, values in entries]
    if rows:
        session.execute(insert(kind), rows)


def _replace(session: Session, kind: Entry, row: IntakeRow, wanted: Sequence[Mapping[str, Any]]) -> None:
    """End the rows that hold no longer, and add those that are new; the order is that of ``wanted``."""
    standing = {found.id: found for found in _entries(session, kind, row.id, row.revision - 1)}
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
    ended = [{"key": found.key, "until": row.revision} for name, found in standing.items() if name not in kept]
    if ended:
        session.execute(update(kind), ended)
    _add(session, kind, row, added)


def _says(found: Any, values: Mapping[str, Any]) -> bool:
    return all(getattr(found, name) == value for name, value in values.items())
