"""Where in a request something is wrong, said without repeating a name that the caller made up."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from pydantic import BaseModel

from matcher.intake import Problem

Path = tuple[str | int, ...]


def public_problem(problem: Problem, model: type[BaseModel]) -> Problem:
    """The problem with a path of indexes and of names that ``model`` declares; cut before anything else."""
    if problem.code == "extra_forbidden":
        message = "an unknown field stands here: remove it, or correct its name"
        return Problem(path=_declared(problem.path[:-1], model), code="unknown_field", message=message)
    return problem.model_copy(update={"path": _declared(problem.path, model)})


def _declared(path: Path, model: type[BaseModel]) -> Path:
    schema = _schema(model)
    nodes, kept = _alternatives(schema, schema), 0
    for part in path:
        key = "items" if isinstance(part, int) else "properties"
        found = [node[key] if key == "items" else node[key].get(part) for node in nodes if key in node]
        nodes = [node for each in found if each for node in _alternatives(each, schema)]
        if not nodes:
            break
        kept += 1
    return path[:kept]


def _alternatives(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    if "$ref" in node:
        return _alternatives(schema["$defs"][node["$ref"].removeprefix("#/$defs/")], schema)
    if "anyOf" in node:
        return [each for option in node["anyOf"] for each in _alternatives(option, schema)]
    return [node]


@cache
def _schema(model: type[BaseModel]) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], model.model_json_schema())
