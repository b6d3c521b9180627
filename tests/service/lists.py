"""Words for handing in lists as files and changing what is on them."""

import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from api.db.database import Database
from api.db.models import AuditRow
from tests.api.asking import Json

FIXTURES = Path(__file__).parents[2] / "fixtures"


def form(people: str | bytes | Path, groups: str | bytes | Path | None = None, **fields: Any) -> dict[str, Any]:
    """A form with a list; texts are CSV, fields that are no text are sent as JSON."""
    data = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
    files = {"list": people} | ({} if groups is None else {"groups": groups})
    return data | {name: (io.BytesIO(_content(file)), f"{name}-of-anna.csv") for name, file in files.items()}


def upload(client: FlaskClient, people: str | bytes | Path, groups: Any = None, **fields: Any) -> TestResponse:
    """Hand a list in as a file."""
    headers = fields.pop("headers", {})
    data = form(people, groups, name=fields.pop("name", "Autumn"), **fields)
    return client.post("/v1/intakes", data=data, content_type="multipart/form-data", headers=headers)


def check(client: FlaskClient, people: str | bytes | Path, groups: Any = None, **fields: Any) -> Json:
    """Try a list out."""
    response = client.post("/v1/intakes/check", data=form(people, groups, **fields), content_type="multipart/form-data")
    assert response.status_code == 200, response.text
    found: Json = response.get_json()
    return found


def places(response: TestResponse) -> list[tuple[str, str, int | None, str | None]]:
    """Code, file, row and column of every error."""
    assert response.status_code == 422, response.text
    errors = response.get_json()["errors"]
    return [(e["code"], e["pointer"].removeprefix("/"), e.get("row"), e.get("column")) for e in errors]


def address(kept: Json, side: str, entry: str) -> str:
    """Where one applicant or group of a list is."""
    return f"/v1/intakes/{kept['id']}/{side}/{quote(entry, safe='')}"


def whole(client: FlaskClient, kept: Json, revision: int | None = None) -> Json:
    """The intake as it is kept."""
    query = {} if revision is None else {"revision": revision}
    response = client.get(f"/v1/intakes/{kept['id']}/intake", query_string=query)
    assert response.status_code == 200, response.text
    found: Json = response.get_json()
    return found


def match(revision: int) -> dict[str, str]:
    """The header that says which state a change is for."""
    return {"If-Match": f'"{revision}"'}


def deeds(database: Database) -> list[tuple[str, Json]]:
    """What the audit has, without the revisions."""
    with database.reading() as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.number)).all()
    return [(row.action, {k: v for k, v in row.details.items() if k != "revision"}) for row in rows]


def _content(file: str | bytes | Path) -> bytes:
    if isinstance(file, Path):
        return file.read_bytes()
    return file.encode() if isinstance(file, str) else file
