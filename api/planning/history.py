"""Going back and forth in what a plan was. No revision is ever lost: going back adds one that equals an earlier one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.principal import current
from api.audit.chain import record
from api.db.models import PlanRevisionRow, PlanRow
from api.problems import problem
from api.store import plans
from api.store.layouts import not_composed

Way = Literal["undo", "redo"]

BACK_AND_FORTH: frozenset[str] = frozenset({"undo", "redo"})
"""Origins of revisions that equal their parent."""

NOTHING = {
    "undo": "there is nothing to undo: this is how the plan began",
    "redo": "there is nothing to redo: the plan has not gone back since it was last changed",
}


@dataclass(frozen=True)
class Past:
    """Where the plan stands among the states that it can go back to: the newest first, each once."""

    states: Sequence[int]
    stands: int

    def target(self, way: Way) -> int | None:
        """The revision to equal; None where there is none."""
        place = self.states.index(self.stands) + (1 if way == "undo" else -1)
        return self.states[place] if 0 <= place < len(self.states) else None


def past(links: Sequence[tuple[int, str, int | None]]) -> Past:
    """A plan's past by the number, origin and parent of each revision, in order."""
    equals = {number: parent if origin in BACK_AND_FORTH and parent else number for number, origin, parent in links}
    parents = {number: parent for number, _, parent in links}
    # What was gone back from can be reached again until something new is made.
    state: int | None = max(number for number in equals if equals[number] == number)
    states = []
    while state is not None:
        states.append(state)
        before = parents[state]
        state = None if before is None else equals[before]
    return Past(states, equals[links[-1][0]])


def past_of(session: Session, row: PlanRow) -> Past:
    """The past of a plan that has been composed."""
    columns = (PlanRevisionRow.revision, PlanRevisionRow.origin, PlanRevisionRow.parent)
    statement = select(*columns).where(PlanRevisionRow.plan_id == row.id).order_by(PlanRevisionRow.revision)
    return past([(number, origin, parent) for number, origin, parent in session.execute(statement)])


def step(session: Session, row: PlanRow, way: Way) -> None:
    """Go a step back, or forth again. The row has to be held by this transaction.

    Raises:
        ProblemError: 409 if there is nothing to go to.
    """
    if row.revision == 0:
        raise not_composed()
    target = past_of(session, row).target(way)
    if target is None:
        raise problem(409, f"nothing_to_{way}", NOTHING[way])
    who = current()
    plans.add_copy(session, row, plans.revision_of(session, row, target), origin=way, actor=who.actor)
    record(session, who.clinic, who.actor, f"plan.{way}", row.id, revision=row.revision, equals=target)


def go_back(session: Session, row: PlanRow, target: int) -> None:
    """Make the plan what it was in any of its revisions, which is a change that can be undone itself.

    The row has to be held by this transaction.

    Raises:
        ProblemError: 404 if it has no such revision.
    """
    who = current()
    earlier = plans.revision_of(session, row, target)
    stands = past_of(session, row).stands
    plans.add_copy(session, row, earlier, origin="back", actor=who.actor, parent=stands)
    record(session, who.clinic, who.actor, "plan.back", row.id, revision=row.revision, equals=target)
