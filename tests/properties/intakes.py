"""Strategies for small intakes with everything in them, and for assignments that keep to the engine's masks."""

from itertools import combinations
from typing import Any

import numpy as np
from hypothesis import strategies as st

from matcher.engine.sheet import Ints
from matcher.intake import Intake
from matcher.rules.keep_apart import ALL_KINDS
from tests.faces import Compiled

AGES = (None, 18, 19, 20.3, 22, 24.5, 27, 31, 40, 52, 64, 93, "18-25", "35-44", "65+")
STAGES = (None, "undergraduate", "Undergraduate student", "graduate-student", "early-career", "retired", "nomad")
REASONS = (
    "anxiety",
    "Anxiety or worry",
    "depression",
    "grief-loss",
    "loneliness",
    "relationship",
    "career",
    "juggling",
)
TIMES = ("Mon 16:00-18:00", "Tue 9-12", "Wed 17:00-19:00")
WEIGHTS = st.sampled_from((0.0, 0.05, 0.2, 0.75, 3.0))
MODES = st.sampled_from(("hard", "soft", "off"))
SOFT = st.sampled_from(("soft", "off"))


def rarely(values: st.SearchStrategy[Any], otherwise: Any = None) -> st.SearchStrategy[Any]:
    """Mostly nothing, now and then a value."""
    return st.one_of(st.just(otherwise), st.just(otherwise), st.just(otherwise), values)


@st.composite
def policies(draw: st.DrawFn) -> dict[str, Any]:
    """Every rule in every mode it has, with any weight."""
    rules: dict[str, Any] = {}
    for name in ("session_time", "eligibility", "leader_conflict", "keep_apart", "keep_together", "stay"):
        rules[name] = {"mode": draw(MODES), "weight": draw(WEIGHTS)}
    rules["leader_conflict"]["own_therapist_may_lead"] = draw(st.booleans())
    rules["keep_apart"]["kinds"] = draw(st.sampled_from((ALL_KINDS, ("conflict",), ())))
    rules["age_span"] = {"mode": draw(MODES), "weight": draw(WEIGHTS), "years": draw(st.sampled_from((4, 10.2, 30)))}
    isolates = st.sampled_from(
        (
            {"attribute": "age"},
            {"attribute": "life_stage"},
            {"attribute": "primary_reason"},
            {"attribute": "life_stage", "values": ("retired",)},
            {"attribute": "tag", "values": ("night", "day")},
        )
    )
    rules["no_isolate"] = [
        {**i, "mode": draw(MODES), "weight": draw(WEIGHTS)} for i in draw(st.lists(isolates, max_size=3))
    ]
    rules["floor"] = {"mode": draw(SOFT), "weight": draw(WEIGHTS), "floor": draw(st.sampled_from((0.3, 0.6, 1.0)))}
    rules["common_ground"] = {"mode": draw(MODES), "weight": draw(WEIGHTS)}
    rules["primary_reason"] = {"mode": draw(MODES), "weight": draw(WEIGHTS), "most": draw(st.integers(1, 3))}
    for name in ("target_size", "preferences", "ties"):
        rules[name] = {"mode": draw(SOFT), "weight": draw(WEIGHTS)}
    return {
        "rules": rules,
        "likeness": draw(st.sampled_from(("either", "both", "age", "life_stage"))),
        "balance": draw(st.sampled_from((0.0, 0.3, 0.5, 1.0))),
        "age_tolerance": draw(st.sampled_from((3, 10))),
        "age_tolerance_at": draw(st.sampled_from((None, 25))),
        "reason_axis": draw(st.sampled_from(("category", "problem_area"))),
    }


@st.composite
def groups(draw: st.DrawFn, count: int) -> list[dict[str, Any]]:
    """Groups of two to six; some alike, some with conditions."""
    offered = []
    for number in range(count):
        least = draw(st.integers(2, 3))
        most = draw(st.integers(least, 6))
        entry: dict[str, Any] = {"id": f"g{number}", "min_size": least, "max_size": most}
        entry["target_size"] = draw(st.integers(least, most))
        entry["session"] = draw(rarely(st.sampled_from(TIMES)))
        entry["time_zone"] = draw(rarely(st.sampled_from(("Europe/Berlin", "America/New_York"))))
        entry["leaders"] = draw(st.sampled_from(((), (), ("L1",), ("L1", "L2"))))
        entry["age_min"] = draw(rarely(st.just(20)))
        entry["age_max"] = draw(rarely(st.just(60)))
        entry["life_stages"] = draw(rarely(st.just(("Undergraduate student", "retired")), ()))
        entry["language"] = draw(rarely(st.just("de")))
        entry["required_tags"] = draw(rarely(st.just(("night",)), ()))
        entry["enrolment"] = draw(st.sampled_from(("open", "open", "open", "closed")))
        offered.append(entry)
    return offered


