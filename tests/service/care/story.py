"""A clinic with one of everything that may speak of a person."""

import json
import zlib
from typing import Any

from sqlalchemy import inspect, text

from api.access.principal import LOCAL
from api.db.database import Database
from api.db.ids import new_id
from api.db.models import (
    HOME_CLINIC,
    DeliveryRow,
    IdempotencyRow,
    JobEventRow,
    WebhookRow,
)
from api.jobs.submit import submit
from api.store import intakes, plans
from api.store.plans import Pins
from matcher.answer import evaluate
from matcher.change import Move
from matcher.plan import Plan
from matcher.validation import validate_intake
from tests.api.asking import Json


def live(database: Database, sent: Json, who: str, seats: dict[str, list[str]]) -> tuple[str, str]:
    """Keep a list, a plan in two revisions, a job, answers and a delivery; the ids of the list and the plan."""
    intake = validate_intake(sent)
    result = evaluate(intake, Plan.of(seats))
    with database.writing() as session:
        row = intakes.create(session, HOME_CLINIC, "Autumn", intake, "local")
        plan = plans.create(session, row, "A plan")
        pins = Pins({who: next(iter(seats))}, {who: ["g2"]})
        for _ in range(2):
            moves = [Move(id=who, origin=None, target="g1")]
            plans.add_revision(
                session, plan, result, intake_revision=1, origin="moves", actor="local", pins=pins, moves=moves
            )
        job = submit(
            session,
            LOCAL,
            "solve",
            intake=row,
            plan=plan,
            options={"start": {"groups": [{"id": "g1", "members": [who]}]}},
        )
        job.answer = {"recommendation": {"id": who, "text": f"{who} fits best in g1"}}
        session.add(JobEventRow(job_id=job.id, kind="improved", data={"moved": [who]}))
        webhook = WebhookRow(
            id=new_id("whk"), clinic_id=HOME_CLINIC, url="https://a", events=[], secret="s", created_by="local"
        )
        session.add(webhook)
        session.flush()
        session.add(DeliveryRow(id=new_id("dlv"), webhook_id=webhook.id, event="e", payload={"about": who}))
        body = json.dumps({"placed": who}, ensure_ascii=False).encode()
        for key, stored in (("one", body), (f"move-{who}!", b"{}"), ("plain", f"id;{who}\n".encode())):
            session.add(IdempotencyRow(clinic_id=HOME_CLINIC, key=key, digest="d", status=201, headers={}, body=stored))
        return row.id, plan.id


def dumped(database: Database) -> str:
    """Every value of every table, the queue's among them, unpacked, a line each."""
    lines: list[str] = []
    with database.reading() as session:
        connection = session.connection()
        inspector = inspect(connection)
        schemas = [name for name in inspector.get_schema_names() if name != "information_schema"]
        tables = [(schema, name) for schema in schemas for name in inspector.get_table_names(schema)]
        for schema, name in tables:
            for row in connection.execute(text(f'SELECT * FROM "{schema}"."{name}"')).mappings():
                lines += [f"{name}.{column}: {_shown(value)}" for column, value in row.items()]
    return "\n".join(lines)


def _shown(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        raw = bytes(value)
        try:
            return zlib.decompress(raw).decode()
        except zlib.error:
            return raw.decode()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
