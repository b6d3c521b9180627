"""The solve as a whole: against every plan of tiny intakes, and by what must hold for any."""

import itertools
import threading
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import assume, given, settings

from matcher.engine import deal as dealing
from matcher.engine import reserve
from matcher.engine import solve as solving
from matcher.engine.bound import classes_bound, quick_bound
from matcher.engine.compiling import compile_intake
from matcher.engine.pairs import traits_of
from matcher.engine.proof import Proof
from matcher.engine.sheet import Ints
from matcher.engine.solve import solve
from matcher.generate import generate, generate_groups
from matcher.intake import Intake, Sizes
from matcher.listener import Listener
from matcher.measure import Measure
from matcher.plan import Plan
from matcher.result import Result
from matcher.room import Room
from matcher.scorer import score
from matcher.sentences import render
from matcher.stop import AnyOf, Gap, NoImprovement, Seconds, Standing, Stop, Work
from tests.builders import group, intake_of, people, person, quiet
from tests.faces import compiled
from tests.properties.intakes import intakes
from tests.properties.test_encoding import MOST_PLANS, all_plans

LITTLE = Work(3)


def solved(intake: Intake, stop: Stop = LITTLE, seed: int = 1) -> Result:
    """A short solve that looks at no clock."""
    result = solve(intake, stop, seed=seed, reproducible=True)
    assert render("proof-ended-early", {}) not in result.warnings
    return result


def campus(size: int = 24, seed: int = 1) -> Intake:
    """A generated campus list with offers that have times."""
    generated = generate("campus", size, seed)
    return generated.intake.model_copy(update={"groups": generate_groups(generated.applicants, seed)})


@settings(max_examples=50)
@given(intakes(4, 6))
def test_no_plan_of_a_tiny_intake_is_better(intake: Intake) -> None:
    """Nothing places more; nothing that places as much is worth more; and the solve proves it."""
    engine, measure = compiled(intake), Measure(intake)
    assume(np.prod(engine.sheet.allowed[~engine.sheet.fixed][:, engine.sheet.kind_of].sum(axis=1) + 1.0) <= MOST_PLANS)
    scores = [score(intake, engine.plan(assign), measure) for assign in all_plans(engine)]
    valid = [s for s in scores if s.valid]

    result = solved(intake)

    if not valid:
        assert result.status == "infeasible"
        assert result.conflicts
        return
    claim = max(s.claim for s in valid)
    best = max(s.value for s in valid if s.claim >= claim - 1e-6)
    assert result.claim == pytest.approx(claim, abs=1e-6)
    assert result.value == pytest.approx(best, abs=1e-5)
    assert result.bound is not None
    assert result.bound >= best - 1e-9
    assert result.status == "optimal"


@settings(max_examples=50)
@given(intakes(4, 6))
def test_the_cheap_bounds_hold_for_every_plan(intake: Intake) -> None:
    engine, measure = compiled(intake), Measure(intake)
    assume(np.prod(engine.sheet.allowed[~engine.sheet.fixed][:, engine.sheet.kind_of].sum(axis=1) + 1.0) <= MOST_PLANS)
    scores = [score(intake, engine.plan(assign), measure) for assign in all_plans(engine)]
    best = max((s.value for s in scores if s.valid), default=-np.inf)
    sheet = compile_intake(intake)

    assert quick_bound(intake) >= best - 1e-9
    assert classes_bound(sheet, traits_of(sheet)) >= best - 1e-9


@settings(max_examples=25)
@given(intakes(8, 14, pinned=0.0))
def test_a_plan_keeps_every_hard_rule_and_forgets_nobody(intake: Intake) -> None:
    result = solved(intake)

    assert result.plan is not None
    again = score(intake, result.plan)
    assert again.valid
    assert again.value == pytest.approx(result.value, abs=1e-9)
    assert result.value is not None
    assert result.bound is not None
    assert result.bound >= result.value
    placed = {member for g in result.groups for member in g.members}
    waiting = {w.id for w in result.waitlist}
    assert placed | waiting == {a.id for a in intake.applicants}
    assert not placed & waiting
    assert all(w.reasons for w in result.waitlist)


def test_the_same_seed_and_work_give_the_same_bytes() -> None:
    first, second = solved(campus(40), Work(12)), solved(campus(40), Work(12))

    assert first.model_dump_json() == second.model_dump_json()
    assert all(point.seconds is None for point in first.trace)


