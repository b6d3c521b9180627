"""From a plan to an answer: the figures, a report for every group, a reason for everybody who waits."""

from collections.abc import Callable, Sequence
from importlib.metadata import version
from math import comb

from matcher.age_account.account import account_of_age
from matcher.change import Workbench
from matcher.intake import Intake
from matcher.measure import Measure
from matcher.obstacles import MOST_HELPED, Waitlist, smallest_changes
from matcher.plan import Plan
from matcher.result import (
    BreachReport,
    Conflict,
    GroupReport,
    MemberReport,
    Repair,
    Result,
    Status,
    TracePoint,
    Waiting,
)
from matcher.room import Breach
from matcher.scorer import RoomScore, Score, score

WORKING_FLOOR = 5
"""Members a group needs to go on working."""

DROPOUT = 0.2
"""Share of members who leave early: 19.7 % over 669 studies (Swift & Greenberg 2012)."""


def lasting(size: int) -> float:
    """Chance that at least the working floor of a group of ``size`` remains after usual dropout."""
    return sum(
        comb(size, stay) * (1 - DROPOUT) ** stay * DROPOUT ** (size - stay) for stay in range(WORKING_FLOOR, size + 1)
    )


def evaluate(intake: Intake, plan: Plan) -> Result:
    """Score a given plan: the same answer as a solve's, with every broken rule; infeasible if a hard one is broken.

    Raises:
        KeyError: If the plan names a group or a person the intake does not know (see ``Plan.unknown_to``).
    """
    from matcher.engine.bound import quick_bound

    measure = Measure(intake)
    scored = score(intake, plan, measure)
    return answer(
        intake,
        measure,
        scored,
        status="feasible" if scored.valid else "infeasible",
        bound=quick_bound(intake, measure),
        warnings=[_sentence(intake, b) for b in scored.waiting_breaches],
    )


def answer(
    intake: Intake,
    measure: Measure,
    scored: Score,
    *,
    status: Status,
    bound: float | None = None,
    claim_bound: float | None = None,
    seed: int = 0,
    trace: Sequence[TracePoint] = (),
    warnings: Sequence[str] = (),
    most_helped: int = MOST_HELPED,
) -> Result:
    """The answer to an intake with a scored plan.

    Args:
        intake: The intake.
        measure: Its measure.
        scored: The plan's score.
        status: What is known about the plan.
        bound: No plan's value is above this; widened to the plan's own value where only rounding separates them.
        claim_bound: No plan's placed claim is above this.
        seed: The seed of the search.
        trace: Where the solve stood when.
        warnings: Sentences for the coordinator.
        most_helped: People waiting up to whom what would help is worked out for everybody, some 30 ms each.
    """
    if bound is not None:
        bound = max(bound, scored.value)
    waitlist = _waitlist(intake, scored, measure, most_helped)
    ages = account_of_age(intake, scored, waitlist)
    return Result(
        status=status,
        value=scored.value,
        mean_fit=scored.mean_fit,
        worst_member=scored.worst_member,
        worst_group=scored.worst_group,
        bound=bound,
        gap=None if bound is None or scored.value <= 0 else bound / scored.value - 1,
        placed=scored.placed,
        applicants=len(intake.applicants),
        placed_bound=claim_bound,
        claim=scored.claim,
        groups=tuple(_group_report(intake, room) for room in scored.rooms),
        waitlist=waitlist,
        age_account=ages,
        trace=tuple(trace),
        warnings=(*warnings, *(warning.text for warning in ages.warnings)),
        seed=seed,
        version=engine_version(),
        offers=intake.offers,
        policy=intake.policy,
    )


def no_answer(
    intake: Intake,
    *,
    status: Status,
    conflicts: Sequence[Conflict] = (),
    repair: Repair | None = None,
    seed: int = 0,
    warnings: Sequence[str] = (),
) -> Result:
    """The answer where there is no valid plan, or none was found in time."""
    return Result(
        status=status,
        value=None,
        mean_fit=None,
        worst_member=None,
        worst_group=None,
        bound=None,
        gap=None,
        placed=0,
        applicants=len(intake.applicants),
        placed_bound=None,
        claim=None,
        groups=(),
        waitlist=(),
        conflicts=tuple(conflicts),
        repair=repair,
        warnings=tuple(warnings),
        seed=seed,
        version=engine_version(),
        offers=intake.offers,
        policy=intake.policy,
    )


def _waitlist(intake: Intake, scored: Score, measure: Measure, most_helped: int) -> tuple[Waiting, ...]:
    """Everybody who waits, with what would help unless they are too many."""
    waiting = Waitlist(intake, scored, measure).all()
    if not waiting or len(waiting) > most_helped:
        return waiting
    plan = Plan.of({room.room.group.id: room.fits for room in scored.rooms})
    return _with_helps(waiting, Workbench(intake, plan, measure, scored))


def helped(result: Result, laid_out: Callable[[], Workbench]) -> Result:
    """The answer of a plan with what would help everybody who waits, unless they are many; laid out only for that."""
    if not 0 < len(result.waitlist) <= MOST_HELPED:
        return result
    return result.model_copy(update={"waitlist": _with_helps(result.waitlist, laid_out())})


def _with_helps(waiting: Sequence[Waiting], bench: Workbench) -> tuple[Waiting, ...]:
    people = bench.intake.applicant_by_id
    return tuple(w.model_copy(update={"helps": smallest_changes(bench, people[w.id])}) for w in waiting)


def engine_version() -> str:
    """The version of this package."""
    return version("group-matcher")


def _group_report(intake: Intake, scored: RoomScore) -> GroupReport:
    group = scored.room.group
    return GroupReport(
        id=group.id,
        members=tuple(m.id for m in scored.room.members),
        fit=scored.fit,
        worst=scored.worst,
        value=scored.value,
        penalty=scored.penalty,
        seated=tuple(m.id for m in scored.room.seated),
        name=group.name,
        session=None if group.session is None else str(group.session),
        leaders=group.leaders,
        member_fits=tuple(MemberReport(id=member, fit=fit) for member, fit in scored.fits.items()),
        breaches=tuple(breach_report(intake, breach) for breach in scored.breaches),
        lasting=lasting(len(scored.room.members)),
    )


def breach_report(intake: Intake, breach: Breach) -> BreachReport:
    """A breach as an answer tells it."""
    return BreachReport(
        rule=breach.rule,
        hard=breach.hard,
        members=breach.members,
        amount=breach.amount,
        cost=breach.cost,
        params=intake.policy.rules.named(breach.rule).words(breach),
        text=_sentence(intake, breach),
    )


def _sentence(intake: Intake, breach: Breach) -> str:
    return intake.policy.rules.named(breach.rule).explain(breach)
