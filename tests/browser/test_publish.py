import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from pytest_playwright.pytest_playwright import CreateContextCallback

from api.openapi import Service
from tests.service.plans.planning import keep_plan, move, small_list


@pytest.fixture
def refused(new_context: CreateContextCallback, here: str) -> Iterator[Page]:
    """A page that is refused one thing, which the browser writes down, and does nothing else wrong."""
    page = new_context(base_url=here).new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield page
    assert wrong == ["Failed to load resource: the server responded with a status of 409 (CONFLICT)"]


def test_a_plan_is_published_by_whoever_saw_it_last(refused: Page, app: Service) -> None:
    page, client = refused, app.test_client()
    kept = keep_plan(client)
    page.goto(f"/plans/{kept['id']}/publish")
    expect(page.get_by_role("heading", level=1)).to_have_text("Publish and print")

    page.get_by_role("button", name="Publish revision 1").click()
    expect(page.get_by_text("Revision 1 is published, since")).to_be_visible()
    move(client, kept, {"applicant": "p7", "to": "g1"})
    page.get_by_role("button", name="Withdraw").click()

    expect(page.get_by_role("alert")).to_contain_text("somebody changed this plan after you opened the page")
    page.get_by_role("button", name="Publish revision 2 instead").click()
    expect(page.get_by_text("Revision 2 is published, since")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Roster, PDF").click()
    assert taken.value.suggested_filename == "Autumn groups roster.pdf"
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF-1.7")


def test_a_plan_is_printed_whole(page: Page, app: Service) -> None:
    """More groups than the screen shows open: on paper nothing is folded, and nothing is there to be clicked."""
    groups = [{"id": f"g{n}", "min_size": 2, "max_size": 2, "target_size": 2} for n in range(13)]
    listed = small_list(27, groups=groups)
    kept = keep_plan(app.test_client(), listed, **{f"g{n}": [f"p{2 * n + 1}", f"p{2 * n + 2}"] for n in range(13)})
    page.goto(f"/plans/{kept['id']}")

    pages = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages

    text = " ".join(" ".join(each.extract_text() for each in pages).split())
    assert [n for n in range(1, 28) if not re.search(rf"\bp{n}\b", text)] == []
    assert "These are proposals. A clinician decides." in text
    assert "For programs" not in text
