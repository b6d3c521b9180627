"""Lists of applicants and of groups as CSV that reads back to the same."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from pydantic import BaseModel

from matcher.ages import Age
from matcher.intake import Applicant, Group
from matcher.tables.neutralise import neutralise
from matcher.times import Interval

_ALWAYS = {
    Applicant: (
        "id",
        "age",
        "life_stage",
        "reasons",
        "primary_reason",
        "availability",
        "submitted_at",
        "priority",
        "cleared",
    ),
    Group: ("id", "min_size", "max_size", "target_size", "session", "leaders"),
}
"""Fields that have a column even where nobody has a value."""


def applicants_csv(applicants: Sequence[Applicant]) -> str:
    """A list of applicants as CSV with LF line ends; fields that nobody has are left out."""
    return _csv(Applicant, applicants)


def groups_csv(groups: Sequence[Group]) -> str:
    """Groups on offer as CSV with LF line ends; fields that no group has are left out."""
    return _csv(Group, groups)


def _csv(model: type[Applicant] | type[Group], entries: Sequence[BaseModel]) -> str:
    fields = [
        name
        for name, field in model.model_fields.items()
        if name in _ALWAYS[model] or any(getattr(entry, name) != field.default for entry in entries)
    ]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows([neutralise(_cell(getattr(entry, name))) for name in fields] for entry in entries)
    return stream.getvalue()


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Age() | Interval() | date() | str() | int():
            return str(value)
        case Iterable():
            return _joined(value)
        case _:
            raise TypeError(f"no cell is known for a {type(value).__name__}")


def _joined(values: Iterable[object]) -> str:
    texts = [str(value) for value in values]
    return "; ".join(texts)
