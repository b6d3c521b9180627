"""Reading bodies that hold no intake."""

import json
from typing import TypeVar

from flask import current_app
from pydantic import ValidationError

from api.body import read_object, refusal
from matcher.intake import Frozen
from matcher.validation import problems_in

Read = TypeVar("Read", bound=Frozen)


def read(model: type[Read]) -> Read:
    """The request's body as a model.

    Raises:
        ProblemError: As ``read_object``, and 422 with every problem.
    """
    body = read_object(current_app.config["SETTINGS"])
    try:
        return model.model_validate_json(json.dumps(body), strict=True)
    except ValidationError as error:
        raise refusal(problems_in(error), model) from None
