"""Delivering: claim what is due, call, write down what came of it."""

import json
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session
from standardwebhooks import Webhook

from api.db.database import Database
from api.db.models import DeliveryRow, WebhookRow, now
from api.logs import service_log
from api.webhooks.targets import RefusedTargetError, resolve

WAITS = tuple(timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400))
"""Before each further try, as the specification of Standard Webhooks suggests: ten tries within three days."""

JITTER = 0.1
"""Part of a wait by which it may be longer, so that what failed together does not come back together."""

TIMEOUT_SECONDS = 15.0
"""How long a receiver may take to answer."""

LEASE = timedelta(seconds=60)
"""After which another process takes over a delivery whose process died in the middle of it."""

AT_ONCE = 20
"""Deliveries claimed together."""

GONE = 410
"""The status by which a receiver says that it wants no more."""


@dataclass(frozen=True, slots=True)
class _Call:
    delivery: str
    url: str
    body: str
    secrets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Outcome:
    status: int | None = None
    error: str | None = None

    @property
    def delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def deliver_due(database: Database, client: httpx.Client, *, private: bool) -> int:
    """Make the calls that are due, one after the other, and say how many those were.

    A call is made at least once: one whose process dies is made again, under the same ``webhook-id``.
    """
    with database.writing() as session:
        calls = _claim(session)
    for call in calls:
        outcome = _send(client, call, private=private)
        with database.writing() as session:
            _write_down(session, call.delivery, outcome)
    return len(calls)


def new_client() -> httpx.Client:
    """A client that follows no redirect and reads no proxy from the environment."""
    return httpx.Client(follow_redirects=False, timeout=TIMEOUT_SECONDS, trust_env=False)


def _claim(session: Session) -> list[_Call]:
    moment = now()
    statement = (
        select(DeliveryRow, WebhookRow)
        .join(WebhookRow, WebhookRow.id == DeliveryRow.webhook_id)
        .where(DeliveryRow.state == "pending", DeliveryRow.next_at <= moment, WebhookRow.disabled_at.is_(None))
        .order_by(DeliveryRow.next_at)
        .limit(AT_ONCE)
        .with_for_update(of=DeliveryRow, skip_locked=True)
    )
    calls = []
    for delivery, webhook in session.execute(statement).all():
        delivery.attempts += 1
        delivery.next_at = moment + LEASE
        body = json.dumps(delivery.payload, separators=(",", ":"))
        calls.append(_Call(delivery.id, webhook.url, body, _secrets(webhook, moment)))
    return calls


def _secrets(webhook: WebhookRow, moment: datetime) -> tuple[str, ...]:
    if webhook.former_secret is not None and webhook.former_until is not None and moment < webhook.former_until:
        return (webhook.secret, webhook.former_secret)
    return (webhook.secret,)


def _send(client: httpx.Client, call: _Call, *, private: bool) -> _Outcome:
    moment = now()
    signatures = (Webhook(secret).sign(call.delivery, moment, call.body) for secret in call.secrets)
    try:
        target = resolve(call.url, private=private)
        headers = {
            "Host": target.authority,
            "Content-Type": "application/json",
            "User-Agent": "group-matcher",
            "webhook-id": call.delivery,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": " ".join(signatures),
        }
        extensions = {"sni_hostname": target.host}
        # The answer's body is not read: its status says all.
        with client.stream("POST", target.pinned, content=call.body, headers=headers, extensions=extensions) as answer:
            return _Outcome(status=answer.status_code)
    except RefusedTargetError as refused:
        return _Outcome(error=refused.code)
    except httpx.TimeoutException:
        return _Outcome(error="timeout")
    except (httpx.HTTPError, httpx.InvalidURL):
        return _Outcome(error="unreachable")


def _write_down(session: Session, delivery_id: str, outcome: _Outcome) -> None:
    delivery = session.get(DeliveryRow, delivery_id, with_for_update=True)
    if delivery is None or delivery.state != "pending":
        return
    delivery.status, delivery.error = outcome.status, outcome.error
    if outcome.delivered:
        delivery.state, delivery.delivered_at, delivery.next_at = "delivered", now(), None
    elif outcome.status == GONE or delivery.attempts > len(WAITS):
        delivery.state, delivery.next_at = "failed", None
        webhook = session.get_one(WebhookRow, delivery.webhook_id)
        webhook.disabled_at = webhook.disabled_at or now()
    else:
        delivery.next_at = now() + WAITS[delivery.attempts - 1] * (1 + JITTER * random.random())
    record = {"delivery": delivery.id, "status": outcome.status, "error": outcome.error, "attempt": delivery.attempts}
    service_log.info("webhook called", extra={"record": record})
