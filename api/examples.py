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

ANSWERS: Mapping[str, Json] = json.loads((files("api") / "example_answers.json").read_text(encoding="utf-8"))
"""What the requests below are answered with, by operation, the figures rounded (see ``api.example_answers``)."""

EXPLAIN: Json = {"intake": INTAKE, "plan": PLAN, "group": "g2"}

WHY: Json = {"intake": INTAKE, "plan": PLAN, "applicant": "p4"}

WHY_NOT: Json = {**WHY, "not_group": "g2"}

NEWCOMER: Json = {"id": "p9", "age": 23, "life_stage": "graduate-student", "reasons": ["loneliness", "sleep"]}

RECOMMEND: Json = {"intake": INTAKE, "plan": PLAN, "newcomer": NEWCOMER, "top": 1}

LAST_WEEK: Json = {
    "groups": [
        {"id": "g1", "members": ["p1", "p2", "p3"]},
        {"id": "g2", "members": ["p4", "p5", "p6", "p7", "p8"]},
    ]
}
"""A plan that holds, and is not the best."""

REVISE: Json = {
    "intake": {**INTAKE, "applicants": [*(p for p in APPLICANTS if p["id"] != "p3"), NEWCOMER]},
    "plan": LAST_WEEK,
    "max_moves": 1,
    "frontier": 1,
    "work": 5,
}
"""Somebody left, and somebody new is on the list."""

COMPARE: Json = {
    "intake": INTAKE,
    "plans": [{"name": "last week", "plan": LAST_WEEK}, {"name": "today", "plan": PLAN}],
}

WHAT_IF_GROUPS: Json = {"intake": INTAKE, "work": 5}

WHAT_IF_HOURS: Json = {
    "intake": {
        **INTAKE,
        "applicants": [
            {**person, "availability": ["Thu 16:00-20:00"]} if person["id"] in ("p5", "p6", "p7", "p8") else person
            for person in APPLICANTS
        ],
    },
    "choose": 1,
    "hours": ["Mon 17:00-18:30", "Thu 17:00-18:30"],
    "work": 5,
}

WHAT_IF_POLICY: Json = {"intake": INTAKE, "changes": {"balance": 0.3}, "work": 5}

INVALID_INTAKE: Json = {
    "applicants": [{"id": "p1", "age": 323}, {"id": "p1", "together": ["p9"]}],
    "sizes": {"min_size": 9, "max_size": 5},
}
