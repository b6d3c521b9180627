"""Signing in and out on the pages."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from api.access.sessions import COOKIE
from api.db.database import Database
from api.db.models import SessionRow
from api.openapi import Service
from tests.service.access.conftest import MakeApp
from tests.service.access.issuer import CLIENT, SECRET, Issuer, running_issuer
from tests.service.access.people import OTHER_CLINIC, PASSWORD, make_other_clinic, make_user
from tests.service.databases import ON_SQLITE
from tests.service.web.browsing import Browser

RIGHT = {"login": "ada", "password": PASSWORD}


@pytest.fixture(autouse=True)
def ada(database: Database) -> None:
    make_user(database, "ada", "clinician")


def test_somebody_signs_in_and_out(closed: Service) -> None:
    browser = Browser(closed)
    sent_to = browser.get("/lists/int_01kb1q5s2v8e6m3c9w4t7r0xyz?saved=groups")
    assert sent_to.status_code == 303
    form = browser.get(sent_to.headers["Location"]).text
    [wanted] = re.findall(r'name="next" value="([^"]+)"', form)

    let_in = browser.send("/sign-in", RIGHT | {"next": wanted})

    assert let_in.headers["Location"] == "/lists/int_01kb1q5s2v8e6m3c9w4t7r0xyz?saved=groups"
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(let_in.headers["Set-Cookie"].split("; "))
    start = browser.get("/").text
    assert "ada" in start
    assert "clinician" in start

    cookie = browser.client.get_cookie(COOKIE)
    assert cookie is not None
    assert browser.send("/sign-out").headers["Location"].startswith("/sign-in")
    assert browser.client.get_cookie(COOKIE) is None
    browser.client.set_cookie(COOKIE, cookie.value)
    assert browser.get("/").headers["Location"].startswith("/sign-in")


@ON_SQLITE
def test_what_does_not_go_together_is_said_in_one_way(closed: Service) -> None:
    wrong: tuple[dict[str, str], ...] = (
        RIGHT | {"password": "another"},
        RIGHT | {"login": "bob"},
        RIGHT | {"clinic": "north"},
        {},
        {"login": "ada"},
    )
    answers = [Browser(closed).send("/sign-in", form) for form in wrong]

    for answer in answers:
        assert answer.status_code == 401
        assert "do not go together" in answer.text
        assert "Set-Cookie" not in answer.headers
        assert PASSWORD not in answer.text


@ON_SQLITE
@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example",
        "//elsewhere.example/lists",
        "/\\elsewhere.example",
        "/\t/elsewhere.example",
        "javascript:alert(1)",
        "/v1/intakes",
        "/sign-out",
        "/nothing",
        "/web/app.css",
        "",
    ],
)
def test_nobody_is_led_elsewhere(closed: Service, address: str) -> None:
    assert Browser(closed).send("/sign-in", RIGHT | {"next": address}).headers["Location"] == "/"


@ON_SQLITE
def test_no_other_site_signs_somebody_in(closed: Service) -> None:
    """As an attacker whose lists would then be taken for one's own."""
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"X-Nothing": "said"},
    ):
        answer = Browser(closed).send("/sign-in", RIGHT, headers)
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers
    assert Browser(closed).send("/sign-in", RIGHT, {"Origin": "http://localhost"}).status_code == 303


@ON_SQLITE
def test_too_many_tries_are_a_page_that_says_when(make_app: MakeApp) -> None:
    browser = Browser(make_app(access="keys", sign_ins_per_minute=2))
    answers = [browser.send("/sign-in", RIGHT | {"password": "another"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert answers[-1].mimetype == "text/html"
    assert "try again in" in answers[-1].text
    assert answers[-1].headers["Retry-After"].isdecimal()


@ON_SQLITE
def test_who_is_signed_out_meanwhile_comes_back_to_the_page(closed: Service, database: Database) -> None:
    browser = Browser(closed, "ada")
    with database.writing() as session:
        session.execute(delete(SessionRow))
    page = "http://localhost/lists/int_01kb1q5s2v8e6m3c9w4t7r0xyz"

    sent = browser.send(f"{page}/propose", headers={"Sec-Fetch-Site": "same-origin", "Referer": page})
    assert sent.status_code == 303
    form = browser.get(sent.headers["Location"]).text
    assert 'value="/lists/int_01kb1q5s2v8e6m3c9w4t7r0xyz"' in form
    assert "was not saved" in form

    htmx = {"HX-Request": "true", "HX-Current-URL": page, "Sec-Fetch-Site": "same-origin"}
    part = browser.send(f"{page}/propose", headers=htmx)
    assert (part.status_code, part.data) == (401, b"")
    assert part.headers["HX-Redirect"] == sent.headers["Location"]


@ON_SQLITE
def test_where_there_are_several_clinics_it_is_asked_which(closed: Service, database: Database) -> None:
    make_user(database, "bob", clinic=make_other_clinic(database))
    browser = Browser(closed)

    assert 'name="clinic"' in browser.get("/sign-in").text
    assert 'name="password"' not in browser.get("/sign-in").text
    assert "password" in browser.get(f"/sign-in?clinic={OTHER_CLINIC}").text
    bob = RIGHT | {"login": "bob"}
    assert browser.send("/sign-in", bob).status_code == 401
    assert browser.send("/sign-in", bob | {"clinic": OTHER_CLINIC}).status_code == 303


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with running_issuer() as issuer:
        yield issuer


@ON_SQLITE
def test_signing_in_elsewhere_leads_to_the_page_too(make_app: MakeApp, database: Database, issuer: Issuer) -> None:
    make_user(database, "ada@example.org")
    app = make_app(access="keys", oidc_issuer=issuer.address, oidc_client_id=CLIENT, oidc_client_secret=SECRET)
    browser = Browser(app)
    wanted = "/plans/pln_01kb1q5s2v8e6m3c9w4t7r0xyz/report.html"

    [there] = re.findall(r'href="(/v1/session/oidc[^"]*)"', browser.get(f"/sign-in?next={wanted}").text)
    sent = browser.get(there.replace("&amp;", "&"))
    back = browser.get(issuer.authorize(sent.headers["Location"]))

    assert (back.status_code, back.headers["Location"]) == (303, wanted)

    refused = browser.get("/v1/session/oidc/callback?code=x&state=y")
    assert refused.status_code == 401
    assert "begin again" in refused.text
    assert refused.mimetype == "text/html"


@ON_SQLITE
def test_without_a_provider_no_button_leads_there(closed: Service) -> None:
    assert "/v1/session/oidc" not in Browser(closed).get("/sign-in").text
