"""The groups ranked for one person: what each would be to them, to its members, and to the plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.web.laid import Laid, Named, titled
from matcher.recommend import Choice, FitChange, Note, Ranked, Recommendation
from matcher.report.recommending import WORTH_SAYING, better_ways, between_members, way_said
from matcher.report.view import shade
from matcher.report.words import of_hundred, of_hundred_signed, signed
from matcher.sentences import Sentence, sentence

MOST_DESCRIBED = 5
"""Groups described in full; the table has them all."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A present member, and by how much their fit would change, of a hundred."""

    who: Named
    change: str
    loses: bool


@dataclass(frozen=True, slots=True)
class ChoiceShown:
    """One group they may join as it is."""

    title: str
    value: str
    fit: str
    shade: int
    free: int
    places: int
    hits: tuple[Hit, ...]
    same: int
    costs: tuple[tuple[str, str], ...]
    relieved: str


@dataclass(frozen=True, slots=True)
class Line:
    """One group in the table of all."""

    title: str
    value: str
    fit: str
    free: int
    closed: str


@dataclass(frozen=True, slots=True)
class RankedShown:
    """A recommendation as a page shows it."""

    said: Sentence
    choices: tuple[ChoiceShown, ...]
    ways: tuple[Sentence, ...]
    members_looked_at: bool
    closed: int
    blocked: tuple[Sentence, ...]
    between: tuple[Note, ...]
    lines: tuple[Line, ...]


def ranked_shown(laid: Laid, found: Recommendation) -> RankedShown:
    """The recommendation with the names of groups and members."""
    here = [choice for choice in found.choices if not choice.broken]
    if here:
        said = sentence("recommend-best", who=found.applicant, group=here[0].group, open=found.open_groups)
    else:
        said = sentence("recommend-none", who=found.applicant)
    return RankedShown(
        said=said,
        choices=tuple(_choice(laid, choice) for choice in here),
        ways=tuple(map(way_said, better_ways(found))),
        members_looked_at=found.members_looked_at,
        closed=len(found.ranking) - found.open_groups,
        blocked=found.blocked,
        between=() if here else tuple(between_members(found)),
        lines=tuple(_lines(laid, found.ranking)),
    )


def _choice(laid: Laid, choice: Choice) -> ChoiceShown:
    hits = _hits(laid, choice.members)
    return ChoiceShown(
        title=titled(laid.intake.group_by_id[choice.group]),
        value=signed(choice.value),
        fit=of_hundred(choice.fit),
        shade=shade(choice.fit),
        free=choice.free,
        places=choice.size + choice.free,
        hits=hits,
        same=len(choice.members) - len(hits),
        costs=tuple((signed(-note.cost), note.text) for note in choice.costs),
        relieved=signed(choice.relieved) if choice.relieved >= WORTH_SAYING else "",
    )


def _hits(laid: Laid, members: Sequence[FitChange]) -> tuple[Hit, ...]:
    return tuple(
        Hit(laid.people[each.id], of_hundred_signed(each.change), each.change < 0)
        for each in members
        if abs(each.change) >= WORTH_SAYING
    )


def _lines(laid: Laid, ranking: Iterable[Ranked]) -> Iterable[Line]:
    for line in ranking:
        yield Line(
            title=titled(laid.intake.group_by_id[line.group]),
            value=signed(line.value),
            fit=of_hundred(line.fit),
            free=line.free,
            closed=", ".join(code.replace("_", " ") for code in line.blocked_by),
        )
