import csv
import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from api.media import CALENDAR, CSV, HTML, JSON, PDF, XLSX
from matcher.report import pdf
from matcher.tables.workbook import workbook_rows
from tests.api.asking import Json, told
from tests.service.databases import ON_SQLITE
from tests.service.plans.planning import change, keep_plan, move, read, small_list

FORMULA = "=1+1"


def named_plan(client: FlaskClient) -> Json:
    listed = small_list()
    listed["applicants"][0]["display_name"] = FORMULA
    listed["applicants"][6]["display_name"] = "Waits Example"
    return keep_plan(client, listed)


def roster(client: FlaskClient, kept: Json, accept: str, **query: object) -> TestResponse:
    return client.get(f"/v1/plans/{kept['id']}/roster", headers={"Accept": accept}, query_string=query)


def test_the_roster_has_names(client: FlaskClient) -> None:
    found = roster(client, named_plan(client), JSON).get_json()

    assert [member["id"] for member in found["groups"][0]["members"]] == ["p1", "p2", "p3"]
    assert found["groups"][0]["members"][0]["display_name"] == FORMULA
    assert [(person["id"], person["display_name"]) for person in found["waiting"]] == [
        ("p7", "Waits Example"),
        ("p8", None),
    ]
    assert found["waiting"][0]["reasons"]


def test_nothing_else_has_names(client: FlaskClient) -> None:
    kept = named_plan(client)
    assert FORMULA not in client.get(f"/v1/plans/{kept['id']}").text
    assert FORMULA not in client.get(f"/v1/plans/{kept['id']}/explanation").text


@pytest.mark.parametrize("accept", [CSV, XLSX])
def test_a_spreadsheet_runs_nothing(client: FlaskClient, accept: str) -> None:
    response = roster(client, named_plan(client), accept)

    if accept == CSV:
        rows = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))
    else:
        rows, _ = workbook_rows(response.data, "roster.xlsx")
    assert dict(zip(rows[0], rows[1], strict=True))["display_name"] == f"'{FORMULA}"
    assert len(rows) == 7
    assert response.headers["Content-Disposition"].startswith('attachment; filename="roster-pln_')


def test_the_page_brings_its_styles_and_nothing_else(client: FlaskClient) -> None:
    response = roster(client, named_plan(client), HTML)

    assert "Waits Example" in response.text
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; ")
    assert "script-src" not in policy
    assert response.headers["Cache-Control"] == "no-store"


def test_the_published_revision_is_the_one_to_print(client: FlaskClient) -> None:
    kept = named_plan(client)
    change(client, kept, "publish")
    move(client, kept, {"applicant": "p7", "to": "g1"})

    assert (read(client, kept)["revision"], roster(client, kept, JSON).get_json()["revision"]) == (2, 1)
    assert roster(client, kept, JSON, revision=2).get_json()["published"] is False


def test_a_form_there_is_none_of(client: FlaskClient) -> None:
    assert told(roster(client, keep_plan(client), "image/png"), 406) == [("", "not_acceptable")]


@ON_SQLITE
def test_a_roster_to_hand_out(client: FlaskClient) -> None:
    kept = named_plan(client)
    draft = roster(client, kept, PDF)
    change(client, kept, "publish")
    told_of = roster(client, kept, PDF)

    assert (draft.status_code, draft.content_type) == (200, PDF)
    assert draft.headers["Content-Disposition"] == f'attachment; filename="roster-{kept["id"]}-1.pdf"'
    assert f"{FORMULA} p1" in in_print(draft)
    assert "Autumn groups · draft, revision 1, list of" in in_print(draft)
    assert re.search(r"published \d+ \w+ \d{4}, revision 1, list of 31 January 2025", in_print(told_of))


@ON_SQLITE
def test_a_proposal_to_decide_on(client: FlaskClient) -> None:
    response = roster(client, named_plan(client), PDF, document="proposal")

    assert "Waits Example p7" in in_print(response)
    assert "A clinician decides. as proposed" in in_print(response)
    assert response.headers["Content-Disposition"].startswith('attachment; filename="proposal-pln_')


