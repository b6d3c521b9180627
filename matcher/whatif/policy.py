"""A policy moved: the plan under the old one and under the new one, both measured under both."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from matcher.compare import Alternative, Comparison, compare, under
from matcher.intake import Frozen, Intake
from matcher.plan import Plan
from matcher.policy import Policy
from matcher.result import Result
from matcher.sentences import sentence
from matcher.whatif.effort import Effort


class PolicyAnswer(Frozen):
    """Two plans, each the best found under its own policy."""

    as_is: Result
    moved: Result
    changes: dict[str, tuple[str, str]] = Field(description="What was set from what to what, by dotted name.")
    comparison: Comparison | None = Field(description="Both under the policy as it is; None where one has no plan.")
    by_moved: Comparison | None = Field(description="Both under the moved policy, the plan as it is first.")


def with_policy(intake: Intake, changes: Mapping[str, Any]) -> Intake:
    """The intake with some settings of its policy changed: ``{"balance": 0.3, "rules": {"floor": {"weight": 1}}}``.

    Raises:
        pydantic.ValidationError: If there is no such setting, or it cannot have that value.
    """
    return under(intake, moved_policy(intake.policy, changes))


def moved_policy(policy: Policy, changes: Mapping[str, Any]) -> Policy:
    """The policy with some settings changed; lists are replaced whole.

    Raises:
        pydantic.ValidationError: If there is no such setting, or it cannot have that value.
    """
    return Policy.model_validate(_merged(policy.model_dump(mode="json"), changes))


def policy_moved(intake: Intake, changes: Mapping[str, Any], effort: Effort | None = None) -> PolicyAnswer:
    """Solve under the policy as it is and as changed, half of the time each, and compare.

    Both start from the same plan, so that people do not move for nothing.

    Raises:
        pydantic.ValidationError: If there is no such setting, or it cannot have that value.
    """
    effort = effort or Effort()
    other = with_policy(intake, changes)
    as_is = effort.solve(intake, 0.5)
    moved = effort.solve(other, 0.5, start=as_is.plan or Plan())
    comparison = by_moved = None
    if as_is.plan is not None and moved.plan is not None:
        names = sentence("whatif-policy-as-is").text, sentence("whatif-policy-moved").text
        comparison = compare(Alternative(names[0], intake, as_is.plan), Alternative(names[1], other, moved.plan))
        by_moved = compare(Alternative(names[0], other, as_is.plan), Alternative(names[1], other, moved.plan))
    return PolicyAnswer(
        as_is=as_is,
        moved=moved,
        changes=dict(_changes(intake.policy.model_dump(mode="json"), other.policy.model_dump(mode="json"))),
        comparison=comparison,
        by_moved=by_moved,
    )


def _merged(settings: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(settings)
    for key, value in changes.items():
        inner = merged.get(key)
        merged[key] = _merged(inner, value) if isinstance(inner, Mapping) and isinstance(value, Mapping) else value
    return merged


def _changes(old: Mapping[str, Any], new: Mapping[str, Any], path: str = "") -> list[tuple[str, tuple[str, str]]]:
    found: list[tuple[str, tuple[str, str]]] = []
    for key, value in new.items():
        if isinstance(value, Mapping):
            found += _changes(old[key], value, f"{path}{key}.")
        elif old[key] != value:
            found.append((f"{path}{key}", (_written(old[key]), _written(value))))
    return found


def _written(value: object) -> str:
    return "none" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
