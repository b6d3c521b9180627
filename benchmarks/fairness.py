"""Fairness: what it costs the mean fit to lift whoever fits worst, and what the balance of the measure does."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean

from benchmarks.effort import KINDS, Effort, Kind
from benchmarks.results import Curves, Points
from benchmarks.solving import generated, run, warm_up
from benchmarks.table import Table, fit
from matcher.intake import Intake
from matcher.measure import Measure
from matcher.plan import Plan
from matcher.policy import Policy
from matcher.result import Result
from matcher.rules import Rules
from matcher.rules.common_ground import CommonGround
from matcher.rules.floor import Floor

USUAL = Floor().floor

SMALL, LARGE = "worst member", "worst group"


@dataclass(frozen=True)
class Outcome:
    """Means over seeds of what plans are like; ``under`` and ``alone`` are shares of everybody placed.

    ``under``: whose fit is under the usual floor. ``alone``: who has no common ground with anyone in the room.
    """

    mean_fit: float
    worst_member: float
    worst_group: float
    under: float
    alone: float
    closeness: float
    difference: float


COLUMNS = ("rule", "mean fit", SMALL, LARGE, f"fit under {USUAL:g}", "no common ground")

OFF = Rules(floor=Floor(mode="off"), common_ground=CommonGround(mode="off"))


def measure(effort: Effort) -> Iterator[Table | Curves]:
    """The price of a floor and of common ground on a list of each kind, and the balance of closeness and difference."""
    warm_up()
    lines: dict[str, Points] = {}
    for kind in KINDS:
        yield _priced(kind, effort, lines)
    yield Curves("fairness", lines)
    balances = {balance: _tried("clinic", effort, Rules(), balance) for balance in effort.fairness.balances}
    yield Table(
        f"Balance between closeness and difference, clinic {effort.fairness.people}",
        ("balance", "closeness", "difference"),
        tuple((f"{balance:g}", fit(each.closeness), fit(each.difference)) for balance, each in balances.items()),
        _note(effort, "Means over everybody placed of what they meet in the room; the usual balance is 0.5."),
    )
    yield Curves(
        "balance",
        {
            "closeness": tuple((balance, each.closeness) for balance, each in balances.items()),
            "difference": tuple((balance, each.difference) for balance, each in balances.items()),
        },
    )


def _priced(kind: Kind, effort: Effort, lines: dict[str, Points]) -> Table:
    """One list under every price; the lines begin where neither rule has one."""
    plan = effort.fairness
    without = _tried(kind, effort, OFF)
    rows = [_row("neither", without)]
    for floor in plan.floors:
        outcomes = [without]
        for price in plan.prices:
            rules = OFF.model_copy(update={"floor": Floor(floor=floor, weight=price)})
            outcomes.append(_tried(kind, effort, rules))
            rows.append(_row(f"floor {floor:g}, price {price:g}", outcomes[-1]))
        lines[f"{kind}, {LARGE}, {floor:g}"] = tuple((each.mean_fit, each.worst_group) for each in outcomes)
        lines[f"{kind}, {SMALL}, {floor:g}"] = tuple((each.mean_fit, each.worst_member) for each in outcomes)
    for price in plan.ground_prices:
        rules = OFF.model_copy(update={"common_ground": CommonGround(weight=price)})
        rows.append(_row(f"common ground, price {price:g}", _tried(kind, effort, rules)))
    rows.append(_row("both as usual", _tried(kind, effort, Rules())))
    return Table(
        f"Prices of a floor and of common ground, {kind} {plan.people}",
        COLUMNS,
        tuple(rows),
        _note(effort, "Prices in points of fit; the rule that is not named is off."),
    )


def _tried(kind: Kind, effort: Effort, rules: Rules, balance: float | None = None) -> Outcome:
    policy = Policy(rules=rules) if balance is None else Policy(rules=rules, balance=balance)
    budget = effort.fairness.budget
    outcomes = []
    for seed in range(1, budget.seeds + 1):
        intake = generated(kind, effort.fairness.people, seed, "sizes", policy)
        outcomes.append(_outcome(intake, run(intake, budget.seconds, seed).result))
    return Outcome(*(mean(getattr(each, name) for each in outcomes) for name in Outcome.__dataclass_fields__))


def _outcome(intake: Intake, result: Result) -> Outcome:
    plan = result.plan
    assert plan is not None
    assert result.mean_fit is not None
    assert result.worst_member is not None
    assert result.worst_group is not None
    fits = [member.fit for group in result.groups for member in group.member_fits]
    return Outcome(
        mean_fit=result.mean_fit,
        worst_member=result.worst_member,
        worst_group=result.worst_group,
        under=sum(each < USUAL for each in fits) / len(fits),
        alone=_without_common_ground(intake, plan) / len(fits),
        closeness=_mean_fit(intake, plan, balance=1),
        difference=_mean_fit(intake, plan, balance=0),
    )


def _without_common_ground(intake: Intake, plan: Plan) -> int:
    rule = CommonGround()
    return sum(1 for room in plan.rooms(Measure(intake)) for _ in rule.broken_by(room))


def _mean_fit(intake: Intake, plan: Plan, balance: float) -> float:
    """Mean fit under another balance: 1 for closeness alone, 0 for difference alone."""
    other = Intake(applicants=intake.applicants, sizes=intake.sizes, as_of=intake.as_of, policy=Policy(balance=balance))
    fits = [fit for room in plan.rooms(Measure(other)) for fit in room.fits.values()]
    return mean(fits)


def _row(rule: str, each: Outcome) -> tuple[str, ...]:
    return (
        rule,
        fit(each.mean_fit),
        fit(each.worst_member),
        fit(each.worst_group),
        f"{100 * each.under:.1f} %",
        f"{100 * each.alone:.1f} %",
    )


def _note(effort: Effort, what: str) -> str:
    budget = effort.fairness.budget
    return f"Means over {budget.seeds} seed(s), {budget.seconds:g} s each. {what}"
