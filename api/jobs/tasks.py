"""What jobs do: compose a plan, or fit one to what its intake has become."""

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from api.db.models import JobRow, PlanRevisionRow
from api.settings import Settings
from api.store import intakes, plans
from api.store.layouts import dated
from api.store.plans import Pins
from matcher.engine.solve import solve
from matcher.intake import Intake
from matcher.listener import Listener
from matcher.plan import Plan
from matcher.result import Result
from matcher.revise import Grade, TooLong, revise, searches
from matcher.stop import AnyOf, Seconds, Standing, Stop, Work

CUT_SHORT = "The time was up before the work was done: not reproducible. Ask for less work or more seconds."

TOO_LONG = "too_long"
"""The error of a revision of a list that is too long for one."""


class UnworkableJob(Exception):
    """The job cannot be done, ever; the code says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Clock(Seconds):
    """Seconds that remember whether it was they that ended the solve."""

    ended = False

    def met(self, standing: Standing) -> bool:
        """Whether the time is up."""
        self.ended = super().met(standing)
        return self.ended


@dataclass(frozen=True, slots=True)
class Task:
    """All that a job works on, read from the database."""

    kind: str
    clinic: str
    intake: Intake
    """The list as of the job's revision, with the pins of the plan."""
    pins: Pins
    plan: Plan | None
    """The plan to begin from."""
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: a result for the plan's next revision, if there is one, and what is said beside it."""

    result: Result | None
    answer: dict[str, Any]


def read(session: Session, job: JobRow) -> Task:
    """Read what a job works on.

    Raises:
        UnworkableJob: If pins of the plan contradict the list.
    """
    intake_row = intakes.find(session, job.clinic_id, job.intake_id or "")
    listed = dated(session, intake_row, job.intake_revision or intake_row.revision)
    start = _start(session, job)
    pins = Pins()
    if start is not None:
        pins = replace(plans.pins_of(start), told=plans.told(session, intake_row.id)).known_to(listed)
    try:
        pinned = pins.applied(listed)
    except ValueError:
        raise UnworkableJob("pins_contradict") from None
    return Task(job.kind, job.clinic_id, pinned, pins, None if start is None else plans.plan_of(start), job.options)


def carry_out(
    task: Task, stop: Stop, listen: Listener, settings: Settings, executor: Executor | None = None
) -> Outcome:
    """Do what is to be done.

    Args:
        task: What.
        stop: Ends it before its own time.
        listen: Hears of progress.
        settings: The service's, for what the options leave open.
        executor: Takes the blocks of a very long list.

    Raises:
        UnworkableJob: If the list is too long to be revised.
    """
    if task.kind == "revise":
        return _revised(task, stop, settings)
    return _solved(task, stop, listen, settings, executor)


def _solved(task: Task, stop: Stop, listen: Listener, settings: Settings, executor: Executor | None) -> Outcome:
    options = task.options
    work, reproducible = options.get("work"), bool(options.get("reproducible"))
    clock = Clock(_seconds(options, settings))
    criteria: list[Stop] = [clock, stop] if work is None else [Work(work), clock, stop]
    result = solve(
        task.intake,
        AnyOf(*criteria),
        seed=int(options.get("seed", 0)),
        start=None if task.plan is None else _known(task.plan, task.intake),
        listen=listen,
        reproducible=reproducible,
        executor=executor,
    )
    if reproducible and (clock.ended or stop.met(Standing(0, None, None, 0))):
        result = result.model_copy(update={"warnings": (*result.warnings, CUT_SHORT)})
    return Outcome(result, {"figures": plans.figures(result)})


def _revised(task: Task, stop: Stop, settings: Settings) -> Outcome:
    options = task.options
    work, max_moves = options.get("work"), options.get("max_moves")
    clock = Seconds(_seconds(options, settings) / searches(max_moves, None))
    criteria: list[Stop] = [clock, stop] if work is None else [Work(work), clock, stop]
    try:
        revision = revise(
            task.intake,
            task.plan or Plan(),
            stop=AnyOf(*criteria),
            seed=int(options.get("seed", 0)),
            max_moves=max_moves,
            stay=options.get("stay"),
            grade=Grade.model_validate(options.get("grade") or {}),
        )
    except TooLong:
        raise UnworkableJob(TOO_LONG) from None
    answer: dict[str, Any] = {"revision": revision.model_dump(mode="json", exclude={"result"})}
    if revision.result is not None:
        answer["figures"] = plans.figures(revision.result)
    keeps = revision.outcome == "revised" and not options.get("propose")
    return Outcome(revision.result if keeps else None, answer)


def _seconds(options: Mapping[str, Any], settings: Settings) -> float:
    unasked = settings.default_seconds if options.get("work") is None else settings.max_job_seconds
    return min(options.get("seconds") or unasked, settings.max_job_seconds)


def _start(session: Session, job: JobRow) -> PlanRevisionRow | None:
    """The revision that the job begins from: one that is named, else the plan's own."""
    named = job.options.get("start")
    if named is not None:
        return session.get(PlanRevisionRow, (named["plan"], named["revision"]))
    if not job.plan_revision:
        return None
    return session.get(PlanRevisionRow, (job.plan_id, job.plan_revision))


def _known(plan: Plan, intake: Intake) -> Plan:
    """The plan without people and groups that are gone."""
    return Plan.of(
        {
            seating.id: [member for member in seating.members if member in intake.applicant_by_id]
            for seating in plan.groups
            if seating.id in intake.group_by_id
        }
    )
