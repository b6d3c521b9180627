"""The best plans found for numbers of moves, with what is proved about each."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from matcher.engine.construct import tolerance
from matcher.engine.exact import MOST_SEATS
from matcher.plan import Plan
from matcher.revise.problem import Priced, Problem, TooLong
from matcher.revise.small import best_by_moves, is_better, is_small
from matcher.scorer import Score, score
from matcher.stop import Stop

SAME = 1e-6
"""Claims and values up to this far apart are the same."""

PRICES_TRIED = 3
"""Searches with a price on moves at the most: what they prove holds for every number of moves."""

FIRST_PRICE, STRIDE, NARROW = 0.1, 4.0, 1.4
"""The first price tried in points of fit, by how much dearer or cheaper the next is, and when two are close enough."""

CHEAPEST, DEAREST = 0.01, 10.0
"""Prices beyond which no other is tried."""


@dataclass(frozen=True)
class Rung:
    """The best valid plan found with at most ``budget`` moves.

    No valid plan with so few moves places more claim than ``claim_bound``; none that places as much as this one has a
    value above ``bound``.
    """

    budget: int
    plan: Plan
    moves: int
    scored: Score
    claim_bound: float
    bound: float


class Ladder:
    """Climbs from the fewest moves to more, and looks down from prices on moves.

    Args:
        problem: The list of today and the places held.
        stop: Ends each search with a price.
        seed: Of every random choice.
        exact: Whether to look at every plan; only on small lists unless said otherwise.

    Raises:
        TooLong: If the list has too many people or places.
    """

    def __init__(self, problem: Problem, stop: Stop, seed: int, exact: bool | None = None) -> None:
        self.problem, self.stop, self.seed = problem, stop, seed
        self._plans: dict[int, Plan] = {}
        self._scores: dict[Plan, Score] = {}
        self._claim_bounds: dict[int, float] = {}
        self._priced: list[tuple[float, Priced]] = []
        self.exact = is_small(problem.places) if exact is None else exact
        self.least: int | None = None
        """The fewest moves that leave no hard rule broken; None where no number does."""
        self.proved = True
        """Whether ``least`` is proved."""
        people, groups = len(problem.intake.applicants), len(problem.intake.offers)
        if people * groups > MOST_SEATS:
            raise TooLong(
                f"{people:,} people and {groups:,} groups are too many to count moves exactly: set a price for a move"
            )
        self._begin()

    def climb(self, budgets: Iterable[int]) -> list[Rung]:
        """The rungs for these numbers of moves; those below the fewest are left out. Never falls."""
        asked = sorted({b for b in budgets if self.least is not None and b >= self.least})
        if not asked:
            return []
        if not self.exact:
            for budget in dict.fromkeys((asked[-1], *asked)):
                self._step(budget)
            self._look_down(asked)
            for budget in asked:
                self._raise(self._best(budget), budget)
        return [self._rung(budget) for budget in asked]

    def score(self, plan: Plan) -> Score:
        """A plan's score under the intake's own policy."""
        if plan not in self._scores:
            self._scores[plan] = score(self.problem.intake, plan, self.problem.measure)
        return self._scores[plan]

    def _begin(self) -> None:
        if self.exact:
            self._plans = best_by_moves(self.problem.places)
            self.least = min(self._plans, default=None)
            return
        fewest = self.problem.least_moves()
        self.least, self.proved = fewest.moves, fewest.proved
        if fewest.plan is not None and fewest.moves is not None:
            self._offer(fewest.plan)
            if fewest.proved and fewest.moves > 0:
                self.proved = self.problem.is_impossible(fewest.moves - 1)

    def _step(self, budget: int) -> None:
        """Search from the rung below; where claims wait that more moves could place, ask whether so few can as well."""
        self._raise(self._best(budget), budget)
        best = self._best(budget)
        known = min(
            (bound for most, bound in self._claim_bounds.items() if most >= budget), default=self.problem.claim_bound
        )
        if best is None or self.score(best).claim < known - tolerance(self.problem.sheet):
            placed = self.problem.largest_claim(budget, best)
            known = min(known, placed.claim_bound)
            self._raise(placed.plan, budget)
        self._claim_bounds[budget] = known

    def _raise(self, start: Plan | None, budget: int) -> None:
        """Offer the best plan that a search within a number of moves finds from here."""
        if start is not None and self.score(start).valid:
            self._offer(self.problem.improve(start, budget, self.seed))

    def _look_down(self, budgets: list[int]) -> None:
        """Solve with prices on moves, feeling for those at which about as many move as are asked for."""
        for number in range(PRICES_TRIED):
            price = self._next_price(budgets[0] if number % 2 else budgets[-1])
            if price is not None:
                self._price(price)

    def _next_price(self, budget: int) -> float | None:
        """A price between the dearest at which more move than asked for and the cheapest at which no more do."""
        cheap = max((price for price, found in self._priced if self.problem.moves(found.plan) > budget), default=None)
        dear = min((price for price, found in self._priced if self.problem.moves(found.plan) <= budget), default=None)
        if cheap is None and dear is None:
            return FIRST_PRICE
        if dear is None:
            return None if cheap is None or cheap > DEAREST else cheap * STRIDE
        if cheap is None:
            return None if dear < CHEAPEST else dear / STRIDE
        return None if dear < NARROW * cheap else sqrt(cheap * dear)

    def _price(self, price: float) -> None:
        prices = dict.fromkeys(self.problem.places.held, price)
        found = self.problem.search(prices, self.stop, self.seed, self._best(None))
        if found is not None:
            self._priced.append((price, found))
            self._offer(found.plan)

    def _offer(self, plan: Plan) -> None:
        scored = self.score(plan)
        if not scored.valid:
            return
        moves = self.problem.moves(plan)
        known = self._plans.get(moves)
        if known is None or self._better(plan, known):
            self._plans[moves] = plan

    def _best(self, budget: int | None) -> Plan | None:
        """The best plan known with at most so many moves; of equals the one with the fewest."""
        best: Plan | None = None
        for moves, plan in sorted(self._plans.items()):
            if (budget is None or moves <= budget) and (best is None or self._better(plan, best)):
                best = plan
        return best

    def _better(self, plan: Plan, other: Plan) -> bool:
        one, two = self.score(plan), self.score(other)
        return is_better(one.claim, one.value - SAME, two.claim, two.value)

    def _rung(self, budget: int) -> Rung:
        plan = self._best(budget)
        assert plan is not None
        scored = self.score(plan)
        if self.exact:
            return Rung(budget, plan, self.problem.moves(plan), scored, scored.claim, scored.value)
        counted = budget - len(self.problem.places.homeless)
        bounds = [self.problem.any_bound]
        for price, found in self._priced:
            valid = found.bound if scored.claim >= found.claim - SAME else found.loose
            bounds.append(valid + price * counted)
        claim_bound = max(self._claim_bounds[budget], scored.claim)
        return Rung(budget, plan, self.problem.moves(plan), scored, claim_bound, max(min(bounds), scored.value))
