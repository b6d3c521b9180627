"""What matters, as a form: the settings of the policy that a coordinator changes most, and back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matcher.intake import Intake, Problem
from matcher.rules.keep_apart import KeepApart
from matcher.tables.draft import said

LIKENESS = ("either", "both", "age", "life_stage")

BALANCE_STEPS = 10

MODES = ("off", "soft", "hard")

_PLACES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("policy", "balance"), "balance"),
    (("policy", "age_tolerance"), "tolerance"),
    (("policy", "rules", "age_span"), "span"),
    (("ties",), "apart"),
)
"""Where a setting stands in an intake, and what its field is called."""


@dataclass(frozen=True, slots=True)
class Matters:
    """The fields of the form."""

    likeness: str
    balance: str
    tolerance: str
    alone: str
    span: str
    apart_first: str = ""
    apart_second: str = ""

    @property
    def apart(self) -> tuple[str, str] | None:
        """Two people who must not meet, if there are two more."""
        return (self.apart_first, self.apart_second) if self.apart_first or self.apart_second else None

    def change(self, data: dict[str, Any], found: Intake) -> None:
        """Put them into an intake's plain data; what the form does not show stays as it was."""
        policy = found.policy.model_dump(mode="json", exclude_defaults=True)
        policy["likeness"] = self.likeness
        step = _number(self.balance)
        policy["balance"] = step / BALANCE_STEPS if isinstance(step, float) else step
        policy["age_tolerance"] = _number(self.tolerance)
        rules = policy.setdefault("rules", {})
        others = [rule.model_dump(mode="json") for rule in found.policy.rules.no_isolate if rule.attribute != "age"]
        alone = [{"attribute": "age", "mode": self.alone}] if self.alone in ("soft", "hard") else []
        rules["no_isolate"] = [*others, *alone]
        rules["age_span"] = {"mode": "hard", "years": _number(self.span)} if self.span else {"mode": "off"}
        data["policy"] = policy
        if self.apart is not None:
            data.setdefault("ties", []).append({"a": self.apart[0], "b": self.apart[1], "kind": "conflict"})


def matters_of(intake: Intake) -> Matters:
    """The form as the list stands."""
    policy = intake.policy
    return Matters(
        likeness=policy.likeness,
        balance=str(round(policy.balance * BALANCE_STEPS)),
        tolerance=f"{policy.age_tolerance:g}",
        alone=next((rule.mode for rule in policy.rules.no_isolate if rule.attribute == "age"), "off"),
        span=f"{policy.rules.age_span.years:g}" if policy.rules.age_span.mode == "hard" else "",
    )


def matters_sent(form: Mapping[str, str], before: Matters) -> Matters:
    """The form as it was sent; what it leaves out stays."""
    names = {"apart_first": "apart-first", "apart_second": "apart-second"}
    fields = Matters.__dataclass_fields__
    return Matters(**{name: form.get(names.get(name, name), getattr(before, name)).strip() for name in fields})


def blame(problems: Sequence[Problem]) -> tuple[dict[str, list[str]], list[Problem]]:
    """What is wrong by field, and what is about something else."""
    wrong: dict[str, list[str]] = {}
    left = []
    for problem in problems:
        name = next((name for path, name in _PLACES if problem.path[: len(path)] == path), None)
        if name is None:
            left.append(problem)
        elif (message := said(problem)) not in wrong.setdefault(name, []):
            wrong[name].append(message)
    return wrong, left


def kept_apart(found: Intake) -> Iterator[frozenset[str]]:
    """The pairs who must not meet."""
    rule: KeepApart = found.policy.rules.keep_apart
    pairs = {frozenset((tie.a, tie.b)) for tie in found.ties if tie.kind in rule.kinds}
    pairs |= {frozenset((person.id, other)) for person in found.applicants for other in person.avoid}
    yield from pairs


def _number(written: str) -> float | str:
    """A number, or the text that is none, to be refused with the rest."""
    try:
        return float(written.replace(",", "."))
    except ValueError:
        return written
