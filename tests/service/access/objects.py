"""One of everything that an address of the service can name, made for a clinic: by the parameter that names it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask import Flask
from propcache.api import cached_property
from werkzeug.routing import Rule

from api.access import keys, users
from api.access.principal import scopes_asked
from api.access.scopes import Scope
from api.db.database import Database
from api.db.ids import new_id
from api.db.models import DeliveryRow, DraftRow, IntakeRow, JobRow, WebhookRow, now
from api.store import intakes, plans
from matcher.answer import evaluate
from matcher.plan import Plan, Seating
from matcher.validation import validate_intake
from tests.api.asking import intake, people

NAME = "Quendolyn Xanthippe"
"""What the applicants are called who must not be named to everybody."""

WORDS = "Zugvogel"
"""Stands in what the clinic calls its lists, plans and so on, which other clinics must not see."""


@dataclass
class Belongings:
    """One of everything, all of one clinic's, and belonging together."""

    database: Database
    clinic: str

    @cached_property
    def intake(self) -> str:
        """A list of six people."""
        sent = intake(applicants=[{**each, "display_name": NAME} for each in people(6)], groups=GROUPS)
        with self.database.writing() as session:
            return intakes.create(session, self.clinic, WORDS, validate_intake(sent), "tests").id

    @cached_property
    def plan(self) -> str:
        """A plan with one revision, which is published."""
        intake_id = self.intake
        with self.database.writing() as session:
            row = session.get_one(IntakeRow, intake_id)
            plan = plans.create(session, row, WORDS)
            seating = Plan(
                groups=(
                    Seating(id="g1", members=("p1", "p2", "p3")),
                    Seating(id="g2", members=("p4", "p5", "p6")),
                )
            )
            result = evaluate(intakes.load(session, row), seating)
            plans.add_revision(session, plan, result, intake_revision=1, origin="import", actor="tests")
            return plan.id

    @cached_property
    def job(self) -> str:
        """A job that has ended."""
        intake_id = self.intake
        plan_id = self.plan
        with self.database.writing() as session:
            row = JobRow(
                id=new_id("job"),
                clinic_id=self.clinic,
                kind="solve",
                intake_id=intake_id,
                intake_revision=1,
                plan_id=plan_id,
                plan_revision=1,
                options={},
                state="succeeded",
                answer={},
                created_by="tests",
                started_at=now(),
                ended_at=now(),
            )
            session.add(row)
            return row.id

    @cached_property
    def key(self) -> str:
        """A key."""
        with self.database.writing() as session:
            return keys.create(session, self.clinic, "tests", WORDS, [Scope.PLAN])[0].id

    @cached_property
    def user(self) -> str:
        """Somebody who signs in."""
        with self.database.writing() as session:
            return users.create(session, self.clinic, "tests", WORDS, "clinician", None).id

    @cached_property
    def webhook(self) -> str:
        """An address that is told of events."""
        with self.database.writing() as session:
            row = WebhookRow(
                id=new_id("whk"),
                clinic_id=self.clinic,
                url="https://hooks.example.org/",
                description=WORDS,
                events=["plan.published"],
                secret="whsec_dGVzdHM=",
                created_by="tests",
            )
            session.add(row)
            return row.id

    @cached_property
    def delivery(self) -> str:
        """An event that was delivered."""
        webhook_id = self.webhook
        with self.database.writing() as session:
            row = DeliveryRow(
                id=new_id("dlv"),
                webhook_id=webhook_id,
                event="plan.published",
                payload={},
                state="delivered",
                next_at=None,
                delivered_at=now(),
            )
            session.add(row)
            return row.id

    @cached_property
    def draft(self) -> str:
        """A list that is being mended, of somebody else's of the clinic."""
        with self.database.writing() as session:
            row = DraftRow(
                id=new_id("drf"),
                clinic_id=self.clinic,
                name=WORDS,
                list_name="list.csv",
                list_bytes=f"id,name,age\nA1,{NAME},abc\nA2,{NAME},22\n".encode(),
                mapping={},
                cells={},
                left_out=[],
                created_by="tests",
            )
            session.add(row)
            return row.id

    def everything(self) -> Mapping[str, str]:
        """The id of each by the parameter that names it; all of them exist after this."""
        return {name: make(self) for name, make in MAKERS.items() if name not in PSEUDONYMS}

    def address(self, rule: Rule) -> str:
        """The address of these belongings at a route."""
        return self.filled(rule, {name: self.named(name, rule) for name in rule.arguments})

    def filled(self, rule: Rule, values: Mapping[str, str]) -> str:
        """The route with these values for its parameters."""
        built = rule.build(values)
        assert built is not None
        return built[1]

    def named(self, parameter: str, rule: Rule) -> str:
        """What names a belonging at a route."""
        assert parameter in MAKERS, (
            f"{rule.rule} names something by {parameter}, and these tests cannot make one for a clinic: "
            "add it to MAKERS in tests/service/access/objects.py"
        )
        return MAKERS[parameter](self)


GROUPS = [{"id": each, "min_size": 3, "max_size": 3, "target_size": 3} for each in ("g1", "g2")]

MAKERS: Mapping[str, Callable[[Belongings], str]] = {
    "intake_id": lambda having: having.intake,
    "draft_id": lambda having: having.draft,
    "plan_id": lambda having: having.plan,
    "job_id": lambda having: having.job,
    "key_id": lambda having: having.key,
    "user_id": lambda having: having.user,
    "webhook_id": lambda having: having.webhook,
    "delivery_id": lambda having: having.delivery,
    "applicant": lambda _having: "p1",
    "applicant_id": lambda _having: "p1",
    "group": lambda _having: "g1",
    "group_id": lambda _having: "g1",
    "revision": lambda _having: "1",
    "number": lambda _having: "1",
}
"""How to name one of everything, by the parameter of the address."""

PSEUDONYMS = frozenset({"applicant", "applicant_id", "group", "group_id", "revision", "number"})
"""Parameters whose values mean something in every clinic: they are no ids of ours."""


def routes(app: Flask) -> list[tuple[str, Rule]]:
    """Every method and route under /v1 of the app."""
    return _routes(app, lambda rule: rule.rule.startswith("/v1/"))


def page_routes(app: Flask) -> list[tuple[str, Rule]]:
    """Every method and route of the pages."""
    return _routes(app, lambda rule: rule.endpoint.startswith("web.") and rule.endpoint != "web.static")


def unguarded(app: Flask, found: Iterable[tuple[str, Rule]]) -> set[str]:
    """Those of these routes that ask for no scope."""
    return {
        f"{method} {rule.rule}" for method, rule in found if scopes_asked(app.view_functions[rule.endpoint]) is None
    }


def _routes(app: Flask, wanted: Callable[[Rule], bool]) -> list[tuple[str, Rule]]:
    return [
        (method, rule)
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        if wanted(rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]
