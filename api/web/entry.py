"""A person's entry as a form: fields as a spreadsheet has them, and back, with every problem at its field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from api.access.names import name_of
from api.store.people import checked
from api.web.texts import text
from matcher.ages import Age
from matcher.intake import NAMING_OTHERS, Applicant, Intake, Problem, Tie
from matcher.tables.cells import CellError
from matcher.tables.columns import APPLICANT_COLUMNS
from matcher.tables.draft import culprit, said
from matcher.tables.entries import Entry
from matcher.tables.listing import cell
from matcher.validation import InvalidIntake, problems_in

FIRST = (
    "id",
    "display_name",
    "age",
    "life_stage",
    "reasons",
    "primary_reason",
    "availability",
    "submitted_at",
    "priority",
)
"""Fields that most people have."""

MORE = (
    "must_place_by",
    "preferred_groups",
    "leaders_to_avoid",
    "individual_therapist",
    "modality",
    "languages",
    "sites",
    "time_zone",
    "tags",
    "pinned_group",
    "kept_off_groups",
    "seated_in",
)
"""Fields that few have. What screening says is no field of the form: a clinician decides that, by an act of its own."""

_READERS = {column.field: column.read for column in APPLICANT_COLUMNS}

_UNNAMED = "(no code yet)"
"""Stands for a code that is missing, so that everything else is still checked."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whose entry, or a tie of the list, names a person: that alone is enough, whatever the person's says."""

    number: int
    code: str
    name: str | None
    tie: bool = False


@dataclass
class Filled:
    """A form that was filled in: the list with what it says, or what is wrong, by field; ``""`` is the whole."""

    texts: Mapping[str, str]
    intake: Intake | None = None
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def blame(self, name: str, message: str) -> None:
        """Note what is wrong with a field, once."""
        messages = self.wrong.setdefault(name if name in (*FIRST, *NAMING_OTHERS, *MORE) else "", [])
        if message not in messages:
            messages.append(message)


def shown_fields(*, names: bool) -> tuple[str, ...]:
    """The first fields; the name only for those who may see it."""
    return tuple(name for name in FIRST if names or name != "display_name")


def texts_of(person: Applicant | None, *, names: bool) -> dict[str, str]:
    """What the form says of somebody; nothing of somebody new."""
    fields = (*shown_fields(names=names), *NAMING_OTHERS, *MORE)
    if person is None:
        return dict.fromkeys(fields, "")
    texts = {name: cell(getattr(person, name)) for name in fields}
    texts["age"] = cell(person.birth_year if person.age is None else person.age)
    texts["priority"] = texts["priority"] if person.priority else ""
    return texts


def naming(intake: Intake, person: Applicant) -> dict[str, list[Named]]:
    """Who else says that somebody must not meet or must sit with them, by field; ties keep apart as the policy says."""
    found: dict[str, list[Named]] = {name: [] for name in NAMING_OTHERS}
    keep_apart = intake.policy.rules.keep_apart
    kinds = () if keep_apart.mode == "off" else keep_apart.kinds
    tied = {other for tie in intake.ties if tie.kind in kinds for other in _other(tie, person)}
    for number, other in enumerate(intake.applicants, start=1):
        named = Named(number, other.id, name_of(other))
        for name in NAMING_OTHERS:
            if person.id in getattr(other, name):
                found[name].append(named)
        if other.id in tied:
            found["avoid"].append(replace(named, tie=True))
    return found


def fill_in(texts: Mapping[str, str], intake: Intake, before: Applicant | None) -> Filled:
    """Put what the form says into the list, in somebody's place or at the end.

    Fields that the form does not show stay as they are.
    """
    filled = Filled(texts)
    data = _read(filled, before)
    there = intake.applicants
    index = len(there) if before is None else there.index(before)
    people = (*there[:index], _person(filled, data), *there[index + 1 :])
    try:
        changed = checked(intake, applicants=people)
    except InvalidIntake as error:
        for problem in error.problems:
            filled.blame(*_blamed(problem, people, index))
    else:
        filled.intake = None if filled.wrong else changed
    return filled


def _read(filled: Filled, before: Applicant | None) -> dict[str, Any]:
    """The fields as plain data; a text that cannot be read is noted and left out."""
    data: dict[str, Any] = {} if before is None else dict(before)
    for name, written in filled.texts.items():
        data.pop(name, None)
        if name == "age":
            data.pop("birth_year", None)
        if not written:
            continue
        try:
            value = _READERS[name](written)
        except CellError as error:
            filled.blame(name, error.message)
            continue
        data["birth_year" if name == "age" and not isinstance(value, Age) else name] = value
    if before is not None:
        data["id"] = before.id
    elif "id" not in data:
        filled.blame("id", text("entry-no-code"))
        data["id"] = _UNNAMED
    return data


def _other(tie: Tie, person: Applicant) -> Iterator[str]:
    """Whom a tie joins somebody to."""
    if person.id in (tie.a, tie.b):
        yield tie.b if tie.a == person.id else tie.a


def _blamed(problem: Problem, people: Sequence[Applicant], index: int) -> tuple[str, str]:
    """The field of the person at ``index`` that a problem of the list is about, and what is said there."""
    person = people[index]
    match problem.path:
        case ("applicants", int(at), str(name), int(place)) if name in NAMING_OTHERS:
            code = getattr(people[at], name)[place]
            if at == index and problem.code == "unknown_applicant":
                return name, text("entry-code-unknown", other=code)
            if at == index and problem.code == "contradictory_pair":
                theirs = any(other.id == code and person.id in other.avoid for other in people)
                return name, text("entry-code-avoids" if theirs else "entry-code-tied", other=code)
            if at == index:
                return name, said(problem)
            if problem.code == "contradictory_pair" and code == person.id:
                return "avoid", text("entry-code-together", other=people[at].id)
        case ("applicants", int(at), *rest) if at == index:
            return str(rest[0]) if rest else "", said(problem)
    return "", text("entry-elsewhere", message=said(problem))


def _person(filled: Filled, data: dict[str, Any]) -> Applicant:
    """The person without the fields that are wrong."""
    while True:
        try:
            return Applicant.model_validate(data)
        except ValidationError as error:
            problems = problems_in(error)
        for problem in problems:
            name = str(problem.path[0]) if problem.path else culprit(Applicant, Entry(0, data, {}), problem.message)
            filled.blame("age" if name == "birth_year" else name, said(problem))
            data.pop(name, None)
        data.setdefault("id", _UNNAMED)
