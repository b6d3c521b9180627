"""The page on which a plan is published, printed and taken along."""

import io
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from pypdf import PdfReader
from werkzeug.test import TestResponse

from api.access.scopes import Scope
from api.db.database import Database
from api.web.pages import CONTENT_SECURITY_POLICY
from matcher.report import pdf
from tests.api.asking import Json, plan
from tests.service.access.people import bearer, make_key
from tests.service.databases import ON_SQLITE
from tests.service.plans.planning import SEATED, keep_plan, move, read, small_list

pytestmark = ON_SQLITE


def page(response: TestResponse, status: int = 200) -> str:
    assert response.status_code == status, response.text
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert not re.search(r"<script(?! src=)|<style| style=| on\w+=", response.text)
    return response.text


def address(kept: Json, what: str = "publish") -> str:
    return f"/plans/{kept['id']}/{what}"


def send(client: FlaskClient, kept: Json, what: str, shown: str) -> TestResponse:
    """Press the button of the page as it was shown."""
    form = shown.split(f'action="{address(kept, what)}"')[1].split("</form>")[0]
    return client.post(address(kept, what), data=dict(re.findall(r'name="(\w+)" value="(\d*)"', form)))


def test_a_plan_is_published_changed_and_withdrawn(client: FlaskClient) -> None:
    kept = keep_plan(client)
    first = page(client.get(address(kept)))
    assert "nobody has been told a place" in first
    assert "Revision 1 places 6 of 8 people" in first

    assert send(client, kept, "publish/now", first).headers["Location"].endswith(address(kept))
    told = page(client.get(address(kept)))
    assert "Revision 1 is published, since" in told
    assert "Publish revision" not in told
    move(client, kept, {"applicant": "p7", "to": "g1"})

    changed = page(client.get(address(kept)))
    assert "revision 2 is a draft. For 1 person that is another place" in changed
    send(client, kept, "publish/now", changed)
    assert read(client, kept)["published_revision"] == 2
    send(client, kept, "withdraw", page(client.get(address(kept))))
    assert read(client, kept)["state"] == "draft"


def test_a_page_that_was_overtaken_does_nothing_and_says_so(client: FlaskClient) -> None:
    kept = keep_plan(client)
    before = page(client.get(address(kept)))
    move(client, kept, {"applicant": "p7", "to": "g1"})

    refused = page(send(client, kept, "publish/now", before), 409)

    assert 'role="alert">Not done: somebody changed this plan' in refused
    assert "Publish revision 2" in refused
    assert read(client, kept)["state"] == "draft"
    send(client, kept, "publish/now", refused)
    assert "Not done" in page(send(client, kept, "publish/now", refused), 409)


def test_another_published_plan_is_named(client: FlaskClient) -> None:
    kept = keep_plan(client)
    page_before = page(client.get(address(kept)))
    body = {"name": "<b>Other", "plan": plan(**SEATED)}
    other = client.post(f"/v1/intakes/{kept['intake']}/plans/import", json=body).get_json()
    send(client, other, "publish/now", page(client.get(address(other))))

    assert "Not done: this cannot be published" in page(send(client, kept, "publish/now", page_before), 409)
    shown = page(client.get(address(kept)))
    assert f'<a href="{address(other)}"><bdi>&lt;b&gt;Other</bdi></a>' in shown
    assert f'action="{address(kept)}"' not in shown


def timed(client: FlaskClient) -> Json:
    listed = small_list()
    listed["groups"] = [{**listed["groups"][0], "session": "Tue 17-18"}, *listed["groups"][1:]]
    return keep_plan(client, listed)


