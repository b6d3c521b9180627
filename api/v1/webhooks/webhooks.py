"""``/v1/webhooks``: addresses that are told of events."""

import base64
import secrets
from datetime import timedelta
from typing import TypeVar

from flask import Response, current_app
from flask_openapi import APIBlueprint
from pydantic import BaseModel
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.audit.chain import record
from api.body import read_fields, refusal
from api.db.ids import new_id
from api.db.models import DeliveryRow, WebhookRow, now
from api.idempotency import idempotent, keep_instead
from api.openapi import REF, a_page_of, answers, emptied, made, problems, takes
from api.pages import PageQuery, page_of
from api.problems import missing
from api.settings import Settings
from api.store import owned
from api.transactions import reading, writing
from api.v1.webhooks.models import (
    DeliveryAnswer,
    DeliveryPage,
    DeliveryPath,
    WebhookAnswer,
    WebhookChange,
    WebhookPage,
    WebhookPath,
    WebhookRequest,
    WebhookSecret,
)
from api.webhooks.events import Event, tell
from api.webhooks.targets import RefusedTargetError, check_url
from matcher.intake import Problem

webhooks_resource = APIBlueprint("webhooks", __name__, url_prefix="/v1/webhooks", abp_tags=[{"name": "Webhooks"}])

Body = TypeVar("Body", WebhookRequest, WebhookChange)

SECRET_BYTES = 32
"""Random bytes of a secret; the specification asks for 24 to 64."""

FORMER_SECRET = timedelta(hours=24)
"""How long a replaced secret goes on signing beside the new one."""

_WRITE = problems(
    "Malformed", "Unauthorized", "Forbidden", "NotFound", "MethodNotAllowed", "TooLarge", "NotJson", "Invalid"
)
_READ = problems("BadParameter", "Unauthorized", "Forbidden", "NotFound", "MethodNotAllowed")

_ASKED = {"url": "https://scheduling.example/hooks/groups", "events": ["job.ended", "plan.published"]}
_KEPT = {
    "id": "whk_01kb1q5s2v8e6m3c9w4t7r0xyz",
    **_ASKED,
    "description": "",
    "enabled": True,
    "created_at": "2026-09-01T08:30:00Z",
}
_SECRET = {
    "webhook": _KEPT,
    "secret": "whsec_bm90IGEgcmVhbCBzZWNyZXQsIG9ubHkgYW4gZXhhbXBsZSE=",
    "former_valid_until": None,
}
_DELIVERY = {
    "id": "dlv_01kb1q5s2v8e6m3c9w4t7r0xyz",
    "event": "webhook.test",
    "state": "pending",
    "attempts": 0,
    "status": None,
    "error": None,
    "created_at": "2026-09-01T08:30:00Z",
    "next_at": "2026-09-01T08:30:00Z",
    "delivered_at": None,
}


@webhooks_resource.post(
    "",
    summary="Be told of events",
    description=(
        "Registers an address that is called when something happens, signed as of Standard Webhooks. The secret is in "
        "this answer and in no other. Calls carry ids, revisions and states, nothing of an applicant."
    ),
    operation_id="create_webhook",
    request_body=takes({"$ref": REF + "WebhookRequest"}, {"two events": _ASKED}),
    responses={"201": made("It is registered.", WebhookSecret, {"registered": _SECRET}), **_WRITE},
)
@requires(Scope.ADMIN)
@idempotent
def create_webhook() -> Response:
    """Register a webhook."""
    asked = _read(WebhookRequest)
    with writing() as session:
        row = WebhookRow(
            id=new_id("whk"),
            clinic_id=current().clinic,
            url=asked.url,
            events=list(asked.events),
            description=asked.description,
            secret=_new_secret(),
            created_by=current().actor,
        )
        session.add(row)
        session.flush()
        _record(session, "webhook.created", row, events=len(asked.events))
        keep_instead(_without_secret(row))
        response = _answered(WebhookSecret(webhook=WebhookAnswer.of(row), secret=row.secret), 201)
        response.headers["Location"] = f"/v1/webhooks/{row.id}"
        return response


@webhooks_resource.get(
    "",
    summary="The webhooks",
    operation_id="list_webhooks",
    responses={"200": answers("A page of them.", WebhookPage, a_page_of(_KEPT)), **_READ},
)
@requires(Scope.ADMIN)
def list_webhooks(query: PageQuery) -> Response:
    """List the webhooks."""
    with reading() as session:
        statement = select(WebhookRow).where(WebhookRow.clinic_id == current().clinic)
        rows, following = page_of(session, statement, WebhookRow.id, query)
        return _answered(WebhookPage(items=tuple(map(WebhookAnswer.of, rows)), next=following))


@webhooks_resource.get(
    "/<webhook_id>",
    summary="One webhook",
    operation_id="read_webhook",
    responses={"200": answers("The webhook.", WebhookAnswer, {"registered": _KEPT}), **_READ},
)
@requires(Scope.ADMIN)
def read_webhook(path: WebhookPath) -> Response:
    """Read one."""
    with reading() as session:
        return _answered(WebhookAnswer.of(_find(session, path.webhook_id)))


