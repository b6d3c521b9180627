"""The service as schemathesis meets it: with a database, somebody who may do everything, and things to ask about."""

import json
import re
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import schemathesis
from flask.testing import FlaskClient
from schemathesis import Case, Config, HookContext
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.engine import from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished
from werkzeug.serving import WSGIRequestHandler, make_server

import tests.api.refusals  # noqa: F401 - its check is registered by being imported
from api.app import create_app
from api.db.database import Database
from api.db.models import IntakeRow, PlanRow
from api.openapi import Service, document
from api.settings import Settings
from api.upload import FORM
from tests.api.asking import Json
from tests.service.access.people import PASSWORD, bearer, make_key, make_user
from tests.service.plans.planning import GROUPS, keep_plan, small_list

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Caller = Literal["key", "session"]
"""By what the caller is known."""

CALLERS: tuple[Caller, ...] = ("key", "session")

Phase = Literal["examples", "coverage", "fuzzing", "stateful"]

PHASES: tuple[Phase, ...] = ("examples", "coverage", "fuzzing", "stateful")

LOGIN = "caller"
PATIENCE_SECONDS = 120
"""How long an answer may take on a machine that has other things to do."""

LISTS = 12
"""Some are deleted on the way."""

SEEN = ('"1"', '"2"')
"""ETags that are sent where they need not be right; half of the time they are made so."""

MAY_BE_REFUSED = ["2xx", "304", "401", "403", "404", "406", "409", "412", "422", "428"]
"""JSON Schema knows neither which ids there are, nor what is said elsewhere in a request, nor what a list holds."""

DOCUMENT = document()

OPERATIONS: list[Json] = [operation for item in DOCUMENT["paths"].values() for operation in item.values()]

INTAKE = re.compile(
    r"schemas/(Intake|IntakeRequest|(Evaluate|Solve|Explain|Why|Recommend|Revise|Compare)Request|WhatIf\w+)\""
)

WITH_A_LIST = [each["operationId"] for each in OPERATIONS if INTAKE.search(json.dumps(each.get("requestBody")))]
"""Operations that are sent a whole list; tests/api tries its boundaries."""

PAGED = [
    operation["operationId"]
    for operation in OPERATIONS
    if any(parameter.get("name") == "cursor" for parameter in operation.get("parameters", ()))
]
"""Operations that give pages."""

OR_NO_CURSOR = [*MAY_BE_REFUSED, "400"]
"""Nor what a cursor of ours looks like, or which groups a plan has that is asked about in an address."""

STREAM = "text/event-stream"


@dataclass
class Tried:
    """What came of it."""

    cases: int = 0
    requests: int = 0
    """Those with which a check asks once more included, such as without a key."""
    statuses: Counter[int] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    """How often each was made."""
    failures: dict[str, list[str]] = field(default_factory=dict)
    """By check and operation, with a way to see it again."""
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Stage:
    """A service with things in it."""

    address: str
    key: str
    session: str
    csrf: str
    ids: Mapping[str, tuple[str, ...]]
    """Values of parameters by their name."""


@contextmanager
def stage(url: str) -> Iterator[Stage]:
    """A service on a fresh database with lists, plans, a job, a webhook, keys and users."""
    app = create_app(
        Settings(
            database_url=url,
            default_seconds=0.05,
            max_seconds=0.05,
            max_applicants=60,
            max_groups=20,
            # Nobody works here: whoever would wait for a job gets their 202 at once.
            max_wait_seconds=0.01,
            requests_per_minute=0,
            sign_ins_per_minute=0,
        )
    )
    database: Database = app.extensions["group_matcher_database"]
    try:
        key, user = make_key(database), make_user(database, LOGIN)
        client = app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = bearer(key)["Authorization"]
        ids = _furnish(client)
        opened = client.post("/v1/session", json={"login": LOGIN, "password": PASSWORD})
        cookie = client.get_cookie("group_matcher_session")
        assert opened.status_code == 201
        assert cookie is not None
        ids["user_id"] = (user,)
        with _served(_Before(app)) as address:
            yield Stage(address, key, cookie.value, opened.get_json()["csrf_token"], ids)
    finally:
        database.close()


def _furnish(client: FlaskClient) -> dict[str, tuple[str, ...]]:
    plans = [keep_plan(client, small_list()) for _ in range(LISTS)]
    lists = [plan["intake"] for plan in plans]
    job = client.post(f"/v1/intakes/{lists[0]}/plans", json={}).get_json()
    hook = client.post("/v1/webhooks", json={"url": "https://example.org/hook", "events": ["job.ended"]}).get_json()
    test = client.post(f"/v1/webhooks/{hook['webhook']['id']}/test").get_json()
    key = client.post("/v1/keys", json={"name": "Spare", "scopes": ["plan"]}).get_json()
    return {
        "intake_id": tuple(lists),
        "plan_id": tuple(plan["id"] for plan in plans),
        "job_id": (job["id"],),
        "webhook_id": (hook["webhook"]["id"],),
        "delivery_id": (test["id"],),
        "key_id": (key["id"],),
        "applicant_id": tuple(person["id"] for person in small_list()["applicants"]),
        "group_id": tuple(group["id"] for group in GROUPS),
    }


