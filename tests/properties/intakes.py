"""Small intakes with everything in them, drawn by chance, and assignments that keep to the engine's masks.

Hypothesis chooses the number of people and a seed; everything else follows from the seed, which is ten times as fast
as to draw each field and still shrinks to few people.
"""

from collections.abc import Sequence
from itertools import combinations
from random import Random
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
PRIMARY = (None, "anxiety", "Anxiety or worry", "grief-loss", "juggling")
TIMES = ("Mon 16:00-18:00", "Tue 9-12", "Wed 17:00-19:00")
ISOLATES: tuple[dict[str, object], ...] = (
    {"attribute": "age"},
    {"attribute": "life_stage"},
    {"attribute": "primary_reason"},
    {"attribute": "life_stage", "values": ("retired",)},
    {"attribute": "tag", "values": ("night", "day")},
)
WITH_THREE_MODES = ("session_time", "eligibility", "leader_conflict", "keep_apart", "keep_together", "stay")
SEEDS = st.integers(0, 2**32 - 1)


def intakes(fewest: int = 5, most: int = 14, pinned: float = 0.1) -> st.SearchStrategy[Intake]:
    """Intakes of so many people, this share of them pinned to a group."""
    return st.builds(random_intake, st.integers(fewest, most), SEEDS, st.just(pinned))


def random_intake(people: int, seed: int, pinned: float) -> Intake:
    """Everything one matching needs, free of contradictions between pairs."""
    chance = Random(seed)
    policy = _policy(chance)
    groups = [_group(chance)]
    for _ in range(chance.randint(1, 3)):
        groups.append(dict(groups[-1]) if chance.random() < 0.3 else _group(chance))
    for number, group in enumerate(groups):
        group["id"] = f"g{number}"
    ids = [entry["id"] for entry in groups]
    applicants = [_applicant(chance, number, ids, pinned) for number in range(people)]
    ties: list[dict[str, object]] = []
    for a, b in chance.sample(list(combinations(range(people), 2)), chance.randint(0, people)):
        match chance.choice(("avoid", "together", "tie", "two ties")):
            case "avoid":
                applicants[a].setdefault("avoid", []).append(f"p{b}")
            case "together":
                applicants[b].setdefault("together", []).append(f"p{a}")
                if "support" not in policy["rules"]["keep_apart"]["kinds"]:
                    ties.append({"a": f"p{a}", "b": f"p{b}", "kind": "support"})
            case what:
                for _ in range(2 if what == "two ties" else 1):
                    sign = chance.choice((None, 1, -1))
                    ties.append({"a": f"p{b}", "b": f"p{a}", "kind": chance.choice(ALL_KINDS), "sign": sign})
    fields = {"applicants": applicants, "groups": groups, "ties": ties, "policy": policy, "as_of": "2025-06-01"}
    return Intake.model_validate(fields)


def seating(engine: Compiled, random: np.random.Generator, waiting: float = 0.15) -> Ints:
    """Seat everybody at random where the masks let them, whole blocks together; least and most are not looked at.

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
            room = int(random.choice(open_to))
            assign[members] = room
            size[room] += len(members)
    return assign


def _policy(chance: Random) -> dict[str, Any]:
    """Every rule in every mode it has, with any weight."""
    rules: dict[str, Any] = {name: _setting(chance) for name in WITH_THREE_MODES}
    rules["leader_conflict"]["own_therapist_may_lead"] = chance.random() < 0.5
    rules["keep_apart"]["kinds"] = chance.choice((ALL_KINDS, ("conflict",), ()))
    rules["age_span"] = {**_setting(chance), "years": chance.choice((4, 10.2, 30))}
    rules["no_isolate"] = [{**isolate, **_setting(chance)} for isolate in chance.sample(ISOLATES, chance.randint(0, 3))]
    rules["floor"] = {**_setting(chance, ("soft", "off")), "floor": chance.choice((0.3, 0.6, 1.0))}
    rules["common_ground"] = _setting(chance)
    rules["primary_reason"] = {**_setting(chance), "most": chance.randint(1, 3)}
    for name in ("target_size", "preferences", "ties"):
        rules[name] = _setting(chance, ("soft", "off"))
    return {
        "rules": rules,
        "likeness": chance.choice(("either", "both", "age", "life_stage")),
        "balance": chance.choice((0.0, 0.3, 0.5, 1.0)),
        "age_tolerance": chance.choice((3, 10)),
        "age_tolerance_at": chance.choice((None, 25)),
        "reason_axis": chance.choice(("category", "problem_area")),
    }


def _setting(chance: Random, modes: Sequence[str] = ("hard", "soft", "soft", "off")) -> dict[str, object]:
    return {"mode": chance.choice(modes), "weight": chance.choice((0.0, 0.05, 0.2, 0.75, 3.0))}


def _rarely(chance: Random, value: object, otherwise: object = None) -> Any:
    return value if chance.random() < 0.2 else otherwise


def _group(chance: Random) -> dict[str, Any]:
    """A group of two to six, sometimes with conditions."""
    least = chance.randint(2, 3)
    most = chance.randint(least, 6)
    return {
        "min_size": least,
        "max_size": most,
        "target_size": chance.randint(least, most),
        "session": _rarely(chance, chance.choice(TIMES)),
        "time_zone": _rarely(chance, chance.choice(("Europe/Berlin", "America/New_York"))),
        "leaders": chance.choice(((), (), ("L1",), ("L1", "L2"))),
        "age_min": _rarely(chance, 20),
        "age_max": _rarely(chance, 60),
        "life_stages": _rarely(chance, ("Undergraduate student", "retired"), ()),
        "language": _rarely(chance, "de"),
        "required_tags": _rarely(chance, ("night",), ()),
        "enrolment": _rarely(chance, "closed", "open"),
    }


def _applicant(chance: Random, number: int, groups: Sequence[str], pinned: float) -> dict[str, Any]:
    """Somebody of whom much or little is known; some are pinned, kept off, or sit somewhere already."""
    entry: dict[str, Any] = {
        "id": f"p{number}",
        "age": chance.choice(AGES),
        "birth_year": _rarely(chance, 1990),
        "life_stage": chance.choice(STAGES),
        "reasons": [*chance.sample(REASONS, chance.randint(0, 3)), *(_rarely(chance, ("suicidality",), ()))],
        "primary_reason": chance.choice(PRIMARY),
        "availability": _rarely(chance, chance.sample(TIMES, 2), ()),
        "time_zone": _rarely(chance, "Europe/Berlin"),
        "languages": _rarely(chance, chance.choice((("en",), ("DE", "en"))), ()),
        "tags": chance.choice(((), (), ("night",), ("night", "day"))),
        "leaders_to_avoid": _rarely(chance, ("L2",), ()),
        "individual_therapist": _rarely(chance, "L1"),
        "priority": chance.randint(0, 3),
        "submitted_at": _rarely(chance, chance.choice(("2024-01-01", "2025-05-01"))),
        "must_place_by": _rarely(chance, "2025-06-10"),
        "cleared": chance.choice((None, None, True, True, True, True, True, False)),
        "preferred_groups": _rarely(chance, chance.sample(groups, 2), ()),
        "published_group": _rarely(chance, chance.choice(groups)),
    }
    named = chance.choice(groups)
    if chance.random() < pinned:
        entry["pinned_group"] = named
    elif chance.random() < 0.2:
        entry.update(chance.choice(({"seated_in": named}, {"kept_off_groups": (named,)})))
    return entry
