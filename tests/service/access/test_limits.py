import pytest
from flask.testing import FlaskClient

from api.db.database import Database
from api.openapi import Service
from tests.api.asking import told
from tests.service.access.conftest import MakeApp
from tests.service.access.people import bearer, make_key, make_user, sign_in
from tests.service.databases import ON_SQLITE

pytestmark = ON_SQLITE


@pytest.fixture
def app(make_app: MakeApp) -> Service:
    return make_app(requests_per_minute=3, sign_ins_per_minute=4)


def test_each_key_has_so_many_requests(client: FlaskClient, database: Database) -> None:
    one, other = bearer(make_key(database)), bearer(make_key(database))

    left = [client.get("/v1/intakes", headers=one).headers["RateLimit-Remaining"] for _ in range(3)]
    refused = client.get("/v1/keys", headers=one)

    assert left == ["2", "1", "0"]
    assert told(refused, 429) == [("", "too_many_requests")]
    assert refused.headers["RateLimit-Limit"] == "3"
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    assert refused.headers["Retry-After"] == refused.headers["RateLimit-Reset"]
    assert client.get("/v1/intakes", headers=other).status_code == 200


def test_health_and_documentation_are_never_refused(client: FlaskClient, database: Database) -> None:
    make_key(database)

    for _ in range(5):
        for address in ("/healthz", "/docs", "/v1/openapi.json"):
            answer = client.get(address)
            assert (answer.status_code, "RateLimit-Limit" in answer.headers) == (200, False)


def test_whoever_sits_at_the_machine_is_not_counted(client: FlaskClient) -> None:
    assert {client.get("/v1/intakes").status_code for _ in range(5)} == {200}


def test_sign_ins_are_counted_by_address(app: Service, database: Database) -> None:
    make_user(database, "ada")
    client = app.test_client()
    wrong = {"login": "nobody", "password": "a wrong password"}

    assert [client.post("/v1/session", json=wrong).status_code for _ in range(5)] == [401] * 4 + [429]
    elsewhere = client.post("/v1/session", json=wrong, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert elsewhere.status_code == 401


def test_a_user_is_counted_over_all_sessions(app: Service, database: Database) -> None:
    make_user(database, "ada")
    browsers = [sign_in(app, "ada")[0] for _ in range(2)]

    assert [browsers[number % 2].get("/v1/intakes").status_code for number in range(4)] == [200, 200, 200, 429]


def test_a_limit_can_be_switched_off(make_app: MakeApp, database: Database) -> None:
    client = make_app(requests_per_minute=0, sign_ins_per_minute=0).test_client()
    key = bearer(make_key(database))

    answers = [client.get("/v1/intakes", headers=key) for _ in range(5)]

    assert {answer.status_code for answer in answers} == {200}
    assert "RateLimit-Limit" not in answers[0].headers
