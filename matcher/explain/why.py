"""Why a person sits where they sit and what the next best groups would have meant, or why they wait."""

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from matcher.change import Workbench
from matcher.explain.alternatives import Alternative, Alternatives, Option
from matcher.explain.companions import Companion, companion
from matcher.intake import Applicant, Frozen, Intake
from matcher.obstacles import Waitlist, help_lines, smallest_changes
from matcher.plan import Plan
from matcher.points import of_hundred
from matcher.result import Help, WaitingReason
from matcher.scorer import RoomScore
from matcher.sentences import Sentence, sentence

MOST_COMPANIONS = 3
"""People named as closest and as most different."""


class Why(Frozen):
    """The reasons for one person's place, or for their waiting."""

    id: str
    group: str | None
    fit: float | None
    group_fit: float | None
    fixed: Literal["seated", "pinned"] | None = Field(
        default=None, description="A member of the group already, or put there by hand."
    )
    closest: tuple[Companion, ...] = ()
    most_different: tuple[Companion, ...] = ()
    alternatives: tuple[Alternative, ...] = Field(
        default=(), description="The next best groups: those that break no hard rule first, then by change."
    )
    waiting: tuple[WaitingReason, ...] = ()
    helps: tuple[Help, ...] = Field(default=(), description="What would seat them, the smallest change first.")
    days_waited: int | None = None
    said: tuple[Sentence, ...]
    text: str


def why(intake: Intake, plan: Plan, applicant_id: str) -> Why:
    """Explain one person's place in a plan of this intake.

    Raises:
        KeyError: If the intake knows no such applicant, or the plan names people or groups it does not know.
    """
    return why_on(Workbench(intake, plan), applicant_id)


def why_on(bench: Workbench, applicant_id: str) -> Why:
    """The same in a plan that is laid out already.

    Raises:
        KeyError: If the intake knows no such applicant.
    """
    applicant = bench.intake.applicant_by_id[applicant_id]
    if applicant_id in bench.place:
        return _placed(bench, applicant)
    return _waits(bench, applicant)


def _waits(bench: Workbench, applicant: Applicant) -> Why:
    waiting = Waitlist(bench.intake, bench.score, bench.measure).one(applicant)
    if waiting.days_waited is None:
        said = sentence("why-waits", person=applicant.id)
    else:
        said = sentence("why-waits-days", person=applicant.id, days=waiting.days_waited)
    helps = smallest_changes(bench, applicant)
    reasons = (f"- {reason.text}" for reason in waiting.reasons)
    return Why(
        id=applicant.id,
        group=None,
        fit=None,
        group_fit=None,
        waiting=waiting.reasons,
        helps=helps,
        days_waited=waiting.days_waited,
        said=(said,),
        text="\n".join([f"{said.text}.", *reasons, *help_lines(helps)]),
    )


def _placed(bench: Workbench, applicant: Applicant) -> Why:
    here = bench.rooms[bench.place[applicant.id]]
    group = here.room.group.id
    others = [companion(bench.measure, applicant, o) for o in here.room.members if o.id != applicant.id]
    closest = tuple(sorted(others, key=lambda c: (-c.closeness, c.years_apart or 0.0, c.id))[:MOST_COMPANIONS])
    different = tuple(sorted(others, key=lambda c: (-c.difference, c.id))[:MOST_COMPANIONS])
    fixed = _fixed(applicant, group)
    alternatives = () if fixed == "seated" else Alternatives(bench, applicant).best()
    said = tuple(_said(applicant, here, fixed, closest, different))
    return Why(
        id=applicant.id,
        group=group,
        fit=here.fits[applicant.id],
        group_fit=here.fit,
        fixed=fixed,
        closest=closest,
        most_different=different,
        alternatives=alternatives,
        said=said,
        text="\n".join([*(f"{s.text}." for s in said), *_lines(alternatives)]),
    )


def _fixed(applicant: Applicant, group: str) -> Literal["seated", "pinned"] | None:
    if applicant.seated_in == group:
        return "seated"
    return "pinned" if applicant.pinned_group == group else None


def _said(
    applicant: Applicant,
    here: RoomScore,
    fixed: str | None,
    closest: Sequence[Companion],
    different: Sequence[Companion],
) -> Iterator[Sentence]:
    yield sentence(
        "why-sits",
        person=applicant.id,
        group=here.room.group.id,
        fixed=fixed or "no",
        fit=of_hundred(here.fits[applicant.id]),
        mean=of_hundred(here.fit),
    )
    if closest:
        yield sentence("why-closest", people=tuple(c.close_in.text for c in closest))
        yield sentence("why-most-different", people=tuple(c.differs_in.text for c in different))
    if fixed == "seated":
        yield sentence("why-stays")


def options_of(alternatives: Sequence[Alternative]) -> Iterator[tuple[Sentence, tuple[Option, ...]]]:
    """The ways into other groups under their headings: what is possible first, what a hard rule forbids apart."""
    options = [o for a in alternatives for o in (a.move, a.swap) if o is not None]
    others = "why-against-rules" if any(o.possible for o in options) else "why-none-possible"
    for code, possible in (("why-alternatives", True), (others, False)):
        if shown := tuple(o for o in options if o.possible == possible):
            yield sentence(code), shown


def not_possible(option: Option) -> Sentence | None:
    """The rules that an option would break as one sentence; None where it breaks none."""
    if not option.why_not:
        return None
    return sentence("why-not-possible", broken="; ".join(said.text for said in option.why_not))


def _lines(alternatives: Sequence[Alternative]) -> Iterator[str]:
    for heading, options in options_of(alternatives):
        yield ""
        yield f"{heading.text}:"
        for option in options:
            yield f"- {option.said.text}."
            if (said := not_possible(option)) is not None:
                yield f"  {said.text}."
