"""The engine's face of a plan beside the scorer's."""

from dataclasses import dataclass

import numpy as np

from matcher.engine.board import BREACH, PLACE, Board, board_of
from matcher.engine.compiling import compile_intake
from matcher.engine.construct import is_valid
from matcher.engine.pairs import Traits, traits_of
from matcher.engine.sheet import Ints, Sheet
from matcher.engine.state import fresh, total
from matcher.engine.units import Units, units_of
from matcher.intake import Intake
from matcher.obstacles.conflicts import find_conflicts
from matcher.plan import Plan
from matcher.result import Conflict
from matcher.room import Breach
from matcher.scorer import Score, score

PRICED_IN_ROOMS = ("keep_apart", "age_span", "no_isolate", "common_ground", "primary_reason")
"""Rules that, when hard, the engine prices in a room; the other hard ones it never lets happen."""


@dataclass(frozen=True)
class Compiled:
    """An intake as the engine sees it, everybody and all groups on one board."""

    sheet: Sheet
    traits: Traits
    units: Units
    board: Board

    @property
    def waitlist(self) -> int:
        """The number that stands for the waitlist."""
        return self.sheet.groups

    def assigned(self, plan: Plan) -> Ints:
        """A plan as an assignment, as it is."""
        return self.sheet.assignment(plan)

    def plan(self, assign: Ints) -> Plan:
        """An assignment as a plan."""
        return self.sheet.plan(assign)

    def allows(self, assign: Ints) -> bool:
        """Whether everybody sits where the masks let them, and whoever sits together does: what the engine keeps to."""
        placed = np.flatnonzero(assign < self.waitlist)
        masks = self.board.allowed[placed, self.board.kind[assign[placed]]].all()
        whole = all(len({int(g) for g in assign[list(unit)]}) == 1 for unit in self.units.members)
        return bool(masks and whole and (assign[self.sheet.fixed] == self.sheet.home[self.sheet.fixed]).all())

    def value(self, assign: Ints) -> float:
        """The objective without the prices of waiting."""
        waiting = assign == self.waitlist
        return float(total(self.board, fresh(self.board, assign)) + self.board.seat_price[waiting, -1].sum())


def compiled(intake: Intake) -> Compiled:
    """Compile an intake onto one board."""
    sheet = compile_intake(intake)
    traits, units = traits_of(sheet), units_of(sheet)
    people, groups = np.arange(sheet.people, dtype=np.int32), np.arange(sheet.groups, dtype=np.int32)
    return Compiled(sheet, traits, units, board_of(sheet, traits, people, groups, units.block_of))


def price(breach: Breach) -> float:
    """What a breach costs the engine's objective; a hard span never less than a whole breach."""
    if not breach.hard:
        return breach.cost
    return BREACH * (max(1.0, breach.amount) if breach.rule == "age_span" else breach.amount)


def assert_faces_agree(intake: Intake, plan: Plan) -> Score:
    """The scorer's value and verdict on a plan are the engine's.

    A plan inside the masks, with everybody together who sits together: the engine's objective is the scorer's value,
    minus what hard breaches cost it, and both find it valid or not. Any other plan: the scorer finds it broken.
    """
    engine, result = compiled(intake), score(intake, plan)
    assign = engine.assigned(plan)
    if not engine.allows(assign):
        assert not result.valid
        return result
    hard = [b for room in result.rooms for b in room.breaches if b.hard]
    assert {b.rule for b in hard} <= {*PRICED_IN_ROOMS, "size"}
    priced = sum(price(b) for b in hard if b.rule != "size")
    assert abs(engine.value(assign) + priced - result.value) < 1e-6
    assert is_valid(engine.board, assign) == result.valid
    claims = sum(float(c) for c in engine.sheet.claims[assign == engine.waitlist])
    required = int((engine.sheet.required & (assign == engine.waitlist)).sum())
    assert abs(engine.board.seat_price[assign == engine.waitlist, -1].sum() - PLACE * claims - BREACH * required) < 1e-6
    assert required == len(result.waiting_breaches)
    return result


def first_conflict(engine: Compiled) -> Conflict | None:
    """The first of all disjoint conflicts; None if there is none to be shown."""
    return next(iter(find_conflicts(engine.sheet, engine.traits)), None)
