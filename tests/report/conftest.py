"""A small campus with two groups, seated by hand, as an intake and its result."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from matcher.intake import Intake
from matcher.plan import Plan
from matcher.result import BreachReport, GroupReport, MemberReport, Result, RowProblem, Waiting, WaitingReason
from matcher.scorer import RoomScore, score

Answered = tuple[Intake, Result]


def applicant(number: int, **fields: Any) -> dict[str, Any]:
    ages = (19, 20, "18-24", 21, 19, "65+", 22)
    reasons = (("anxiety", "sleep"), ("grief-loss",), ("stress", "suicidality"), ("loneliness",))
    usual = {"age": ages[number % 7], "life_stage": "undergraduate", "reasons": reasons[number % 4]}
    return {"id": f"p{number}", **usual, **fields}


def result_of(intake: Intake, rooms: dict[str, list[str]], **changes: Any) -> Result:
    """What the scorer says of a seating, as a result."""
    scored = score(intake, Plan.of(rooms))
    rules = {rule.code: rule for rule in intake.policy.rules.active()}

    def report(room: RoomScore) -> GroupReport:
        group = room.room.group
        return GroupReport(
            id=group.id,
            members=tuple(member.id for member in room.room.members),
            fit=room.fit,
            worst=room.worst,
            value=room.value,
            penalty=room.penalty,
            seated=tuple(member.id for member in room.room.seated),
            name=group.name,
            session=None if group.session is None else str(group.session),
            leaders=group.leaders,
            member_fits=tuple(MemberReport(id=member, fit=fit) for member, fit in room.fits.items()),
            breaches=tuple(
                BreachReport(
                    rule=b.rule,
                    hard=b.hard,
                    members=b.members,
                    amount=b.amount,
                    cost=b.cost,
                    params=rules[b.rule].words(b),
                    text=rules[b.rule].explain(b),
                )
                for b in room.breaches
            ),
            lasting=0.655,
        )

    why = WaitingReason(code="groups_full", text="all groups they may join are full")
    fields = {
        "status": "feasible",
        "value": scored.value,
        "mean_fit": scored.mean_fit,
        "worst_member": scored.worst_member,
        "worst_group": scored.worst_group,
        "bound": scored.value * 1.01,
        "gap": 0.01,
        "placed": scored.placed,
        "applicants": len(intake.applicants),
        "placed_bound": scored.claim,
        "claim": scored.claim,
        "groups": tuple(report(room) for room in scored.rooms),
        "waitlist": tuple(Waiting(id=a.id, reasons=(why,), days_waited=12) for a in scored.waiting),
        "seed": 7,
        "version": "0.1.0",
        "offers": intake.offers,
        "policy": intake.policy,
    }
    return Result.model_validate({**fields, **changes})


@pytest.fixture
def campus() -> Answered:
    """Fourteen people, two groups of six with one seated member, two people who wait, one row left out."""
    applicants = [applicant(n) for n in range(14)]
    applicants[0] |= {"seated_in": "g1", "age": 23}
    applicants[1] |= {"age": None}
    groups = [
        {"id": "g1", "name": "Monday evening", "session": "Mon 16:00-17:30", "leaders": ["L1", "L2"]},
        {"id": "g2"},
    ]
    intake = Intake.model_validate({"applicants": applicants, "groups": groups, "as_of": date(2026, 10, 1)})
    skipped = RowProblem(file="list.csv", row=17, column="Age", code="age", message="not an age: write a number")
    rooms = {"g1": [f"p{n}" for n in range(6)], "g2": [f"p{n}" for n in range(6, 12)]}
    return intake, result_of(intake, rooms, skipped=(skipped,), warnings=("two people give no reasons",))


@pytest.fixture
def seat() -> Callable[..., Answered]:
    """Seat a list of applicants six to a group, in the order given."""

    def seated(applicants: list[dict[str, Any]], **changes: Any) -> Answered:
        rooms: dict[str, list[str]] = {}
        for place, person in enumerate(applicants):
            rooms.setdefault(f"g{place // 6 + 1}", []).append(person["id"])
        groups = [{"id": group, "min_size": 2, "target_size": 6} for group in rooms]
        intake = Intake.model_validate({"applicants": applicants, "groups": groups, "as_of": date(2026, 10, 1)})
        return intake, result_of(intake, rooms, **changes)

    return seated
