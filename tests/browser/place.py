"""A service with something on every page: an invented list, groups for it, a search that goes on, a file to mend."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask.testing import FlaskClient
from propcache.api import cached_property
from sqlalchemy import update

from api.access import users
from api.access.gate import gate
from api.db.database import Database
from api.db.models import HOME_CLINIC, JobRow
from api.db.models.base import Base
from api.jobs import tenure
from api.openapi import Service
from api.store import intakes, plans
from matcher.engine.solve import solve
from matcher.stop import Work

ROUNDS = 20
"""Of the search: by rounds, so that the groups are the same on every machine."""

MORNING = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)
"""When everything was made, wherever a page shows it."""

LOGIN, PASSWORD = "coordinator@clinic.example", "correct horse battery"

TOLD: Sequence[tuple[tenure.EventKind, dict[str, float]]] = (
    ("started", {"applicants": 64, "groups": 8}),
    ("improved", {"value": 41.2, "placed": 58, "seconds": 0.4}),
    ("improved", {"value": 45.9, "placed": 61, "seconds": 0.9}),
    ("bound", {"bound": 52.4, "seconds": 1.2}),
    ("improved", {"value": 47.6, "placed": 61, "seconds": 1.7}),
    ("bound", {"bound": 49.9, "seconds": 2.8}),
    ("improved", {"value": 48.3, "placed": 61, "seconds": 3.1}),
    ("bound", {"bound": 48.8, "seconds": 4.4}),
)
"""What a search tells in its first seconds."""

SPOILED = (
    "Kürzel,Alter,Reasons,Available\n"
    "A01,19,anxiety; loneliness,Mon 16:00-18:00\n"
    "A02,teen,sleep,Mon 14-19\n"
    "A03,22,grief-loss,whenever it suits\n"
    "A03,31,career; work-stress,Tue 17-20\n"
    "A05,27,social-anxiety,any\n"
)
"""A file of which three rows have to be mended, and two headings named."""


@dataclass
class Place:
    """What the pages show; each thing is made when it is first asked for."""

    app: Service

    @cached_property
    def client(self) -> FlaskClient:
        """Whoever sits at the machine."""
        return self.app.test_client()

    @property
    def database(self) -> Database:
        """Where it is kept."""
        found: Database = self.app.extensions["group_matcher_database"]
        return found

    @cached_property
    def list(self) -> str:
        """The address of a list."""
        return self.client.post("/lists/sample", data={"kind": "campus"}).headers["Location"]

    @cached_property
    def plan(self) -> str:
        """The address of a plan of it, searched for here and now."""
        listed = self.list.rsplit("/", 1)[1]
        with self.database.writing() as session:
            row = intakes.find(session, HOME_CLINIC, listed)
            plan = plans.create(session, row, "Autumn")
            result = solve(intakes.load(session, row), Work(ROUNDS), seed=1, reproducible=True)
            plans.add_revision(session, plan, result, intake_revision=row.revision, origin="job", actor="local")
            return f"/plans/{plan.id}"

    @cached_property
    def search(self) -> str:
        """The address of a plan whose search goes on, and does not end."""
        address = self.client.post(f"{self.list}/propose", data={"seconds": "60"}).headers["Location"]
        with self.database.writing() as session:
            job = session.query(JobRow).filter_by(plan_id=address.rsplit("/", 1)[1]).one()
            assert tenure.begin(session, job.id, "wrk_of_the_tests", 1) is not None
            for kind, data in TOLD:
                tenure.tell(session, job, kind, data)
        return address

    @cached_property
    def discarded(self) -> str:
        """The address of a plan whose search was stopped without keeping anything."""
        address = self.client.post(f"{self.list}/propose", data={"seconds": "60"}).headers["Location"]
        self.client.post(f"{address}/stop", data={"keep": "no"})
        return address

    @cached_property
    def draft(self) -> str:
        """The address of a file that has to be mended, its headings named."""
        sent = self.client.post("/lists", data={"list": (io.BytesIO(SPOILED.encode()), "waiting list.csv")})
        address = sent.headers["Location"]
        self.client.post(address, data={"heading-0": "id", "heading-1": "age"})
        return address

    def close(self) -> None:
        """Make somebody who signs in: from then on the service asks, as soon as where it is done by the service."""
        with self.database.writing() as session:
            users.create(session, HOME_CLINIC, "tests", LOGIN, "coordinator", PASSWORD)
        with self.app.app_context():
            gate().close()

    def stand_still(self) -> None:
        """Let everything have been made one morning, so that pictures are the same whenever they are taken."""
        with self.database.writing() as session:
            for table in Base.metadata.sorted_tables:
                if made := {name: MORNING for name in ("created_at", "updated_at") if name in table.columns}:
                    session.execute(update(table).values(made))
