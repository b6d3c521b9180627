"""What holds for every refusal, as a check that schemathesis makes of every answer: it points, and repeats nothing."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis import Case, CheckContext, Response

import api
from tests.api.asking import PROBLEM

SHORTEST = 5
"""Characters of a value that is looked for: shorter ones stand in any sentence by chance."""

_DOCUMENT = Path(api.__file__).with_name("openapi.json").read_text(encoding="utf-8").casefold()
"""Words of the interface itself, such as names of fields and of rules, may be in what was sent and in the answer."""


@schemathesis.check
def refusal_points_and_repeats_nothing(_ctx: CheckContext, response: Response, case: Case[Any]) -> None:
    """Every 4xx is a problem whose errors have a place, and none holds a value that was sent."""
    if not 400 <= response.status_code < 500:
        return
    assert response.headers["content-type"] == [PROBLEM], "a refusal is no problem"
    told = json.loads(response.content)
    assert told["errors"], "a refusal names no error"
    for error in told["errors"]:
        # The pointer leads into the body, or is empty where a parameter, or the request as such, is at fault.
        assert re.fullmatch(r"(/([^~/]|~[01])*)*", error["pointer"]), "no JSON pointer"
    said = json.dumps({**told, "request_id": None}, ensure_ascii=False).casefold()
    for value in sent(case):
        assert value not in said, "a refusal repeats what was sent"


def sent(case: Case[Any]) -> Iterator[str]:
    """Every value of a request that would be told from words of the interface."""
    for part in (case.path_parameters, case.query, case.headers, case.cookies, case.body):
        for value in map(str.casefold, _texts(part)):
            if len(value) >= SHORTEST and value not in _DOCUMENT:
                yield value


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, (str, int, float)) and not isinstance(value, bool):
        yield str(value)
