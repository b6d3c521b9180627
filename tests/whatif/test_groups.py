"""One group fewer, one more: every change is tried, ranked by claims placed and then by value."""

import pytest

from matcher.engine.solve import solve
from matcher.intake import Sizes
from matcher.rules.session_time import SessionTime
from matcher.scorer import claim, score
from matcher.stop import Work
from matcher.whatif import Effort, groups_more_or_fewer
from matcher.whatif.offers import with_groups
from tests.builders import group, intake_of, people, person, quiet

QUICK = Effort(rounds=2)
MON, TUE, WED = "Mon 16:00-17:30", "Tue 16:00-17:30", "Wed 16:00-17:30"


def test_closing_the_group_that_seats_fewest_costs_least() -> None:
    applicants = [
        *people("abcd", 20, availability=MON),
        *people("ef", 20, availability=TUE),
        *people("ghi", 20, availability=WED),
    ]
    groups = [group(f"g{n}", 2, 4, session=time) for n, time in enumerate((MON, TUE, WED))]
    intake = intake_of(*applicants, groups=groups, policy=quiet(SessionTime()))

    answer = groups_more_or_fewer(intake, QUICK)

    assert [v.group for v in answer.fewer] == ["g1", "g2", "g0"]
    assert [v.result.placed for v in answer.fewer] == [7, 6, 5]
    for variant in answer.fewer:
        left = tuple(g for g in groups if g.id != variant.group)
        assert variant.result.value == pytest.approx(solve(with_groups(intake, left), Work(2)).value)
    assert answer.comparison is not None
    assert [p.name for p in answer.comparison.plans][:2] == ["The 3 groups on offer", "Without g1"]
    assert [m.id for m in answer.comparison.differences[0].newly_waiting] == ["e", "f"]


def test_another_group_helps_where_people_wait() -> None:
    applicants = [*people("abcd", 20, availability=MON), *people("efgh", 20, availability=TUE)]
    groups = [group("g0", 2, 4, session=MON, leaders=("L",)), group("g1", 2, 2, session=TUE, leaders=("M",))]

    answer = groups_more_or_fewer(intake_of(*applicants, groups=groups, policy=quiet(SessionTime())), QUICK)

    best = answer.more[0]
    assert (best.group, best.said.text, best.result.placed, best.offered) == ("g1", "A second g1", 8, 3)
    assert best.result.offers[-1].leaders == ()
    assert best.claim == pytest.approx(answer.as_is.claim + 2)


def test_equal_groups_are_made_one_fewer_and_one_more() -> None:
    sizes = Sizes(min_size=2, max_size=4, target_size=3)
    intake = intake_of(*people("abcdef", 20), groups=(), sizes=sizes)

    answer = groups_more_or_fewer(intake, QUICK)

    assert [(v.change, v.offered, v.result.placed) for v in (*answer.fewer, *answer.more)] == [
        ("fewer", 1, 4),
        ("more", 3, 6),
    ]
    assert answer.not_closed == ()


def test_groups_that_people_sit_in_or_are_pinned_to_stay() -> None:
    applicants = [*people("ab", 20, seated_in="g0"), person("c", 20, pinned_group="g1"), *people("defg", 20)]
    groups = [group(f"g{n}", 2, 4) for n in range(3)]

    answer = groups_more_or_fewer(intake_of(*applicants, groups=groups), QUICK)

    assert answer.not_closed == ("g0", "g1")
    assert [v.group for v in answer.fewer] == ["g2"]
    with pytest.raises(ValueError, match="cannot be left out"):
        with_groups(intake_of(*applicants, groups=groups), groups[1:])


def test_wishes_for_a_closed_group_are_left_out_and_claims_are_by_the_list_as_it_is() -> None:
    applicants = [
        person("a", 20, published_group="g0", preferred_groups=("g0", "g1")),
        *people("bcd", 20, kept_off_groups=("g0",)),
    ]
    groups = [group("g0", 2, 4), group("g1", 2, 4)]
    intake = intake_of(*applicants, groups=groups)

    answer = groups_more_or_fewer(intake, QUICK)

    without = next(v for v in answer.fewer if v.group == "g0")
    assert without.result.placed == 4
    assert without.claim == pytest.approx(sum(claim(intake, a) for a in applicants))


def test_every_plan_can_be_taken() -> None:
    intake = intake_of(*people("abcdefgh", 20), groups=[group("g0", 2, 4), group("g1", 2, 4)])

    answer = groups_more_or_fewer(intake, QUICK)

    for variant in (answer.as_is, *answer.fewer, *answer.more):
        assert variant.result.plan is not None
        changed = with_groups(intake, variant.result.offers)
        assert score(changed, variant.result.plan).value == pytest.approx(variant.result.value, abs=1e-6)
        assert score(changed, variant.result.plan).valid
