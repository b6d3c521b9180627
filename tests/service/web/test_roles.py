"""Every page: who may use it, what it offers to whom, what another clinic finds out. New ones are found."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from api.access.principal import scopes_asked
from api.access.scopes import ROLES, Scope
from api.db.database import Database
from api.db.ids import new_id
from api.db.models import HOME_CLINIC
from api.openapi import Service
from tests.service.access.objects import NAME, PSEUDONYMS, WORDS, Belongings, page_routes, unguarded
from tests.service.access.people import OTHER_CLINIC, bearer, make_key, make_other_clinic, make_user
from tests.service.databases import ON_SQLITE
from tests.service.web.browsing import ACCEPTS, OWN, Browser

OPEN = {"GET /sign-in", "POST /sign-in", "GET /web/shared.css"}
"""Pages that everybody gets."""

ADDRESS = re.compile(r'(?<=\s)(?:href|action|formaction|src|hx-get|hx-post|hx-put|hx-patch|hx-delete)="(/[^"#?]*)')
"""Where a page leads: links, forms, and what htmx asks."""


@pytest.fixture
def theirs(database: Database) -> Belongings:
    found = Belongings(database, HOME_CLINIC)
    found.everything()
    return found


@ON_SQLITE
def test_every_page_asks_for_a_scope_or_is_meant_to_be_open(closed: Service) -> None:
    assert unguarded(closed, page_routes(closed)) <= OPEN, (
        "put @requires(Scope...) under the route, or say in OPEN that everybody may use it"
    )


@ON_SQLITE
def test_nobody_sees_a_page_without_signing_in(closed: Service, theirs: Belongings) -> None:
    browser = Browser(closed)

    for method, rule in guarded(closed):
        answer = browser.client.open(theirs.address(rule), method=method, headers=OWN)
        assert answer.status_code == 303, f"{method} {rule.rule} answered {answer.status_code}"
        assert answer.headers["Location"].startswith("/sign-in?"), f"{method} {rule.rule}"


@ON_SQLITE
@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_its_pages_and_no_others(closed: Service, theirs: Belongings, role: str) -> None:
    make_user(theirs.database, "ada", role)
    browser = Browser(closed, "ada")

    for method, rule in guarded(closed):
        asked = scopes_asked(closed.view_functions[rule.endpoint])
        assert asked is not None
        if rule.endpoint == "web.sign_out":
            continue
        # Who may is not let do it: only whether they are let in is looked at.
        address = (
            theirs.filled(rule, dict.fromkeys(rule.arguments, "1")) if asked & ROLES[role] else theirs.address(rule)
        )
        answer = browser.client.open(address, method=method, headers=OWN)
        told = f"{method} {rule.rule} answered {role} with {answer.status_code}"
        if asked & ROLES[role]:
            assert answer.status_code not in (401, 403), told
        else:
            assert answer.status_code == 403, told
            assert answer.mimetype == "text/html", told


@ON_SQLITE
@pytest.mark.parametrize("role", ROLES)
def test_no_page_offers_what_a_role_may_not_do(closed: Service, theirs: Belongings, role: str) -> None:
    make_user(theirs.database, "ada", role)
    browser = Browser(closed, "ada")

    for _, rule in guarded(closed, "GET"):
        shown = browser.get(theirs.address(rule))
        if shown.status_code != 200 or shown.mimetype != "text/html" or "Content-Disposition" in shown.headers:
            continue
        offered = set(ADDRESS.findall(shown.text))
        assert "/sign-out" in offered, rule.rule
        for address in offered:
            for asked in scopes_at(closed, address):
                assert asked & ROLES[role], f"{rule.rule} offers {address} to {role}"


@ON_SQLITE
@pytest.mark.parametrize("role", ROLES)
def test_names_are_shown_to_those_who_need_them(closed: Service, theirs: Belongings, role: str) -> None:
    make_user(theirs.database, "ada", role)
    browser = Browser(closed, "ada")

    shown = {rule.rule: browser.get(theirs.address(rule)).data for _, rule in guarded(closed, "GET")}

    named = {rule for rule, data in shown.items() if NAME.encode() in data or NAME.split()[0].encode() in data}
    if Scope.ROSTER in ROLES[role]:
        assert "/plans/<plan_id>" in named
    else:
        assert named == set()


def test_another_clinics_pages_are_not_there(closed: Service, theirs: Belongings) -> None:
    """Whatever is asked of them is answered as if they had never been."""
    make_user(theirs.database, "ada", clinic=make_other_clinic(theirs.database))
    browser = Browser(closed, "ada", clinic=OTHER_CLINIC)

    for method, rule in guarded(closed):
        if rule.endpoint == "web.sign_out":
            continue
        if not rule.arguments - PSEUDONYMS:
            assert method != "GET" or WORDS not in browser.get(theirs.address(rule)).text, rule.rule
            continue
        unknown = {
            name: theirs.named(name, rule) if name in PSEUDONYMS else new_id(theirs.named(name, rule)[:3])  # type: ignore[arg-type]
            for name in rule.arguments
        }
        answers = [
            browser.client.open(address, method=method, headers=OWN)
            for address in (theirs.address(rule), theirs.filled(rule, unknown))
        ]
        assert [answer.status_code for answer in answers] == [404, 404], f"{method} {rule.rule}"
        found, nothing = (re.sub(r"<code>\w+</code>", "", answer.text) for answer in answers)
        assert found == nothing, f"{method} {rule.rule}"


@ON_SQLITE
def test_a_file_is_for_whoever_brought_it_and_those_who_see_names(closed: Service, theirs: Belongings) -> None:
    """No column of it has been read as a name yet."""
    key = bearer(make_key(theirs.database, [Scope.SUBMIT]))
    own = closed.test_client().post("/lists", data={"list": (__file__, "list.csv")}, headers=key)
    for login, role in (("ada", "integration"), ("bob", "coordinator")):
        make_user(theirs.database, login, role)

    for address in (f"/drafts/{theirs.draft}", own.headers["Location"]):
        assert Browser(closed, "ada").get(address).status_code == 404
        assert Browser(closed, "bob").get(address).status_code == 200
    assert closed.test_client().get(own.headers["Location"], headers=key).status_code == 200
    assert WORDS in Browser(closed, "bob").get("/").text.split("Your lists")[0]
    assert WORDS not in Browser(closed, "ada").get("/").text.split("Your lists")[0]


@ON_SQLITE
def test_no_other_site_acts_in_a_session(closed: Service, theirs: Belongings) -> None:
    make_user(theirs.database, "ada")
    browser = Browser(closed, "ada")

    for method, rule in guarded(closed, "POST", "PUT", "PATCH", "DELETE"):
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://elsewhere.example"},
            {"X-CSRF-Token": "5e" * 32, "Sec-Fetch-Site": "same-origin"},
            {},
        ):
            answer = browser.client.open(theirs.address(rule), method=method, headers={"Accept": ACCEPTS} | headers)
            assert answer.status_code == 403, f"{method} {rule.rule} with {headers}: {answer.status_code}"
    assert "ada" in browser.get("/").text


def guarded(app: Flask, *methods: str) -> Iterator[tuple[str, Rule]]:
    """The pages that ask who somebody is."""
    for method, rule in page_routes(app):
        if f"{method} {rule.rule}" not in OPEN and (not methods or method in methods):
            yield method, rule


def scopes_at(app: Flask, address: str) -> Iterator[frozenset[Scope]]:
    """What is asked for at an address, by each method that it takes."""
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        try:
            endpoint, _ = app.url_map.bind("").match(address, method=method)
        except HTTPException:
            continue
        asked = scopes_asked(app.view_functions[str(endpoint)])
        if asked is not None:
            yield asked
