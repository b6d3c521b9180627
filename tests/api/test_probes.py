import pytest
from flask.testing import FlaskClient

from api import probes
from tests.api.asking import told


def test_alive(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}


def test_ready(client: FlaskClient) -> None:
    assert client.get("/readyz").get_json() == {"status": "ready"}


def test_not_ready_when_the_tiny_list_cannot_be_solved(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise MemoryError

    monkeypatch.setattr(probes, "try_out", broken)

    assert told(client.get("/readyz"), 503) == [("", "not_ready")]
    assert client.get("/healthz").status_code == 200
