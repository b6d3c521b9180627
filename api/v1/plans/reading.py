"""Reading what is asked of a plan: bodies without a list of their own, and ids that the plan's list has to know."""

import json
from collections.abc import Iterable, Mapping
from typing import TypeVar

from flask import current_app
from pydantic import ValidationError

from api.body import read_object, refusal
from api.problems import ErrorItem, ProblemError
from api.settings import Settings
from matcher.intake import Frozen, Problem
from matcher.room import Breach
from matcher.validation import problems_in

Body = TypeVar("Body", bound=Frozen)


def read_body(model: type[Body]) -> Body:
    """The request's body.

    Raises:
        ProblemError: As of ``read_object``, and 422 with everything that is wrong with the fields.
    """
    settings: Settings = current_app.config["SETTINGS"]
    fields = read_object(settings)
    try:
        return model.model_validate_json(json.dumps(fields), strict=True)
    except ValidationError as error:
        raise refusal(problems_in(error), model) from None


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
