"""Erasing one person: from every list, plan and job, in every revision, as if they had been a stranger all along.

In lists of the past and in seats of plans a token stands in the person's place ("erased-1"), so that sizes and figures
still agree with what they count; of the newest revision of a list the person is gone.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import Field
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from api.audit.chain import record
from api.care.drafts import drafts_about
from api.care.places import NAMES_ONLY, Found, intakes_of, look, of_clinic, of_intake, person_in, rewrite
from api.care.pseudonym import Pseudonym
from api.db.database import Database
from api.db.models import (
    ApplicantRow,
    IdempotencyRow,
    IntakeRevisionRow,
    IntakeRow,
    JobRow,
    PlanRow,
    now,
)
from api.jobs.tenure import end
from api.store import intakes
from matcher.intake import NAMING_OTHERS, Frozen

TOKEN = "erased"
"""What stands for an erased person where no list says which of several."""


class Erasure(Frozen):
    """What was erased: counts alone."""

    intakes: int = Field(description="Lists that the person was on, or that spoke of them.")
    entries: int = Field(description="Entries of the person in these lists, over all revisions.")
    mentions: int = Field(
        description="Entries of others, ties, plans, jobs, stored answers, deliveries and drafts that spoke of them."
    )
    stopped_jobs: int = Field(description="Jobs that were running on these lists, and were discarded.")


def erase(database: Database, clinic: str, who: str, actor: str, intake: str | None = None) -> Erasure:
    """Erase a person from the clinic's lists, or from one.

    Each list is one transaction: what was begun and broken off is finished by asking again.

    Raises:
        ProblemError: 404 if the clinic has no such list.
    """
    with database.reading() as session:
        ids = intakes_of(session, clinic) if intake is None else [intakes.find(session, clinic, intake).id]
        person = person_in(session, ids, who)
    total = dict.fromkeys(Erasure.model_fields, 0)
    for intake_id in ids:
        with database.writing() as session:
            for name, count in _erase_in(session, clinic, intake_id, person, actor).items():
                total[name] += count
    with database.writing() as session:
        total["mentions"] += _erase_answers(session, clinic, person)
        if intake is None:
            # A file cannot be rewritten: whoever is mending it hands it in again without the person.
            for draft, rows in list(drafts_about(session, clinic, person)):
                total["mentions"] += len(rows)
                session.delete(draft)
        erasure = Erasure.model_validate(total)
        record(session, clinic, actor, "person.erased", intake, **erasure.model_dump())
    database.forget_deleted()
    return erasure


def _erase_in(session: Session, clinic: str, intake_id: str, person: Pseudonym, actor: str) -> Mapping[str, int]:
    row = intakes.find(session, clinic, intake_id, hold=True)
    # Nobody may write of the person while this looks, and workers hold a job before its plan.
    session.execute(select(JobRow.id).where(JobRow.intake_id == row.id).order_by(JobRow.id).with_for_update()).all()
    session.execute(select(PlanRow.id).where(PlanRow.intake_id == row.id).order_by(PlanRow.id).with_for_update()).all()
    token = _token(session, row, person.who)
    entries, mentions = _erase_entries(session, row, person, token, actor)
    for place in of_intake(row.id):
        mentions += sum(_erase_found(session, found, person, token) for found in list(look(session, place, person)))
    if not entries and not mentions:
        return {}
    row.erasures += 1
    stopped = _stop_jobs(session, row)
    return {"intakes": 1, "entries": entries, "mentions": mentions, "stopped_jobs": stopped}


def _token(session: Session, row: IntakeRow, who: str) -> str:
    taken = select(ApplicantRow.id).where(ApplicantRow.intake_id == row.id, ApplicantRow.id.startswith(TOKEN))
    used = {who, *session.scalars(taken)}
    number = row.erasures + 1
    while f"{TOKEN}-{number}" in used:
        number += 1
    return f"{TOKEN}-{number}"


def _erase_entries(session: Session, row: IntakeRow, person: Pseudonym, token: str, actor: str) -> tuple[int, int]:
    """The person's own entries, and what others of the list say of them: how many of each."""
    mentions = 0
    listed = select(ApplicantRow).where(ApplicantRow.intake_id == row.id)
    for other in session.scalars(listed.where(ApplicantRow.id != person.who)):
        if any(person.who in other.data.get(field, ()) for field in NAMING_OTHERS):
            other.data = {name: _without(name, part, person.who) for name, part in other.data.items()}
            mentions += 1
    for revision in session.scalars(select(IntakeRevisionRow).where(IntakeRevisionRow.intake_id == row.id)):
        kept = [tie for tie in revision.ties if person.who not in (tie["a"], tie["b"])]
        if len(kept) < len(revision.ties):
            revision.ties = kept
            mentions += 1
    own = session.scalars(listed.where(ApplicantRow.id == person.who)).all()
    present = any(each.until is None for each in own)
    for each in own:
        each.id, each.data, each.display_name = token, {"id": token}, None
    session.flush()
    if present:
        _leave(session, row, token, actor)
    return len(own), mentions


def _without(name: str, part: Any, who: str) -> Any:
    return [each for each in part if each != who] if name in NAMING_OTHERS else part


def _leave(session: Session, row: IntakeRow, token: str, actor: str) -> None:
    """Make a revision of the list on which nobody stands in for the person; a list cannot be empty."""
    last = session.get_one(IntakeRevisionRow, (row.id, row.revision))
    if last.applicants == 1:
        return
    row.revision += 1
    row.updated_at = now()
    copied = {column.name: getattr(last, column.name) for column in IntakeRevisionRow.__table__.columns}
    changed = {"revision": row.revision, "applicants": last.applicants - 1, "created_at": now(), "created_by": actor}
    session.add(IntakeRevisionRow(**{**copied, **changed}))
    stands_in = (ApplicantRow.intake_id == row.id, ApplicantRow.id == token, ApplicantRow.until.is_(None))
    session.execute(update(ApplicantRow).where(*stands_in).values(until=row.revision))


def _stop_jobs(session: Session, row: IntakeRow) -> int:
    """Discard what runs on the list, and let what waits begin from the newest revision.

    A running job has the person in memory. Its attempt no longer counts, so that whatever it answers is refused.
    """
    queued = (JobRow.intake_id == row.id, JobRow.state == "queued")
    session.execute(update(JobRow).where(*queued).values(intake_revision=row.revision))
    running = session.scalars(select(JobRow).where(JobRow.intake_id == row.id, JobRow.state == "running")).all()
    for job in running:
        job.stop = "discard"
        job.attempts += 1
        end(session, job, "discarded", error="person_erased")
    return len(running)


def _erase_answers(session: Session, clinic: str, person: Pseudonym) -> int:
    keyed = select(IdempotencyRow.key).where(
        IdempotencyRow.clinic_id == clinic, IdempotencyRow.key.contains(person.who, autoescape=True)
    )
    named = [key for key in session.scalars(keyed) if person.is_part_of(key)]
    session.execute(delete(IdempotencyRow).where(IdempotencyRow.clinic_id == clinic, IdempotencyRow.key.in_(named)))
    return len(named) + sum(
        _erase_found(session, found, person, TOKEN)
        for place in of_clinic(clinic)
        for found in list(look(session, place, person))
    )


def _erase_found(session: Session, found: Found, person: Pseudonym, token: str) -> int:
    value = person.erased(found.value, token, only_names=found.column in NAMES_ONLY)
    if value == found.value:
        return 0
    rewrite(session, found, value)
    return 1
