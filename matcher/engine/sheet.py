"""The sheet: an intake as arrays, and the primitives that rules are put on it with.

Memory is linear in people, in groups and in what the rules say about single pairs of them. Identical offers are one
kind; who may sit where is kept by classes (``seats.py``). Pair fits are computed from the features here, for all pairs
of a short list or block by block of a long one.
"""

from collections.abc import Hashable, Sequence, Set
from dataclasses import dataclass, field

import numpy as np
from propcache.api import cached_property

from matcher.engine.primitives import Cap, Company, Kind, Named, SpanLimit, numbered
from matcher.engine.seats import CELLS_AT_ONCE, Answers, Bools, Floats, Ints, Seats, SeatTable
from matcher.intake import Applicant, Intake, Tie
from matcher.measure import Measure
from matcher.plan import Plan

__all__ = ["Bools", "Floats", "Ints"]

LIKENESS = ("either", "both", "age", "life_stage")


@dataclass
class Sheet:
    """An intake as arrays, which ``compiling.compile_intake`` makes; rules write on it, solvers read it.

    ``asked`` are the numbers of the people whom rules are asked about: everybody, or the last one alone where
    ``known`` is the sheet of all others.
    """

    intake: Intake
    measure: Measure
    asked: range
    named: Named
    kinds: tuple[Kind, ...]
    kind_of: Ints
    index: dict[str, int]
    fixed: Bools
    home: Ints
    years: Floats
    claims: Floats
    seats: Seats
    required: Bools = field(init=False)
    pairs_apart: set[tuple[int, int]] = field(default_factory=set)
    pair_price: dict[tuple[int, int], float] = field(default_factory=dict)
    bonds: list[tuple[int, int]] = field(default_factory=list)
    least: Ints = field(init=False)
    most: Ints = field(init=False)
    target: Ints = field(init=False)
    target_price: Floats = field(init=False)
    needs: list[tuple[Company, ...]] = field(default_factory=list)
    caps: list[Cap] = field(default_factory=list)
    spans: list[SpanLimit] = field(default_factory=list)
    floors: list[tuple[float, float]] = field(default_factory=list)
    known: "Sheet | None" = None
    seat_tables: dict[str, SeatTable] = field(default_factory=dict)

    def __post_init__(self) -> None:
        groups = len(self.kind_of)
        self.required = self.fixed.copy()
        if self.known is not None:
            self.pairs_apart, self.pair_price = self.known.pairs_apart.copy(), self.known.pair_price.copy()
            self.bonds = self.known.bonds.copy()
        self.least = np.zeros(groups, np.int32)
        self.most = np.zeros(groups, np.int32)
        self.target = np.zeros(groups, np.int32)
        self.target_price = np.zeros(groups)

    @property
    def people(self) -> int:
        """How many applicants there are, seated ones included."""
        return len(self.fixed)

    @property
    def groups(self) -> int:
        """How many groups are on offer."""
        return len(self.kind_of)

    @cached_property
    def applicants(self) -> tuple[Applicant, ...]:
        """The people whom rules are asked about, in the order of the list."""
        return self.intake.applicants[self.asked.start : self.asked.stop]

    @cached_property
    def reason_codes(self) -> dict[str, int]:
        """A number for every reason that is balanced on, as they come."""
        before = () if self.known is None else self.known.reason_codes
        return numbered([*before, *(r for a in self.applicants for r in self.measure.features(a).weights)])

    @cached_property
    def stage_codes(self) -> dict[str, int]:
        """A number for every stage of life, as they come."""
        before = () if self.known is None else self.known.stage_codes
        stages = (self.measure.features(a).stage for a in self.applicants)
        return numbered([*before, *(stage for stage in stages if stage is not None)])

    @property
    def ties(self) -> tuple[Tie, ...]:
        """The ties that rules are asked about: all of them, unless the others' were put on the sheet before."""
        return self.intake.ties if self.known is None else ()

    @cached_property
    def newcomers(self) -> list[int]:
        """Of the people whom rules are asked about, those who do not sit anywhere yet."""
        return [i for i in self.asked if not self.fixed[i]]

    @cached_property
    def rooms(self) -> list[tuple[int, int]]:
        """Every group's number with how many already sit there."""
        seated = np.bincount(self.home[self.home >= 0], minlength=self.groups)
        return list(enumerate(seated.tolist()))

    @property
    def companies(self) -> list[Company]:
        """All company that is needed, rule by rule."""
        return [company for asked in self.needs for company in asked]

    @cached_property
    def masks(self) -> dict[str, Bools]:
        """By a rule's code: who may not sit in which kind; people x kinds, for short lists."""
        people, kinds = self._everybody, self._every_kind
        return {code: mask.blocks(people, kinds) for code, mask in self.seats.masks.items()}

    @cached_property
    def allowed(self) -> Bools:
        """See :meth:`allowed_at`; people x kinds, for short lists."""
        return self.allowed_at(self._everybody, self._every_kind)

    @cached_property
    def seat_price(self) -> Floats:
        """See :meth:`seat_price_at`; people x kinds, for short lists."""
        return self.seat_price_at(self._everybody, self._every_kind)

    @cached_property
    def kinds_open(self) -> Ints:
        """In how many kinds each person may sit."""
        return np.concatenate([self.allowed_at(part, self._every_kind).sum(axis=1) for part in self._parts()])

    @cached_property
    def least_seat_price(self) -> Floats:
        """The price of each person's cheapest seat, allowed or not."""
        return np.concatenate([self.seat_price_at(part, self._every_kind).min(axis=1) for part in self._parts()])

    def allowed_at(self, people: Ints, kinds: Ints) -> Bools:
        """Who of these people may sit in which of these kinds (ascending); a seated member in their own alone."""
        free = self.seats.allowed_at(people, kinds)
        seated = self.fixed[people]
        free[seated] = self.kind_of[self.home[people[seated]]][:, None] == kinds[None, :]
        return free

    def seat_price_at(self, people: Ints, kinds: Ints) -> Floats:
        """What sitting in each of these kinds (ascending) costs each of these people's rooms."""
        return self.seats.price_at(people, kinds)

    @cached_property
    def tied(self) -> tuple[Ints, Ints, Floats, Bools]:
        """First and second person, price, and whether they are apart, of every tied pair: both ways, sorted."""
        pairs = sorted({pair for pair, price in self.pair_price.items() if price} | self.pairs_apart)
        price = np.array([self.pair_price.get(pair, 0.0) for pair in pairs])
        apart = np.array([pair in self.pairs_apart for pair in pairs], np.bool_)
        one = np.array(pairs, np.int32).reshape(-1, 2)
        first, second = np.concatenate([one, one[:, ::-1]]).T
        order = np.lexsort((second, first))
        return first[order], second[order], np.tile(price, 2)[order], np.tile(apart, 2)[order]

    @cached_property
    def kind_by_group(self) -> dict[str, int]:
        """The kind's number by a group's id."""
        return {group.id: int(self.kind_of[number]) for number, group in enumerate(self.intake.offers)}

    @cached_property
    def _everybody(self) -> Ints:
        return np.arange(self.people, dtype=np.int32)

    @cached_property
    def _every_kind(self) -> Ints:
        return np.arange(len(self.kinds), dtype=np.int32)

    def _parts(self) -> list[Ints]:
        """Everybody, in parts whose rows of all kinds are not too much to hold."""
        return np.array_split(self._everybody, 1 + self.people * len(self.kinds) // CELLS_AT_ONCE)

    def same_room_already(self, first: int, second: int) -> bool:
        """Whether both are members of one running group."""
        return bool(self.home[first] >= 0 and self.home[first] == self.home[second])

    def forbid(self, code: str, answers: Answers) -> None:
        """Whom the answers name may not sit there, by the rule of this code."""
        self.seats.mask(code).answers.append(answers)

    def keep_off(self, code: str, person: int, group: str) -> None:
        """The person may not sit in a group somebody names."""
        self.seats.mask(code).single.append((person, self.kind_by_group[group]))

    def keep_to(self, code: str, person: int, group: str) -> None:
        """The person may sit in no other group than one somebody names."""
        kind, mask = self.kind_by_group[group], self.seats.mask(code)
        if mask.kept.setdefault(person, kind) != kind:
            mask.single.append((person, mask.kept[person]))

    def price_seats(self, answers: Answers) -> None:
        """A seat costs the person's room what the answers say, added to earlier prices."""
        self.seats.priced.append(answers)

    def price_everywhere(self, person: int, price: float) -> None:
        """Any seat costs the person's room ``price``, added to earlier prices."""
        self.seats.everywhere[person] += price

    def price_group(self, person: int, group: str, price: float) -> None:
        """A seat in a group somebody names costs the person's room ``price``, added to earlier prices."""
        self.seats.single.append((person, self.kind_by_group[group], price))

    def require(self, person: int) -> None:
        """The person must have a place."""
        self.required[person] = True

    def apart(self, first: int, second: int) -> None:
        """The two never share a room."""
        self.pairs_apart.add((min(first, second), max(first, second)))

    def price_pair(self, first: int, second: int, price: float) -> None:
        """A room with both costs ``price``; negative is a reward (added to earlier prices)."""
        key = (min(first, second), max(first, second))
        self.pair_price[key] = self.pair_price.get(key, 0.0) + price

    def together(self, first: int, second: int, code: str) -> None:
        """The two sit in one room or wait both; beside a seated member, the other may sit nowhere else."""
        if self.fixed[first] and self.fixed[second]:
            return
        if not self.fixed[first] and not self.fixed[second]:
            self.bonds.append((first, second))
            return
        newcomer, seated = (second, first) if self.fixed[first] else (first, second)
        self.keep_to(code, newcomer, self.intake.offers[self.home[seated]].id)

    def limit_size(self, group: int, least: int, most: int) -> None:
        """Between ``least`` and ``most`` members once opened."""
        self.least[group], self.most[group] = least, most

    def price_size(self, group: int, target: int, price: float) -> None:
        """Each member more or fewer than ``target`` costs ``price`` once opened."""
        self.target[group], self.target_price[group] = target, price

    def limit_span(self, values: Floats, limit: float, cost: float | None) -> None:
        """See :class:`SpanLimit`."""
        self.spans.append(SpanLimit(values, limit, cost))

    def need_company_in_age(self, code: str, cost: float | None) -> None:
        """Everyone with an age needs somebody within the age tolerance; hard if ``cost`` is None."""
        self.needs.append((Company(code, self._new(~np.isnan(self.years), cost), None, cost),))

    def need_company(
        self, code: str, needs: Sequence[bool], marks: Sequence[Set[Hashable]], cost: float | None
    ) -> None:
        """Everyone asked who needs it must share a mark with somebody; hard if ``cost`` is None."""
        before = () if self.known is None else self.known.needs[len(self.needs)]
        self.needs.append((self._company(code, needs, marks, cost, next(iter(before), None)),))

    def need_company_by_value(self, code: str, held: Sequence[Sequence[str]], cost: float | None) -> None:
        """Everyone asked needs, for each value they hold, somebody else who holds it; hard if ``cost`` is None."""
        before = () if self.known is None else self.known.needs[len(self.needs)]
        known = {value: company for company in before for value in company.numbers}
        values = dict.fromkeys((*known, *(value for own in held for value in own)))
        self.needs.append(
            tuple(
                self._company(
                    code, [v in own for own in held], [{v} if v in own else set() for own in held], cost, known.get(v)
                )
                for v in values
            )
        )

    def _company(
        self,
        code: str,
        needs: Sequence[bool],
        marks: Sequence[Set[Hashable]],
        cost: float | None,
        known: Company | None,
    ) -> Company:
        before = self.asked.start
        numbers = numbered([*(known.numbers if known else ()), *(m for own in marks for m in sorted(own, key=str))])
        words = np.zeros((self.people, max(1, -(-len(numbers) // 64))), np.uint64)
        needing = np.zeros(self.people, np.bool_)
        if known is not None and known.marks is not None:
            words[:before, : known.marks.shape[1]] = known.marks
            needing[:before] = known.needs
        needing[before:] = needs
        for person, own in zip(self.asked, marks, strict=True):
            for mark in own:
                word, bit = divmod(numbers[mark], 64)
                words[person, word] |= np.uint64(1 << bit)
        return Company(code, self._new(needing, cost), words, cost, numbers)

    def cap(self, tags: Sequence[str | None], most: int, cost: float | None) -> None:
        """At most ``most`` people of one tag in a room; hard if ``cost`` is None."""
        known = None if self.known is None else self.known.caps[len(self.caps)]
        numbers = numbered([*(known.numbers if known else ()), *(tag for tag in tags if tag is not None)])
        codes = np.array([-1 if tag is None else numbers[tag] for tag in tags], np.int32)
        self.caps.append(Cap(codes if known is None else np.append(known.tags, codes), most, cost, numbers))

    def price_low_fit(self, floor: float, price: float) -> None:
        """A fit under ``floor`` costs ``price`` times the share it falls short by."""
        self.floors.append((floor, price))

    def blocks(self) -> list[list[int]]:
        """The newcomers who sit together, as sorted lists of two or more, by the bonds between them."""
        leader = {person: person for pair in self.bonds for person in pair}

        def find(person: int) -> int:
            while leader[person] != person:
                person = leader[person]
            return person

        for first, second in self.bonds:
            a, b = find(first), find(second)
            leader[max(a, b)] = min(a, b)
        blocks: dict[int, list[int]] = {}
        for person in sorted(leader):
            blocks.setdefault(find(person), []).append(person)
        return list(blocks.values())

    def _new(self, needs: Bools, cost: float | None) -> Bools:
        """A hard rule asks newcomers only: who already sits alone is left alone."""
        return needs & ~self.fixed if cost is None else needs

    def plan(self, assign: Ints) -> Plan:
        """The plan of an assignment (a group's number per person; the number of groups waits), in the order offered."""
        rooms: dict[str, list[str]] = {group.id: [] for group in self.intake.offers}
        for applicant, group in zip(self.intake.applicants, assign.tolist(), strict=True):
            if group < self.groups:
                rooms[self.intake.offers[group].id].append(applicant.id)
        return Plan.of(rooms)

    def assignment(self, plan: Plan) -> Ints:
        """A plan of the intake as an assignment, whatever rules it breaks."""
        groups = {group.id: number for number, group in enumerate(self.intake.offers)}
        assign = np.full(self.people, self.groups, np.int32)
        for seating in plan.groups:
            assign[[self.index[member] for member in seating.members]] = groups[seating.id]
        return assign
