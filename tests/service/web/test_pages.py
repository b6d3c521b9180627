import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.db.database import Database
from api.db.models import HOME_CLINIC
from api.store import intakes, plans
from api.web import pages
from api.web.pages import CONTENT_SECURITY_POLICY
from api.web.texts import has_text
from matcher.engine.solve import solve
from matcher.stop import Work
from matcher.tables.columns import APPLICANT_COLUMNS

FIXTURES = Path(__file__).parents[3] / "fixtures"

BROKEN = [file for file in sorted((FIXTURES / "broken").iterdir()) if not file.stem.endswith("groups")]

FOREIGN = (
    "Kürzel,Alter,Reasons\n"
    "a1,21,anxiety\n"
    "a2,abc,sleep\n"
    "a2,30,grief-loss\n"
    '"=HYPERLINK(""x"")",31,<script>alert(1)</script>\n'
    "a5,33,anxiety\na6,34,career\na7,35,sleep\n"
)
"""Two headings that nobody knows, an age that is none, a code twice, and cells that mean something elsewhere."""


def hand_in(client: FlaskClient, text: str, name: str = "list.csv") -> str:
    response = client.post("/lists", data={"list": (io.BytesIO(text.encode()), name)})
    assert response.status_code == 303, response.text
    return response.headers["Location"]


def page(response: TestResponse) -> str:
    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert not re.search(r"<script(?! src=)|<style| style=| on\w+=", response.text)
    return response.text


def field(text: str, label: str) -> str:
    """The name of the control whose label or name in the page this is."""
    found = re.search(rf'<label for="([\w-]+)"><bdi>{re.escape(label)}</bdi>', text)
    assert found is not None, label
    return re.search(rf'id="{found[1]}" name="([\w-]+)"', text)[1]  # type: ignore[index]


def composed(client: FlaskClient, database: Database) -> str:
    """A plan of the sample, solved here and now."""
    intake_id = client.post("/lists/sample", data={"kind": "campus"}).headers["Location"].rsplit("/", 1)[1]
    with database.writing() as session:
        row = intakes.find(session, HOME_CLINIC, intake_id)
        plan = plans.create(session, row, "Autumn 1")
        result = solve(intakes.load(session, row), Work(3), seed=1, reproducible=True)
        plans.add_revision(session, plan, result, intake_revision=1, origin="job", actor="local")
    return f"/plans/{plan.id}"


def test_the_first_page_is_there_before_any_list(client: FlaskClient) -> None:
    assert "There is none yet" in page(client.get("/"))


def test_a_list_with_foreign_headings_and_bad_rows_is_mended_and_kept(client: FlaskClient) -> None:
    draft = hand_in(client, FOREIGN)
    text = page(client.get(draft))
    assert "No column is read as code of the person: choose below which one it is." in text

    client.post(draft, data={field(text, "Kürzel"): "id", field(text, "Alter"): "age"})
    text = page(client.get(draft))
    assert "Row 3" in text
    assert "the same id stands in row 3 already" in text
    assert "<script>alert" not in text

    age = re.search(r'name="(cell-3-\d+)" value="abc"', text)
    assert age is not None
    client.post(draft, data={age[1]: "29", "shown": ["3", "4"], "out": "4"})
    text = page(client.get(draft))
    assert "6 people were read" in text
    assert "1 row is left out" in text

    kept = client.post(f"{draft}/keep", data={"name": "Herbst"}).headers["Location"]
    assert "6 people" in page(client.get(kept))
    assert client.get(draft).status_code == 404


def test_headings_are_remembered(client: FlaskClient) -> None:
    draft = hand_in(client, "Kürzel,Alter\na1,21\na2,22\n")
    text = page(client.get(draft))
    client.post(draft, data={field(text, "Kürzel"): "id", field(text, "Alter"): "age"})
    client.post(f"{draft}/keep", data={"name": "first"})

    again = hand_in(client, "Alter,Kürzel\n33,b1\n34,b2\n")

    assert "2 people were read" in page(client.get(again))


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.name)
def test_what_is_no_list_is_said_and_nothing_breaks(client: FlaskClient, file: Path) -> None:
    response = client.post("/lists", data={"list": (io.BytesIO(file.read_bytes()), file.name)})

    assert response.status_code == 303
    assert 'class="button" disabled' in page(client.get(response.headers["Location"]))


