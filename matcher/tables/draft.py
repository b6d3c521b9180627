"""An intake as read from files, not yet known to be right, and what is wrong with it in rows and columns."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel, ValidationError

from matcher.intake import LARGEST_GROUP, Applicant, Group, Intake, Problem, Sizes
from matcher.result import RowProblem
from matcher.tables.entries import Entry
from matcher.validation import InvalidIntake, problems_in, validate_intake

_BETWEEN_ENTRIES = frozenset(
    {"duplicate_id", "unknown_applicant", "unknown_group", "contradictory_pair", "impossible_age"}
)
"""Problems that show when entries are compared: their cells can be read, so they are not set aside."""

_WHAT_TO_DO = {
    "string_too_long": "shorten it",
    "too_long": "leave some out",
    "literal_error": "write one of these",
}
_CONTACT_HINT = (
    "looks like an e-mail address or a phone number: use a pseudonym here; "
    "a column of names or contacts is mapped to display_name, which stays on this machine"
)
_SMALLEST_GROUP = 2
_CULPRITS = ("together", "avoid", "pinned_group", "kept_off_groups", "seated_in")


@dataclass(frozen=True, slots=True)
class Draft:
    """Entries of a list and of a file of groups, and the settings that come with them."""

    file: str
    applicants: tuple[Entry, ...]
    group_file: str
    groups: tuple[Entry, ...]
    settings: Mapping[str, object]

    def ties(self) -> list[tuple[Entry, str, str]]:
        """Every tie once, with the entry that names it first, its kind and the other's id."""
        ties: dict[tuple[frozenset[str], str], tuple[Entry, str, str]] = {}
        for entry in self.applicants:
            for kind, other in entry.ties:
                ties.setdefault((frozenset((entry.id, other)), kind), (entry, kind, other))
        return list(ties.values())

    def plain(self) -> dict[str, object]:
        """The intake as plain data."""
        return {
            "applicants": [entry.data for entry in self.applicants],
            "groups": [complete_sizes(entry.data) for entry in self.groups],
            "ties": [{"a": entry.id, "b": other, "kind": kind} for entry, kind, other in self.ties()],
            **self.settings,
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a draft: the intake, or None; and the problems of the list and of the file of groups."""

    intake: Intake | None
    in_list: tuple[RowProblem, ...]
    in_groups: tuple[RowProblem, ...]


def check(draft: Draft) -> Checked:
    """Find everything wrong: cells that cannot be read are set aside, so that the rest is still compared."""
    found: dict[str, dict[RowProblem, None]] = {"applicants": {}, "groups": {}}
    unnamed = [entry for entry in (*draft.applicants, *draft.groups) if not entry.id]
    message = "there is no id in this row: give it one of its own"
    for where, file, entries in _sides(draft):
        for entry in entries:
            if not entry.id:
                column = entry.headings.get("id")
                found[where][
                    RowProblem(file=file, row=entry.row, column=column, field="id", code="missing_id", message=message)
                ] = None
    intake = None
    rest = _without_rows(draft, unnamed)
    while rest.applicants:
        try:
            intake = validate_intake(rest.plain())
            break
        except InvalidIntake as error:
            before = rest
            rest = _set_aside(before, error.problems, found)
            if rest == before:
                break
    clean = not found["applicants"] and not found["groups"]
    return Checked(
        intake if clean else None,
        tuple(sorted(found["applicants"], key=lambda problem: problem.row or 0)),
        tuple(sorted(found["groups"], key=lambda problem: problem.row or 0)),
    )


def complete_sizes(data: Mapping[str, object]) -> dict[str, object]:
    """A group's fields with the sizes it leaves out: the usual ones, or the nearest that suit those given."""
    given = {name: data[name] for name in Sizes.model_fields if name in data}
    completed = dict(data)
    usual = Sizes()
    least, most, target = (given.get(name) for name in ("min_size", "max_size", "target_size"))
    numbers = [size for size in (least, most, target) if isinstance(size, int)]
    if least is None:
        completed["min_size"] = least = max(_SMALLEST_GROUP, min([usual.min_size, *numbers]))
    if most is None:
        completed["max_size"] = most = min(LARGEST_GROUP, max([usual.max_size, *numbers]))
    if target is None and isinstance(least, int) and isinstance(most, int):
        completed["target_size"] = max(least, min(usual.target_size, most))
    return completed


def _sides(draft: Draft) -> tuple[tuple[str, str, tuple[Entry, ...]], ...]:
    return ("applicants", draft.file, draft.applicants), ("groups", draft.group_file, draft.groups)


def _without_rows(draft: Draft, entries: Iterable[Entry]) -> Draft:
    gone = {id(entry) for entry in entries}
    return replace(
        draft,
        applicants=tuple(entry for entry in draft.applicants if id(entry) not in gone),
        groups=tuple(entry for entry in draft.groups if id(entry) not in gone),
    )


def _set_aside(draft: Draft, problems: Sequence[Problem], found: dict[str, dict[RowProblem, None]]) -> Draft:
    """Note every problem with its place, and leave out of the draft what could not be read."""
    sides = {where: (file, list(entries)) for where, file, entries in _sides(draft)}
    first = {where: _first_rows(entries) for where, _, entries in _sides(draft)}
    index_of = {entry.row: index for index, entry in enumerate(draft.applicants)}
    ties = draft.ties()
    gone = []
    for problem in problems:
        match problem.path:
            case ("ties", int(number), *_):
                where, entry, field = "applicants", ties[number][0], "ties"
                index = index_of[entry.row]
            case (("applicants" | "groups") as where, int(index), str(field), *_) if index < len(sides[where][1]):
                entry = sides[where][1][index]
            case (("applicants" | "groups") as where, int(index)) if index < len(sides[where][1]):
                entry = sides[where][1][index]
                field = culprit(Applicant if where == "applicants" else Group, entry, problem.message)
            case ("applicants",) if problem.code == "too_short":
                continue
            case _:
                found["applicants"][RowProblem(file=draft.file, code=problem.code, message=problem.message)] = None
                continue
        file, entries = sides[where]
        found[where][_placed(problem, file, entry, field, first[where])] = None
        if problem.code in _BETWEEN_ENTRIES:
            continue
        if field == "id":
            gone.append(entry)
        elif field == "ties":
            entries[index] = replace(entries[index], ties=())
        else:
            entries[index] = entries[index].without(field)
    kept = replace(draft, applicants=tuple(sides["applicants"][1]), groups=tuple(sides["groups"][1]))
    return _without_rows(kept, gone)


def _first_rows(entries: Sequence[Entry]) -> dict[str, int]:
    return {entry.id: entry.row for entry in reversed(entries)}


def _placed(problem: Problem, file: str, entry: Entry, field: str, first: Mapping[str, int]) -> RowProblem:
    code, message = problem.code, said(problem)
    if problem.message.startswith("looks like an e-mail"):
        code, message = "contact_data", _CONTACT_HINT
    elif code == "duplicate_id":
        message = f"the same id stands in row {first[entry.id]} already: give each its own, or delete one of the two"
    elif code == "invalid" and len(problem.path) == 2:
        code = "contradiction"
    column = entry.headings.get(field)
    return RowProblem(file=file, row=entry.row, column=column, field=field, code=code, message=message)


def said(problem: Problem) -> str:
    """A problem in words for whoever fills in a table or a form."""
    if problem.code in _BETWEEN_ENTRIES or problem.code == "invalid":
        return problem.message
    text = re.sub(r"^(?:Input|String|Tuple)\b", "this", problem.message).replace(" after validation", "")
    return f"{text}: {_WHAT_TO_DO.get(problem.code, 'correct it')}"


def culprit(model: type[BaseModel], entry: Entry, message: str) -> str:
    """The field to point at when an entry contradicts itself: the one named first, or whose removal helps."""
    named: list[str] = [name for name in re.findall(r"\w+_\w+", message) if name in model.model_fields]
    if named:
        return named[0]
    return next(
        (field for field in _CULPRITS if field in entry.data and _complaint(entry.without(field)) != message), "id"
    )


def _complaint(entry: Entry) -> str | None:
    try:
        Applicant.model_validate(entry.data)
    except ValidationError as error:
        return str(problems_in(error)[0].message)
    return None
