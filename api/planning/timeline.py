"""The life of a plan: for each of its revisions who left, who came, who moved, and what it was worth."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.models import ApplicantRow, PlanRevisionRow, PlanRow
from api.planning.history import BACK_AND_FORTH
from api.store import entries, plans
from matcher.change import Move


@dataclass(frozen=True, slots=True)
class Step:
    """One revision, and what is other than in the one before it."""

    revision: int
    at: datetime
    origin: str
    earlier: int | None
    """The revision it equals, where it went back to one."""
    reason: str | None
    left: tuple[Move, ...]
    """Who is on the list no more."""
    came: tuple[Move, ...]
    """Who had no place."""
    moved: tuple[Move, ...]
    """Who has another place, or lost theirs though still on the list."""
    told: frozenset[str]
    """Of those who moved, who had been told the place that they left."""
    figures: Mapping[str, Any]
    published: bool


def life_of(session: Session, row: PlanRow, most: int) -> list[Step]:
    """The steps since people were told, else since the plan was composed; of many the last ``most``, in order.

    The step that it all began with has no changes.
    """
    begins = row.published_revision or 1
    start = max(begins, row.revision - most + 1)
    statement = select(PlanRevisionRow).where(
        PlanRevisionRow.plan_id == row.id, PlanRevisionRow.revision >= (start if start == begins else start - 1)
    )
    made = session.scalars(statement.order_by(PlanRevisionRow.revision)).all()
    pairs = [*([(made[0], made[0])] if start == begins else []), *pairwise(made)]
    moves = [_moves(before, after) for before, after in pairs]
    people = {move.id for some in moves for move in some if move.target is None}
    listed = _Listed(entries.spans_of(session, ApplicantRow, row.intake_id, sorted(people)))
    return [_step(row, pair, some, listed) for pair, some in zip(pairs, moves, strict=True)]


class _Listed:
    """Who was on the list when."""

    def __init__(self, spans: Sequence[tuple[str, int, int | None]]) -> None:
        self._spans: dict[str, list[tuple[int, int | None]]] = {}
        for who, since, until in spans:
            self._spans.setdefault(who, []).append((since, until))

    def at(self, who: str, revision: int) -> bool:
        return any(s <= revision and (u is None or revision < u) for s, u in self._spans.get(who, ()))


def _moves(before: PlanRevisionRow, after: PlanRevisionRow) -> list[Move]:
    was, now = plans.plan_of(before).by_applicant(), plans.plan_of(after).by_applicant()
    found = (Move(id=who, origin=was.get(who), target=now.get(who)) for who in {**was, **now})
    return sorted((move for move in found if move.origin != move.target), key=lambda move: move.id)


def _step(row: PlanRow, pair: tuple[PlanRevisionRow, PlanRevisionRow], moves: Sequence[Move], listed: _Listed) -> Step:
    before, after = pair
    left = tuple(m for m in moves if m.target is None and not listed.at(m.id, after.intake_revision))
    moved = tuple(m for m in moves if m.origin is not None and m not in left)
    return Step(
        revision=after.revision,
        at=after.created_at,
        origin=after.origin,
        earlier=after.parent if after.origin in BACK_AND_FORTH else None,
        reason=after.reason,
        left=left,
        came=tuple(m for m in moves if m.origin is None),
        moved=moved,
        told=frozenset(_told(before, after, moved)),
        figures=after.figures,
        published=after.revision == row.published_revision,
    )


def _told(before: PlanRevisionRow, after: PlanRevisionRow, moved: Sequence[Move]) -> Iterator[str]:
    known = {**before.told, **after.told}
    yield from (move.id for move in moved if known.get(move.id) == move.origin)