def test_another_seed_searches_elsewhere() -> None:
    intake = generate("clinic", 120, 2).intake

    traces = [[point.value for point in solved(intake, Work(4), seed).trace] for seed in (1, 2)]

    assert traces[0] != traces[1]


def test_a_start_is_never_made_worse() -> None:
    intake = campus(64)
    first = solved(intake, Work(6))
    assert first.plan is not None

    second = solve(intake, Work(1), seed=9, start=first.plan, reproducible=True)

    assert second.value is not None
    assert first.value is not None
    assert second.value >= first.value - 1e-9


def test_a_start_with_a_broken_pair_is_mended() -> None:
    policy = quiet(quiet().rules.keep_apart.model_copy(update={"mode": "hard"}))
    crowd = (person("a", 20, avoid=("b",)), *people("bcdef", 20))
    intake = intake_of(*crowd, groups=(group("g1", 3, 3), group("g2", 3, 3)), policy=policy)

    result = solve(intake, LITTLE, start=Plan.of({"g1": "abc", "g2": "def"}), reproducible=True)

    assert result.plan is not None
    seats = result.plan.by_applicant()
    assert seats["a"] != seats["b"]
    assert result.placed == 6


def test_a_listener_hears_everything_in_order() -> None:
    heard: list[str] = []

    class Diary(Listener):
        def started(self, applicants: int, groups: int) -> None:
            heard.append(f"started {applicants} {groups}")

        def improved(self, value: float, placed: int, seconds: float) -> None:
            heard.append("improved")

        def bound(self, bound: float, seconds: float) -> None:
            heard.append("bound")

        def done(self, result: Result) -> None:
            heard.append("done")

    solve(campus(24), LITTLE, listen=Diary(), reproducible=True)

    assert heard[0] == "started 24 3"
    assert heard[1] == "improved"
    assert "bound" in heard
    assert heard[-1] == "done"


def test_the_trace_only_gets_better() -> None:
    trace = solved(generate("clinic", 80, 3).intake, Work(8)).trace

    values = [point.value for point in trace if point.value is not None]
    bounds = [point.bound for point in trace if point.bound is not None]
    assert len({point.claim for point in trace}) == 1
    assert values == sorted(values)
    assert bounds == sorted(bounds, reverse=True)


@pytest.mark.parametrize("stop", [Gap(0.5), NoImprovement(2), AnyOf(Work(2), Seconds(600))])
def test_every_stop_criterion_ends_a_solve(stop: Stop) -> None:
    assert solve(generate("campus", 24, 1).intake, stop, seed=1).plan is not None


def test_a_list_too_short_for_any_group_waits_as_a_whole() -> None:
    result = solved(Intake(applicants=people("abc", 20), sizes=Sizes()))

    assert result.placed == 0
    assert result.groups == ()
    assert result.mean_fit is None
    assert result.gap is None
    assert [w.reasons[0].code for w in result.waitlist] == ["not_opened"] * 3
    assert result.plan == Plan()


def test_the_most_urgent_get_the_places_there_are() -> None:
    crowd = [person(letter, 20, priority=3 if letter in "cf" else 0) for letter in "abcdefgh"]
    intake = intake_of(*crowd, groups=(group("g1", 2, 2),))

    result = solved(intake)

    assert result.groups[0].members == ("c", "f")


def test_those_who_wait_longest_come_first_among_equals() -> None:
    crowd = [person(letter, 20, submitted_at=f"2026-0{month}-01") for letter, month in zip("abcd", "5274", strict=True)]
    intake = intake_of(*crowd, groups=(group("g1", 2, 2),))

    assert solved(intake).groups[0].members == ("b", "d")


def test_a_group_opens_only_where_enough_people_can_sit() -> None:
    early, late = ("Mon 9-11",), ("Mon 17-19",)
    crowd = [person(f"e{k}", 20, availability=early) for k in range(4)]
    crowd += [person(f"l{k}", 20, availability=late) for k in range(2)]
    offers = (group("morning", 3, 5, session="Mon 9-10:30"), group("evening", 3, 5, session="Mon 17-18:30"))
    hours = quiet().rules.session_time.model_copy(update={"mode": "hard"})

    result = solved(intake_of(*crowd, groups=offers, policy=quiet(hours)))

    assert [g.id for g in result.groups] == ["morning"]
    assert [w.id for w in result.waitlist] == ["l0", "l1"]
    assert {r.code for r in result.waitlist[0].reasons} == {"session_time", "not_opened"}


