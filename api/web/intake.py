"""The page of a list: its groups, who could come when, what matters, and the proposals made for it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from flask import redirect, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from api.access.names import as_seen
from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.db.models import PlanRow
from api.jobs.submit import compose
from api.store import intakes
from api.transactions import reading, writing
from api.web.pages import page, web
from api.web.texts import text
from api.web.weekly import week_of
from matcher.intake import Intake, Problem
from matcher.report.view import settings
from matcher.rules.keep_apart import KeepApart
from matcher.rules.screening import is_stopped
from matcher.validation import InvalidIntake, validate_intake

NEW_LINES = 2
"""Empty lines for groups that are not there yet."""

SECONDS = (10, 60, 300)
"""How long a search may take, to choose from."""

LIKENESS = ("either", "both", "age", "life_stage")

BALANCE_STEPS = 10


@web.get("/lists/<intake_id>")
@requires(Scope.SUBMIT, Scope.PLAN)
def intake(intake_id: str) -> Response:
    """Show a list."""
    return _shown(intake_id, saved=request.args.get("saved", ""))


@web.post("/lists/<intake_id>/groups")
@requires(Scope.SUBMIT)
def save_groups(intake_id: str) -> Response:
    """Take the table of groups."""

    def change(data: dict[str, Any], found: Intake) -> None:
        known = {group.id: group.model_dump(mode="json", exclude_defaults=True) for group in found.groups}
        data["groups"] = [group for number in _lines() if (group := _group(number, known)) is not None]
        data["sizes"] = {
            name: _number(f"sizes-{name}", getattr(found.sizes, name)) for name in type(found.sizes).model_fields
        }
        if not data["groups"]:
            _forget_groups(data)

    return _save(intake_id, change, "groups")


@web.post("/lists/<intake_id>/policy")
@requires(Scope.SUBMIT)
def save_policy(intake_id: str) -> Response:
    """Take what matters."""

    def change(data: dict[str, Any], found: Intake) -> None:
        policy = found.policy.model_dump(mode="json", exclude_defaults=True)
        policy["likeness"] = request.form.get("likeness", found.policy.likeness)
        policy["balance"] = _number("balance", round(found.policy.balance * BALANCE_STEPS)) / BALANCE_STEPS
        policy["age_tolerance"] = _number("tolerance", found.policy.age_tolerance)
        rules = policy.setdefault("rules", {})
        others = [rule.model_dump(mode="json") for rule in found.policy.rules.no_isolate if rule.attribute != "age"]
        mode = request.form.get("alone", "off")
        rules["no_isolate"] = [*others, *([{"attribute": "age", "mode": mode}] if mode in ("soft", "hard") else [])]
        years = request.form.get("span", "").strip()
        rules["age_span"] = {"mode": "hard", "years": _number("span", 0)} if years else {"mode": "off"}
        data["policy"] = policy
        pair = [request.form.get(name, "").strip() for name in ("apart-first", "apart-second")]
        if any(pair):
            data.setdefault("ties", []).append({"a": pair[0], "b": pair[1], "kind": "conflict"})

    return _save(intake_id, change, "policy")


@web.post("/lists/<intake_id>/propose")
@requires(Scope.PLAN)
def propose(intake_id: str) -> Response:
    """Begin a search for groups."""
    seconds = _number("seconds", SECONDS[0])
    with writing() as session:
        row = intakes.find(session, current().clinic, intake_id)
        count = len(session.scalars(select(PlanRow.id).where(PlanRow.intake_id == row.id)).all())
        job = compose(session, current(), row, f"{row.name} {count + 1}"[:200], {"seconds": min(seconds, SECONDS[-1])})
    return redirect(url_for("web.plan", plan_id=job.plan_id), 303)


def _shown(intake_id: str, *, saved: str = "", problems: Sequence[Problem] = (), status: int = 200) -> Response:
    with reading() as session:
        row = intakes.find(session, current().clinic, intake_id)
        found = as_seen(intakes.load(session, row))
        made = session.scalars(select(PlanRow).where(PlanRow.intake_id == row.id).order_by(PlanRow.id.desc())).all()
    return page(
        "intake.html",
        status,
        row=row,
        intake=found,
        held=sum(is_stopped(found, person) for person in found.applicants),
        plans=made,
        week=week_of(found),
        lines=[*found.groups, *([None] * NEW_LINES)],
        seconds=SECONDS,
        likeness=LIKENESS,
        policy=found.policy,
        steps=BALANCE_STEPS,
        alone=next((rule.mode for rule in found.policy.rules.no_isolate if rule.attribute == "age"), "off"),
        span=found.policy.rules.age_span.years if found.policy.rules.age_span.mode == "hard" else None,
        pairs=sum(1 for _ in _kept_apart(found)),
        rules=tuple(settings(found.policy)),
        saved=f"saved-{saved}" if saved in ("groups", "policy") else "",
        problems=[_said(problem) for problem in problems],
    )


def _save(intake_id: str, change: Callable[[dict[str, Any], Intake], None], what: str) -> Response:
    with writing() as session:
        row = intakes.find(session, current().clinic, intake_id, hold=True)
        found = intakes.load(session, row)
        data = found.model_dump(mode="json", exclude_defaults=True)
        problems: list[Problem] = []
        try:
            change(data, found)
            intakes.revise(session, row, validate_intake(data), current().actor)
            record(session, row.clinic_id, current().actor, "intake.changed", row.id, revision=row.revision)
        except InvalidIntake as error:
            problems = list(error.problems)
    if problems:
        return _shown(intake_id, problems=problems, status=422)
    return redirect(url_for("web.intake", intake_id=intake_id, saved=what), 303)


def _lines() -> Iterator[int]:
    number = 0
    while f"group-{number}-id" in request.form:
        yield number
        number += 1


def _group(number: int, known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any] | None:
    name = request.form[f"group-{number}-id"].strip()
    if not name:
        return None
    before = known.get(request.form.get(f"group-{number}-was", ""), {})
    group: dict[str, Any] = {**before, "id": name}
    for field in ("min_size", "max_size", "target_size", "age_min", "age_max"):
        value = request.form.get(f"group-{number}-{field}", "").strip()
        if value:
            group[field] = int(value) if value.isdecimal() else value
        else:
            group.pop(field, None)
    session = request.form.get(f"group-{number}-session", "").strip()
    group["session"] = session or None
    for field in ("leaders", "life_stages"):
        words = request.form.get(f"group-{number}-{field}", "").split(",")
        group[field] = [word.strip() for word in words if word.strip()]
    return group


def _forget_groups(data: dict[str, Any]) -> None:
    """Without named groups nobody can be fixed to one."""
    for person in data["applicants"]:
        for field in ("pinned_group", "kept_off_groups", "preferred_groups", "seated_in", "published_group"):
            person.pop(field, None)


def _kept_apart(found: Intake) -> Iterator[frozenset[str]]:
    rule: KeepApart = found.policy.rules.keep_apart
    pairs = {frozenset((tie.a, tie.b)) for tie in found.ties if tie.kind in rule.kinds}
    pairs |= {frozenset((person.id, other)) for person in found.applicants for other in person.avoid}
    yield from pairs


def _number(name: str, otherwise: float) -> float:
    value = request.form.get(name, "").strip().replace(",", ".")
    try:
        found = float(value) if value else float(otherwise)
    except ValueError:
        return float(otherwise)
    return int(found) if found.is_integer() else found


def _said(problem: Problem) -> str:
    if problem.path[:1] == ("groups",) and len(problem.path) > 1 and isinstance(problem.path[1], int):
        where = f"{text('groups-name')} {problem.path[1] + 1}"
        field = problem.path[2] if len(problem.path) > 2 else ""
        return text("problem-in", where=f"{where} {field}".strip(), message=problem.message)
    return text("problem-in", where=str(problem.path[0]) if problem.path else "", message=problem.message)
