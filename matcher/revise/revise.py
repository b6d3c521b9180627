"""Re-planning: a list has changed, and a plan that held is changed with it, by as little as is worth it."""

from collections.abc import Mapping

from matcher.answer import answer, no_answer
from matcher.change import Move
from matcher.intake import Intake
from matcher.obstacles.conflicts import find_conflicts
from matcher.plan import Plan
from matcher.remarks import remarks
from matcher.result import Result
from matcher.revise.answer import Frontier, Kept, MoveReport, Outcome, Point, Revision
from matcher.revise.ladder import PRICES_TRIED, Ladder
from matcher.revise.moves import reports, without_idle_moves
from matcher.revise.places import Grade, Places
from matcher.revise.problem import Problem
from matcher.scorer import Score, score
from matcher.sentences import Sentence, sentence
from matcher.stop import Stop

USUAL_STAY = 0.1
"""Price of a draft move when neither a price nor a number of moves is given, in points of fit."""


def revise(
    intake: Intake,
    plan: Plan,
    *,
    stop: Stop,
    seed: int = 0,
    max_moves: int | None = None,
    stay: float | None = None,
    grade: Grade | None = None,
) -> Revision:
    """Change a plan that held so that it fits the list of today.

    A move is somebody who had a place, is still on the list, and gets another place or none; that their group closed
    or a rule forbids it now makes it forced, and it counts. Somebody new who takes a place is no move. Pinned people
    never leave their pin. The order of goals is the same as ever: no hard rule broken, then the largest claim placed,
    then value, within the number of moves or less the prices of moves.

    Args:
        intake: The list as it is now, with pins, published places and seated members on it.
        plan: The plan that held; it may name people and groups that are gone.
        stop: Ends each of the searches: one with a price, up to ``PRICES_TRIED`` with a number of moves.
        seed: Of every random choice.
        max_moves: How many may move at the most.
        stay: Instead of that, the price of moving somebody off a draft place, in points of fit; ``USUAL_STAY`` where
            neither is given.
        grade: How much dearer a published place is than a draft one. A number of moves counts both alike; what the
            policy's own rule ``stay`` asks for a published place is paid in either case.

    Raises:
        TooLong: If the list has over 2,600 people, or ``max_moves`` is given and it has over 50,000 pairs of a person
            and a group.
        ValueError: If both a number and a price are given, or one is below 0.
    """
    if max_moves is not None and stay is not None:
        raise ValueError("a number of moves and a price for each exclude each other: leave out one")
    if min(max_moves or 0, stay or 0) < 0:
        raise ValueError("a number of moves or a price must not be below 0")
    problem = Problem(Places(intake, plan))
    if max_moves is None:
        return _priced(problem, stop, seed, USUAL_STAY if stay is None else stay, grade or Grade())
    return _within(problem, stop, seed, max_moves)


def frontier(intake: Intake, plan: Plan, most: int, *, stop: Stop, seed: int = 0) -> Frontier:
    """The best plans found with 0, 1, 2 ... ``most`` moves, each with what is proved about it.

    Arguments and errors are those of :func:`revise`.
    """
    problem = Problem(Places(intake, plan))
    ladder = Ladder(problem, stop, seed)
    rungs = ladder.climb(range(most + 1))
    return Frontier(
        points=tuple(
            Point(
                max_moves=rung.budget,
                moves=rung.moves,
                placed=rung.scored.placed,
                claim=rung.scored.claim,
                claim_bound=rung.claim_bound,
                value=rung.scored.value,
                bound=rung.bound,
                plan=problem.places.moves(rung.plan),
            )
            for rung in rungs
        ),
        kept=_kept(intake, score(intake, problem.places.kept, problem.measure)),
        least_moves=ladder.least,
        exact=ladder.exact,
    )


def searches(max_moves: int | None, most: int | None) -> int:
    """How many searches a revision, and a frontier of up to ``most`` moves (None for none), make one after the other.

    Each ends by the ``stop`` it is given, so this is what the seconds for all of them are to be divided by.
    """
    return (1 if max_moves is None else PRICES_TRIED) + (0 if most is None else PRICES_TRIED)


