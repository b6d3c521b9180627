"""Bodies: what is no JSON, what is too large, what is sent as something else."""

import io
import json

import pytest
from flask.testing import FlaskClient

from api.body import MOST_DEPTH
from api.settings import Settings
from tests.api.asking import JSON, intake, send, told

POSTS = ["/v1/validate", "/v1/evaluate", "/v1/solve"]

NOT_JSON = {
    "nothing": (b"", "malformed"),
    "an open brace": (b"{", "malformed"),
    "a comma too many": (b'{"applicants": [],}', "malformed"),
    "two values": (b"{} {}", "malformed"),
    "a raw line break in a text": (b'{"a": "\n"}', "malformed"),
    "an open text of backslashes": (b'"' + b"\\" * 5001, "malformed"),
    "NaN": (b'{"balance": NaN}', "not_a_number"),
    "infinity": (b'{"balance": -Infinity}', "not_a_number"),
    "a float beyond all floats": (b'{"balance": 1e999}', "number_too_large"),
    "a whole number of 5000 digits": (b'{"seed": ' + b"9" * 5000 + b"}", "number_too_large"),
    "a name twice": (b'{"intake": {}, "intake": {}}', "duplicate_name"),
    "half a surrogate pair": (b'{"id": "\\ud83d"}', "half_surrogate"),
    "half a surrogate pair in a name": (b'{"\\uDE00": 1}', "half_surrogate"),
    "latin 1": ('{"id": "Zoë"}'.encode("latin-1"), "not_utf8"),
    "utf 16": ('{"id": "a"}'.encode("utf-16"), "not_utf8"),
    "arrays without end": (b"[" * 50_000, "too_deep"),
    "objects one too deep": (b'{"a":' * (MOST_DEPTH + 1) + b"1" + b"}" * (MOST_DEPTH + 1), "too_deep"),
}


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(("body", "code"), NOT_JSON.values(), ids=NOT_JSON)
def test_what_is_not_one_json_value_is_400(client: FlaskClient, path: str, body: bytes, code: str) -> None:
    assert told(send(client, path, body), 400) == [("", code)]


def test_where_it_stops_being_json_is_told(client: FlaskClient) -> None:
    response = send(client, "/v1/solve", '{"seed": 1,\n "intake": ?}')

    assert response.get_json()["detail"] == "the body is not JSON from line 2, column 12 on"


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("body", [b"[]", b'"{}"', b"3", b"null", b"true"])
def test_a_body_that_is_no_object_is_422(client: FlaskClient, path: str, body: bytes) -> None:
    assert told(send(client, path, body), 422) == [("", "not_an_object")]


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/x-www-form-urlencoded", "application/xml", "application/json; charset=latin-1"],
)
def test_another_content_type_is_415(client: FlaskClient, path: str, content_type: str) -> None:
    assert told(send(client, path, b"{}", content_type), 415) == [("", "not_json")]


def test_a_compressed_body_is_415(client: FlaskClient) -> None:
    response = client.post("/v1/solve", data=b"{}", content_type=JSON, headers={"Content-Encoding": "gzip"})

    assert told(response, 415) == [("", "compressed")]


@pytest.mark.parametrize("path", POSTS)
def test_a_body_over_the_limit_is_413(client: FlaskClient, settings: Settings, path: str) -> None:
    body = b"{" + b" " * settings.max_request_bytes

    assert told(send(client, path, body), 413) == [("", "too_large")]


def test_a_body_at_the_limit_is_read(client: FlaskClient, settings: Settings) -> None:
    body = json.dumps(intake()).encode()

    response = send(client, "/v1/validate", body.ljust(settings.max_request_bytes))

    assert response.get_json()["valid"] is True


def test_a_body_of_nothing_but_values_is_413(client: FlaskClient, settings: Settings) -> None:
    """Each of millions of wrong values would cost memory for what is to be said of it."""
    body = b"[" + b"1," * (settings.max_request_bytes // 2 - 2) + b"1]"

    assert told(send(client, "/v1/validate", body), 413) == [("", "too_many_values")]


def test_a_chunked_body_over_the_limit_is_refused_rather_than_cut(client: FlaskClient, settings: Settings) -> None:
    body = json.dumps(intake()).encode().ljust(settings.max_request_bytes + 1)

    response = client.post(
        "/v1/validate",
        input_stream=io.BytesIO(body),
        content_type=JSON,
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
    )

    assert told(response, 413) == [("", "too_large")]


def test_a_body_that_breaks_off_is_400(client: FlaskClient) -> None:
    class Broken:
        def read(self, size: int) -> bytes:
            raise RuntimeError("a chunk of a secret length")

    stream = {"wsgi.input": Broken(), "wsgi.input_terminated": True}

    response = client.post("/v1/validate", content_type=JSON, environ_overrides=stream)

    assert told(response, 400) == [("", "unreadable_body")]
    assert "secret" not in response.text


def test_a_byte_order_mark_is_passed_over(client: FlaskClient) -> None:
    response = send(client, "/v1/validate", b"\xef\xbb\xbf" + json.dumps(intake()).encode())

    assert response.get_json()["valid"] is True


def test_a_text_may_hold_brackets_and_escapes(client: FlaskClient) -> None:
    tags = ["[[[[[" * 19, '\\"{' * 20, "\\", "😀"]
    body = intake(applicants=[{"id": "a", "tags": tags}])

    assert client.post("/v1/validate", json=body).get_json()["problems"] == []
