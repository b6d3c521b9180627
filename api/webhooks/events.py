"""What other systems can be told of."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.ids import new_id
from api.db.models import DeliveryRow, WebhookRow, now


class Event(StrEnum):
    """Something that happened."""

    INTAKE_CHANGED = "intake.changed"
    """A list has a new revision."""

    JOB_ENDED = "job.ended"
    """A job has succeeded, failed, or was stopped."""

    PLAN_CHANGED = "plan.changed"
    """A plan has a new revision."""

    PLAN_PUBLISHED = "plan.published"
    """A plan was published."""

    TEST = "webhook.test"
    """Somebody tries the webhook out. Sent whatever it asks for."""


Fact = str | int | None


def emit(session: Session, clinic: str, event: Event, **facts: Fact) -> None:
    """Have every webhook of the clinic that asks for it told, once this transaction is committed.

    ``facts`` are ids of ours, revisions and states: who wants to know more asks the service, with a key of their own.
    """
    statement = select(WebhookRow).where(WebhookRow.clinic_id == clinic, WebhookRow.disabled_at.is_(None))
    for webhook in session.scalars(statement):
        if event in webhook.events:
            tell(session, webhook, event, facts)


def tell(session: Session, webhook: WebhookRow, event: Event, facts: Mapping[str, Fact]) -> DeliveryRow:
    """Have one webhook told."""
    moment = now()
    payload = {"type": event, "timestamp": moment.isoformat(timespec="milliseconds"), "data": dict(facts)}
    delivery = DeliveryRow(id=new_id("dlv"), webhook_id=webhook.id, event=event, payload=payload, created_at=moment)
    session.add(delivery)
    session.flush()
    return delivery
