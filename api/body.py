"""Reading request bodies: JSON that means one thing, then an intake and what comes with it, every problem at once."""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from itertools import accumulate
from typing import NoReturn, ParamSpec, TypeVar

from flask import current_app, g, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from api.pointers import public_problem
from api.problems import ErrorItem, ProblemError, problem
from api.requests import known_plans, under
from api.settings import Settings
from matcher.intake import Frozen, Intake, Problem
from matcher.validation import InvalidIntake, problems_in, validate_intake

Options = TypeVar("Options", bound=Frozen)
Model = TypeVar("Model", bound=BaseModel)
P = ParamSpec("P")
R = TypeVar("R")

BYTES_PER_VALUE = 8
"""A body of more values than a value for so many bytes allowed is refused unread: no list of people is so dense."""

TIES_PER_APPLICANT = 10
"""Ties taken for each applicant that a list may hold."""

MOST_DEPTH = 32
"""Nesting beyond which a body is refused; a request's deepest place lies at about 8."""

_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""Texts with it cannot be kept: PostgreSQL has none."""
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class _RefusedError(ValueError):
    def __init__(self, code: str, detail: str) -> None:
        self.code, self.detail = code, detail
        super().__init__(detail)


def read_object(settings: Settings, *mimetypes: str) -> dict[str, object]:
    """The request's body as a JSON object, sent as ``application/json`` or one of the other types given.

    Raises:
        ProblemError: 415 if it is sent as something else, 413 if it is too large, 400 if it is not JSON or not JSON
            that means one thing (a name twice in an object, NaN, half a surrogate pair), 422 if it is no object.
    """
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype not in ("application/json", *mimetypes) or charset not in ("utf-8", "utf8"):
        raise problem(415, "not_json", "send the body as application/json in UTF-8, and say so in Content-Type")
    if request.content_encoding:
        raise problem(415, "compressed", "send the body as it is, without a Content-Encoding")
    data = parsed(read_bytes(settings), largest_body(settings) // BYTES_PER_VALUE)
    if not isinstance(data, dict):
        raise problem(422, "not_an_object", "the body has to be a JSON object: see /docs for its fields")
    return data


def read_fields(model: type[Model]) -> Model:
    """The request's body as a model that has no intake.

    Raises:
        ProblemError: As ``read_object``; 422 with every problem.
    """
    return fields_of(model, read_object(current_app.config["SETTINGS"]))


def fields_of(model: type[Model], data: object) -> Model:
    """What was sent as a model that has no intake.

    Raises:
        ProblemError: 422 with every problem.
    """
    try:
        return model.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        raise refusal(problems_in(error), model) from None


def read_request(
    body: Mapping[str, object],
    whole: type[BaseModel],
    options: type[Options],
    settings: Settings,
    check: Callable[[Options, Intake], Iterable[Problem]] = known_plans,
    *,
    most_applicants: int | None = None,
) -> tuple[Intake, Options]:
    """The intake of a request and the other fields beside it.

    Args:
        body: The body as read.
        whole: The model of the body as it is documented.
        options: The same without the intake.
        settings: The settings of the service.
        check: What is wrong with the options beside this intake; unless told otherwise, ids of plans it does not know.
        most_applicants: The longest list taken, where it is not the usual one.

    Raises:
        ProblemError: 422 with every problem.
    """
    problems: list[Problem] = []
    intake = _intake(body, settings, problems, most_applicants)
    fields = {name: value for name, value in body.items() if name != "intake"}
    try:
        read = options.model_validate_json(json.dumps(fields), strict=True)
    except ValidationError as error:
        problems += problems_in(error)
    else:
        if intake is not None:
            problems += check(read, intake)
            if not problems:
                g.counts.update(applicants=len(intake.applicants), groups=len(intake.offers))
                return intake, read
    raise refusal(problems, whole)


def refusal(problems: Sequence[Problem], model: type[BaseModel]) -> ProblemError:
    """The 422 that tells these problems of a body that ``model`` documents."""
    public = (public_problem(p, model) for p in problems)
    return ProblemError(422, [ErrorItem(pointer=p.pointer, code=p.code, detail=p.message) for p in public])


def too_long(data: Mapping[str, object], settings: Settings, most_applicants: int | None = None) -> list[Problem]:
    """Lists of an intake that are longer than this service takes, before any entry is looked at."""
    most = most_applicants or settings.max_applicants
    most_groups = settings.max_groups if most_applicants is None else settings.most_stored_groups()
    limits = {"applicants": most, "groups": most_groups, "ties": TIES_PER_APPLICANT * most}
    return [
        Problem(path=(name,), code="too_many", message=f"more than {limit} {name}: this service takes no more at once")
        for name, limit in limits.items()
        if isinstance(entries := data.get(name), list) and len(entries) > limit
    ]


def _intake(
    body: Mapping[str, object], settings: Settings, problems: list[Problem], most_applicants: int | None
) -> Intake | None:
    if "intake" not in body:
        problems.append(Problem(path=("intake",), code="missing", message="the intake is missing: add it"))
        return None
    data = body["intake"]
    if not isinstance(data, dict):
        problems.append(Problem(path=("intake",), code="not_an_object", message="the intake has to be an object"))
        return None
    if long := too_long(data, settings, most_applicants):
        problems += under("intake", long)
        return None
    try:
        intake = validate_intake(data, strict=True)
    except InvalidIntake as error:
        problems += under("intake", error.problems)
        return None
    most_groups = settings.max_groups if most_applicants is None else settings.most_stored_groups()
    if len(intake.offers) > most_groups:
        message = f"these sizes make more than {most_groups} groups: this service takes no more at once"
        problems.append(Problem(path=("intake", "sizes"), code="too_many", message=message))
        return None
    return intake


def takes_lists(view: Callable[P, R]) -> Callable[P, R]:
    """Let a view be sent bodies as large as a list that is kept may be; stands above ``idempotent``."""

    @wraps(view)
    def taking(*args: P.args, **kwargs: P.kwargs) -> R:
        settings: Settings = current_app.config["SETTINGS"]
        g.largest_body = settings.max_upload_bytes
        return view(*args, **kwargs)

    return taking


def largest_body(settings: Settings) -> int:
    """Bytes that the body of this request may have."""
    found: int = g.get("largest_body", settings.max_request_bytes)
    return found


def read_bytes(settings: Settings) -> bytes:
    """The request's body as it came, read once.

    Raises:
        ProblemError: 400 if it breaks off.
        RequestEntityTooLarge: If it is too large.
    """
    if "body" not in g:
        g.body = _read(largest_body(settings))
    body: bytes = g.body
    return body


def _read(most: int) -> bytes:
    # A chunked body is cut off at the limit without a word: one byte more is let in, and told.
    request.max_content_length = most + 1
    try:
        raw = request.get_data(cache=False)
    except HTTPException:
        raise
    except Exception:
        # Each server has exceptions of its own for a body that breaks off or is chunked wrongly.
        raise problem(400, "unreadable_body", "the body ends early or is chunked wrongly: send it again") from None
    if len(raw) > most:
        raise RequestEntityTooLarge
    return raw


def parsed(raw: bytes, most_values: int) -> object:
    """JSON that means one thing.

    Raises:
        ProblemError: 413 if it holds too many values, 400 if it is not JSON or could mean several things.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise problem(400, "not_utf8", f"the body is not UTF-8 at byte {error.start + 1}") from None
    if text.count(",") > most_values:
        raise problem(413, "too_many_values", f"the body holds more than {most_values} values: send a shorter list")
    if _depth(text) > MOST_DEPTH:
        raise problem(400, "too_deep", f"the JSON nests deeper than {MOST_DEPTH}: no request does")
    if _NUL.search(text):
        raise problem(400, "null_character", "a text holds the character U+0000, which no text needs: leave it out")
    try:
        data: object = json.loads(
            text, object_pairs_hook=_each_once, parse_constant=_no_constant, parse_float=_finite, parse_int=_whole
        )
        if _SURROGATE.search(text):
            json.dumps(data, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise problem(400, "malformed", f"the body is not JSON from {place} on") from None
    except _RefusedError as error:
        raise problem(400, error.code, error.detail) from None
    except UnicodeEncodeError:
        raise problem(400, "half_surrogate", "a text holds half of a surrogate pair: write whole characters") from None
    return data


def _depth(text: str) -> int:
    """How deep brackets nest outside strings, without recursing."""
    brackets = _BRACKET.findall(_STRING.sub("", text))
    return max(accumulate(1 if bracket in "[{" else -1 for bracket in brackets), default=0)


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        raise _RefusedError("duplicate_name", "an object has the same name twice: it must mean one thing")
    return entries


def _no_constant(_name: str) -> NoReturn:
    raise _RefusedError("not_a_number", "NaN and Infinity are no JSON: leave the field out or send null")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise _RefusedError("number_too_large", "a number is too large to be one: correct it")
    return number


def _whole(digits: str) -> int:
    if len(digits) > 300:
        raise _RefusedError("number_too_large", "a number is too large to be one: correct it")
    return int(digits)