@contextmanager
def _served(app: "WSGIApplication") -> Iterator[str]:
    """The address of the app, served by a thread of this process."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, name="server")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Silent(WSGIRequestHandler):
    def log(self, *_args: object) -> None:
        """Write nothing."""


class _Before:
    """The app, behind what a caller does who looks before they change something, and who does not wait for jobs."""

    def __init__(self, app: Service) -> None:
        self._inner = app.wsgi_app
        self._database: Database = app.extensions["group_matcher_database"]

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        kinds: list[str] = []

        def started(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            kinds.extend(value for name, value in headers if name.lower() == "content-type")
            return start_response(status, headers, *rest)

        if environ.get("HTTP_IF_MATCH") == SEEN[0]:
            environ["HTTP_IF_MATCH"] = self._state(environ["PATH_INFO"]) or SEEN[0]
        body = self._inner(environ, started)
        # A stream ends after its first words instead of with the job.
        return [next(iter(body))] if kinds[:1] == [STREAM] else body

    def _state(self, path: str) -> str | None:
        """The ETag of the list or plan at an address."""
        _, _, kind, named, *_ = (*path.split("/"), "", "")
        with self._database.reading() as session:
            row = session.get(PlanRow, named) if kind == "plans" else session.get(IntakeRow, named)
            return None if row is None else f'"{row.revision}"'


def tried(there: Stage, caller: Caller, *phases: Phase, examples: int = 1, scenarios: int = 1, seed: int = 1) -> Tried:
    """Send requests of every operation and look at the answers.

    Args:
        there: The service.
        caller: Who asks.
        phases: What is sent: the examples of the document, each boundary of each field (coverage), what is drawn by the
            document, right and wrong (fuzzing), and stories of several requests that use each other's answers.
        examples: Requests drawn of each operation.
        scenarios: Stories.
        seed: Where chance begins.
    """
    config = Config.from_dict(_config(there, caller, phases, examples, scenarios, seed))
    whole = schemathesis.openapi.from_url(f"{there.address}/v1/openapi.json", config=config)
    # Whoever signs out is not known any more.
    schema = whole.exclude(operation_id="sign_out")

    @schema.hook("filter_failure")
    def filter_failure(
        _context: HookContext, failure: Failure, case: Case[Any], _response: schemathesis.Response
    ) -> bool:
        # An empty field of a form counts as left out: browsers send those that nobody filled in.
        empty = case.media_type == FORM and isinstance(case.body, dict) and "" in case.body.values()
        return not (empty and isinstance(failure, AcceptedNegativeData))

    found = Tried()
    for event in from_schema(schema).execute():
        if isinstance(event, NonFatalError):
            found.errors.append(f"{event.label}: {event.value!r}")
        if isinstance(event, ScenarioFinished):
            _count(found, event)
    return found


def _config(
    there: Stage, caller: Caller, phases: Collection[Phase], examples: int, scenarios: int, seed: int
) -> dict[str, Any]:
    parameters = {f"path.{name}": {"dictionary": name, "probability": 0.9} for name in there.ids}
    parameters["header.If-Match"] = {"dictionary": "seen", "probability": 0.9}
    for name, place in (("applicant_id", "applicant"), ("group_id", "group"), ("group_id", "not_group")):
        parameters[f"body.{place}"] = {"dictionary": name, "probability": 0.8}
    parameters["body.moves[*].applicant"] = {"dictionary": "applicant_id", "probability": 0.8}
    parameters["body.moves[*].to"] = {"dictionary": "group_id", "probability": 0.8}
    dictionaries = {name: {"values": list(values)} for name, values in there.ids.items()}
    key: dict[str, Any] = {"key": {"bearer": there.key}}
    session: dict[str, Any] = {"session": {"api_key": there.session}, "csrf": {"api_key": there.csrf}}
    return {
        "seed": seed,
        "continue-on-failure": True,
        "request-timeout": PATIENCE_SECONDS,
        "generation": {"allow-x00": False, "max-examples": examples, "no-shrink": True},
        "parameters": parameters,
        "dictionaries": {**dictionaries, "seen": {"values": list(SEEN)}},
        "auth": {"openapi": key if caller == "key" else session},
        "checks": {"positive_data_acceptance": {"expected-statuses": MAY_BE_REFUSED}},
        "operations": [
            {"include-operation-id": WITH_A_LIST, "phases": {"coverage": {"enabled": False}}},
            {
                "include-operation-id": [*PAGED, "explain_stored_plan"],
                "checks": {"positive_data_acceptance": {"expected-statuses": OR_NO_CURSOR}},
            },
        ],
        "phases": {
            **{phase: {"enabled": phase in phases} for phase in PHASES},
            "stateful": {"enabled": "stateful" in phases, "generation": {"max-examples": scenarios}},
        },
    }


def _count(found: Tried, event: ScenarioFinished) -> None:
    recorder = event.recorder
    found.cases += len(recorder.checks)
    for interaction in recorder.interactions.values():
        found.requests += 1
        status = 0 if interaction.response is None else interaction.response.status_code
        found.statuses[status] += 1
    for case_id, checks in recorder.checks.items():
        for check in checks:
            found.checks[check.name] += 1
            if check.failure_info is not None:
                label = recorder.cases[case_id].value.operation.label
                told = f"{check.failure_info.failure}\n{check.failure_info.code_sample}"
                found.failures.setdefault(f"{check.name}: {label}", []).append(told)
