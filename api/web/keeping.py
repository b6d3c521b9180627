"""Keeping what a what-if has worked out: its groups become those of the list, its places a plan of its own.

A what-if is not stored, so that the page itself brings back who would sit where. None of that is believed: the groups
are changed anew from the list as it is, and the places are scored like any plan made elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from flask import g, request
from sqlalchemy.orm import Session

from api.access.principal import current
from api.access.scopes import Scope
from api.audit.chain import record
from api.db.models import IntakeRow, PlanRow
from api.problems import problem
from api.store import intakes, layouts, plans
from api.store.layouts import Layout
from api.store.people import checked, keep
from api.web.laid import Laid, titled
from api.web.pages import LONGEST_NUMBER
from api.web.texts import text
from matcher.answer import evaluate
from matcher.intake import Applicant, Group, Intake
from matcher.plan import Plan
from matcher.validation import InvalidIntake
from matcher.whatif import GroupsAnswer, GroupVariant
from matcher.whatif.groups import Change, said_of
from matcher.whatif.offers import another, fixed_groups, with_groups, without

CHANGES: tuple[Change, ...] = get_args(Change)

NOTICES: Mapping[str, str] = {
    "as_is": "whatif-kept-as-is",
    "fewer": "whatif-kept-fewer",
    "more": "whatif-kept-more",
}
"""What the board of the new plan says first."""


@dataclass(frozen=True, slots=True)
class Keepable:
    """A variant as a form: what it is called, what keeping it does, and what the form brings back."""

    said: str
    placed: int
    does: tuple[str, ...]
    change: Change
    group: str
    """The group left out, or the one that there is another of; empty for the groups as they are."""
    seats: str
    """For each person of the list the number of their group among those of the variant, 0 for nobody's."""


@dataclass(frozen=True, slots=True)
class Keeps:
    """The variants that whoever asks may keep, and why there are not more."""

    variants: tuple[Keepable, ...]
    outdated: bool = False
    groups_stay: bool = False
    """Whether they may not change the list's groups."""


def keeps(laid: Laid, found: GroupsAnswer) -> Keeps:
    """What of an answer can be kept; nothing where the plan stands on an earlier state of its list."""
    if laid.layout.intake_revision != laid.list.revision:
        return Keeps((), outdated=True)
    allowed = _may_change_groups()
    variants = [found.as_is, *((*found.fewer, *found.more) if allowed else ())]
    return Keeps(tuple(_keepables(laid, variants)), groups_stay=not allowed)


def kept(session: Session, plan_id: str) -> tuple[PlanRow, Change] | None:
    """Keep the variant of the form that was sent; None where plan or list are other than when it was worked out.

    Raises:
        ProblemError: 403 if it changes the list's groups and whoever asks may not, 422 if it is no variant.
    """
    row = plans.find(session, current().clinic, plan_id)
    intake_row = intakes.find(session, current().clinic, row.intake_id, hold=True)
    shown = request.form.get("revision"), request.form.get("list")
    if shown != (str(row.revision), str(intake_row.revision)):
        return None
    last = layouts.layout(session, row)
    if last.intake_revision != intake_row.revision:
        return None
    change, named = _change(), request.form.get("group", "")
    if change != "as_is" and not _may_change_groups():
        raise problem(403, "forbidden", f"changing the groups of a list needs the scope {Scope.SUBMIT}")
    groups = _groups(last, change, named)
    plan, listed = _plan(last.listed.applicants, groups), last.listed
    if change != "as_is":
        changed = _with_groups(intakes.load(session, intake_row), groups)
        keep(session, intake_row, changed, "intake.changed")
        listed = layouts.with_day(session, intake_row, intake_row.revision, changed)
    pins = replace(last.pins, told=plans.told(session, intake_row.id)).known_to(listed)
    layout = Layout(listed, intake_row.revision, pins, layouts.kept(listed, plan))
    if not layout.score.valid:
        raise problem(422, "breaks_rules", "these places break what must hold: go back, and ask again")
    variant = said_of(change, named if last.listed.groups else None, len(groups)).text
    return _added(session, intake_row, layout, "" if change == "as_is" else variant), change


def kept_notice(row: PlanRow) -> str:
    """What the board is to say of a plan that was just kept; nothing once it was changed."""
    code = NOTICES.get(request.args.get("kept", ""), "")
    return text(code) if code and row.revision == 1 else ""