def in_print(response: TestResponse) -> str:
    pages = PdfReader(io.BytesIO(response.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@ON_SQLITE
def test_without_the_typesetter_it_is_said(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)

    response = roster(client, keep_plan(client), PDF)

    assert told(response, 406) == [("", "no_pdf")]
    assert "pip install 'group-matcher[pdf]'" in response.get_json()["detail"]


def timed_plan(client: FlaskClient) -> Json:
    listed = small_list()
    listed["groups"] = [
        {**listed["groups"][0], "name": "Evening", "session": "Tue 17:00-18:30", "time_zone": "Europe/Berlin"},
        *listed["groups"][1:],
    ]
    listed["applicants"][0]["display_name"] = "Sits Example"
    return keep_plan(client, listed)


def events(response: TestResponse) -> list[Any]:
    assert response.status_code == 200, response.text
    return list(Calendar.from_ical(response.data).walk("VEVENT"))


@ON_SQLITE
def test_the_sessions_as_a_calendar(client: FlaskClient) -> None:
    kept = timed_plan(client)
    response = roster(client, kept, CALENDAR, starts="2026-09-07", weeks=10)
    [draft] = events(response)
    change(client, kept, "publish")
    [published] = events(roster(client, kept, CALENDAR, starts="2026-09-14"))

    assert response.content_type == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"].endswith('-1.ics"')
    assert draft.start.isoformat() == "2026-09-08T17:00:00+02:00"
    assert (draft["summary"], draft["status"], draft["rrule"]["COUNT"]) == ("Evening", "TENTATIVE", [10])
    assert (published["uid"], published["status"]) == (draft["uid"], "CONFIRMED")
    assert "without an event: g2" in str(Calendar.from_ical(response.data)["description"])
    assert not [word for word in ("Example", "p1", "p4") if word in response.text]


@ON_SQLITE
def test_a_calendar_that_there_is_none_of(client: FlaskClient) -> None:
    kept = timed_plan(client)

    assert told(roster(client, kept, CALENDAR), 400) == [("", "missing")]
    for wrong, status in (
        ({"starts": "soon"}, 400),
        ({"starts": "0444-03-19"}, 422),
        ({"starts": "9999-12-31"}, 422),
        ({"starts": "2026-09-07", "weeks": 0}, 400),
    ):
        refused = roster(client, kept, CALENDAR, **wrong)
        assert refused.status_code == status
        assert [error["parameter"] for error in refused.get_json()["errors"]] == [list(wrong)[-1]]
    assert told(roster(client, kept, CALENDAR, starts="2026-09-07", group="g2"), 409) == [("", "no_session")]
    assert told(roster(client, kept, CALENDAR, starts="2026-09-07", group="g9"), 404) == [("", "not_found")]


HOSTILE = '<script>alert(1)</script> #panic() $x$ _i_ \\ "; DROP\r\nX: y \u202eabc\x1b' + "W" * 120
"""A name with something for every kind of file."""


@ON_SQLITE
def test_hostile_names_are_text_in_every_file(client: FlaskClient) -> None:
    listed = small_list()
    listed["applicants"][0]["display_name"] = HOSTILE
    listed["groups"] = [{**group, "name": HOSTILE, "session": "Tue 9-10"} for group in listed["groups"]]
    kept = keep_plan(client, listed)

    [row] = [r for r in csv.reader(io.StringIO(roster(client, kept, CSV).data.decode("utf-8-sig"))) if "p1" in r]
    assert row[1] == HOSTILE
    cells = (
        CalamineWorkbook.from_filelike(io.BytesIO(roster(client, kept, XLSX).data)).get_sheet_by_index(0).to_python()
    )
    assert str(cells[1][1]).replace("\r\n", "\n") == HOSTILE.replace("\r\n", "\n")
    assert "<script>" not in roster(client, kept, HTML).text
    seen = HOSTILE.replace("\r\n", " ").replace("\u202e", "").replace("\x1b", "\ufffd")
    assert "".join(seen.split()) in in_print(roster(client, kept, PDF)).replace(" ", "")
    summaries = [event["summary"] for event in events(roster(client, kept, CALENDAR, starts="2026-09-07"))]
    assert summaries == [seen, seen]
