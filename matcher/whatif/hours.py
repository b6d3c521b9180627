"""Which weekly hours seat most people."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import Field

from matcher.compare import Alternative, Comparison, compare
from matcher.intake import Frozen, Group, Intake
from matcher.result import Result
from matcher.rules.base import SeatRule
from matcher.rules.session_time import SessionTime
from matcher.sentences import Sentence, sentence
from matcher.times import Interval, IntervalField
from matcher.whatif.effort import Effort
from matcher.whatif.offers import fixed_groups, new_id, with_groups

CHOICE_SECONDS = 10.0
"""What the choice of hours may take, by the solver's own count of its work."""


class HourCount(Frozen):
    """One weekly time on offer."""

    hour: IntervalField
    can_come: int = Field(description="People who look for a place and may join a group then.")
    nowhere_else: int = Field(description="Of these, people who can come at no other of the times.")
    places: int = Field(description="Most places of its groups.")
    chosen: bool


class HoursCover(Frozen):
    """The best choice of at most so many weekly times.

    ``seated`` counts people who fit into a group at a chosen time that fills; no choice seats more than ``bound``.
    """

    most: int
    hours: tuple[IntervalField, ...]
    seated: int
    bound: int


class HoursAnswer(Frozen):
    """The chosen weekly times, what one more or one fewer would do, and a plan with the groups of the chosen times."""

    best: HoursCover
    cover: tuple[HoursCover, ...] = Field(description="The best choice of one, two ... times, one more than asked for.")
    looking: int = Field(description="People who look for a place and are not kept back by screening.")
    hours: tuple[HourCount, ...]
    running: tuple[str, ...] = Field(description="Groups that go on whatever is chosen, and take people too.")
    said: Sentence
    as_is: Result = Field(description="The plan with all groups on offer, whatever their hour.")
    result: Result
    comparison: Comparison | None = Field(description="As it is beside the chosen hours; None where one has no plan.")


@dataclass(frozen=True)
class _Kind:
    """People who may join the same groups."""

    people: int
    rooms: tuple[int, ...]


def best_hours(
    intake: Intake, most: int, hours: Sequence[Interval] | None = None, effort: Effort | None = None
) -> HoursAnswer:
    """Choose at most ``most`` weekly times so that as many people as possible find a place.

    A person counts where a group at a chosen time takes them: time, conditions and everything else that concerns one
    person and one group is looked at, places are limited, and a group that would not fill does not open. Who may sit
    with whom is not; the plan that comes with the answer looks at that too.

    Args:
        intake: The list. Groups that people sit in or are pinned to go on and are no part of the choice.
        most: How many times may be chosen, at least 1.
        hours: Times with one group each, of the list's sizes; without them, the sessions of the groups on offer.
        effort: How long to search for the plan. The choice itself takes well under a second for a normal week.

    Raises:
        ValueError: If ``most`` is under 1, or there is no time to choose from.
    """
    if most < 1:
        raise ValueError("choose at least one hour")
    running, offered = _offers(intake, hours)
    if not offered:
        raise ValueError("there is no hour to choose from: name some, or give the groups on offer a session")
    effort = effort or Effort()
    everything = with_groups(intake, (*running, *offered))
    kinds = _kinds(everything)
    times = sorted({_session(group) for group in offered})
    numbers = range(1, min(most + 1, len(times)) + 1)
    cover = tuple(_choose(everything, kinds, times, len(running), number) for number in numbers)
    best = cover[min(most, len(times)) - 1]
    chosen = with_groups(intake, (*running, *(g for g in offered if _session(g) in best.hours)))
    as_is = effort.solve(intake, 0.5)
    result = effort.solve(chosen, 0.5)
    comparison = None
    if as_is.plan is not None and result.plan is not None:
        comparison = compare(
            Alternative(sentence("whatif-hours-as-is").text, intake, as_is.plan),
            Alternative(sentence("whatif-hours-chosen").text, chosen, result.plan),
        )
    return HoursAnswer(
        best=best,
        cover=cover,
        looking=sum(kind.people for kind in kinds),
        hours=tuple(_counts(everything, kinds, times, set(best.hours))),
        running=tuple(group.id for group in running),
        said=sentence(
            "whatif-hours-best" if best.seated == best.bound else "whatif-hours-found",
            hours=tuple(map(str, best.hours)),
            seated=best.seated,
            bound=best.bound,
        ),
        as_is=as_is,
        result=result,
        comparison=comparison,
    )