def _within(problem: Problem, stop: Stop, seed: int, max_moves: int) -> Revision:
    ladder = Ladder(problem, stop, seed)
    if ladder.least is None:
        return _without_plan(problem, seed, max_moves, None)
    rungs = ladder.climb([max_moves])
    least = ladder.least
    if not rungs:
        missing = sentence("revise-too-few", least=least, most=max_moves, proved=ladder.proved)
        return _revision(
            problem, "too_few_moves", None, seed, max_moves=max_moves, least=(least, ladder.proved), said=(missing,)
        )
    [rung] = rungs
    plan = without_idle_moves(problem.places, rung.plan, problem.measure, {})
    return _revision(
        problem, "revised", plan, seed, max_moves=max_moves, least=(least, ladder.proved), bound=rung.bound
    )


def _priced(problem: Problem, stop: Stop, seed: int, stay: float, grade: Grade) -> Revision:
    places = problem.places
    prices = places.prices(stay, grade)
    found = problem.search(prices, stop, seed, None)
    if found is None:
        return _without_plan(problem, seed, None, stay)
    plan = without_idle_moves(places, found.plan, problem.measure, prices)
    return _revision(problem, "revised", plan, seed, stay=stay, bound=found.bound, prices=prices)


def _without_plan(problem: Problem, seed: int, max_moves: int | None, stay: float | None) -> Revision:
    sheet = problem.sheet
    conflicts = find_conflicts(sheet, problem.traits) if sheet.required[~sheet.fixed].any() else ()
    outcome: Outcome = "infeasible" if conflicts else "stopped"
    intake = problem.intake
    result = no_answer(
        intake,
        status="infeasible" if conflicts else "stopped",
        conflicts=conflicts,
        seed=seed,
        warnings=remarks(intake),
    )
    return _revision(problem, outcome, None, seed, max_moves=max_moves, stay=stay, result=result)


def _revision(
    problem: Problem,
    outcome: Outcome,
    plan: Plan | None,
    seed: int,
    *,
    max_moves: int | None = None,
    stay: float | None = None,
    least: tuple[int | None, bool] = (None, False),
    bound: float | None = None,
    prices: Mapping[str, float] | None = None,
    result: Result | None = None,
    said: tuple[Sentence, ...] = (),
) -> Revision:
    places, intake, measure = problem.places, problem.intake, problem.measure
    kept = score(intake, places.kept, measure)
    moves: tuple[MoveReport, ...] = ()
    new: tuple[Move, ...] = ()
    moves_price = None
    if plan is not None:
        scored = score(intake, plan, measure)
        now = plan.by_applicant()
        new = tuple(Move(id=person, origin=None, target=now.get(person)) for person in places.new)
        moves = reports(places, plan, kept, measure)
        moves_price = None if prices is None else sum(prices.get(move.id, 0.0) for move in moves)
        result = answer(
            intake,
            measure,
            scored,
            status="feasible",
            bound=problem.any_bound,
            seed=seed,
            warnings=remarks(intake),
        )
        bound = None if bound is None else max(bound, scored.value - (moves_price or 0.0))
        said = tuple(_summary(places, kept, scored, len(moves)))
    return Revision(
        outcome=outcome,
        result=result,
        max_moves=max_moves,
        stay=stay,
        moves=moves,
        new=new,
        left=places.left,
        closed=places.closed,
        kept=_kept(intake, kept),
        least_moves=least[0],
        least_is_proved=least[1],
        bound=bound,
        moves_price=moves_price,
        summary=said,
    )


def _summary(places: Places, kept: Score, scored: Score, moves: int) -> list[Sentence]:
    said = [
        sentence("revise-moves", moves=moves, had=len(places.before)),
        sentence("revise-value", before=round(kept.value, 2), after=round(scored.value, 2)),
    ]
    waits = [a.id for a in scored.waiting if a.id in places.before]
    if waits:
        said.append(sentence("revise-lose-place", names=tuple(waits)))
    broken = sum(1 for _ in kept.breaches(hard=True))
    if broken:
        said.append(sentence("revise-kept-broken", broken=broken))
    return said


def _kept(intake: Intake, scored: Score) -> Kept:
    rules = intake.policy.rules
    broken = (rules.named(b.rule).explain(b) for b in scored.breaches(hard=True))
    return Kept(value=scored.value, claim=scored.claim, placed=scored.placed, broken=tuple(dict.fromkeys(broken)))
