"""A newer spreadsheet of a list that is kept: what it says is taken, what it has no column for stays."""

from collections.abc import Collection

from pydantic import ValidationError

from api.store.people import checked
from matcher.intake import NAMING_OTHERS, Applicant, Intake, Problem
from matcher.validation import InvalidIntake, problems_in

_OF_AGE = frozenset({"age", "age_band", "birth_year"})
"""One column of these says all there is about somebody's age."""


def updated(before: Intake, read: Intake, columns: Collection[str]) -> Intake:
    """The list with the people of a newer spreadsheet, in its order.

    Args:
        before: The list as it is kept; its groups and settings stay.
        read: What the spreadsheet says of the people.
        columns: The fields that the spreadsheet has columns for.

    Raises:
        InvalidIntake: If what stays contradicts what is new, or the list would be too long.
    """
    fields = fields_of(columns)
    unread = [name for name in Applicant.model_fields if name not in fields]
    people, problems = [], []
    for number, applicant in enumerate(read.applicants):
        known = before.applicant_by_id.get(applicant.id)
        try:
            people.append(applicant if known is None else _joined(applicant, known, unread, read))
        except ValidationError as error:
            problems += [
                Problem(path=("applicants", number, *found.path), code=found.code, message=found.message)
                for found in problems_in(error)
            ]
    if problems:
        raise InvalidIntake(problems)
    there = read.applicant_by_id
    ties = read.ties if "ties" in fields else (t for t in before.ties if t.a in there and t.b in there)
    return checked(before, applicants=tuple(people), ties=tuple(ties))


def fields_of(columns: Collection[str]) -> frozenset[str]:
    """The fields of a person that these columns fill."""
    return frozenset({"id", *columns} | ({"age", "birth_year"} if _OF_AGE & set(columns) else set()))


def _joined(read: Applicant, known: Applicant, unread: Collection[str], newer: Intake) -> Applicant:
    """What the spreadsheet says, with what it has no column for; the very same value where nothing is new."""
    kept = {name: getattr(known, name) for name in unread}
    for name in NAMING_OTHERS:
        if name in kept:
            kept[name] = tuple(other for other in kept[name] if other in newer.applicant_by_id)
    joined = Applicant.model_validate({**dict(read), **kept})
    return known if joined == known else joined