def _offers(intake: Intake, hours: Sequence[Interval] | None) -> tuple[list[Group], list[Group]]:
    """Groups that go on, and those to choose from."""
    fixed = fixed_groups(intake)
    running = [group for group in intake.offers if group.id in fixed]
    if hours is None:
        return running, [g for g in intake.offers if g.id not in fixed and g.session is not None]
    taken = {group.id for group in running}
    ids = {hour: str(hour) if str(hour) not in taken else new_id(str(hour), taken) for hour in hours}
    return running, [Group(id=ids[hour], **intake.sizes.model_dump(), session=hour) for hour in ids]


def _session(group: Group) -> Interval:
    assert group.session is not None, group.id
    return group.session


def _kinds(intake: Intake) -> list[_Kind]:
    """People who look for a place by the groups they may join; whoever may join none is counted too."""
    from matcher.rules.screening import is_stopped

    # The question is about times, so they count even where the policy does not hold plans to them.
    others = (r for r in intake.policy.rules.active() if isinstance(r, SeatRule) and r.mode == "hard")
    rules = [SessionTime(), *(rule for rule in others if rule.code != SessionTime.code)]
    group_keys = [tuple(rule.group_key(intake, group) for rule in rules) for group in intake.offers]
    answers: dict[object, bool] = {}
    found: Counter[tuple[int, ...]] = Counter()
    for applicant in intake.applicants:
        if applicant.seated_in is not None or is_stopped(intake, applicant):
            continue
        key = tuple(rule.applicant_key(intake, applicant) for rule in rules)
        rooms = []
        for number, group in enumerate(intake.offers):
            pair = key, group_keys[number]
            if pair not in answers:
                answers[pair] = all(rule.blocks(intake, applicant, group) is None for rule in rules)
            if answers[pair]:
                rooms.append(number)
        found[tuple(rooms)] += 1
    return [_Kind(number, rooms) for rooms, number in sorted(found.items())]


def _choose(intake: Intake, kinds: list[_Kind], times: list[Interval], running: int, most: int) -> HoursCover:
    """Maximum coverage with capacities as counts of alike people, by CP-SAT; of equal choices one with fewer times."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    chosen = {hour: model.new_bool_var(str(hour)) for hour in times}
    model.add(sum(chosen.values()) <= most)
    seats = {
        (k, room): model.new_int_var(0, kind.people, f"x{k}_{room}")
        for k, kind in enumerate(kinds)
        for room in kind.rooms
    }
    for k, kind in enumerate(kinds):
        model.add(sum(seats[k, room] for room in kind.rooms) <= kind.people)
    for room, group in enumerate(intake.offers):
        there = len(intake.seated(group.id))
        joined = sum(seats[k, room] for k, kind in enumerate(kinds) if room in kind.rooms)
        opened = model.new_bool_var(f"open{room}")
        model.add(joined <= max(0, group.max_size - there) * opened)
        model.add(joined >= max(0, group.min_size - there) * opened)
        if room >= running:
            model.add_implication(opened, chosen[_session(group)])
    people = sum(seats.values())
    weight = len(times) + 1
    model.maximize(weight * people - sum(chosen.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_deterministic_time = CHOICE_SECONDS
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return HoursCover(most=most, hours=(), seated=0, bound=sum(kind.people for kind in kinds if kind.rooms))
    seated = sum(solver.value(seat) for seat in seats.values())
    return HoursCover(
        most=most,
        hours=tuple(hour for hour in times if solver.value(chosen[hour])),
        seated=seated,
        bound=max(seated, int((solver.best_objective_bound + most + 0.5) // weight)),
    )


def _counts(intake: Intake, kinds: list[_Kind], times: list[Interval], chosen: set[Interval]) -> list[HourCount]:
    rooms = {hour: {n for n, g in enumerate(intake.offers) if g.session == hour} for hour in times}
    counts = []
    for hour in times:
        here = [kind for kind in kinds if rooms[hour] & set(kind.rooms)]
        counts.append(
            HourCount(
                hour=hour,
                can_come=sum(kind.people for kind in here),
                nowhere_else=sum(kind.people for kind in here if set(kind.rooms) <= rooms[hour]),
                places=sum(intake.offers[room].max_size for room in rooms[hour]),
                chosen=hour in chosen,
            )
        )
    return counts
