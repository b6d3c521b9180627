"""What of a plan rules inside rooms look at, whoever joins: soft and hard prices, company, partners."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.engine.board import BREACH, Board, mean_of_others, outline_of
from matcher.engine.pairs import Traits
from matcher.engine.sheet import Bools, Floats, Ints, Sheet
from matcher.rules.keep_together import KeepTogether

AT_ONCE = 400
"""People whose pair fits with as many others are in memory at a time."""


class Company(NamedTuple):
    """Who is company for whom, worked out when asked; c needs, n people."""

    aged: Bools  # c: company is nearness in age, not a shared mark
    marks: NDArray[np.uint64]  # c x n x words
    years: Floats  # n: nan where unknown
    tolerance: float  # of ages, and the age it holds at; nan: at every age
    tolerance_at: float


class Ground(NamedTuple):
    """The rules inside rooms; ``soft`` prices what costs points, ``hard`` counts what must not be."""

    soft: Board
    hard: Board
    traits: Traits
    company: Company
    share: Floats  # by size
    together_start: Ints  # n + 1: where each person's partners begin whom a hard rule gives them
    together_to: Ints
    misplaced: Bools  # n: sits where a hard rule about seats keeps them off
    rank: Floats  # n: of the ids in alphabetical order


def ground_of(sheet: Sheet, traits: Traits, assign: Ints, placed: Ints, known: Ground | None = None) -> Ground:
    """The ground of a plan: people by group number in ``assign``, the numbers of everybody placed in ``placed``.

    ``known`` is the ground of the same plan on the sheet that this one goes on from (``Sheet.known``).
    """
    # One group stands for all: of the board only what concerns people is used here.
    everybody = np.arange(sheet.people, dtype=np.int32)
    outline = outline_of(sheet, traits, everybody, np.zeros(1, np.int32), np.full(sheet.people, -1, np.int32))
    board = outline.board
    parts = {}
    for name in ("tie_price", "company_price", "cap_price", "span_price"):
        price = getattr(board, name)
        hard = price >= BREACH / 2
        parts[name] = np.where(hard, BREACH, 0.0)
    nothing = np.zeros(0)
    hard_only = board._replace(
        tie_price=parts["tie_price"],
        company_price=parts["company_price"],
        cap_price=parts["cap_price"],
        span_price=parts["span_price"],
        floor=nothing,
        floor_price=nothing,
    )
    words = max([1, *(m.shape[1] for m in outline.marks if m is not None)])
    marks = np.zeros((len(outline.marks), sheet.people, words), np.uint64)
    for number, own in enumerate(outline.marks):
        if own is not None:
            marks[number, :, : own.shape[1]] = own
    ids = [a.id for a in sheet.intake.applicants]
    if known is None:
        start, to = _partners(sheet, sheet.intake.policy.rules.keep_together)
        misplaced = _misplaced(sheet, assign, placed)
        widest = int(max(sheet.most.max(), np.bincount(assign, minlength=sheet.groups + 1)[:-1].max())) + 1
        share, rank = mean_of_others(widest), np.argsort(np.argsort(np.array(ids))).astype(np.float64)
    else:
        start, to = np.append(known.together_start, known.together_start[-1:]), known.together_to
        misplaced, share = np.append(known.misplaced, False), known.share
        rank = np.append(known.rank, sum(each < ids[-1] for each in ids) - 0.5)
    return Ground(
        soft=board._replace(
            tie_price=board.tie_price - parts["tie_price"],
            company_price=board.company_price - parts["company_price"],
            cap_price=board.cap_price - parts["cap_price"],
            span_price=board.span_price - parts["span_price"],
        ),
        hard=hard_only,
        traits=traits,
        company=Company(
            aged=np.array([m is None for m in outline.marks], np.bool_),
            marks=marks,
            years=traits.years,
            tolerance=traits.tolerance,
            tolerance_at=traits.tolerance_at,
        ),
        share=share,
        together_start=start,
        together_to=to,
        misplaced=misplaced,
        rank=rank,
    )


def _misplaced(sheet: Sheet, assign: Ints, placed: Ints) -> Bools:
    misplaced = np.zeros(sheet.people, np.bool_)
    for part in np.array_split(placed, 1 + len(placed) // AT_ONCE):
        kinds = np.unique(sheet.kind_of[assign[part]])
        column = np.searchsorted(kinds, sheet.kind_of[assign[part]])
        misplaced[part] = ~sheet.allowed_at(part, kinds)[np.arange(len(part)), column]
    return misplaced


def _partners(sheet: Sheet, rule: KeepTogether) -> tuple[Ints, Ints]:
    """Whom each newcomer must sit with, as compressed rows; nobody where the rule is not hard."""
    rows: list[list[int]] = [[] for _ in range(sheet.people)]
    if rule.mode == "hard":
        for a, b in sorted(rule.pairs(sheet.intake)):
            i, j = sheet.index[a], sheet.index[b]
            for first, second in ((i, j), (j, i)):
                if not sheet.fixed[first]:
                    rows[first].append(second)
    ends = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
    return ends, np.array([j for row in rows for j in row], np.int32)
