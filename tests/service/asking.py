"""Words for asking a service that keeps things."""

from typing import Any

from flask.testing import FlaskClient

from tests.api.asking import Json, intake


def keep(client: FlaskClient, name: str = "Autumn", **fields: Any) -> Json:
    """Keep an intake and read what the service says of it."""
    response = client.post("/v1/intakes", json={"name": name, "intake": fields.pop("intake", None) or intake(**fields)})
    assert response.status_code == 201, response.text
    found: Json = response.get_json()
    return found
