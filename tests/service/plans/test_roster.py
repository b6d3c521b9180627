import csv
import io

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.v1.plans.roster import CSV, HTML, JSON, XLSX
from matcher.tables.workbook import workbook_rows
from tests.api.asking import Json, told
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
