"""The measure: closeness, difference, pair fit and fit of people in one room.

Plain and slow on purpose: this is the truth that every engine, explanation and page is tested against.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from matcher.intake import Applicant, Intake
from matcher.rules.base import SeatRule

PRIMARY_WEIGHT = 2.0
"""What the primary reason weighs; every other reason weighs 1."""

SAME_CATEGORY = 0.5
"""How alike two different reasons of one category are."""

NEIGHBOURING_STAGE = 0.5
"""How close two neighbouring life stages are."""

NOT_COMPARABLE = 0.5
"""What a pair counts where nothing is known to compare."""


Met = list[list[float]]
"""Pair fits of the people in one room, a row and a column each."""


@dataclass(frozen=True, slots=True)
class Features:
    """What the measure looks at in one person: years, stage slug, and by balanced reason slug its weight and category.

    ``primary`` is the slug of the primary reason, ``total`` the sum of the weights.
    """

    years: float | None
    stage: str | None
    primary: str | None
    weights: Mapping[str, float]
    categories: Mapping[str, str | None]
    total: float


class Measure:
    """The measure of one intake: its policy, its vocabulary, its people. All terms lie in [0, 1]."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.policy = intake.policy
        self.rules = tuple(intake.policy.rules.active())
        self.seat_rules = frozenset(rule.code for rule in self.rules if isinstance(rule, SeatRule))
        self.vocabulary = intake.vocabulary
        self._features: dict[str, Features] = {}
        self._pairs: dict[tuple[str, str], float] = {}
        self._grounds: dict[str, frozenset[tuple[str, str]]] = {}
        self._partners: dict[str, dict[str, dict[str, str]]] = {}
        self._newcomer: str | None = None
        self._newcomers_pairs: dict[tuple[str, str], float] = {}

    @property
    def pairs(self) -> int:
        """How many pairs have been measured, which it keeps."""
        return len(self._pairs)

    def pinned_anew(self, intake: Intake) -> "Measure":
        """The measure of the same people under other pins, which change no pair's fit: all that is known is kept."""
        other = Measure(intake)
        other._features, other._grounds = self._features.copy(), self._grounds.copy()
        other._pairs = self._pairs
        return other

    def joined_by(self, intake: Intake) -> "Measure":
        """The measure of the same people and one more, the last of this list, whom nobody is to sit with.

        What is known of the others is shared by both; what is found about the new one stays with the new measure.
        """
        other, newcomer = Measure(intake), intake.applicants[-1]
        other._newcomer = newcomer.id
        other._features, other._grounds = self._features.copy(), self._grounds.copy()
        other._pairs = self._pairs
        if not newcomer.avoid:
            other._partners = self._partners
        return other

    def features(self, applicant: Applicant) -> Features:
        """What is compared of a person; risk reasons are left out, own words are resolved."""
        known = self._features.get(applicant.id)
        if known is None:
            known = self._features[applicant.id] = self._read(applicant)
        return known

    def closeness(self, first: Applicant, second: Applicant) -> float:
        """How close two people are in age and stage, as the policy's ``likeness`` combines the two."""
        age, stage = self.age_closeness(first, second), self.stage_closeness(first, second)
        match self.policy.likeness:
            case "age":
                parts = [age]
            case "life_stage":
                parts = [stage]
            case _:
                parts = [age, stage]
        comparable = [part for part in parts if part is not None]
        if not comparable:
            return NOT_COMPARABLE
        return min(comparable) if self.policy.likeness == "both" else max(comparable)

    def age_closeness(self, first: Applicant, second: Applicant) -> float | None:
        """1 at equal age, falling linearly to 0 at the tolerance; None where an age is missing."""
        a, b = self.features(first).years, self.features(second).years
        if a is None or b is None:
            return None
        return max(0.0, 1 - abs(a - b) / self.policy.tolerance(a, b))

    def stage_closeness(self, first: Applicant, second: Applicant) -> float | None:
        """1 for the same stage, 0.5 for neighbours, else 0; None where a stage is missing."""
        a, b = self.features(first).stage, self.features(second).stage
        if a is None or b is None:
            return None
        if a == b:
            return 1.0
        return NEIGHBOURING_STAGE if (a, b) in self.vocabulary.neighbouring_stages else 0.0

    def difference(self, first: Applicant, second: Applicant) -> float:
        """One minus the soft Jaccard similarity of two people's weighted reasons (DESIGN, section 3)."""
        a, b = self.features(first), self.features(second)
        if not a.weights or not b.weights:
            return NOT_COMPARABLE
        overlap = (_covered(a, b) + _covered(b, a)) / 2
        return 1 - overlap / (a.total + b.total - overlap)

    def pair_fit(self, first: Applicant, second: Applicant) -> float:
        """Closeness and difference, weighed by the policy's ``balance``; symmetric."""
        key = (first.id, second.id) if first.id < second.id else (second.id, first.id)
        known = self._pairs.get(key)
        if known is None:
            known = self._newcomers_pairs.get(key)
        if known is None:
            balance = self.policy.balance
            known = balance * self.closeness(first, second) + (1 - balance) * self.difference(first, second)
            (self._newcomers_pairs if self._newcomer in key else self._pairs)[key] = known
        return known

    def fits(self, room: Sequence[Applicant], met: Met | None = None) -> dict[str, float]:
        """By id of everyone in a room: the mean pair fit with all others, which they will meet; 0 when alone.

        ``met`` is what :meth:`met` says of the room, where it is known.
        """
        others = max(1, len(room) - 1)
        rows = self.met(room) if met is None else met
        return {member.id: sum(row) / others for member, row in zip(room, rows, strict=True)}

    def met(self, room: Sequence[Applicant]) -> Met:
        """The pair fits of everyone in a room with the others there, a row each in their order; 0 with themselves."""
        met = [[0.0] * len(room) for _ in room]
        known, ids = self._pairs, [member.id for member in room]
        for a, first in enumerate(room):
            mine, row = ids[a], met[a]
            for b in range(a):
                fit = known.get((mine, ids[b]) if mine < ids[b] else (ids[b], mine))
                row[b] = met[b][a] = self.pair_fit(first, room[b]) if fit is None else fit
        return met

    def met_anew(self, room: Sequence[Applicant], before: Sequence[Applicant], met: Met) -> Met:
        """What :meth:`met` says of a room, from what it said before some came and some left (``before``, ``met``)."""
        ids, were = [m.id for m in room], [m.id for m in before]
        now, then = set(ids), set(were)
        if [m for m in ids if m in then] != [m for m in were if m in now]:
            return self.met(room)
        gone = [place for place, m in enumerate(were) if m not in now]
        here = [m for m in before if m.id in now]
        rows = [list(row) for row, m in zip(met, were, strict=True) if m in now]
        for row in rows:
            for place in reversed(gone):
                del row[place]
        for place, newcomer in enumerate(room):
            if newcomer.id not in then:
                own = [self.pair_fit(newcomer, member) for member in here]
                for row, fit in zip(rows, own, strict=True):
                    row.insert(place, fit)
                own.insert(place, 0.0)
                rows.insert(place, own)
                here.insert(place, newcomer)
        return rows

    def ground(self, applicant: Applicant) -> frozenset[tuple[str, str]]:
        """A person's balanced reasons and their categories, as (kind, word)."""
        known = self._grounds.get(applicant.id)
        if known is None:
            reasons = self.features(applicant).categories
            known = frozenset({("reason", r) for r in reasons} | {("category", c) for c in reasons.values() if c})
            self._grounds[applicant.id] = known
        return known

    def balanced_reasons(self, applicant: Applicant) -> tuple[str, ...]:
        """A person's reasons as slugs, without risk reasons, the order kept."""
        slugs = (self.vocabulary.slug(word) for word in applicant.all_reasons)
        return tuple(dict.fromkeys(slug for slug in slugs if not self.vocabulary.is_risk(slug)))

    def partners(self, name: str, pairs: Callable[[], Mapping[tuple[str, str], str]]) -> dict[str, dict[str, str]]:
        """Pairs of ids as a table of partners, person by person, made once for each rule ``name`` of this intake."""
        if name not in self._partners:
            table: dict[str, dict[str, str]] = {}
            for (a, b), kind in pairs().items():
                table.setdefault(a, {})[b] = kind
                table.setdefault(b, {})[a] = kind
            self._partners[name] = table
        return self._partners[name]

    def _read(self, applicant: Applicant) -> Features:
        primary = None if applicant.primary_reason is None else self.vocabulary.slug(applicant.primary_reason)
        reasons = self.balanced_reasons(applicant)
        weights = {r: PRIMARY_WEIGHT if r == primary else 1.0 for r in reasons}
        return Features(
            years=self.intake.years(applicant),
            stage=None if applicant.life_stage is None else self.vocabulary.slug(applicant.life_stage),
            primary=primary if primary in weights else None,
            weights=weights,
            categories={r: self.vocabulary.category(r, self.policy.reason_axis) for r in reasons},
            total=sum(weights.values()),
        )

    def reason_similarity(self, first: str, second: str) -> float:
        """1 for the same reason, 0.5 for another of the same category, else 0 (slugs)."""
        if first == second:
            return 1.0
        category, other = (self.vocabulary.category(r, self.policy.reason_axis) for r in (first, second))
        return SAME_CATEGORY if category and category == other else 0.0


def _covered(mine: Features, theirs: Features) -> float:
    """The weight of one person's reasons times how alike the other's likest is (see ``reason_similarity``)."""
    weights, categories = theirs.weights, theirs.categories.values()
    covered = 0.0
    for reason, weight in mine.weights.items():
        if reason in weights:
            covered += weight
        elif (category := mine.categories[reason]) and category in categories:
            covered += SAME_CATEGORY * weight
    return covered
