"""A room: one group with the people a plan puts into it, as rules and the scorer see it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from propcache.api import cached_property

from matcher.catalogue import Param
from matcher.intake import Applicant, Group
from matcher.measure import Measure, Met


@dataclass(frozen=True)
class Breach:
    """A rule broken in a room (or, where ``group`` is None, by leaving somebody waiting).

    ``amount`` is in the rule's own unit (people, pairs, years, share); what it costs is ``cost``, in points of fit;
    a negative cost is a reward. ``params`` are the figures and words the sentence needs, never a reason for joining
    beyond what the rule is about.
    """

    rule: str
    hard: bool
    group: str | None
    members: tuple[str, ...]
    amount: float
    cost: float
    params: dict[str, Param] = field(default_factory=dict)

    def whole(self, name: str) -> int:
        """A parameter that is a whole number."""
        value = self.params[name]
        assert isinstance(value, int | float), name
        return int(value)


@dataclass(frozen=True)
class Room:
    """One opened group and its members, seated ones included."""

    group: Group
    members: tuple[Applicant, ...]
    measure: Measure
    seats: Mapping[str, tuple[Breach, ...]] = field(default_factory=dict, compare=False)
    """By member: what is known to stand against their seat here, by the rules that ask of nobody else in the room."""

    known_met: Met | None = field(default=None, compare=False, repr=False)
    """What :attr:`met` is, where it was worked out already."""

    @cached_property
    def newcomers(self) -> tuple[Applicant, ...]:
        """The members who do not already sit in this group."""
        return tuple(m for m in self.members if m.seated_in != self.group.id)

    @cached_property
    def seated(self) -> tuple[Applicant, ...]:
        """The members who already sit in this group and are not moved."""
        return tuple(m for m in self.members if m.seated_in == self.group.id)

    @cached_property
    def unasked(self) -> tuple[Applicant, ...]:
        """The newcomers of whose seat nothing is known yet."""
        return tuple(m for m in self.newcomers if m.id not in self.seats)

    @cached_property
    def known_seats(self) -> frozenset[str]:
        """The rules that are known to stand against a seat here."""
        return frozenset(breach.rule for known in self.seats.values() for breach in known)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The members' ids."""
        return frozenset(m.id for m in self.members)

    @cached_property
    def fits(self) -> dict[str, float]:
        """Fit by member id, in [0, 1]."""
        return self.measure.fits(self.members, self.met)

    @cached_property
    def met(self) -> Met:
        """See :meth:`Measure.met <matcher.measure.Measure.met>`."""
        return self.measure.met(self.members) if self.known_met is None else self.known_met

    def new_pairs(self, partners: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[Applicant, Applicant, str]]:
        """The pairs of ``partners`` (kind by id by id) that meet here, each once, unless both already sat here."""
        here = {m.id: m for m in self.members}
        for member in self.members:
            for other, kind in partners.get(member.id, {}).items():
                both_sat = other in here and member.seated_in == here[other].seated_in == self.group.id
                if other in here and member.id < other and not both_sat:
                    yield member, here[other], kind
