"""The documentation page needs no script and no other host."""

import re

from flask.testing import FlaskClient

from api.headers import CONTENT_SECURITY_POLICY
from api.openapi import document


def test_it_shows_every_operation_and_schema(client: FlaskClient) -> None:
    response = client.get("/docs")

    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    headings = re.findall(r'<section id="(\w+)">', response.text)
    operations = [operation["operationId"] for path in document()["paths"].values() for operation in path.values()]
    assert headings[: len(operations)] == operations
    assert {"Applicant", "Intake", "Policy", "ProblemDetails", "Result"} <= set(headings)


def test_every_link_inside_the_page_leads_somewhere(client: FlaskClient) -> None:
    page = client.get("/docs").text

    assert set(re.findall(r'href="#([\w-]+)"', page)) <= set(re.findall(r'id="([\w-]+)"', page))


def test_it_asks_no_other_host_and_runs_nothing(client: FlaskClient) -> None:
    page = client.get("/docs").text

    running = r"<script|<iframe|<style|style=|\son\w+=|@import|url\(|(?:src|href|action)=.?https?://"
    assert re.findall(running, page) == []
    assert re.findall(r'(?:src|href)="([^#"]+)"', page) == ["/static/icon.svg", "/static/docs.css", "/v1/openapi.json"]
    assert client.get("/docs").headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY


def test_its_style_and_icon_are_there(client: FlaskClient) -> None:
    for path, kind in (("/static/docs.css", "text/css"), ("/static/icon.svg", "image/svg+xml")):
        with client.get(path) as response:
            assert response.status_code == 200
            assert response.mimetype == kind
            assert b"http" not in response.data.replace(b"http://www.w3.org/2000/svg", b"")
