"""What of a recommendation is worth saying beside its figures: better ways in, and what stands in the way."""

from matcher.recommend import MakingWay, Note, Recommendation
from matcher.report.words import of_hundred
from matcher.sentences import Sentence, sentence

WORTH_SAYING = 0.005
"""Changes of fit below this show as 0 of a hundred."""


def better_ways(found: Recommendation) -> list[MakingWay]:
    """The ways, with one member making way, that are worth more than the best group as it is."""
    least = next((choice.value for choice in found.choices if not choice.broken), float("-inf"))
    return [way for way in found.making_way if way.value > least + WORTH_SAYING]


def way_said(way: MakingWay) -> Sentence:
    """One such way as a sentence."""
    hit = any(change.change <= -WORTH_SAYING for change in way.members)
    return sentence(
        "making-way",
        group=way.group,
        member=way.member,
        host=way.host,
        value=f"{way.value:+.2f}",
        fit=of_hundred(way.fit),
        worst=next((change.id for change in way.members if change.change <= -WORTH_SAYING), ""),
        loss=f"{-100 * min((change.change for change in way.members), default=0.0):.0f}",
        hit=hit,
    )


def between_members(found: Recommendation) -> list[Note]:
    """What stands between the newcomer and the members of the groups described."""
    blocked = {line.group: line.blocked_by for line in found.ranking}
    return [
        note
        for choice in found.choices
        for note in choice.broken
        if "members" in blocked[choice.group] and note.rule not in (*blocked[choice.group], "size")
    ]