@st.composite
def applicants(draw: st.DrawFn, number: int, group_ids: list[str]) -> dict[str, Any]:
    """Somebody, with much or little known about them."""
    entry: dict[str, Any] = {"id": f"p{number}"}
    entry["age"] = draw(st.sampled_from(AGES))
    entry["birth_year"] = draw(rarely(st.just(1990)))
    entry["life_stage"] = draw(st.sampled_from(STAGES))
    entry["reasons"] = draw(st.lists(st.sampled_from(REASONS), max_size=3))
    if draw(st.integers(0, 19)) == 19:
        entry["reasons"].append("suicidality")
    entry["primary_reason"] = draw(st.sampled_from((None, "anxiety", "Anxiety or worry", "grief-loss", "juggling")))
    entry["availability"] = draw(rarely(st.lists(st.sampled_from(TIMES), min_size=1, max_size=2), ()))
    entry["time_zone"] = draw(rarely(st.just("Europe/Berlin")))
    entry["languages"] = draw(rarely(st.sampled_from((("en",), ("DE", "en"))), ()))
    entry["tags"] = draw(st.sampled_from(((), (), ("night",), ("night", "day"))))
    entry["leaders_to_avoid"] = draw(rarely(st.just(("L2",)), ()))
    entry["individual_therapist"] = draw(rarely(st.just("L1")))
    entry["priority"] = draw(st.integers(0, 3))
    entry["submitted_at"] = draw(rarely(st.sampled_from(("2024-01-01", "2025-05-01"))))
    entry["must_place_by"] = draw(rarely(st.just("2025-06-10")))
    entry["cleared"] = draw(st.sampled_from((None, None, None, None, None, True, True, False)))
    entry["preferred_groups"] = draw(rarely(st.lists(st.sampled_from(group_ids), min_size=1, unique=True), ()))
    entry["published_group"] = draw(rarely(st.sampled_from(group_ids)))
    match draw(st.integers(0, 9)):
        case 7:
            entry["pinned_group"] = draw(st.sampled_from(group_ids))
        case 8:
            entry["kept_off_groups"] = (draw(st.sampled_from(group_ids)),)
        case 9:
            entry["seated_in"] = draw(st.sampled_from(group_ids))
    return entry


@st.composite
def intakes(draw: st.DrawFn, fewest: int = 5, most: int = 12) -> Intake:
    """Everything one matching needs, small, and free of contradictions between pairs."""
    policy = draw(policies())
    offered = draw(groups(draw(st.integers(2, 4))))
    group_ids = [entry["id"] for entry in offered]
    listed = [draw(applicants(number, group_ids)) for number in range(draw(st.integers(fewest, most)))]
    pairs = list(combinations(range(len(listed)), 2))
    apart_kinds = policy["rules"]["keep_apart"]["kinds"]
    ties = []
    for a, b in draw(st.lists(st.sampled_from(pairs), max_size=len(listed), unique=True)):
        match draw(st.sampled_from(("avoid", "together", "tie", "two ties"))):
            case "avoid":
                listed[a].setdefault("avoid", []).append(f"p{b}")
            case "together":
                listed[b].setdefault("together", []).append(f"p{a}")
                if "support" not in apart_kinds:
                    ties.append({"a": f"p{a}", "b": f"p{b}", "kind": "support"})
            case what:
                for _ in range(2 if what == "two ties" else 1):
                    kind, sign = draw(st.sampled_from(ALL_KINDS)), draw(st.sampled_from((None, 1, -1)))
                    ties.append({"a": f"p{b}", "b": f"p{a}", "kind": kind, "sign": sign})
    fields = {"applicants": listed, "groups": offered, "ties": ties, "policy": policy, "as_of": "2025-06-01"}
    return Intake.model_validate(fields)


def seating(engine: Compiled, random: np.random.Generator, waiting: float = 0.15) -> Ints:
    """Seat everybody at random where the masks let them, whole blocks together; sizes are not looked at.

    No room gets larger than the widest on the board, which is as far as its arrays reach.
    """
    board, wait = engine.board, engine.waitlist
    assign = np.where(engine.sheet.fixed, engine.sheet.home, wait).astype(np.int32)
    size = np.bincount(assign, minlength=wait + 1)
    for unit in random.permutation(len(engine.units.members)):
        members = list(engine.units.members[unit])
        fits = size[:wait] + len(members) <= len(board.share) - 1
        open_to = np.flatnonzero(fits & engine.units.allowed[unit][board.kind[:wait]])
        if len(open_to) and random.random() > waiting:
            assign[members] = room = random.choice(open_to)
            size[room] += len(members)
    return assign
