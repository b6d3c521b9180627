"""The requests shown in the documentation; the service also tries itself out on them. Nobody in them exists."""

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files

Json = Mapping[str, object]

APPLICANTS: Sequence[Json] = (
    {"id": "p1", "age": 19, "life_stage": "undergraduate", "reasons": ["social-anxiety", "loneliness"]},
    {"id": "p2", "age": 21, "life_stage": "undergraduate", "reasons": ["grief-loss"], "avoid": ["p8"]},
    {"id": "p3", "age": "18-25", "life_stage": "undergraduate", "reasons": ["perfectionism", "academic"]},
    {"id": "p4", "age": 22, "reasons": ["relationship"], "primary_reason": "relationship"},
    {"id": "p5", "age": 44, "life_stage": "mid-career", "reasons": ["burnout", "work-conflict"]},
    {"id": "p6", "birth_year": 1979, "life_stage": "mid-career", "reasons": ["separation-divorce"]},
    {"id": "p7", "age": 51, "life_stage": "parent-adult-children", "reasons": ["caregiving", "anger"]},
    {"id": "p8", "age": 48, "life_stage": "mid-career", "reasons": ["depression"], "priority": 1},
)

INTAKE: Json = {
    "applicants": APPLICANTS,
    "sizes": {"min_size": 3, "max_size": 5, "target_size": 4},
    "as_of": "2025-01-31",
}

PLAN: Json = {
    "groups": [
        {"id": "g1", "members": ["p1", "p2", "p3", "p4"]},
        {"id": "g2", "members": ["p5", "p6", "p7", "p8"]},
    ]
}

EVALUATE: Json = {"intake": INTAKE, "plan": PLAN}

SOLVE: Json = {"intake": INTAKE, "seconds": 2, "seed": 1}

REPRODUCIBLE: Json = {"intake": INTAKE, "reproducible": True, "work": 20, "seed": 1}

SOLVED: Json = json.loads((files("api") / "example_answer.json").read_text(encoding="utf-8"))
"""What ``REPRODUCIBLE`` is answered with, the figures rounded."""

EVALUATED: Json = {
    **SOLVED,
    "status": "feasible",
    "bound": 7.425,
    "gap": 0.0751,
    "placed_bound": None,
    "trace": [],
    "seed": 0,
}
"""What ``EVALUATE`` is answered with: the same plan, but nothing was searched."""

INVALID_INTAKE: Json = {
    "applicants": [{"id": "p1", "age": 323}, {"id": "p1", "together": ["p9"]}],
    "sizes": {"min_size": 9, "max_size": 5},
}