def _keepables(laid: Laid, variants: Sequence[GroupVariant]) -> Iterator[Keepable]:
    fixed = _fixed(laid.layout)
    for variant in variants:
        group = _subject(laid.intake, variant)
        if variant.result.plan is None or (variant.change == "fewer" and group is not None and group.id in fixed):
            continue
        offers = variant.result.offers
        numbers = {group.id: number for number, group in enumerate(offers, start=1)}
        place = variant.result.plan.by_applicant()
        seats = (numbers[place[each.id]] if each.id in place else 0 for each in laid.intake.applicants)
        yield Keepable(
            said=variant.said.text,
            placed=variant.result.placed,
            does=tuple(_does(laid, variant, group)),
            change=variant.change,
            group="" if group is None else group.id,
            seats=" ".join(map(str, seats)),
        )


def _subject(intake: Intake, variant: GroupVariant) -> Group | None:
    """The group that is left out, or that there is another of."""
    match variant.change:
        case "as_is":
            return None
        case "fewer":
            left = {group.id for group in variant.result.offers}
            return next(group for group in intake.offers if group.id not in left)
        case "more":
            return intake.offers[0] if variant.group is None else intake.group_by_id[variant.group]


def _does(laid: Laid, variant: GroupVariant, group: Group | None) -> Iterator[str]:
    """What keeping a variant does, sentence by sentence."""
    intake = laid.intake
    if group is None:
        yield text("whatif-keep-as-is")
    elif not intake.groups:
        yield text("whatif-keep-equal", groups=variant.offered)
    elif variant.change == "fewer":
        yield text("whatif-keep-fewer", group=titled(group))
    else:
        yield text("whatif-keep-more", group=another(intake, group).id, origin=titled(group))
    yield text("whatif-keep-plan")
    yield text("whatif-keep-others" if group is None else "whatif-keep-others-told", plan=laid.plan.name)


def _may_change_groups() -> bool:
    return Scope.SUBMIT in current().scopes


def _change() -> Change:
    wanted = request.form.get("change")
    found = next((change for change in CHANGES if change == wanted), None)
    if found is None:
        raise problem(422, "unreadable", "this form keeps nothing that the page has worked out: go back, and ask again")
    return found


def _fixed(layout: Layout) -> set[str]:
    """Groups that stay: by what holds for the plan, or by the list where the plan says otherwise."""
    return fixed_groups(layout.intake) | fixed_groups(layout.listed)


def _groups(layout: Layout, change: Change, named: str) -> tuple[Group, ...]:
    """The groups on offer in a variant."""
    intake = layout.intake
    if change == "as_is":
        return intake.offers
    if named not in intake.group_by_id or (change == "fewer" and named in _fixed(layout)):
        raise problem(422, "unknown_group", "no group that can be changed has this id: go back, and ask again")
    if change == "fewer":
        return without(intake, named)
    return (*intake.offers, another(intake, intake.group_by_id[named]))


def _with_groups(listed: Intake, groups: Sequence[Group]) -> Intake:
    try:
        return checked(with_groups(listed, groups), as_of=listed.as_of)
    except InvalidIntake as error:
        raise problem(422, "too_many", error.problems[0].message) from None


def _plan(people: Sequence[Applicant], groups: Sequence[Group]) -> Plan:
    """Who sits where, by the numbers that the form brings back."""
    written = request.form.get("seats", "").split()
    numbers = [int(each) for each in written if each.isdecimal() and len(each) <= LONGEST_NUMBER]
    if len(numbers) != len(written) or len(numbers) != len(people) or max(numbers) > len(groups):
        raise problem(422, "unreadable", "these are not places for the people of the list: go back, and ask again")
    rooms: dict[str, list[str]] = {group.id: [] for group in groups}
    for person, number in zip(people, numbers, strict=True):
        if number:
            rooms[groups[number - 1].id].append(person.id)
    return Plan.of(rooms)


def _added(session: Session, intake_row: IntakeRow, layout: Layout, variant: str) -> PlanRow:
    """The plan, called after its list and what is other about its groups."""
    who = current()
    row = plans.create(session, intake_row, plans.next_name(session, intake_row, variant))
    result = evaluate(layout.intake, layout.plan)
    plans.add_revision(
        session,
        row,
        result,
        intake_revision=layout.intake_revision,
        origin="job",
        actor=who.actor,
        pins=layout.pins,
    )
    record(session, who.clinic, who.actor, "plan.composed", row.id, intake=intake_row.id)
    g.counts.update(placed=result.placed, solve_status=result.status)
    return row
