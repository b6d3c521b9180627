"""Solves that are measured, on lists that everybody can make again."""

import time
from dataclasses import dataclass
from typing import Literal

from benchmarks.effort import Kind
from matcher.engine.solve import solve
from matcher.generate import AS_OF, generate, generate_groups
from matcher.intake import Applicant, Intake, Sizes
from matcher.policy import Policy
from matcher.result import Result
from matcher.rules import Rules
from matcher.rules.common_ground import CommonGround
from matcher.rules.floor import Floor
from matcher.rules.primary_reason import PrimaryReason
from matcher.rules.screening import is_stopped
from matcher.rules.size import TargetSize
from matcher.stop import AnyOf, Gap, Seconds

USUAL = Sizes(min_size=6, max_size=10, target_size=8)

EIGHT = Sizes(min_size=8, max_size=8, target_size=8)

PROVED = 1e-5
"""A gap up to this is a proof, within the precision of the figures; the solve ends with it."""

FIT_ALONE = Policy(
    rules=Rules(
        no_isolate=(),
        floor=Floor(mode="off"),
        common_ground=CommonGround(mode="off"),
        primary_reason=PrimaryReason(mode="off"),
        target_size=TargetSize(mode="off"),
    )
)
"""No soft rule that looks at nothing but age, stage, reasons and sizes."""

WARM_UP = 2.0
"""Seconds of the solves that come first and are not measured: they load the compiled kernels."""

SPARE = 0.1
"""Share of people invented beyond those wanted, for those whom screening stops."""


@dataclass(frozen=True)
class Run:
    """A solve that gave a plan, and how long it took in seconds by the clock."""

    result: Result
    seconds: float

    @property
    def claim(self) -> float:
        """Summed claim of everybody placed."""
        assert self.result.claim is not None
        return self.result.claim

    @property
    def value(self) -> float:
        """Sum of the groups' values."""
        assert self.result.value is not None
        return self.result.value

    @property
    def mean_fit(self) -> float:
        """Mean fit of everybody placed."""
        assert self.result.mean_fit is not None
        return self.result.mean_fit

    @property
    def proved(self) -> bool:
        """Whether the plan is proved to be the best possible."""
        return self.result.status == "optimal"


def known_of(person: Applicant) -> Applicant:
    """Somebody whom screening lets into a group, with nothing but age, stage and reasons."""
    return Applicant(
        id=person.id,
        age=person.age,
        birth_year=person.birth_year,
        life_stage=person.life_stage,
        reasons=person.reasons,
        primary_reason=person.primary_reason,
        cleared=True,
    )


def run(intake: Intake, seconds: float, seed: int, gap: float = PROVED) -> Run:
    """Solve for so long, or until the plan is proved to be within ``gap`` of the best.

    Raises:
        RuntimeError: If there is no plan.
    """
    began = time.perf_counter()
    result = solve(intake, AnyOf(Seconds(seconds), Gap(max(gap, PROVED))), seed=seed)
    took = time.perf_counter() - began
    if result.plan is None:
        raise RuntimeError(f"no valid plan of a list of {len(intake.applicants)}: {result.status}")
    return Run(result, took)


def warm_up() -> None:
    """Load the compiled kernels, as they are in a process that has solved before."""
    run(generated("campus", 64, 1, "sizes"), WARM_UP, 1)
    run(generated("campus", 64, 1, "groups"), WARM_UP, 1)


def generated(
    kind: Kind, size: int, seed: int, offers: Literal["sizes", "groups"], policy: Policy | None = None
) -> Intake:
    """An invented list, with equal groups by the usual sizes or with groups that have sessions and leaders."""
    people = generate(kind, size, seed).applicants
    groups = generate_groups(people, seed) if offers == "groups" else ()
    return Intake(applicants=people, groups=groups, sizes=USUAL, as_of=AS_OF, policy=policy or Policy())


def of_those_admitted(kind: Kind, size: int, seed: int, policy: Policy | None = None) -> Intake:
    """Groups of 8 for exactly so many people who may be placed, of whom only age, stage and reasons are known."""
    invented = generate(kind, size + round(SPARE * size) + EIGHT.max_size, seed).intake
    admitted = [person for person in invented.applicants if not is_stopped(invented, person)][:size]
    return Intake(
        applicants=tuple(known_of(person) for person in admitted), sizes=EIGHT, as_of=AS_OF, policy=policy or Policy()
    )
