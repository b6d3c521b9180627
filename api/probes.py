"""Probes for whoever runs the service: is it alive, can it work, and how much does it do."""

import ipaddress
from typing import Literal

from flask import Response, current_app, g, request
from flask_openapi import APIBlueprint
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import Field
from sqlalchemy.exc import SQLAlchemyError

from api.access.identify import who_asks
from api.access.principal import requires
from api.access.scopes import Scope
from api.db.migrate import is_current
from api.logs import service_log
from api.metrics import exposition, workers_alive
from api.openapi import answers, problems
from api.problems import problem
from api.settings import Settings
from api.transactions import database
from matcher.intake import Frozen

probes = APIBlueprint("probes", __name__, abp_tags=[{"name": "Probes"}])

_FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Real-Ip")
"""Headers of a proxy: who asks through one is not on this machine."""


class Health(Frozen):
    """The service answers requests."""

    status: Literal["ok"] = "ok"


class Readiness(Frozen):
    """The service can work."""

    status: Literal["ready"] = "ready"
    workers: int = Field(description="Workers alive. Without one, lists and plans are served, and jobs wait.")


@probes.get(
    "/healthz",
    summary="Is the service alive?",
    description="Answers as long as the process takes requests.",
    operation_id="health",
    responses={"200": answers("It is.", Health, {"alive": {"status": "ok"}}), **problems("MethodNotAllowed")},
)
def health() -> Response:
    """Answer."""
    return Response(Health().model_dump_json(), content_type="application/json")


@probes.get(
    "/readyz",
    summary="Can the service work?",
    description=(
        "Asks the database whether it is there and has the tables of this version. The search was tried out before the "
        "service took its first request."
    ),
    operation_id="readiness",
    responses={
        "200": answers("It can.", Readiness, {"ready": {"status": "ready", "workers": 1}}),
        **problems("MethodNotAllowed", "NotReady"),
    },
)
def readiness() -> Response:
    """Ask the database; 503 where it does not answer, so that no request is sent here."""
    settings: Settings = current_app.config["SETTINGS"]
    try:
        current = is_current(database())
        workers = workers_alive(database(), settings) if current else 0
    except SQLAlchemyError as error:
        service_log.error("not ready", extra={"record": {"error": type(error).__name__}})
        raise problem(503, "not_ready", "the database does not answer") from None
    if not current:
        detail = "the database's tables are not of this version: run group-matcher db upgrade"
        raise problem(503, "not_ready", detail)
    return Response(Readiness(workers=workers).model_dump_json(), content_type="application/json")


@probes.get(
    "/metrics",
    summary="Figures for Prometheus",
    description=(
        "Open to this machine; others need a key with the scope audit or admin, unless the operator has opened it. No "
        "figure is about a person or a clinic."
    ),
    operation_id="metrics",
    responses={
        "200": {
            "description": "The figures, in Prometheus' text form.",
            "headers": {"X-Request-Id": {"$ref": "#/components/headers/X-Request-Id"}},
            "content": {CONTENT_TYPE_LATEST.partition(";")[0]: {"schema": {"type": "string"}}},
        },
        **problems("Unauthorized", "Forbidden", "MethodNotAllowed"),
    },
)
def metrics() -> Response:
    """Write the figures."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.open_metrics or _from_here():
        return _figures()
    g.principal = g.principal or who_asks(request, database(), settings)
    return _figures_for_few()


def _figures() -> Response:
    return Response(exposition(database(), current_app.config["SETTINGS"]), content_type=CONTENT_TYPE_LATEST)


_figures_for_few = requires(Scope.AUDIT, Scope.ADMIN)(_figures)


def _from_here() -> bool:
    """Whether the request comes from this machine, and through no proxy on it."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
