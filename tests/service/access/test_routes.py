"""Every route: who may use it, and what another clinic finds out by it. New routes are found by themselves."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from api.access.principal import scopes_asked
from api.access.scopes import Scope
from api.db.database import Database
from api.db.ids import ID_PATTERN, new_id
from api.db.models import HOME_CLINIC
from api.openapi import Service
from tests.service.access.conftest import MakeApp
from tests.service.access.objects import NAME, PSEUDONYMS, WORDS, Belongings, routes, unguarded
from tests.service.access.people import bearer, make_key, make_other_clinic
from tests.service.databases import ON_SQLITE

OPEN = {
    "GET /v1/openapi.json",
    "POST /v1/session",
    "GET /v1/session/oidc",
    "GET /v1/session/oidc/callback",
}
"""What everybody may ask without being known."""

ANY_STATE = {"If-Match": "*"}
"""Sent with every change: no precondition is what keeps a clinic out."""


@pytest.fixture
def app(make_app: MakeApp) -> Service:
    return make_app(requests_per_minute=0, sign_ins_per_minute=0)


@pytest.fixture
def theirs(database: Database) -> Belongings:
    """What belongs to the clinic that is not to be seen."""
    return Belongings(database, HOME_CLINIC)


@pytest.fixture
def ours(database: Database) -> Belongings:
    """What belongs to the clinic that asks."""
    return Belongings(database, make_other_clinic(database))


@ON_SQLITE
def test_every_route_asks_for_a_scope_or_is_meant_to_be_open(app: Service) -> None:
    assert unguarded(app, routes(app)) <= OPEN, (
        "put @requires(Scope...) under the route, or say in OPEN that everybody may use it"
    )


@ON_SQLITE
def test_no_route_is_used_without_a_key(app: Service, theirs: Belongings) -> None:
    make_key(theirs.database)
    client = app.test_client()

    for method, rule in routes(app):
        if f"{method} {rule.rule}" not in OPEN:
            answer = ask(client, method, theirs.address(rule), app, rule, {})
            assert answer.status_code == 401, f"{method} {rule.rule} answered {answer.status_code}"


@ON_SQLITE
def test_no_route_is_used_without_its_scope(app: Service, theirs: Belongings) -> None:
    secrets = {scope: bearer(make_key(theirs.database, [scope])) for scope in Scope}
    client = app.test_client()

    for method, rule in routes(app):
        asked = scopes_asked(app.view_functions[rule.endpoint])
        for scope in frozenset(Scope) - (asked or frozenset(Scope)):
            answer = ask(client, method, theirs.address(rule), app, rule, secrets[scope])
            assert answer.status_code == 403, f"{method} {rule.rule} with {scope} alone: {answer.status_code}"


@ON_SQLITE
def test_each_scope_that_is_asked_for_is_enough(app: Service, theirs: Belongings) -> None:
    """Nothing is sent that could do anything: only whether they are let in is looked at."""
    secrets = {scope: bearer(make_key(theirs.database, [scope])) for scope in Scope}
    client = app.test_client()

    for method, rule in routes(app):
        for scope in scopes_asked(app.view_functions[rule.endpoint]) or ():
            address = theirs.filled(rule, dict.fromkeys(rule.arguments, "1"))
            answer = client.open(address, method=method, headers=secrets[scope])
            assert answer.status_code not in (401, 403), f"{method} {rule.rule} with {scope}: {answer.status_code}"
            answer.close()


def test_another_clinics_belongings_are_not_there(app: Service, theirs: Belongings, ours: Belongings) -> None:
    """Whatever is asked of them is answered as if they had never been, and changes nothing."""
    theirs.everything()
    client, key = app.test_client(), bearer(make_key(ours.database, clinic=ours.clinic))

    for method, rule in routes(app):
        if not rule.arguments - PSEUDONYMS:
            continue
        address = theirs.address(rule)
        values = {name: unknown_like(theirs.named(name, rule), name) for name in rule.arguments}
        found = ask(client, method, address, app, rule, key)
        unknown = ask(client, method, theirs.filled(rule, values), app, rule, key)

        told = f"{method} {rule.rule} answered {found.status_code}: {found.text[:300]}"
        assert found.status_code == 404 or 400 <= found.status_code < 500, told
        assert found.status_code != 403, told
        assert public(found) == public(unknown), f"{told}; and of nothing at all {unknown.status_code}"
        if method in ("GET", "DELETE"):
            assert found.status_code == 404, told


def test_ids_of_another_clinic_are_of_no_use_in_a_body(app: Service, theirs: Belongings, ours: Belongings) -> None:
    """An example of each request, with every id in it replaced by one of another clinic."""
    having = theirs.everything()
    by_kind = {each[:4]: each for each in having.values()}
    client, key = app.test_client(), bearer(make_key(ours.database, clinic=ours.clinic))
    before = client.get("/v1/intakes", headers=key).get_json()

    for method, rule in routes(app):
        _, body = example(app, method, rule)
        if body is None or not ID_PATTERN.search(body) or rule.rule == "/v1/session":
            continue
        sent = ID_PATTERN.sub(lambda found: by_kind.get(found[0][:4], found[0]), body)
        answer = ask(client, method, ours.address(rule), app, rule, key, sent)
        assert 400 <= answer.status_code < 500, f"{method} {rule.rule} answered {answer.status_code}"

    assert client.get("/v1/intakes", headers=key).get_json() == before


def test_lists_show_nothing_of_another_clinic(app: Service, theirs: Belongings, ours: Belongings) -> None:
    having = theirs.everything()
    client, key = app.test_client(), bearer(make_key(ours.database, clinic=ours.clinic))

    for method, rule in routes(app):
        if method != "GET" or rule.arguments - PSEUDONYMS:
            continue
        for query in ({}, *({name: having[name]} for name in queried(app, rule) if name in having)):
            answer = client.get(theirs.address(rule), headers=key, query_string=query)
            told = f"{rule.rule} {query}: {answer.text[:300]}"
            assert WORDS not in answer.text, told
            assert WORDS.casefold() not in answer.text, told
            assert not [each for each in having.values() if each in answer.text], told


def test_names_are_shown_to_those_who_need_them(app: Service, theirs: Belongings) -> None:
    """Everything that can be read, as everybody but those who may read rosters."""
    theirs.everything()
    client, key = app.test_client(), bearer(make_key(theirs.database, frozenset(Scope) - {Scope.ROSTER}))

    for method, rule in routes(app):
        if method != "GET":
            continue
        for accept in media(app, rule):
            answer = client.get(theirs.address(rule), headers=key | {"Accept": accept})
            assert NAME.encode() not in answer.data, f"{rule.rule} as {accept}"
            assert NAME.split()[0].encode() not in answer.data, f"{rule.rule} as {accept}"


@ON_SQLITE
def test_the_document_says_who_may_do_what(app: Service) -> None:
    document = app.api_doc

    for method, rule in routes(app):
        operation = operation_of(app, method, rule)
        asked = scopes_asked(app.view_functions[rule.endpoint])
        if asked is None:
            assert operation["security"] == []
            continue
        assert set(operation["x-scopes"]) == asked
        assert {"401", "403", "429"} <= set(operation["responses"])
        session = {"session": ()} if method == "GET" else {"session": (), "csrf": ()}
        assert [{name: tuple(roles) for name, roles in each.items()} for each in operation["security"]] == [
            {"key": ()},
            session,
        ]
    assert set(document["components"]["securitySchemes"]) == {"key", "session", "csrf"}


def ask(
    client: FlaskClient,
    method: str,
    address: str,
    app: Flask,
    rule: Rule,
    headers: Mapping[str, str],
    body: str | None = None,
) -> TestResponse:
    """Ask a route with the example of its documentation as the body, or another one."""
    kind, shown = example(app, method, rule)
    more = {} if kind is None else {"Content-Type": kind}
    state = {} if method == "GET" else ANY_STATE
    return client.open(address, method=method, data=body or shown, headers={**state, **more, **headers})


def operation_of(app: Flask, method: str, rule: Rule) -> dict[str, Any]:
    assert isinstance(app, Service)
    path = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)
    found: dict[str, Any] = app.api_doc["paths"][path][method.lower()]
    return found


def example(app: Flask, method: str, rule: Rule) -> tuple[str | None, str | None]:
    """The type and the text of a route's documented request, where it takes one."""
    for kind, shown in operation_of(app, method, rule).get("requestBody", {}).get("content", {}).items():
        values = [each["value"] for each in shown.get("examples", {}).values()]
        if values:
            return kind, values[0] if isinstance(values[0], str) else json.dumps(values[0])
    return None, None


def queried(app: Flask, rule: Rule) -> list[str]:
    """The query parameters of a route."""
    return [found["name"] for found in operation_of(app, "GET", rule).get("parameters", []) if found["in"] == "query"]


def media(app: Flask, rule: Rule) -> list[str]:
    """Everything that a route can be asked to answer with."""
    responses = operation_of(app, "GET", rule)["responses"]
    found = {kind for status, each in responses.items() if status.startswith("2") for kind in each.get("content", {})}
    return sorted(found | {"*/*"})


def unknown_like(known: str, parameter: str) -> str:
    """What looks like the id of something, and names nothing."""
    if parameter in PSEUDONYMS:
        return known
    prefix: Any = known[:3]
    return new_id(prefix)


def public(answer: TestResponse) -> object:
    """What the caller can tell answers apart by."""
    body = answer.get_json(silent=True)
    return answer.status_code, {**body, "request_id": None} if isinstance(body, dict) else answer.data
