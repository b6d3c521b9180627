"""What stands in the printed documents, prepared so that their templates only place it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from matcher.intake import Intake
from matcher.report import view, words
from matcher.result import Result

STATEMENT = "These are proposals. A clinician decides."
CARE = "Health data: keep this as you keep the list."

MOST_WARNINGS = 6
"""Remarks about the list in the proposal; the report has them all."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands on every page: what the plan is called, and which state of it this is."""

    title: str = "Proposed groups"
    state: str = ""


def roster(intake: Intake, result: Result, imprint: Imprint) -> dict[str, Any]:
    """Every group with its members."""
    axis = view.page_axis(intake, result)
    day = intake.day
    return {
        "title": imprint.title,
        "state": ", ".join(filter(None, [imprint.state, f"list of {day.day} {day:%B %Y}"])),
        "day": (day.year, day.month, day.day),
        "statement": STATEMENT,
        "care": CARE,
        "headline": words.headline(result),
        "axis": () if axis is None else tuple((axis.at(years), str(years)) for years in axis.ticks),
        "groups": tuple(
            _group(card, words.lasting_percent(group))
            for card, group in zip(view.cards(intake, result), result.groups, strict=True)
        ),
    }


def proposal(intake: Intake, result: Result, imprint: Imprint) -> dict[str, Any]:
    """The same for a meeting, with how good the plan is, what not to overlook, and who waits."""
    shared = roster(intake, result, imprint)
    proof = f"The plan {'is ' if result.status != 'infeasible' else ''}{words.proof(result)}."
    return {
        **shared,
        "figures": tuple(_figures(result)),
        "proof": tuple(filter(None, [proof, words.placement_proof(result)])) if result.groups else (),
        "few": view.FEW_GROUPS,
        "floor": words.WORKING_FLOOR,
        "looks": tuple({"what": what, "says": says} for what, says in _looks(result, shared["groups"])),
        "waiting": tuple(_waiting(view.waiting(intake, person)) for person in result.waitlist),
    }


def _group(card: view.Card, lasting: int) -> dict[str, Any]:
    named = (card.id if card.title != card.id else "", card.session, f"led by {card.leaders}" if card.leaders else "")
    return {
        "title": card.title,
        "about": tuple(filter(None, named)),
        "size": card.size,
        "fit": card.fit,
        "worst": card.worst,
        "worst_name": card.worst_name,
        "lasting": lasting,
        "figures": (
            _figure(str(card.size), "", "member" if card.size == 1 else "members"),
            _figure(card.fit, "of 100", "mean fit"),
            _figure(card.worst, "of 100", "lowest fit"),
            _figure(str(lasting), "%", f"chance that at least {words.WORKING_FLOOR} stay"),
        ),
        "broken": card.broken,
        "strip": None if card.strip is None else {**asdict(card.strip), "crowd": card.strip.crowd},
        "people": tuple(asdict(person) for person in card.people),
    }


def _figures(result: Result) -> Iterator[dict[str, str]]:
    if result.mean_fit is not None:
        yield _figure(words.of_hundred(result.mean_fit, 1), "of 100", "mean fit")
    if result.worst_group is not None:
        yield _figure(words.of_hundred(result.worst_group), "of 100", "worst group")
    if result.worst_member is not None:
        yield _figure(words.of_hundred(result.worst_member), "of 100", "worst member")
    if (short := words.shortfall(result)) is not None:
        yield _figure(short, "%", "below the best possible, at most")
    waiting = len(result.waitlist)
    yield _figure(f"{waiting:,}", "", "person waits" if waiting == 1 else "people wait")


def _figure(figure: str, unit: str, says: str) -> dict[str, str]:
    return {"figure": figure, "unit": unit, "says": says}


def _looks(result: Result, groups: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """What a meeting should not overlook: a word for it, and a sentence."""
    for conflict in result.conflicts:
        yield "Cannot all hold", f"{conflict.text}."
    for group in groups:
        for broken in group["broken"]:
            yield f"Breaks a rule, {group['title']}", broken
    if result.groups:
        low = min(range(len(groups)), key=lambda number: result.groups[number].fit)
        yield "Worst group", f"{groups[low]['title']}, mean fit {groups[low]['fit']}."
        lone = min(range(len(groups)), key=lambda number: result.groups[number].worst)
        yield "Worst member", f"{groups[lone]['worst_name']} in {groups[lone]['title']}, fit {groups[lone]['worst']}."
        frail = min(range(len(groups)), key=lambda number: result.groups[number].lasting)
        yield (
            "Least likely to last",
            f"{groups[frail]['title']}, with {words.lasting(result.groups[frail])}.",
        )
    for warning in result.warnings[:MOST_WARNINGS]:
        yield "Worth knowing", f"{warning}."
    if (more := len(result.warnings) - MOST_WARNINGS) > 0:
        yield "Worth knowing", f"{words.count(more, 'more remark')} in the report."
    if result.skipped:
        yield "Left out", f"{words.count(len(result.skipped), 'row')} of the list could not be used; see the report."


def _waiting(person: view.WaitingPerson) -> dict[str, Any]:
    return {
        "name": person.name,
        "id": person.id,
        "waited": person.waited or "not known",
        "reasons": person.reasons,
        "help": next(iter(person.helps), ""),
    }
