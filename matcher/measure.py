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


@dataclass(frozen=True, slots=True)
class Features:
    """What the measure looks at in one person: years, stage slug, and weight by balanced reason slug."""

    years: float | None
    stage: str | None
    weights: Mapping[str, float]


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
        self._similar: dict[tuple[str, str], float] = {}
        self._newcomer: str | None = None
        self._newcomers_pairs: dict[tuple[str, str], float] = {}
        self._newcomers_similar: dict[tuple[str, str], float] = {}

    @property
    def pairs(self) -> int:
        """How many pairs have been measured, which it keeps."""
        return len(self._pairs)

    def pinned_anew(self, intake: Intake) -> "Measure":
        """The measure of the same people under other pins, which change no pair's fit: all that is known is kept."""
        other = Measure(intake)
        other._features, other._grounds = self._features.copy(), self._grounds.copy()
        other._pairs, other._similar = self._pairs, self._similar
        return other

    def joined_by(self, intake: Intake) -> "Measure":
        """The measure of the same people and one more, the last of this list, whom nobody is to sit with.

        What is known of the others is shared by both; what is found about the new one stays with the new measure.
        """
        other, newcomer = Measure(intake), intake.applicants[-1]
        other._newcomer = newcomer.id
        other._features, other._grounds = self._features.copy(), self._grounds.copy()
        other._pairs, other._similar = self._pairs, self._similar
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
        a, b = self.features(first).weights, self.features(second).weights
        if not a or not b:
            return NOT_COMPARABLE
        overlap = (self._covered(a, b) + self._covered(b, a)) / 2
        return 1 - overlap / (sum(a.values()) + sum(b.values()) - overlap)

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

    def fits(self, room: Sequence[Applicant]) -> dict[str, float]:
        """By id of everyone in a room: the mean pair fit with all others, which they will meet; 0 when alone."""
        met = [[0.0] * len(room) for _ in room]
        known, ids = self._pairs, [member.id for member in room]
        for a, first in enumerate(room):
            mine, row = ids[a], met[a]
            for b in range(a):
                fit = known.get((mine, ids[b]) if mine < ids[b] else (ids[b], mine))
                row[b] = met[b][a] = self.pair_fit(first, room[b]) if fit is None else fit
        others = max(1, len(room) - 1)
        return {member.id: sum(row) / others for member, row in zip(room, met, strict=True)}

    def share_ground(self, first: Applicant, second: Applicant) -> bool:
        """Whether two people share a reason or a category of reasons."""
        return bool(self.ground(first) & self.ground(second))

    def ground(self, applicant: Applicant) -> frozenset[tuple[str, str]]:
        """A person's balanced reasons and their categories, as (kind, word)."""
        known = self._grounds.get(applicant.id)
        if known is None:
            reasons = self.features(applicant).weights
            categories = (self.vocabulary.category(r, self.policy.reason_axis) for r in reasons)
            known = frozenset({("reason", r) for r in reasons} | {("category", c) for c in categories if c})
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
        weights = {r: PRIMARY_WEIGHT if r == primary else 1.0 for r in self.balanced_reasons(applicant)}
        stage = None if applicant.life_stage is None else self.vocabulary.slug(applicant.life_stage)
        return Features(self.intake.years(applicant), stage, weights)

    def _covered(self, mine: Mapping[str, float], theirs: Mapping[str, float]) -> float:
        return sum(
            weight if r in theirs else weight * max(self.reason_similarity(r, q) for q in theirs)
            for r, weight in mine.items()
        )

    def reason_similarity(self, first: str, second: str) -> float:
        """1 for the same reason, 0.5 for another of the same category, else 0 (slugs)."""
        key = first, second
        known = self._similar.get(key)
        if known is None:
            known = self._newcomers_similar.get(key)
        if known is None:
            known = self._similarity(first, second)
            # Whoever is new may bring words that nobody else has: what is shared would grow with each of them.
            (self._similar if self._newcomer is None else self._newcomers_similar)[key] = known
        return known

    def _similarity(self, first: str, second: str) -> float:
        if first == second:
            return 1.0
        axis = self.policy.reason_axis
        category = self.vocabulary.category(first, axis)
        return SAME_CATEGORY if category and category == self.vocabulary.category(second, axis) else 0.0
