"""The table of groups as a form: a line for each group, and back, with what is wrong at its cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matcher.intake import Group, Problem
from matcher.tables.draft import said

NEW_LINES = 2
"""Empty lines for groups that are not there yet; a script adds as many more as somebody wants."""

FIELDS: Mapping[str, tuple[str, int]] = {
    "id": ("groups-name", 12),
    "session": ("groups-session", 16),
    "min_size": ("groups-places", 2),
    "target_size": ("groups-target", 2),
    "max_size": ("groups-most", 2),
    "leaders": ("groups-leaders", 14),
    "age_min": ("groups-ages", 2),
    "age_max": ("groups-ages-to", 2),
    "life_stages": ("groups-stages", 14),
}
"""The columns: what each is called, and its width in characters."""

_NUMBERS = ("min_size", "target_size", "max_size", "age_min", "age_max")
_LISTS = ("leaders", "life_stages")


@dataclass
class Line:
    """One line: the group it was when it was shown, and what stands in its cells."""

    number: int
    was: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_group(self) -> bool:
        """Whether it has a name: without one there is no group, or it is taken away."""
        return bool(self.texts.get("id"))

    def group(self, known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        """The group as plain data; what the table does not show stays as it was."""
        group: dict[str, Any] = {**known.get(self.was, {}), "id": self.texts["id"]}
        for name in _NUMBERS:
            written = self.texts.get(name, "")
            group.pop(name, None)
            if written:
                group[name] = int(written) if written.isdecimal() else written
        group["session"] = self.texts.get("session") or None
        for name in _LISTS:
            words = (word.strip() for word in self.texts.get(name, "").split(","))
            group[name] = [word for word in words if word]
        return group


def lines_of(groups: Sequence[Group]) -> list[Line]:
    """A line for each group, and some for new ones."""
    lines = [Line(number, group.id, _texts(group)) for number, group in enumerate(groups)]
    return [*lines, *(Line(len(lines) + more) for more in range(NEW_LINES))]


def lines_sent(form: Mapping[str, str]) -> list[Line]:
    """The lines of a form, those without a name among them."""
    return list(_sent(form))


def blame(lines: Sequence[Line], problems: Sequence[Problem]) -> list[Problem]:
    """Note each problem of a group at its cell; what is left is about something else."""
    groups = [line for line in lines if line.is_group]
    left = []
    for problem in problems:
        match problem.path:
            case ("groups", int(index), *rest) if index < len(groups):
                name = str(rest[0]) if rest else _culprit(problem)
                groups[index].wrong.setdefault(name if name in FIELDS else "id", []).append(said(problem))
            case _:
                left.append(problem)
    return left


def follow_groups(people: Sequence[dict[str, Any]], lines: Sequence[Line]) -> None:
    """Let what people say of groups follow the names in the table; nobody is fixed to a group that is taken away.

    Members of a running group stay in it, so that its end is not an oversight, unless no group is named any more.
    """
    named = {line.was: line.texts["id"] for line in lines if line.was and line.is_group}
    gone = {line.was for line in lines if line.was} - named.keys()
    ended = ("pinned_group", "published_group", *(() if any(line.is_group for line in lines) else ("seated_in",)))
    for person in people:
        for name in ("pinned_group", "published_group", "seated_in"):
            if person.get(name) in gone and name in ended:
                del person[name]
            elif name in person:
                person[name] = named.get(person[name], person[name])
        for name in ("kept_off_groups", "preferred_groups"):
            if name in person:
                person[name] = [named.get(group, group) for group in person[name] if group not in gone]


def _texts(group: Group) -> dict[str, str]:
    texts = {"id": group.id, "session": "" if group.session is None else str(group.session)}
    for name in _NUMBERS:
        value = getattr(group, name)
        texts[name] = "" if value is None else str(value)
    return texts | {name: ", ".join(getattr(group, name)) for name in _LISTS}


def _sent(form: Mapping[str, str]) -> Iterator[Line]:
    number = 0
    while f"group-{number}-id" in form:
        texts = {name: form.get(f"group-{number}-{name}", "").strip() for name in FIELDS}
        yield Line(number, form.get(f"group-{number}-was", ""), texts)
        number += 1


def _culprit(problem: Problem) -> str:
    """The cell to point at when a group contradicts itself."""
    return next((name for name in FIELDS if name in problem.message), "id")
