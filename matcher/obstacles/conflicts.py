"""Why an intake has no valid plan: smallest sets of rules and pins that cannot all hold."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from matcher.engine.compiling import compile_intake
from matcher.engine.exact import MOST_SEATS, AssignmentModel
from matcher.engine.pairs import Traits, traits_of
from matcher.engine.sheet import Sheet
from matcher.engine.units import units_of
from matcher.intake import Intake
from matcher.plan import Plan
from matcher.result import Conflict
from matcher.room import Breach
from matcher.scorer import score
from matcher.sentences import Param, sentence

SECONDS_PER_QUESTION = 5.0
"""Deterministic seconds CP-SAT gets for one question of the filter; no answer counts as "can hold"."""

Item = TypeVar("Item", int, str)

_MASKED = ("screening", "placement", "session_time", "eligibility", "leader_conflict", "stay", "keep_together")
_OTHERS = ("size", "keep_apart", "age_span", "no_isolate", "common_ground", "primary_reason")


def find_conflicts(sheet: Sheet, traits: Traits) -> tuple[Conflict, ...]:
    """All disjoint minimal conflicts: each is found with the pins of the earlier ones left out.

    Empty if it cannot be shown that there is one.
    """
    if sheet.people * sheet.groups > MOST_SEATS:
        intake = _pinned_only(sheet.intake)
        sheet = compile_intake(intake)
        traits = traits_of(sheet)
    pinned = [int(i) for i in np.flatnonzero(sheet.required & ~sheet.fixed)]
    found: list[Conflict] = []
    while (conflict := _conflict(sheet, traits, pinned)) is not None:
        pins, rules = conflict
        found.append(_worded(sheet.intake, pins, rules))
        pinned = [person for person in pinned if person not in pins]
    return tuple(found)


def _conflict(sheet: Sheet, traits: Traits, pinned: Sequence[int]) -> tuple[list[int], list[str]] | None:
    """A minimal set of pins and of rules that cannot all hold.

    Pins and rules are left out one after another, and stay out where the rest still cannot hold; what is left is
    needed. The first "impossible" is asked for again under another configuration of the solver.
    """
    if not _impossible(sheet, traits, pinned, ()) or not _impossible(sheet, traits, pinned, (), confirm=True):
        return None
    asked = [
        code for code in (*_MASKED, *_OTHERS) if code in _OTHERS or code in sheet.seats.masks or code == "keep_together"
    ]
    pins = _needed(pinned, lambda kept: _impossible(sheet, traits, kept, ()))
    rules = _needed(asked, lambda kept: _impossible(sheet, traits, pins, [code for code in asked if code not in kept]))
    return pins, rules


def _pinned_only(intake: Intake) -> Intake:
    """A long list cut down to the pinned people, the groups they are pinned to, and who sits there already.

    What cannot hold among them cannot hold in the whole list either: rules that others could satisfy (the least size,
    company, partners who are not pinned) are left out.
    """
    named = {a.pinned_group for a in intake.applicants if a.pinned_group is not None}
    people = [a for a in intake.applicants if a.pinned_group in named or a.seated_in in named]
    kept = {a.id for a in people}
    applicants = tuple(
        a.model_copy(
            update={
                "avoid": tuple(other for other in a.avoid if other in kept),
                "together": tuple(other for other in a.together if other in kept),
                "preferred_groups": (),
                "published_group": None,
                "kept_off_groups": tuple(g for g in a.kept_off_groups if g in named),
            }
        )
        for a in people
    )
    rules = intake.policy.rules
    off = {"mode": "off"}
    lenient = rules.model_copy(
        update={
            "no_isolate": tuple(rule.model_copy(update=off) for rule in rules.no_isolate),
            "common_ground": rules.common_ground.model_copy(update=off),
        }
    )
    return Intake.model_construct(
        applicants=applicants,
        groups=tuple(g.model_copy(update={"min_size": 1}) for g in intake.offers if g.id in named),
        sizes=intake.sizes,
        ties=tuple(tie for tie in intake.ties if tie.a in kept and tie.b in kept),
        policy=intake.policy.model_copy(update={"rules": lenient}),
        vocabulary=intake.vocabulary,
        as_of=intake.day,
    )


def _needed(items: Sequence[Item], still: Callable[[list[Item]], bool]) -> list[Item]:
    """A minimal part of ``items`` for which ``still`` holds, given that it holds for all of them."""
    kept = list(items)
    for item in items:
        fewer = [other for other in kept if other != item]
        if still(fewer):
            kept = fewer
    return kept


def _impossible(
    sheet: Sheet, traits: Traits, pinned: Iterable[int], without: Iterable[str], *, confirm: bool = False
) -> bool:
    left_out = frozenset(without)
    required = sheet.fixed.copy()
    required[list(pinned)] = True
    part = replace(sheet, bonds=[] if "keep_together" in left_out else sheet.bonds)
    part.required = required
    part.least, part.most, part.target, part.target_price = sheet.least, sheet.most, sheet.target, sheet.target_price
    model = AssignmentModel(part, units_of(part), traits, left_out)
    return model.is_impossible(SECONDS_PER_QUESTION, confirm=confirm)


def _worded(intake: Intake, pinned: Sequence[int], rules: Sequence[str]) -> Conflict:
    people = [intake.applicants[i] for i in pinned]
    rooms: dict[str, list[str]] = {}
    for applicant in people:
        rooms.setdefault(applicant.pinned_group or "", []).append(applicant.id)
    for group in rooms:
        rooms[group] += [member.id for member in intake.seated(group)]
    breaches = [b for b in score(intake, Plan.of(rooms)).breaches(hard=True) if b.rule in rules and b.group in rooms]
    named = sorted({member for b in breaches for member in b.members} | {a.id for a in people})
    pins = [
        sentence("conflict-pins", names=tuple(a.id for a in people if a.pinned_group == group), group=group).text
        for group in sorted(rooms)
    ]
    return Conflict(
        rules=tuple(rules),
        applicants=tuple(named),
        groups=tuple(sorted(rooms)),
        text=sentence("conflict", pins="; ".join(pins), why=_why(intake, breaches, rules, rooms)).text,
    )


def _why(intake: Intake, breaches: Sequence[Breach], rules: Sequence[str], rooms: Mapping[str, Sequence[str]]) -> str:
    sentences = [intake.policy.rules.named(b.rule).explain(b) for b in breaches if b.rule != "size"]
    for group in (intake.group_by_id[name] for name in sorted(rooms)):
        if "size" in rules and len(rooms[group.id]) > group.max_size:
            members = len(intake.seated(group.id))
            named = len(rooms[group.id]) - members
            pinned = sum(a.pinned_group == group.id and a.seated_in is None for a in intake.applicants)
            figures: dict[str, Param] = {"most": group.max_size, "named": named, "more": pinned - named}
            code = "conflict-full-with-members" if members else "conflict-full"
            sentences.append(sentence(code, group=group.id, members=members, pinned=pinned, **figures).text)
        elif "size" in rules and not sentences:
            sentences.append(sentence("conflict-too-few", group=group.id, least=group.min_size).text)
    names = tuple(rule.replace("_", " ") for rule in rules)
    return "; ".join(dict.fromkeys(sentences)) or sentence("conflict-rules", rules=names).text
