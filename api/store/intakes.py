"""Intakes as rows, and back."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from api.db.ids import new_id
from api.db.models import ApplicantRow, GroupRow, IntakeRevisionRow, IntakeRow, now
from api.problems import missing
from api.store import entries, owned
from api.store.recent import Recent
from api.webhooks.events import Event, emit
from matcher.intake import Intake
from matcher.vocabulary import Vocabulary, shipped_vocabulary

REMEMBERED_APPLICANTS = 200_000
"""Applicants in the intakes that one process remembers."""

Key = tuple[str, int, int]
"""List, revision, and how often somebody has been erased from it."""

_recent: Recent[Key, Intake] = Recent(REMEMBERED_APPLICANTS)


def create(session: Session, clinic: str, name: str, intake: Intake, actor: str) -> IntakeRow:
    """Keep a new intake as its revision 1."""
    row = IntakeRow(id=new_id("int"), clinic_id=clinic, name=name, revision=1)
    session.add(row)
    session.flush()
    _add_revision(session, row, intake, actor)
    emit(session, row.clinic_id, Event.INTAKE_CHANGED, intake=row.id, revision=row.revision)
    entries.add_all(session, ApplicantRow, row, map(entries.applicant_values, intake.applicants))
    entries.add_all(session, GroupRow, row, map(entries.group_values, intake.groups))
    _remember(session, row, intake)
    return row


def revise(session: Session, row: IntakeRow, intake: Intake, actor: str) -> None:
    """Keep what the intake has become as its next revision; only rows of what has changed are written.

    The row has to be held by this transaction (see ``find``).
    """
    row.revision += 1
    row.updated_at = now()
    _add_revision(session, row, intake, actor)
    emit(session, row.clinic_id, Event.INTAKE_CHANGED, intake=row.id, revision=row.revision)
    entries.replace_all(session, ApplicantRow, row, map(entries.applicant_values, intake.applicants))
    entries.replace_all(session, GroupRow, row, map(entries.group_values, intake.groups))
    _remember(session, row, intake)


def amend(session: Session, row: IntakeRow, intake: Intake, actor: str) -> None:
    """Keep a change of few entries as the next revision, however long the list is.

    The row has to be held by this transaction. ``intake`` is made from the last revision (see ``load``): entries that
    stay are the same values in the same order, those that are new stand at the end.
    """
    before = load(session, row)
    row.revision += 1
    row.updated_at = now()
    _add_revision(session, row, intake, actor)
    emit(session, row.clinic_id, Event.INTAKE_CHANGED, intake=row.id, revision=row.revision)
    by_id = before.applicant_by_id
    entries.amend(session, ApplicantRow, row, by_id, intake.applicants, entries.applicant_values)
    groups = {group.id: group for group in before.groups}
    entries.amend(session, GroupRow, row, groups, intake.groups, entries.group_values)
    _remember(session, row, intake)


def find(session: Session, clinic: str, intake_id: str, *, hold: bool = False) -> IntakeRow:
    """The clinic's intake; ``hold`` keeps others from changing it until the transaction ends.

    Raises:
        ProblemError: 404 if the clinic has none with this id.
    """
    return owned.find(session, IntakeRow, "intake", clinic, intake_id, hold=hold)


def load(session: Session, row: IntakeRow, revision: int | None = None) -> Intake:
    """The intake as of a revision, the last one unless told otherwise, with the names.

    Raises:
        ProblemError: 404 if it has no such revision.
    """
    wanted = row.revision if revision is None else revision

    def earlier(key: Key) -> int | None:
        return key[1] if (key[0], key[2]) == (row.id, row.erasures) and key[1] < wanted else None

    return _recent.get((row.id, wanted, row.erasures), lambda: _loaded(session, row.id, wanted, _recent.best(earlier)))


def _remember(session: Session, row: IntakeRow, intake: Intake) -> None:
    """Remember a revision that was just written, once it is certain that it stays."""
    key = (row.id, row.revision, row.erasures)

    def remember(_session: Session) -> None:
        _recent.get(key, lambda: (intake, len(intake.applicants)))

    event.listen(session, "after_commit", remember, once=True)


def _loaded(session: Session, intake_id: str, revision: int, earlier: tuple[Key, Intake] | None) -> tuple[Intake, int]:
    """A revision and its weight; of what stands in an earlier one that is remembered, only the order is read."""
    head = session.get(IntakeRevisionRow, (intake_id, revision))
    if head is None:
        raise missing("revision of the intake")
    applicants: list[Any]
    if earlier is None:
        applicants = [entries.plain(row) for row in entries.all_of(session, ApplicantRow, intake_id, revision)]
    else:
        (_, before, _), known = earlier
        rows = entries.changed_since(session, ApplicantRow, intake_id, revision, before)
        applicants = [known.applicant_by_id[name] if new is None else entries.plain(new) for name, new in rows]
    intake = Intake.model_validate(
        {
            "applicants": applicants,
            "groups": [row.data for row in entries.all_of(session, GroupRow, intake_id, revision)],
            "sizes": head.sizes,
            "ties": head.ties,
            "policy": head.policy,
            "vocabulary": shipped_vocabulary() if head.vocabulary is None else head.vocabulary,
            "as_of": head.as_of,
        }
    )
    return intake, len(applicants)


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
