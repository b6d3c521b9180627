"""The answers shown in the documentation. ``python -m api.example_answers > api/example_answers.json`` writes them."""

import json
import sys
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from api.app import create_app
from api.examples import (
    COMPARE,
    EXPLAIN,
    RECOMMEND,
    REVISE,
    WHAT_IF_GROUPS,
    WHAT_IF_HOURS,
    WHAT_IF_POLICY,
    WHY,
    WHY_NOT,
    Json,
)
from api.settings import Settings
from api.v1.revise import RevisionAnswer
from matcher.compare import Comparison
from matcher.explain import PlanAccount, Why
from matcher.obstacles import WhyNot
from matcher.recommend import Recommendation
from matcher.whatif import GroupsAnswer, HoursAnswer, PolicyAnswer

REQUESTS: Mapping[str, tuple[str, Json, type[BaseModel]]] = {
    "explain": ("/v1/explain", EXPLAIN, PlanAccount),
    "why": ("/v1/why", WHY, Why),
    "why_not": ("/v1/why", WHY_NOT, WhyNot),
    "recommend": ("/v1/recommend", RECOMMEND, Recommendation),
    "revise": ("/v1/revise", REVISE, RevisionAnswer),
    "compare": ("/v1/compare", COMPARE, Comparison),
    "what_if_groups": ("/v1/what-if/groups", WHAT_IF_GROUPS, GroupsAnswer),
    "what_if_hours": ("/v1/what-if/hours", WHAT_IF_HOURS, HoursAnswer),
    "what_if_policy": ("/v1/what-if/policy", WHAT_IF_POLICY, PolicyAnswer),
}
"""Address, request and model of the answer, by the name of the answer."""

LONG = 3600.0
"""Seconds that no search of an example needs: an answer that the clock cut short would be another every time."""

DIGITS = 4
"""Digits behind the point that a shown figure has."""


def answer(name: str) -> Any:
    """What the service answers now, without what is a default, the figures rounded."""
    path, request, model = REQUESTS[name]
    response = create_app(Settings(max_seconds=LONG)).test_client().post(path, json=request)
    found = model.model_validate_json(response.data).model_dump(mode="json", exclude_defaults=True)
    return _shown(found)


def _shown(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, Mapping):
        # A trace tells of the engine's steps, which are another with every release.
        return {name: _shown(inner) for name, inner in value.items() if name != "trace"}
    return [_shown(inner) for inner in value] if isinstance(value, list) else value


if __name__ == "__main__":
    sys.stdout.write(json.dumps({name: answer(name) for name in REQUESTS}, ensure_ascii=False, indent=1) + "\n")
