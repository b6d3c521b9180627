"""What a plan's page of the term says: deeds before they are done, proposals, and the steps of its life, in names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.access.names import as_seen
from api.db.models import JobRow
from api.planning.term import Deed
from api.planning.timeline import Step
from api.planning.turns import Turn
from api.web.answers import RUNNING
from api.web.texts import text
from matcher.answer import breach_report
from matcher.change import Move
from matcher.intake import Intake
from matcher.report.view import shade
from matcher.report.words import of_hundred
from matcher.revise import Revision


@dataclass(frozen=True, slots=True)
class Way:
    """One person's way from a place to another, in names; None stands for no place."""

    person: str
    origin: str | None
    target: str | None
    fit: str = ""
    told: bool = False
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a deed would do."""

    deed: Deed
    left: tuple[Way, ...]
    came: tuple[Way, ...]
    waiting: int
    placed: tuple[int, int]
    mean: tuple[str, str]
    worst: tuple[str, str]
    broken: tuple[str, ...]
    rules: tuple[str, ...]
    """Codes of the hard rules that it would break."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A search for moves, and what came of it."""

    job: str
    state: str
    most: int
    moved: tuple[Way, ...] = ()
    came: tuple[Way, ...] = ()
    left: tuple[str, ...] = ()
    waiting: int = 0
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the plan's life."""

    revision: int
    at: datetime
    week: int
    what: str
    reason: str | None
    left: tuple[Way, ...]
    came: tuple[Way, ...]
    moved: tuple[Way, ...]
    placed: int
    people: int
    mean: str
    worst: str
    shade: int | None
    published: bool


class Called:
    """What people and groups are called to whoever asks, by several states of a list, the one that counts first."""

    def __init__(self, *lists: Intake) -> None:
        self._lists = [as_seen(each) for each in lists]

    def person(self, who: str) -> str:
        """A name where there is one to be seen, else the code."""
        found = (each.applicant_by_id.get(who) for each in self._lists)
        return next((a.display_name or a.id for a in found if a is not None), who)

    def group(self, group: str | None) -> str | None:
        """A group's name, else its id."""
        if group is None:
            return None
        found = (each.group_by_id.get(group) for each in self._lists)
        return next((g.name or g.id for g in found if g is not None), group)

    def way(self, move: Move, fit: float | None = None, *, told: bool = False, why: Iterable[str] = ()) -> Way:
        """A move in names."""
        shown = "" if fit is None else of_hundred(fit)
        return Way(
            self.person(move.id), self.group(move.origin), self.group(move.target), shown, told=told, why=tuple(why)
        )


def prospect(deed: Deed, turn: Turn, called: Called) -> Prospect:
    """A deed in words, before it is done."""
    change, intake = turn.change, turn.layout.intake
    before, after = turn.parent.figures, turn.result
    gone = [move for move in change.moves if move.target is None]
    came = [move for move in change.moves if move.origin is None]
    return Prospect(
        deed=deed,
        left=tuple(called.way(move) for move in gone),
        came=tuple(called.way(move, change.fits.get(move.id, (None, None))[1]) for move in came),
        waiting=len(turn.layout.score.waiting),
        placed=(before["placed"], after.placed),
        mean=(_hundred(before["mean_fit"], 1), _hundred(after.mean_fit, 1)),
        worst=(_hundred(before["worst_group"]), _hundred(after.worst_group)),
        broken=tuple(dict.fromkeys(breach_report(intake, breach).text for breach in change.broken)),
        rules=tuple(sorted({breach.rule for breach in change.broken})),
    )


def proposal(job: JobRow, called: Called, *, fits: bool) -> Proposal:
    """What a search for moves has found; ``fits`` says whether plan and list are still those that it began from."""
    most = int(job.options.get("max_moves", 0))
    told = (job.answer or {}).get("revision")
    if job.state in RUNNING:
        return Proposal(job.id, "searching", most)
    if not fits:
        return Proposal(job.id, "outdated", most)
    if told is None:
        return Proposal(job.id, "failed", most)
    found = Revision.model_validate({**told, "result": None})
    said = tuple(f"{each.text}." for each in found.summary)
    if found.outcome != "revised":
        return Proposal(job.id, "none", most, said=said)
    moved = tuple(
        called.way(
            Move(id=move.id, origin=move.origin, target=move.target),
            told=move.told,
            why=(each.text for each in move.sentences),
        )
        for move in found.moves
    )
    came = tuple(called.way(move) for move in found.new if move.target is not None)
    targets = [*(move.target for move in found.new), *(move.target for move in found.moves)]
    left = tuple(called.person(who) for who in found.left)
    return Proposal(
        job.id, "found" if moved or came or left else "nothing", most, moved, came, left, targets.count(None), said
    )


def lines(steps: Sequence[Step], called: Called) -> Iterator[Line]:
    """The steps, counted in weeks from the first."""
    for step in steps:
        figures = step.figures
        yield Line(
            revision=step.revision,
            at=step.at,
            week=(step.at.date() - steps[0].at.date()).days // 7 + 1,
            what=_what(step),
            reason=step.reason,
            left=tuple(called.way(move) for move in step.left),
            came=tuple(called.way(move) for move in step.came),
            moved=tuple(called.way(move, told=move.id in step.told) for move in step.moved),
            placed=figures["placed"],
            people=figures["applicants"],
            mean=_hundred(figures["mean_fit"], 1),
            worst=_hundred(figures["worst_group"]),
            shade=None if figures["mean_fit"] is None else shade(figures["mean_fit"]),
            published=step.published,
        )


def _what(step: Step) -> str:
    """What was done, in few words."""
    if step.origin == "moves" and not step.moved and (step.came or step.left):
        return text("term-filled" if step.came else "term-taken-out")
    return text(f"origin-{step.origin}", moves=len(step.moved), earlier=step.earlier or 0)


def _hundred(share: float | None, digits: int = 0) -> str:
    return "" if share is None else of_hundred(share, digits)
