"""The people of a list: found, added, changed, cleared and taken off, each as the list's next revision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from api.access.names import name_of
from api.access.principal import current, requires
from api.access.scopes import Scope
from api.db.models import IntakeRow
from api.store import intakes
from api.transactions import reading
from api.web.pages import page, web
from matcher.intake import Applicant, Intake
from matcher.measure import Measure
from matcher.report.roster import reason_labels, stage_label, written_age
from matcher.rules.screening import is_stopped

ON_A_PAGE = 50
"""People on one page of the table."""

TIMES_SHOWN = 2
"""Weekly times of one person in the table; the others are counted."""

NOTICES: Mapping[str, str] = {
    "added": "people-added",
    "changed": "people-changed",
    "cleared": "people-cleared-now",
    "held": "people-held-now",
    "off": "people-off-now",
    "gone": "people-gone-already",
    "replaced": "people-replaced",
}
"""What is said after an act."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as a row of the table."""

    number: int
    code: str
    name: str | None
    age: str
    stage: str
    reasons: str
    times: tuple[str, ...]
    more_times: int
    since: str
    state: str


@web.route("/lists/<intake_id>/people", methods=["GET", "POST"])
@requires(Scope.SUBMIT, Scope.PLAN)
def people(intake_id: str) -> Response:
    """Show a page of the people; what is searched for comes in the body, as it may be somebody's code."""
    searched = request.form.get("search", "").strip()
    only = request.form.get("only", "")
    with reading() as session:
        row = intakes.find(session, current().clinic, intake_id)
        found = intakes.load(session, row)
    measure = Measure(found)
    hits = [number for number in range(len(found.applicants)) if _is_hit(measure, number, searched, only)]
    pages = max(1, ceil(len(hits) / ON_A_PAGE))
    shown = min(_number("page", 1), pages)
    return page(
        "people.html",
        row=row,
        people=len(found.applicants),
        held=sum(is_stopped(found, person) for person in found.applicants),
        hits=len(hits),
        rows=[_row(measure, number) for number in hits[ON_A_PAGE * (shown - 1) : ON_A_PAGE * shown]],
        searched=searched,
        only=only,
        shown=shown,
        pages=_near(shown, pages),
        may_change=Scope.SUBMIT in current().scopes,
        notice=NOTICES.get(request.args.get("done", ""), ""),
    )


def to_people(row: IntakeRow, done: str) -> Response:
    """Go on to the table, and say what was done."""
    return redirect(url_for("web.people", intake_id=row.id, done=done), 303)


def state_of(intake: Intake, person: Applicant) -> str:
    """What screening says of somebody, as a code of the catalogue."""
    if person.cleared:
        return "people-state-cleared"
    if person.cleared is False:
        return "people-state-not-cleared"
    return "people-state-held" if is_stopped(intake, person) else "people-state-open"


def _is_hit(measure: Measure, number: int, searched: str, only: str) -> bool:
    intake, person = measure.intake, measure.intake.applicants[number]
    if only == "held" and not is_stopped(intake, person):
        return False
    if not searched:
        return True
    name = name_of(person) or ""
    about = (person.id, name, stage_label(intake, person), *reason_labels(person, measure), *person.tags)
    text = "\n".join(about).casefold()
    return all(word in text for word in searched.casefold().split())


def _row(measure: Measure, number: int) -> PersonRow:
    intake, person = measure.intake, measure.intake.applicants[number]
    age = written_age(intake, person)
    return PersonRow(
        number=number + 1,
        code=person.id,
        name=name_of(person),
        age="" if age is None else str(age),
        stage=stage_label(intake, person),
        reasons=", ".join(reason_labels(person, measure)),
        times=tuple(map(str, person.availability[:TIMES_SHOWN])),
        more_times=max(0, len(person.availability) - TIMES_SHOWN),
        since="" if person.submitted_at is None else person.submitted_at.isoformat(),
        state=state_of(intake, person),
    )


def _number(name: str, otherwise: int) -> int:
    value = request.values.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 9 and int(value) > 0 else otherwise


def _near(shown: int, pages: int) -> Sequence[int]:
    """The pages to offer: the first, the last, and those about the one that is shown."""
    return sorted({1, pages, *(number for number in range(shown - 2, shown + 3) if 1 <= number <= pages)})
