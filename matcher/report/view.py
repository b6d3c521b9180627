"""What the page shows, prepared so that the template only places it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from matcher.intake import Applicant, Intake
from matcher.measure import Measure
from matcher.policy import Policy
from matcher.report.ages import Axis, Strip, axis_for, strip
from matcher.report.roster import reason_label, stage_label, written_age
from matcher.report.words import count, lasting, of_hundred
from matcher.result import BreachReport, GroupReport, Result, Waiting
from matcher.rules import Rule

FEW_GROUPS = 12
"""Up to this many groups every table is open; with more, the cards are compact and open on demand."""

BARS, COMPACT_BARS = 6, 3
"""Reasons that get a bar; the others are named below."""

STEPS_OF_FIT = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Where one shade of fit ends and the next begins."""


@dataclass(frozen=True, slots=True)
class Label:
    """One reason; those of one category have the same colour, by its number, None for a word of the list's own."""

    text: str
    colour: int | None


@dataclass(frozen=True, slots=True)
class Person:
    """One person as a row of a card; ``key`` is the list's id, ``id`` the same where a name is shown beside it."""

    key: str
    name: str
    id: str | None
    age: str
    stage: str
    reasons: str
    labels: tuple[Label, ...]
    fit: str
    share: float
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """How many members hold one reason."""

    label: str
    held: int
    colour: int | None


@dataclass(frozen=True, slots=True)
class Card:
    """One group."""

    number: int
    id: str
    title: str
    session: str
    leaders: str
    size: int
    fit: str
    share: float
    shade: int
    worst: str
    worst_name: str
    lasting: str
    strip: Strip | None
    bars: tuple[Bar, ...]
    also: tuple[str, ...]
    people: tuple[Person, ...]
    broken: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaitingPerson:
    """One person without a place."""

    name: str
    id: str | None
    waited: str
    reasons: tuple[str, ...]
    helps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """One rule of the policy in words."""

    rule: str
    mode: str
    settings: str


def page_axis(intake: Intake, result: Result) -> Axis | None:
    """The one axis of ages for the whole page."""
    return axis_for(intake, (m for group in result.groups for m in group.members))


def cards(intake: Intake, result: Result) -> Iterator[Card]:
    """A card for every group, in the order of the result."""
    measure = Measure(intake)
    axis = page_axis(intake, result)
    bars = BARS if len(result.groups) <= FEW_GROUPS else COMPACT_BARS
    for number, group in enumerate(result.groups, start=1):
        yield card(number, group, measure, axis, bars)


def waiting(intake: Intake, person: Waiting) -> WaitingPerson:
    """A person who waits, with each reason and each change that would help as a sentence."""
    applicant = intake.applicant_by_id[person.id]
    waited = "" if person.days_waited is None else count(person.days_waited, "day")
    sentences = tuple(_sentence(reason.text) for reason in person.reasons)
    helps = tuple(_sentence(f"{found.text[0].upper()}{found.text[1:]}") for found in person.helps)
    return WaitingPerson(_name(applicant), _second_name(applicant), waited, sentences, helps)


def settings(policy: Policy) -> Iterator[Setting]:
    """Every rule that is on, with what a coordinator can set."""
    for rule in policy.rules.active():
        yield Setting(rule.code.replace("_", " "), rule.mode, "; ".join(_options(rule)))


def shade(fit: float) -> int:
    """The shade of a fit, 0 (lowest) to 5."""
    return sum(fit >= step for step in STEPS_OF_FIT)


def card(number: int, group: GroupReport, measure: Measure, axis: Axis | None, most_bars: int = BARS) -> Card:
    """The card of one group."""
    intake = measure.intake
    fits = {member.id: member.fit for member in group.member_fits}
    members = [intake.applicant_by_id[m] for m in group.members]
    held = Counter(reason for member in members for reason in measure.balanced_reasons(member))
    labelled = (Bar(reason_label(intake, r), n, _colour(intake, r)) for r, n in held.items())
    ordered = sorted(labelled, key=lambda bar: (-bar.held, bar.label))
    worst = min(members, key=lambda m: (fits.get(m.id, 1.0), m.id))
    return Card(
        number=number,
        id=group.id,
        title=group.name or group.id,
        session=group.session or "",
        leaders=", ".join(group.leaders),
        size=len(members),
        fit=of_hundred(group.fit),
        share=round(group.fit, 4),
        shade=shade(group.fit),
        worst=of_hundred(group.worst),
        worst_name=_name(worst),
        lasting=lasting(group),
        strip=None if axis is None else strip(intake, group.members, axis),
        bars=tuple(ordered[:most_bars]),
        also=tuple(bar.label if bar.held == 1 else f"{bar.label} ({bar.held})" for bar in ordered[most_bars:]),
        people=tuple(_person(member, fits.get(member.id), group, measure) for member in members),
        broken=tuple(_sentence(b.text) for b in group.breaches if b.hard),
        notes=tuple(_note(b) for b in group.breaches if not b.hard),
    )


def _person(member: Applicant, fit: float | None, group: GroupReport, measure: Measure) -> Person:
    marks = {
        "already a member": member.id in group.seated,
        "placed here by hand": member.pinned_group == group.id,
    }
    return person(member, measure, fit, tuple(mark for mark, holds in marks.items() if holds))


def person(applicant: Applicant, measure: Measure, fit: float | None = None, marks: tuple[str, ...] = ()) -> Person:
    """A person as a row, with their fit where they have a place."""
    intake = measure.intake
    age = written_age(intake, applicant)
    slugs = measure.balanced_reasons(applicant)
    labels = tuple(Label(reason_label(intake, slug), _colour(intake, slug)) for slug in slugs)
    return Person(
        key=applicant.id,
        name=_name(applicant),
        id=_second_name(applicant),
        age="age not given" if age is None else str(age),
        stage=stage_label(intake, applicant) or "stage not given",
        reasons=", ".join(label.text for label in labels) or "no reasons given",
        labels=labels,
        fit="" if fit is None else of_hundred(fit),
        share=0.0 if fit is None else round(fit, 4),
        marks=marks,
    )


def _colour(intake: Intake, slug: str) -> int | None:
    return intake.vocabulary.category_number(slug, intake.policy.reason_axis)


def _note(breach: BreachReport) -> str:
    points = f"{abs(breach.cost):.2f}"
    effect = f"adds {points}" if breach.cost < 0 else f"costs {points}"
    return f"{breach.text} ({effect})"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _name(applicant: Applicant) -> str:
    return applicant.display_name or applicant.id


def _second_name(applicant: Applicant) -> str | None:
    return applicant.id if applicant.display_name else None


def _options(rule: Rule) -> Iterator[str]:
    if rule.mode == "soft":
        yield f"weight {rule.weight:g}"
    for name, value in rule.model_dump(mode="json").items():
        if name not in ("mode", "weight") and value not in (None, [], ()):
            yield f"{name.replace('_', ' ')} {_shown(value)}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (", ".join(map(str, value)) if isinstance(value, list) else str(value)).replace("_", " ")
