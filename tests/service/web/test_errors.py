"""What went wrong, as a page for people and as a problem for programs."""

import pytest
from werkzeug.exceptions import RequestEntityTooLarge

from api.db.database import Database
from api.openapi import Service
from api.problems import problem
from api.web import start
from tests.service.access.people import make_user
from tests.service.databases import ON_SQLITE
from tests.service.web.browsing import ACCEPTS, Browser

HOSTILE = "Quendolyn%3Cscript%3E"

pytestmark = ON_SQLITE


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (problem(409, "taken", "somebody was quicker"), 409, "Somebody was quicker."),
        (problem(403, "forbidden", "this needs a role"), 403, "This needs a role."),
        (problem(412, "changed", "it has changed"), 412, "It has changed."),
        (problem(406, "odd", "it is odd"), 406, "It is odd."),
        (RequestEntityTooLarge(), 413, "Was it the right file?"),
        (RuntimeError("Quendolyn"), 500, "It is not your fault"),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else "",
)
def test_what_went_wrong_is_a_page(
    app: Service, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, said: str
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(start, "_start", fail)
    browser = Browser(app)

    answer = browser.get("/")

    assert answer.status_code == status
    assert answer.content_type == "text/html; charset=utf-8"
    assert said in answer.text
    assert answer.headers["X-Request-Id"] in answer.text
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "Quendolyn" not in answer.text
    assert 'href="/"' in answer.text

    part = browser.client.get("/", headers={"HX-Request": "true"})
    assert part.status_code == status
    assert part.headers["HX-Retarget"] == "#alert"
    assert "<html" not in part.text
    assert answer.headers["X-Request-Id"] not in part.text
    assert part.headers["X-Request-Id"] in part.text

    program = browser.client.get("/", headers={"Accept": "application/json"})
    assert (program.status_code, program.content_type) == (status, "application/problem+json")


@pytest.mark.parametrize("address", [f"/{HOSTILE}", f"/plans/{HOSTILE}", f"/lists/x?saved={HOSTILE}"])
def test_nothing_that_was_sent_comes_back(app: Service, address: str) -> None:
    answer = Browser(app).get(address)

    assert answer.status_code == 404
    assert "There is nothing here" in answer.text
    assert "Quendolyn" not in answer.text


def test_programs_get_problems(app: Service) -> None:
    client = app.test_client()

    for address, accept in (("/v1/intakes/none", ACCEPTS), ("/plans/none", "*/*"), ("/none", "application/json")):
        answer = client.get(address, headers={"Accept": accept})
        assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_an_address_that_takes_forms_alone(app: Service) -> None:
    answer = Browser(app).get("/lists")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "OPTIONS, POST"
    assert "what a form sends" in answer.text


def test_a_text_that_cannot_be_kept_is_refused(app: Service) -> None:
    answer = Browser(app).send("/lists/sample", {"kind": "cam\0pus"})

    assert answer.status_code == 400
    assert "U+0000" in answer.text


def test_a_form_as_long_as_a_list_is_taken(app: Service) -> None:
    browser = Browser(app)
    kept = browser.send("/lists/sample", {"kind": "campus"}).headers["Location"]
    long = {f"group-{number}-leaders": "x" * 400 for number in range(3000)}

    assert browser.send(f"{kept}/groups", long).status_code == 303
    assert browser.send(f"{kept}/groups", {"x": "x" * 9_000_000}).status_code == 413


def test_a_role_without_pages_is_told_so(closed: Service, database: Database) -> None:
    make_user(database, "ada", "auditor")
    browser = Browser(closed, "ada")

    answer = browser.get("/")

    assert answer.status_code == 403
    assert "follows from their role" in answer.text
    assert "auditor" in answer.text
    assert "/sign-out" in answer.text


def test_an_open_service_asks_nobody(app: Service) -> None:
    answer = Browser(app).get("/sign-in?next=/")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_whom_an_open_service_does_not_let_in_is_told_why(app: Service) -> None:
    answer = app.test_client().get("/", headers={"Accept": "text/html", "X-Forwarded-For": "192.0.2.7"})

    assert answer.status_code == 401
    assert answer.mimetype == "text/html"
    assert "This came through a proxy" in answer.text