def test_hostile_names_of_files_are_names_and_nothing_else(client: FlaskClient) -> None:
    draft = hand_in(client, "id\na\nb\n", "../../<img src=x>.csv")

    assert "<img" not in page(client.get(draft))
    assert "<img" not in page(client.get("/"))


def test_no_file_is_said_on_the_page(client: FlaskClient) -> None:
    for sent in ({}, {"list": (io.BytesIO(b""), "")}, {"name": "a form without files"}):
        response = client.post("/lists", data=sent, content_type="multipart/form-data" if sent else None)

        assert response.status_code == 422
        assert "Choose a spreadsheet first" in response.text


def test_a_file_that_is_too_large_is_said_on_the_page(client: FlaskClient) -> None:
    boundless = {"CONTENT_LENGTH": str(2**30), "CONTENT_TYPE": "multipart/form-data; boundary=b"}

    response = client.post("/lists", environ_overrides=boundless)

    assert response.status_code == 413
    assert "larger than 32 MB" in response.text


def test_a_draft_is_discarded(client: FlaskClient) -> None:
    draft = hand_in(client, "id\na\n")

    assert client.post(f"{draft}/discard").status_code == 303
    assert client.get(draft).status_code == 404


def test_groups_are_changed_on_the_page(client: FlaskClient) -> None:
    kept = client.post("/lists/sample", data={"kind": "campus"}).headers["Location"]
    text = page(client.get(kept))
    values = dict(re.findall(r'name="(group-\d+-[\w]+)" value="([^"]*)"', text))
    values |= {"group-0-session": "Mon 09:00-10:30", "group-8-id": "evening", "group-8-session": "Tue 19:00-20:30"}

    assert client.post(f"{kept}/groups", data=values).status_code == 303
    text = page(client.get(kept))
    assert 'value="Mon 09:00-10:30"' in text
    assert 'value="evening"' in text

    refused = client.post(f"{kept}/groups", data=values | {"group-1-session": "whenever", "group-2-min_size": "12"})
    assert refused.status_code == 422
    assert "not a weekly time" in refused.text
    assert "min_size is over max_size" in refused.text


def sent_groups(client: FlaskClient, kept: str) -> dict[str, str]:
    """The table of groups as a browser would send it back."""
    text = page(client.get(kept)).split('id="week"')[0]
    return dict(re.findall(r'name="(group-\d+-\w+|revision)" value="([^"]*)"', text))


def test_what_was_typed_is_kept_when_it_is_refused(client: FlaskClient) -> None:
    kept = client.post("/lists/sample", data={"kind": "campus"}).headers["Location"]

    groups = client.post(
        f"{kept}/groups", data=sent_groups(client, kept) | {"group-0-id": "kept", "group-1-session": "whenever"}
    )
    policy = client.post(f"{kept}/policy", data={"tolerance": "ten", "span": "15", "apart-first": "nobody"})

    assert (groups.status_code, policy.status_code) == (422, 422)
    assert 'value="kept"' in groups.text
    assert re.search(r'value="whenever"[^>]*aria-invalid="true" aria-describedby="why-1-session"', groups.text)
    assert 'name="tolerance" value="ten"' in policy.text
    assert 'name="span" value="15"' in policy.text
    assert re.findall(r'<span id="why-(\w+)">', policy.text) == ["tolerance", "apart"]


def test_nobodys_groups_are_overwritten_unseen(client: FlaskClient) -> None:
    kept = client.post("/lists/sample", data={"kind": "campus"}).headers["Location"]
    mine, theirs = sent_groups(client, kept), sent_groups(client, kept)

    assert client.post(f"{kept}/groups", data=theirs | {"group-0-leaders": "Ada"}).status_code == 303
    refused = client.post(f"{kept}/groups", data=mine | {"group-0-leaders": "Bob"})

    assert refused.status_code == 409
    assert "Somebody else has changed this" in refused.text
    assert 'value="Ada"' in refused.text
    # What matters is another form, and nobody has changed that.
    assert client.post(f"{kept}/policy", data={"revision": mine["revision"], "span": "20"}).status_code == 303


