"""A better plan around what is pinned, as it is proposed: nothing of it is done before somebody takes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from api.db.models import JobRow
from api.planning.edits import Edit
from api.web.board import Standing
from api.web.changes import points
from matcher.change import Move

Found = Literal["searching", "moves", "nothing", "outdated", "failed"]
"""Where it is: still searched for; there; nothing better; made for an earlier state of the plan; not to be had."""


@dataclass(frozen=True, slots=True)
class ProposedMove:
    """One person's way, in names."""

    person: str
    origin: str | None
    target: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A job that proposes moves, and what came of it."""

    job: str
    found: Found
    moves: tuple[ProposedMove, ...]
    points: str
    mends: tuple[str, ...]
    """What breaks hard rules as long as nothing is done, in sentences."""


def proposal_of(job: JobRow, stands: Standing) -> Proposal:
    """What the job proposes for the plan as it stands."""
    found = _found(job, stands)
    moves = tuple(moves_of(job)) if found == "moves" else ()
    return Proposal(
        job=job.id,
        found="nothing" if found == "moves" and not moves else found,
        moves=tuple(
            ProposedMove(
                stands.name(move.id),
                None if move.origin is None else stands.title(move.origin),
                None if move.target is None else stands.title(move.target),
            )
            for move in moves
        ),
        points=points(_value(job, stands)),
        mends=tuple(_kept(job).get("broken", ())),
    )


def moves_of(job: JobRow) -> Iterator[Move]:
    """Who changes places."""
    revision = (job.answer or {}).get("revision") or {}
    for move in (*revision.get("moves", ()), *revision.get("new", ())):
        if move["origin"] != move["target"]:
            yield Move(id=move["id"], origin=move["origin"], target=move["target"])


def edits_of(job: JobRow) -> tuple[Edit, ...]:
    """The same as edits of the plan."""
    return tuple(Edit(applicant=move.id, to=move.target) for move in moves_of(job))


def _found(job: JobRow, stands: Standing) -> Found:
    if job.state in ("queued", "running"):
        return "searching"
    if job.plan_revision != stands.revision:
        return "outdated"
    revision = (job.answer or {}).get("revision")
    if job.state not in ("succeeded", "stopped") or revision is None:
        return "failed"
    return "moves" if revision["outcome"] == "revised" else "nothing"


def _value(job: JobRow, stands: Standing) -> float:
    figures = (job.answer or {}).get("figures") or {}
    value = figures.get("value")
    before = _kept(job).get("value", stands.result.value)
    return 0.0 if value is None or before is None else float(value) - float(before)


def _kept(job: JobRow) -> Mapping[str, Any]:
    """The plan as it stood, on the list of the job."""
    return ((job.answer or {}).get("revision") or {}).get("kept") or {}
