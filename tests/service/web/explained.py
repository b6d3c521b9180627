"""A small list with plans, kept as the service keeps them, for the pages that explain them."""

import re
from datetime import date
from html import unescape

from api.db.database import Database
from api.db.models import HOME_CLINIC, IntakeRow
from api.store import intakes, plans
from matcher.answer import evaluate
from matcher.intake import Intake
from matcher.plan import Plan
from matcher.result import Result
from tests.builders import group, person

HOSTILE = '<script>alert("x")</script> & "Bea"'
"""A name that is text, whatever it looks like."""

LISTED = Intake(
    applicants=(
        person("a", 21, "anxiety", "sleep", life_stage="undergraduate"),
        person("b", 22, "loneliness", life_stage="undergraduate", display_name=HOSTILE),
        person("c", 26, "career", "anxiety", life_stage="graduate-student"),
        person("d", 44, "grief-loss", life_stage="mid-career"),
        person("e", 47, "anger", life_stage="mid-career"),
        person("f", 51, "sleep", life_stage="parent-adult-children"),
        person("late", 24, "stress", availability=("Wed 9-12",), submitted_at="2026-09-01", priority=1),
        person("held", 45, "career", cleared=False, submitted_at="2026-09-20", priority=3),
    ),
    groups=(
        group("young", 3, 4, 3, session="Mon 16:00-17:30", name="Young & new"),
        group("older", 3, 4, 3, session="Tue 18:00-19:30"),
    ),
    as_of=date(2026, 10, 1),
)

WITHOUT_A = LISTED.with_changes(applicants=LISTED.applicants[1:])
"""The list after somebody has left it."""

PLAN = Plan.of({"young": "abc", "older": "def"})

SWAPPED = Plan.of({"young": "abd", "older": "cef"})
"""The same with two people who have changed places."""


def keep(database: Database, *seatings: Plan, listed: Intake = LISTED) -> tuple[str, str]:
    """Keep the list, and one plan that was each of these in turn; the addresses of the list and of the plan."""
    with database.writing() as session:
        row = intakes.create(session, HOME_CLINIC, "Autumn", listed, "local")
    kept = f"/lists/{row.id}"
    return kept, add_plan(database, kept, *seatings, listed=listed)


def add_plan(database: Database, kept: str, *seatings: Plan, listed: Intake = LISTED, name: str = "First") -> str:
    """Keep one more plan of the list; its address."""
    with database.writing() as session:
        plan = plans.create(session, intakes.find(session, HOME_CLINIC, kept.rsplit("/", 1)[1]), name)
    address = f"/plans/{plan.id}"
    for seating in seatings:
        add_revision(database, address, seating, listed)
    return address


def revise_list(database: Database, kept: str, listed: Intake) -> None:
    """Let the list become another."""
    with database.writing() as session:
        row = intakes.find(session, HOME_CLINIC, kept.rsplit("/", 1)[1], hold=True)
        intakes.revise(session, row, listed, "local")


def add_revision(database: Database, address: str, seating: Plan, listed: Intake) -> None:
    """Let the plan become another, on the list as it is now."""
    add_result(database, address, evaluate(listed, seating))


def add_result(database: Database, address: str, result: Result) -> None:
    """Let the plan become what a search has answered."""
    with database.writing() as session:
        plan = plans.find(session, HOME_CLINIC, address.rsplit("/", 1)[1], hold=True)
        now = session.get_one(IntakeRow, plan.intake_id).revision
        plans.add_revision(session, plan, result, intake_revision=now, origin="moves", actor="local")


def seen(text: str) -> str:
    """What a reader sees of a page, on one line."""
    apart = re.sub(r"</(?:li|t[dh]|p|h\d|div|tr|option|d[td]|summary)>", " ", text)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", apart)).split())