def test_what_people_say_of_groups_follows_a_groups_new_name(client: FlaskClient, database: Database) -> None:
    kept = client.post("/lists/sample", data={"kind": "campus"}).headers["Location"]
    person = {"id": "new", "pinned_group": "group-1", "kept_off_groups": "group-2; group-3"}
    client.post(f"{kept}/people/new", data=person)

    changed = sent_groups(client, kept) | {"group-0-id": "first", "group-1-id": ""}
    assert client.post(f"{kept}/groups", data=changed).status_code == 303

    with database.reading() as session:
        found = intakes.load(session, intakes.find(session, HOME_CLINIC, kept.rsplit("/", 1)[1]))
    assert [group.id for group in found.groups][:2] == ["first", "group-3"]
    assert found.applicant_by_id["new"].pinned_group == "first"
    assert found.applicant_by_id["new"].kept_off_groups == ("group-3",)


def test_what_matters_is_changed_on_the_page(client: FlaskClient) -> None:
    kept = client.post("/lists/sample", data={"kind": "campus"}).headers["Location"]
    wanted = {"likeness": "both", "balance": "3", "tolerance": "7.5", "alone": "hard", "span": "15"}

    sent = client.post(f"{kept}/policy", data=wanted | {"apart-first": "campus-01", "apart-second": "campus-02"})
    assert sent.status_code == 303
    text = page(client.get(kept))

    assert 'value="both" checked' in text
    assert 'name="balance" min="0" max="10" step="1" value="3"' in text
    assert 'value="7.5"' in text
    assert 'name="alone" value="hard" checked' in text
    assert client.post(f"{kept}/policy", data={"apart-first": "campus-01", "apart-second": "nobody"}).status_code == 422


def test_a_search_is_begun_and_stopped(client: FlaskClient) -> None:
    kept = client.post("/lists/sample", data={"kind": "campus"}).headers["Location"]

    plan = client.post(f"{kept}/propose", data={"seconds": "10"}).headers["Location"]
    assert "data-job=" in page(client.get(plan))
    client.post(f"{plan}/stop", data={"keep": "no"})
    assert "nothing was kept" in page(client.get(plan))
    client.post(f"{plan}/again")
    assert "data-job=" in page(client.get(plan))


def test_a_plan_shows_everybody(client: FlaskClient, database: Database) -> None:
    plan = composed(client, database)
    text = page(client.get(plan))

    assert len(set(re.findall(r"campus-\d\d", text))) == 64
    assert client.get(f"{plan}/roster.xlsx").data[:2] == b"PK"
    assert "campus-01" in client.get(f"{plan}/roster.csv").text
    assert client.get(f"{plan}/report.html").headers["Content-Disposition"].startswith("attachment")


def test_another_site_cannot_act_here(client: FlaskClient) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        assert client.post("/lists/sample", data={"kind": "campus"}, headers=headers).status_code == 403


def test_browsers_keep_what_is_nobodys_and_nothing_else(client: FlaskClient) -> None:
    draft = hand_in(client, "id\na\nb\n")

    for address in ("/", draft, "/none", "/docs"):
        assert client.get(address).headers["Cache-Control"] == "no-store"
    for address in ("/web/app.css", "/web/shared.css"):
        with client.get(address) as sent:
            assert sent.headers["Cache-Control"] == "no-cache"
        with client.get(address, headers={"If-None-Match": sent.headers["ETag"]}) as unchanged:
            assert unchanged.status_code == 304
    with client.get("/web/vendor/fonts/inter-latin-wght-normal.woff2") as font:
        assert "immutable" in font.headers["Cache-Control"]


def test_every_field_of_a_list_has_a_name() -> None:
    assert [column.field for column in APPLICANT_COLUMNS if not has_text(f"field-{column.field}")] == []


def test_the_catalogue_has_what_the_pages_say_and_no_more() -> None:
    folder = Path(pages.__file__).parent
    sources = [file.read_text(encoding="utf-8") for kind in ("*.py", "templates/*.html") for file in folder.glob(kind)]
    said = set(re.findall(r"""["']([a-z][a-z0-9_-]*)["']""", "\n".join(sources)))
    families = tuple(re.findall(r"""["']([a-z][\w-]*-)(?:["'] ~|\{)""", "\n".join(sources)))

    texts = "\n".join(file.read_text(encoding="utf-8") for file in (folder / "en").iterdir())
    catalogue = re.findall(r"^([a-z][\w-]*) =", texts, re.MULTILINE)

    assert len(catalogue) == len(set(catalogue))
    assert [code for code in catalogue if code not in said and not code.startswith(families)] == []
    asked = re.findall(r"""\bt\(["']([\w-]+)["']""", "\n".join(sources))
    assert [code for code in asked if not code.endswith("-") and not has_text(code)] == []