def test_a_better_set_of_open_groups_is_found() -> None:
    """Two of three groups hold everybody; the search has to find out which two are worth opening."""
    young = [person(f"y{k}", 20, availability=("Mon 9-11", "Tue 9-11")) for k in range(3)]
    old = [person(f"o{k}", 70, availability=("Mon 9-11", "Wed 9-11")) for k in range(3)]
    offers = [group(f"g{day}", 3, 3, session=f"{day} 9-10:30") for day in ("Mon", "Tue", "Wed")]
    hours = quiet().rules.session_time.model_copy(update={"mode": "hard"})

    result = solved(intake_of(*young, *old, groups=offers, policy=quiet(hours, likeness="age")))

    assert result.worst_group == pytest.approx(0.75)
    assert result.status == "optimal"


def test_long_lists_are_searched_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "MOST_ON_ONE_BOARD", 100)
    intake = campus(700)

    result = solved(intake, Work(6))

    assert result.plan is not None
    again = score(intake, result.plan)
    assert again.valid
    assert again.value == pytest.approx(result.value, abs=1e-9)
    standings = [(p.claim, p.value) for p in result.trace if p.claim is not None and p.value is not None]
    for (claim, value), (next_claim, next_value) in itertools.pairwise(standings):
        assert next_claim > claim + 1e-9 or (next_claim >= claim - 1e-9 and next_value >= value - 1e-6)
    assert standings[-1][1] == pytest.approx(again.value, abs=1e-6)


def test_blocks_come_near_what_one_board_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    intake = generate("clinic", 400, 5).intake
    whole = solved(intake, Work(10)).mean_fit
    monkeypatch.setattr(solving, "MOST_ON_ONE_BOARD", 100)

    blocks = solved(intake, Work(20)).mean_fit

    assert whole is not None
    assert blocks is not None
    assert blocks >= 0.98 * whole


def test_every_seat_of_a_random_plan_is_worse() -> None:
    intake = generate("campus", 64, 4).intake
    result = solved(intake, Work(6))
    assert result.plan is not None
    members = list(itertools.chain.from_iterable(g.members for g in result.groups))
    np.random.default_rng(1).shuffle(members)
    cuts = np.cumsum([0, *(len(g.members) for g in result.groups)])
    shuffled = Plan.of({g.id: members[a:b] for g, a, b in zip(result.groups, cuts, cuts[1:], strict=False)})

    assert result.value is not None
    assert score(intake, shuffled).value < result.value - 3


def test_a_long_list_with_pins_that_cannot_hold_names_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "MOST_ON_ONE_BOARD", 10)
    crowd = [person(f"p{k:02d}", 20, pinned_group="g1" if k < 4 else None) for k in range(20)]
    intake = intake_of(*crowd, groups=[group("g1", 2, 3), *(group(f"g{k}", 2, 5) for k in range(2, 6))])

    result = solved(intake)

    assert result.status == "infeasible"
    assert [c.applicants for c in result.conflicts] == [("p00", "p01", "p02", "p03")]


