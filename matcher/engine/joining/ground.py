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
    if known is not None and _goes_on(sheet, known):
        return _grown(sheet, traits, known)
    # One group stands for all: of the board only what rules inside rooms ask is used here.
    everybody = np.arange(sheet.people, dtype=np.int32)
    outline = outline_of(sheet, traits, everybody, np.zeros(1, np.int32), np.full(sheet.people, -1, np.int32))
    board = _without_seats(outline.board)
    parts = {}
    for name in ("tie_price", "company_price", "cap_price", "span_price"):
        price = getattr(board, name)
        hard = price >= BREACH / 2
        parts[name] = np.where(hard, BREACH, 0.0)
    nothing = np.zeros(0)
    words = max([1, *(m.shape[1] for m in outline.marks if m is not None)])
    marks = np.zeros((len(outline.marks), sheet.people, words), np.uint64)
    for number, own in enumerate(outline.marks):
        if own is not None:
            marks[number, :, : own.shape[1]] = own
    if known is None:
        start, to = _partners(sheet, sheet.intake.policy.rules.keep_together)
        misplaced = _misplaced(sheet, assign, placed)
        widest = int(max(sheet.most.max(), np.bincount(assign, minlength=sheet.groups + 1)[:-1].max())) + 1
        ids = np.array([a.id for a in sheet.intake.applicants])
        share, rank = mean_of_others(widest), np.argsort(np.argsort(ids)).astype(np.float64)
    else:
        start, to, share = _one_more(known.together_start, known.together_start[-1]), known.together_to, known.share
        misplaced, rank = _one_more(known.misplaced, False), _ranked_anew(sheet, known)
    return Ground(
        soft=board._replace(
            tie_price=board.tie_price - parts["tie_price"],
            company_price=board.company_price - parts["company_price"],
            cap_price=board.cap_price - parts["cap_price"],
            span_price=board.span_price - parts["span_price"],
        ),
        hard=board._replace(
            tie_price=parts["tie_price"],
            company_price=parts["company_price"],
            cap_price=parts["cap_price"],
            span_price=parts["span_price"],
            floor=nothing,
            floor_price=nothing,
        ),
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


def _grown(sheet: Sheet, traits: Traits, known: Ground) -> Ground:
    """A known ground with one more person at the end."""
    companies, people = sheet.companies, sheet.people
    own = {
        "fixed": sheet.fixed,
        "tie_start": _one_more(known.soft.tie_start, known.soft.tie_start[-1]),
        "reward": _one_more(known.soft.reward, 0.0),
        "company_needs": np.array([c.needs for c in companies], np.bool_).reshape(len(companies), people),
        "cap_tag": np.array([c.tags for c in sheet.caps], np.int32).reshape(len(sheet.caps), people),
        "span_value": np.array([s.values for s in sheet.spans]).reshape(len(sheet.spans), people),
    }
    marks = np.zeros((len(companies), people, known.company.marks.shape[2]), np.uint64)
    marks[:, :-1] = known.company.marks
    for number, company in enumerate(companies):
        if company.marks is not None:
            marks[number, -1, : company.marks.shape[1]] = company.marks[-1]
    return known._replace(
        soft=known.soft._replace(**own),
        hard=known.hard._replace(**own),
        traits=traits,
        company=known.company._replace(marks=marks, years=traits.years),
        together_start=_one_more(known.together_start, known.together_start[-1]),
        misplaced=_one_more(known.misplaced, False),
        rank=_ranked_anew(sheet, known),
    )


def _ranked_anew(sheet: Sheet, known: Ground) -> Floats:
    """The ranks of the ids with the last one between those it stands between."""
    *before, last = (a.id for a in sheet.intake.applicants)
    return _one_more(known.rank, sum(each < last for each in before) - 0.5)


def _one_more(known: Any, last: Any) -> Any:
    """An array with one entry more at its end, of the same kind."""
    found = np.empty(len(known) + 1, known.dtype)
    found[:-1], found[-1] = known, last
    return found


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
