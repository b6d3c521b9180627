from concurrent.futures import ThreadPoolExecutor

from flask.testing import FlaskClient

from api.openapi import Service
from tests.api.asking import intake, told

BODY = {"name": "Autumn", "intake": intake()}


def test_a_request_sent_again_does_nothing_again(client: FlaskClient) -> None:
    first = client.post("/v1/intakes", json=BODY, headers={"Idempotency-Key": "one"})
    again = client.post("/v1/intakes", json=BODY, headers={"Idempotency-Key": "one"})

    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert len(client.get("/v1/intakes").get_json()["items"]) == 1


def test_another_request_needs_another_key(client: FlaskClient) -> None:
    client.post("/v1/intakes", json=BODY, headers={"Idempotency-Key": "one"})

    other = client.post("/v1/intakes", json={**BODY, "name": "Spring"}, headers={"Idempotency-Key": "one"})

    assert told(other, 422) == [("", "idempotency_key_reused")]


def test_what_failed_may_be_tried_again(client: FlaskClient) -> None:
    wrong = {"name": "Autumn", "intake": intake(applicants=[])}

    assert client.post("/v1/intakes", json=wrong, headers={"Idempotency-Key": "one"}).status_code == 422
    assert client.post("/v1/intakes", json=BODY, headers={"Idempotency-Key": "one"}).status_code == 201


def test_a_key_has_to_be_one(client: FlaskClient) -> None:
    assert told(client.post("/v1/intakes", json=BODY, headers={"Idempotency-Key": "a b"}), 400) == [
        ("", "bad_idempotency_key")
    ]


def test_many_at_once_do_it_once(app: Service) -> None:
    def send(_number: int) -> bytes:
        response = app.test_client().post("/v1/intakes", json=BODY, headers={"Idempotency-Key": "race"})
        assert response.status_code == 201
        return bytes(response.data)

    with ThreadPoolExecutor(4) as threads:
        answers = set(threads.map(send, range(8)))

    assert len(answers) == 1
    assert len(app.test_client().get("/v1/intakes").get_json()["items"]) == 1
