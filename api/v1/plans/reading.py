"""Reading what is asked of a plan: bodies without a list of their own, and ids that the plan's list has to know."""

from collections.abc import Iterable, Mapping

from api.body import refusal
from api.problems import ErrorItem, ProblemError
from matcher.intake import Frozen, Problem
from matcher.room import Breach


def refuse(problems: Iterable[Problem], model: type[Frozen]) -> None:
    """Refuse a request with these problems, if there are any.

    Raises:
        ProblemError: 422 with every one.
    """
    if found := list(problems):
        raise refusal(found, model)


def unaccepted(breaches: Iterable[Breach], accepted: Iterable[str], places: Mapping[str, str]) -> ProblemError | None:
    """The 422 about hard rules that would be broken and are not accepted; the details name rules, nobody else.

    Args:
        breaches: What would be broken.
        accepted: Codes of rules that may be.
        places: Pointers by the id of a person or of a group, for the place in the request that brings it about; the
            one under ``""`` serves where there is no other.
    """
    items: dict[tuple[str, str], ErrorItem] = {}
    for breach in breaches:
        if breach.rule in accepted:
            continue
        about = (*breach.members, breach.group or "")
        pointer = next((places[name] for name in about if name in places), places[""])
        detail = f"this breaks the rule {breach.rule}: take it back, or name the rule in accept_breaches"
        items[pointer, breach.rule] = ErrorItem(pointer=pointer, code=f"breaks_{breach.rule}", detail=detail)
    return ProblemError(422, items.values()) if items else None