def test_very_many_kinds_of_groups_are_dealt_by_scarcity(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand groups with times of their own once left everybody waiting."""
    intake = campus(300)
    usual = solved(intake, Work(2))
    monkeypatch.setattr(dealing, "MOST_CELLS", 0)
    monkeypatch.setattr(solving, "MOST_ON_ONE_BOARD", 100)

    result = solved(intake, Work(10))

    assert result.plan is not None
    assert score(intake, result.plan).valid
    assert usual.claim is not None
    assert result.claim is not None
    assert result.claim >= 0.97 * usual.claim
    assert result.placed_bound is not None
    assert result.claim <= result.placed_bound + 1e-6


@pytest.mark.parametrize(("kind", "seed", "asked"), [("campus", 1, 0), ("clinic", 4, 1)])
def test_who_goes_where_is_counted_only_if_dealing_by_scarcity_leaves_somebody_out(
    kind: Literal["campus", "clinic"], seed: int, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Either way as much is placed as can be."""
    counts, calls = dealing._counts, list[int]()

    def counted(*given: Any) -> Any:
        calls.append(1)
        return counts(*given)

    monkeypatch.setattr(dealing, "_counts", counted)
    generated = generate(kind, 64, seed)

    result = solved(generated.intake.model_copy(update={"groups": generate_groups(generated.applicants, seed)}))

    assert len(calls) == asked
    assert result.claim is not None
    assert result.placed_bound is not None
    assert result.claim == pytest.approx(result.placed_bound, abs=1e-4)


@pytest.mark.parametrize("broken_in", ["step", "__init__"])
@pytest.mark.parametrize("size", [8, 64])
def test_a_fault_in_the_proof_does_not_end_the_solve(
    size: int, broken_in: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The search goes on to its end; the last bound stands; the log has nothing of what the fault says."""

    def broken(*_: object) -> None:
        raise ValueError("Ada Lovelace")

    monkeypatch.setattr(Proof, broken_in, broken)

    result = solve(generate("campus", size, 1).intake, Work(20), seed=1, reproducible=True)

    assert render("proof-ended-early", {}) in result.warnings
    assert result.bound is not None
    assert result.value is not None
    assert result.bound >= result.value
    assert "ValueError" in caplog.text
    assert "Ada" not in caplog.text


def test_a_fault_in_a_later_step_leaves_what_the_earlier_ones_have_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the proof goes on in a thread of its own."""
    step = Proof.step
    bounds: list[float] = []
    failed = threading.Event()

    def broken(proof: Proof, assign: Ints, value: float) -> None:
        if len(bounds) > 2:
            failed.set()
            raise ValueError("Ada Lovelace")
        step(proof, assign, value)
        bounds.append(proof.bound)

    class Failed(Work):
        def met(self, standing: Standing) -> bool:
            return failed.is_set()

    monkeypatch.setattr(Proof, "step", broken)

    result = solve(generate("campus", 64, 1).intake, Failed(10**9), seed=1)

    assert render("proof-ended-early", {}) in result.warnings
    assert result.bound == pytest.approx(min(bounds), abs=1e-6)


def test_whoever_breaks_a_solve_off_does_not_wait_for_the_whole_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    step, interrupt = Proof.step, Proof.interrupt
    begun, interrupted = threading.Event(), threading.Event()

    def endless(proof: Proof, assign: Ints, value: float) -> None:
        if not proof._is_first:
            begun.set()
            assert interrupted.wait(600)
        step(proof, assign, value)

    def cut_short(proof: Proof) -> None:
        interrupt(proof)
        interrupted.set()

    class BrokenOff(Work):
        def met(self, standing: Standing) -> bool:
            if begun.is_set():
                raise KeyboardInterrupt
            return False

    monkeypatch.setattr(Proof, "step", endless)
    monkeypatch.setattr(Proof, "interrupt", cut_short)

    with pytest.raises(KeyboardInterrupt):
        solve(generate("campus", 64, 1).intake, BrokenOff(10**9), seed=1)

    assert interrupted.is_set()


def test_a_long_list_ends_in_time_for_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left on the clock is less than scoring takes: the first valid plan is the answer, with a bound."""

    class HardlyAny:
        seconds_left = 1e-9

        def begin(self) -> None:
            pass

        def met(self, standing: Standing) -> bool:
            return standing.work >= 50

    monkeypatch.setattr(solving, "MOST_ON_ONE_BOARD", 10)

    result = solve(campus(64), HardlyAny(), seed=1)

    assert {point.work for point in result.trace} == {0}
    assert result.bound is not None
    assert result.value is not None
    assert result.bound >= result.value


def test_a_pause_while_rooms_are_timed_does_not_end_a_long_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """One stall of half a second in a hundred rooms counted for thousands: a solve of two minutes ended after 35 s."""
    monkeypatch.setattr(solving, "MOST_ON_ONE_BOARD", 50)
    timed: list[float] = []

    def stalled(_room: Room) -> float:
        timed.append(600.0 if len(timed) == 5 else 1e-6)
        return timed[-1]

    monkeypatch.setattr(reserve, "_seconds_to_score", stalled)

    seen: list[int] = []

    class Seen(Work):
        def met(self, standing: Standing) -> bool:
            seen.append(standing.work)
            return super().met(standing)

    solve(generate("campus", 64, 1).intake, AnyOf(Seen(3), Seconds(600)), seed=1)

    assert len(timed) > 5
    assert max(seen) == 3


def test_the_clock_starts_once_everything_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    class Timed(Work):
        def begin(self) -> None:
            said.append("the clock starts")

    class Told(Listener):
        def compiling(self) -> None:
            said.append("it is said")

    monkeypatch.setattr(solving, "are_compiled", lambda *_: False)
    monkeypatch.setattr(solving, "compile_once", lambda *_: said.append("it is compiled"))

    solve(generate("campus", 12, 1).intake, Timed(1), seed=1, listen=Told())

    assert said == ["it is said", "it is compiled", "the clock starts"]