@webhooks_resource.patch(
    "/<webhook_id>",
    summary="Change a webhook",
    operation_id="change_webhook",
    request_body=takes({"$ref": REF + "WebhookChange"}, {"pause": {"enabled": False}}),
    responses={"200": answers("As it is now.", WebhookAnswer, {"paused": {**_KEPT, "enabled": False}}), **_WRITE},
)
@requires(Scope.ADMIN)
def change_webhook(path: WebhookPath) -> Response:
    """Change one."""
    asked = _read(WebhookChange)
    with writing() as session:
        row = _find(session, path.webhook_id)
        row.url = asked.url or row.url
        row.events = row.events if asked.events is None else list(asked.events)
        row.description = row.description if asked.description is None else asked.description
        if asked.enabled is not None:
            row.disabled_at = None if asked.enabled else row.disabled_at or now()
        _record(session, "webhook.changed", row, enabled=row.disabled_at is None)
        return _answered(WebhookAnswer.of(row))


@webhooks_resource.delete(
    "/<webhook_id>",
    summary="Remove a webhook",
    description="Removes it with its deliveries; what is still pending is not sent.",
    operation_id="delete_webhook",
    responses={"204": emptied("It is gone."), **_READ},
)
@requires(Scope.ADMIN)
def delete_webhook(path: WebhookPath) -> Response:
    """Remove one."""
    with writing() as session:
        row = _find(session, path.webhook_id)
        _record(session, "webhook.deleted", row)
        session.delete(row)
    return Response(status=204)


@webhooks_resource.post(
    "/<webhook_id>/rotate",
    summary="A new secret",
    description="Makes a new secret. For a day calls are signed with both, so that the receiver can change over.",
    operation_id="rotate_webhook",
    responses={
        "200": answers(
            "The new secret.", WebhookSecret, {"new": {**_SECRET, "former_valid_until": "2026-09-02T08:30:00Z"}}
        ),
        **_READ,
    },
)
@requires(Scope.ADMIN)
@idempotent
def rotate_webhook(path: WebhookPath) -> Response:
    """Make a new secret."""
    with writing() as session:
        row = _find(session, path.webhook_id)
        row.former_secret, row.former_until = row.secret, now() + FORMER_SECRET
        row.secret = _new_secret()
        _record(session, "webhook.rotated", row)
        keep_instead(_without_secret(row))
        webhook = WebhookAnswer.of(row)
        return _answered(WebhookSecret(webhook=webhook, secret=row.secret, former_valid_until=row.former_until))


@webhooks_resource.post(
    "/<webhook_id>/test",
    summary="Try a webhook out",
    description="Has it called with the event `webhook.test`; its deliveries say what came of it.",
    operation_id="test_webhook",
    responses={"202": made("It will be called.", DeliveryAnswer, {"to come": _DELIVERY}, location=False), **_READ},
)
@requires(Scope.ADMIN)
@idempotent
def test_webhook(path: WebhookPath) -> Response:
    """Try one out."""
    with writing() as session:
        row = _find(session, path.webhook_id)
        return _answered(DeliveryAnswer.of(tell(session, row, Event.TEST, {"webhook": row.id})), 202)


@webhooks_resource.get(
    "/<webhook_id>/deliveries",
    summary="What was sent",
    operation_id="list_deliveries",
    responses={"200": answers("A page of the calls.", DeliveryPage, a_page_of(_DELIVERY)), **_READ},
)
@requires(Scope.ADMIN)
def list_deliveries(path: WebhookPath, query: PageQuery) -> Response:
    """List the deliveries to one."""
    with reading() as session:
        row = _find(session, path.webhook_id)
        statement = select(DeliveryRow).where(DeliveryRow.webhook_id == row.id)
        rows, following = page_of(session, statement, DeliveryRow.id, query)
        return _answered(DeliveryPage(items=tuple(map(DeliveryAnswer.of, rows)), next=following))


@webhooks_resource.post(
    "/<webhook_id>/deliveries/<delivery_id>/retry",
    summary="Send once more",
    description="Has the call made again now, whatever came of it before.",
    operation_id="retry_delivery",
    responses={"202": made("It will be called.", DeliveryAnswer, {"to come": _DELIVERY}, location=False), **_READ},
)
@requires(Scope.ADMIN)
@idempotent
def retry_delivery(path: DeliveryPath) -> Response:
    """Send one again."""
    with writing() as session:
        row = _find(session, path.webhook_id)
        delivery = session.get(DeliveryRow, path.delivery_id)
        if delivery is None or delivery.webhook_id != row.id:
            raise missing("delivery")
        again = {"state": "pending", "attempts": 0, "next_at": now(), "delivered_at": None}
        session.execute(update(DeliveryRow).where(DeliveryRow.id == delivery.id).values(**again))
        session.refresh(delivery)
        return _answered(DeliveryAnswer.of(delivery), 202)


def _read(model: type[Body]) -> Body:
    settings: Settings = current_app.config["SETTINGS"]
    found = read_fields(model)
    if found.url is not None:
        try:
            check_url(found.url, private=settings.webhooks_private)
        except RefusedTargetError as refused:
            raise refusal([Problem(path=("url",), code=refused.code, message=str(refused))], model) from None
    return found


def _find(session: Session, webhook_id: str) -> WebhookRow:
    return owned.find(session, WebhookRow, "webhook", current().clinic, webhook_id)


def _record(session: Session, action: str, row: WebhookRow, **details: int | bool) -> None:
    record(session, row.clinic_id, current().actor, action, row.id, **details)


def _without_secret(row: WebhookRow) -> bytes:
    """What is answered when the same request is sent again."""
    again = WebhookSecret(webhook=WebhookAnswer.of(row), secret=None, former_valid_until=row.former_until)
    return again.model_dump_json().encode()


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _answered(model: BaseModel, status: int = 200) -> Response:
    return Response(model.model_dump_json(), status=status, content_type="application/json")
