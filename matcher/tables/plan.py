"""A plan from a file: the plan.json of an answer, or a roster with a row for each person."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from matcher.intake import Group, Problem
from matcher.plan import Plan, Seating
from matcher.policy import Policy
from matcher.result import RowProblem
from matcher.tables.columns import ROSTER_COLUMNS
from matcher.tables.errors import TableError
from matcher.tables.files import kind_of, read_bytes
from matcher.tables.grid import Grid, read_grid
from matcher.tables.headings import locate
from matcher.tables.settings import read_settings
from matcher.validation import problems_in

LARGEST_ANSWER = 256 * 1024 * 1024
"""Bytes an answer may have; one for 100,000 people has about a tenth of it."""


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan, with the offers and the policy it was made with where the file has them."""

    plan: Plan
    offers: tuple[Group, ...] | None = None
    policy: Policy | None = None


class _Answer(BaseModel):
    """What of an answer is needed to seat people as it did; its other keys are not looked at."""

    model_config = ConfigDict(extra="ignore")

    groups: tuple[Seating, ...] = Field(description="Opened groups.")
    offers: tuple[Group, ...] | None = None
    policy: Policy | None = None

    @model_validator(mode="after")
    def _offers_nothing_twice(self) -> Self:
        ids = [group.id for group in self.offers or ()]
        if len(set(ids)) < len(ids):
            raise ValueError("a group is on offer twice: remove one of the two")
        return self


def read_plan(path: Path) -> PlanFile:
    """Read ``plan.json`` as an answer is written, or a CSV or XLSX roster with the columns group and id.

    Rows of a roster without a group are people who wait.

    Raises:
        TableError: If the file is neither, or seats somebody twice.
    """
    data = read_bytes(path, LARGEST_ANSWER)
    if kind_of(data, path.name) == "text" and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _from_answer(path)
    return PlanFile(_from_roster(read_grid(path)))


def _from_answer(path: Path) -> PlanFile:
    settings = read_settings(path, LARGEST_ANSWER)
    rooms = settings.get("groups")
    if isinstance(rooms, list):
        settings["groups"] = [_seating(room) for room in rooms]
    try:
        answer = _Answer.model_validate(settings)
        return PlanFile(Plan(groups=answer.groups), answer.offers, answer.policy)
    except ValidationError as error:
        raise TableError(_placed(problem, path.name) for problem in problems_in(error)) from error


def _seating(room: object) -> object:
    """The two fields of a group's report that make its seating."""
    return {key: room[key] for key in ("id", "members") if key in room} if isinstance(room, dict) else room


def _placed(problem: Problem, file: str) -> RowProblem:
    key = ".".join(str(part) for part in problem.path)
    message = f"{problem.message}: is this the plan.json of an answer?"
    return RowProblem(file=file, column=key or None, code=problem.code, message=message)


def _from_roster(grid: Grid) -> Plan:
    located = locate(grid, ROSTER_COLUMNS, {}, required=("group", "id"))
    places = {column.field: position for position, _, column in located.columns}
    headings = located.headings()
    problems = list(grid.problems)
    rooms: dict[str, list[str]] = {}
    row_of: dict[str, int] = {}
    for row in grid.rows:
        group, person = row.cells[places["group"]], row.cells[places["id"]]
        if not group:
            continue
        if not person or person in row_of:
            code, message = _wrong_person(person, row_of)
            column = headings["id"]
            problems.append(RowProblem(file=grid.file, row=row.number, column=column, code=code, message=message))
            continue
        row_of[person] = row.number
        rooms.setdefault(group, []).append(person)
    problems += _wrong_words(grid, rooms, row_of, headings)
    if problems:
        raise TableError(problems)
    return Plan.of(rooms)


def _wrong_person(person: str, row_of: dict[str, int]) -> tuple[str, str]:
    if not person:
        return "missing_id", "there is a group but no id in this row: add the id, or remove the row"
    return "duplicate_id", f"the same id stands in row {row_of[person]} already: leave one of the two"


def _wrong_words(
    grid: Grid, rooms: dict[str, list[str]], row_of: dict[str, int], headings: dict[str, str]
) -> Sequence[RowProblem]:
    """Ids of groups and people that cannot be ids."""
    problems = []
    for group, people in rooms.items():
        try:
            Seating(id=group, members=tuple(people))
        except ValidationError as error:
            for problem in problems_in(error):
                place = problem.path[1] if len(problem.path) > 1 else 0
                row = row_of[people[int(place)]]
                column = headings["group" if problem.path[0] == "id" else "id"]
                message = f"{problem.message}: correct it"
                problems.append(RowProblem(file=grid.file, row=row, column=column, code=problem.code, message=message))
    return problems
