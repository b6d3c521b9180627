"""Probes for whoever runs the service: is it alive, can it solve."""

from typing import Literal

from flask import Response
from flask_openapi import APIBlueprint

from api.logs import service_log
from api.openapi import answers, problems
from api.problems import problem
from api.solving import try_out
from matcher.intake import Frozen

probes = APIBlueprint("probes", __name__, abp_tags=[{"name": "Probes"}])


class Health(Frozen):
    """The service answers requests."""

    status: Literal["ok"] = "ok"


class Readiness(Frozen):
    """The service can solve."""

    status: Literal["ready"] = "ready"


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
    summary="Can the service solve?",
    description="Solves a list of eight people.",
    operation_id="readiness",
    responses={
        "200": answers("It can.", Readiness, {"ready": {"status": "ready"}}),
        **problems("MethodNotAllowed", "NotReady"),
    },
)
def readiness() -> Response:
    """Solve a tiny list; 503 when that fails, whatever the reason, so that no request is sent here."""
    try:
        ready = try_out().plan is not None
    except Exception as error:
        service_log.error("not ready", extra={"record": {"error": type(error).__name__}})
        ready = False
    if not ready:
        raise problem(503, "not_ready", "the service cannot solve a tiny list: see its log")
    return Response(Readiness().model_dump_json(), content_type="application/json")
