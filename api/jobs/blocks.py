"""Blocks of a very long list that workers share: handed out, claimed, answered and forgotten, a transaction each.

A block is computed from its parcel alone and comes out the same whoever computes it. A claim therefore only saves work:
where one is lost, the block is computed again, and nothing else happens.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from api.db.ids import new_id
from api.db.models import BlockRow, JobRow, WorkerRow
from matcher.engine.blocks import Task, improved, mended

Work = Callable[[Task], tuple[Any, ...]]

Given = tuple[bytes | None, bool]
"""What was found, and whether the worker that took the block has ended."""

WORKS: Mapping[str, Work] = {work.__name__: work for work in (improved, mended)}
"""What can be done to a block elsewhere, by its name."""


def hand_out(session: Session, job_id: str, work: Work, parcels: Iterable[bytes]) -> list[str]:
    """Put packed blocks where others find them; their ids."""
    rows = [BlockRow(id=new_id("blk"), job_id=job_id, work=work.__name__, task=parcel) for parcel in parcels]
    session.add_all(rows)
    return [row.id for row in rows]


def claim(session: Session, block_id: str, worker_id: str) -> bool:
    """Take one block; whether nobody else had."""
    free = update(BlockRow).where(BlockRow.id == block_id, BlockRow.worker_id.is_(None))
    return session.scalar(free.values(worker_id=worker_id).returning(BlockRow.id)) is not None


def claim_any(session: Session, job_id: str, worker_id: str) -> BlockRow | None:
    """Take the last block of a job that nobody has yet: the worker that has the job takes the first ones."""
    free = select(BlockRow).where(BlockRow.job_id == job_id, BlockRow.worker_id.is_(None))
    row = session.scalar(free.order_by(BlockRow.id.desc()).limit(1).with_for_update(skip_locked=True))
    if row is not None:
        row.worker_id = worker_id
    return row


def has_free(session: Session, job_id: str) -> bool:
    """Whether a block of the job waits for somebody."""
    free = select(BlockRow.id).where(BlockRow.job_id == job_id, BlockRow.worker_id.is_(None)).limit(1)
    return session.scalar(free) is not None


def give(session: Session, block_id: str, found: bytes) -> None:
    """Hand in what was found; nobody minds where the round is over."""
    session.execute(update(BlockRow).where(BlockRow.id == block_id).values(found=found))


def given(session: Session, ids: Sequence[str]) -> dict[str, Given]:
    """What has come of each block."""
    statement = (
        select(BlockRow.id, BlockRow.found, WorkerRow.ended_at)
        .join(WorkerRow, WorkerRow.id == BlockRow.worker_id, isouter=True)
        .where(BlockRow.id.in_(ids))
    )
    return {block_id: (found, ended is not None) for block_id, found, ended in session.execute(statement)}


def forget(session: Session, job_id: str) -> None:
    """Delete the job's blocks: a round is over, or whoever handed them out has the job no more."""
    session.execute(delete(BlockRow).where(BlockRow.job_id == job_id))


def is_wanted(session: Session, job_id: str) -> bool:
    """Whether help with a job makes sense: it runs, and nobody waits for a worker."""
    running = session.scalar(select(JobRow.state).where(JobRow.id == job_id)) == "running"
    return running and not is_anybody_waiting(session)


def is_anybody_waiting(session: Session) -> bool:
    """Whether a job waits for a worker."""
    return session.scalar(select(JobRow.id).where(JobRow.state == "queued").limit(1)) is not None


def others(session: Session, worker_id: str) -> int:
    """How many workers live beside this one."""
    living = select(func.count()).where(WorkerRow.ended_at.is_(None), WorkerRow.id != worker_id)
    return session.scalar(living) or 0