def test_everything_is_there_to_take_along(client: FlaskClient) -> None:
    kept = timed(client)
    page_text = page(client.get(address(kept)))
    links = re.findall(rf'href="({address(kept, "")}[^"]+)" download', page_text)

    files = {link.rsplit("/", 1)[1]: client.get(link) for link in links}

    assert sorted(files) == [
        f"{name}?revision=1" for name in ("proposal.pdf", "report.html", "roster.csv", "roster.pdf", "roster.xlsx")
    ]
    for name, response in files.items():
        assert response.status_code == 200
        what = name.partition(".")[0]
        assert response.headers["Content-Disposition"].startswith(f'attachment; filename="Autumn groups {what}.')
    assert len(PdfReader(io.BytesIO(files["roster.pdf?revision=1"].data)).pages) == 2
    assert 'value="g1"' in page_text
    assert "Without a session time, so not in the calendar: <bdi>g2</bdi>." in page_text


def test_what_people_were_told_and_what_is_drafted_are_told_apart(client: FlaskClient) -> None:
    kept = keep_plan(client)
    send(client, kept, "publish/now", page(client.get(address(kept))))
    move(client, kept, {"applicant": "p7", "to": "g1"})

    assert "roster.csv?revision=1" in page(client.get(address(kept)))
    assert "roster.csv?revision=2" in page(client.get(address(kept), query_string={"revision": 2}))
    assert "p7" not in client.get(address(kept, "roster.csv"), query_string={"revision": 1}).text
    assert "p7" in client.get(address(kept, "roster.csv")).text


def test_a_revision_there_is_none_of(client: FlaskClient) -> None:
    kept = keep_plan(client)

    for what, revision in (("publish", "9"), ("publish", "x"), ("roster.csv", "0"), ("roster.csv", str(10**30))):
        assert client.get(address(kept, what), query_string={"revision": revision}).status_code == 404


def test_the_sessions_as_a_calendar(client: FlaskClient) -> None:
    kept = timed(client)
    query = {"revision": "1", "starts": "2026-09-07", "weeks": "6", "group": ""}

    response = client.get(address(kept, "calendar.ics"), query_string=query)

    events: list[Any] = list(Calendar.from_ical(response.data).walk("VEVENT"))
    assert [(event["summary"], event.start.isoformat()) for event in events] == [("g1", "2026-09-08T17:00:00")]
    seconds = str(int(datetime(2026, 9, 7, tzinfo=UTC).timestamp()))
    for wrong in ({"starts": ""}, {"starts": seconds}, {"weeks": "1000"}, {"weeks": "many"}, {"starts": "0001-01-01"}):
        refused = page(client.get(address(kept, "calendar.ics"), query_string={**query, **wrong}), 422)
        assert 'role="alert">Write a day such as' in refused
    none = client.get(address(kept, "calendar.ics"), query_string={**query, "group": "g2"})
    assert 'role="alert">There is no calendar of that' in page(none, 422)


def test_groups_without_times_have_no_form(client: FlaskClient) -> None:
    assert 'name="starts"' not in page(client.get(address(keep_plan(client))))


def test_without_the_typesetter_the_page_says_how_to_get_it(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)

    shown = page(client.get(address(keep_plan(client))))

    assert ".pdf" not in shown
    assert "pip install" in shown


def test_every_download_is_a_deed(client: FlaskClient) -> None:
    kept = keep_plan(client)
    client.get(address(kept, "roster.xlsx"))

    [entry] = [e for e in client.get("/v1/audit").get_json()["items"] if e["action"] == "roster.read"]
    assert entry["object_id"] == kept["id"]


def test_a_page_offers_what_its_reader_may(client: FlaskClient, database: Database) -> None:
    kept = timed(client)
    shown = page(client.get(address(kept)))
    reader = bearer(make_key(database, [Scope.PLAN]))

    text = page(client.get(address(kept), headers=reader))

    assert "Publishing is for those who coordinate" in text
    assert "Rosters are for those who may see names" in text
    assert not re.search(r"<form|download", text)
    assert "<form" in shown
    for what in ("publish/now", "withdraw"):
        assert client.post(address(kept, what), headers=reader).status_code == 403
    for what in ("roster.pdf", "proposal.pdf", "calendar.ics"):
        assert client.get(address(kept, what), headers=reader).status_code == 403
