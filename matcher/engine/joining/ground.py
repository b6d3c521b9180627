"""What of a plan rules inside rooms look at, whoever joins: soft and hard prices, company, partners."""

from typing import Any, NamedTuple

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
    ids = [a.id for a in sheet.intake.applicants]
    if known is None:
        soft, hard, company = _inside(sheet, traits)
        start, to = _partners(sheet, sheet.intake.policy.rules.keep_together)
        widest = int(max(sheet.most.max(), np.bincount(assign, minlength=sheet.groups + 1)[:-1].max())) + 1
        share, misplaced = mean_of_others(widest), _misplaced(sheet, assign, placed)
        rank = np.argsort(np.argsort(np.array(ids))).astype(np.float64)
    else:
        soft, hard, company = _grown(sheet, traits, known) if _goes_on(sheet, known) else _inside(sheet, traits)
        start, to = np.append(known.together_start, known.together_start[-1:]), known.together_to
        share, misplaced = known.share, np.append(known.misplaced, False)
        rank = np.append(known.rank, sum(each < ids[-1] for each in ids) - 0.5)
    return Ground(soft, hard, traits, company, share, start, to, misplaced, rank)


def _inside(sheet: Sheet, traits: Traits) -> tuple[Board, Board, Company]:
    """The rules inside rooms for everybody of a sheet: what costs points, what must not be, and company."""
    # One group stands for all: of the board only what concerns people is used here.
    everybody = np.arange(sheet.people, dtype=np.int32)
    outline = outline_of(sheet, traits, everybody, np.zeros(1, np.int32), np.full(sheet.people, -1, np.int32))
    board = _without_seats(outline.board)
    prices = {name: getattr(board, name) for name in ("tie_price", "company_price", "cap_price", "span_price")}
    hard: dict[str, Any] = {name: np.where(price >= BREACH / 2, BREACH, 0.0) for name, price in prices.items()}
    nothing = np.zeros(0)
    words = max([1, *(m.shape[1] for m in outline.marks if m is not None)])
    marks = np.zeros((len(outline.marks), sheet.people, words), np.uint64)
    for number, own in enumerate(outline.marks):
        if own is not None:
            marks[number, :, : own.shape[1]] = own
    company = Company(
        aged=np.array([m is None for m in outline.marks], np.bool_),
        marks=marks,
        years=traits.years,
        tolerance=traits.tolerance,
        tolerance_at=traits.tolerance_at,
    )
    soft = board._replace(**{name: price - hard[name] for name, price in prices.items()})
    return soft, board._replace(**hard, floor=nothing, floor_price=nothing), company


def _without_seats(board: Board) -> Board:
    """The board without what is asked about groups, and about people and groups: only a search needs that."""
    nobody, nowhere = np.zeros(0, np.int32), np.zeros((0, 0))
    return board._replace(
        kind=nobody,
        allowed=nowhere.astype(np.bool_),
        seat_price=nowhere,
        least=nobody,
        most=nobody,
        size_price=nowhere,
        free=nobody.astype(np.bool_),
        block=nobody,
    )


def _goes_on(sheet: Sheet, known: Ground) -> bool:
    """Whether the last person brings no tie, no kind of company and no mark that nobody had: most newcomers."""
    before = sheet.known
    assert before is not None
    tied = len(sheet.pairs_apart) > len(before.pairs_apart) or len(sheet.pair_price) > len(before.pair_price)
    needs, marks = sheet.companies, known.company.marks
    widest = max((c.marks.shape[1] for c in needs if c.marks is not None), default=0)
    return not tied and len(needs) == len(marks) and widest <= marks.shape[2]


def _grown(sheet: Sheet, traits: Traits, known: Ground) -> tuple[Board, Board, Company]:
    """See :func:`_inside`: what is known with one more person at the end."""
    companies, people = sheet.companies, sheet.people
    own: dict[str, Any] = {
        "fixed": sheet.fixed,
        "tie_start": np.append(known.soft.tie_start, known.soft.tie_start[-1:]),
        "reward": np.append(known.soft.reward, 0.0),
        "company_needs": np.array([c.needs for c in companies], np.bool_).reshape(len(companies), people),
        "cap_tag": np.array([c.tags for c in sheet.caps], np.int32).reshape(len(sheet.caps), people),
        "span_value": np.array([s.values for s in sheet.spans]).reshape(len(sheet.spans), people),
    }
    marks = np.zeros((len(companies), people, known.company.marks.shape[2]), np.uint64)
    marks[:, :-1] = known.company.marks
    for number, company in enumerate(companies):
        if company.marks is not None:
            marks[number, -1, : company.marks.shape[1]] = company.marks[-1]
    grown = known.company._replace(marks=marks, years=traits.years)
    return known.soft._replace(**own), known.hard._replace(**own), grown


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
