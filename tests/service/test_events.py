"""Following a job by server-sent events."""

import socket

import pytest
from flask.testing import FlaskClient

from api.jobs.streams import MOST_UNSENT, SocketOutlet
from api.settings import Settings
from tests.api.asking import told
from tests.service.asking import keep
from tests.service.jobs import compose, ended, working


def events(text: str) -> list[tuple[int, str]]:
    """The ids and kinds in a stream."""
    blocks = [block for block in text.split("\n\n") if block.startswith("id: ")]
    lines = [block.splitlines() for block in blocks]
    return [(int(line[0].removeprefix("id: ")), line[1].removeprefix("event: ")) for line in lines]


def test_a_job_is_followed_to_its_end(client: FlaskClient, service_settings: Settings) -> None:
    job = compose(client, keep(client))
    address = f"/v1/jobs/{job['id']}/events"

    with working(service_settings):
        ended(client, job)
        response = client.get(address)
        found = events(response.text)

    assert response.content_type == "text/event-stream"
    assert response.text.startswith("retry: 2000\n\n")
    assert found[-1][1] == "done"
    assert [number for number, _ in found] == sorted({number for number, _ in found})
    rest = client.get(address, headers={"Last-Event-ID": str(found[0][0] - 1)})
    assert events(rest.text) == found
    assert client.get(address, headers={"Last-Event-ID": str(found[-1][0])}).status_code == 204


def test_a_stream_that_is_open_hears_of_the_end(client: FlaskClient) -> None:
    job = compose(client, keep(client))

    stream = client.get(f"/v1/jobs/{job['id']}/events", buffered=False)
    parts = stream.response.__iter__()
    assert next(parts) == b"retry: 2000\n\n"
    client.post(f"/v1/jobs/{job['id']}/stop", json={"keep": False})

    assert any(b'"state":"discarded"' in bytes(part) for part in parts if isinstance(part, bytes))


def test_an_id_has_to_be_one(client: FlaskClient) -> None:
    job = compose(client, keep(client))

    response = client.get(f"/v1/jobs/{job['id']}/events", headers={"Last-Event-ID": "x"})

    assert told(response, 400) == [("", "bad_event_id")]
    assert told(client.get("/v1/jobs/job_none/events"), 404) == [("", "not_found")]


@pytest.fixture
def pair() -> tuple[socket.socket, socket.socket]:
    return socket.socketpair()


def test_a_socket_takes_what_it_can_and_keeps_the_rest(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    outlet = SocketOutlet(ours)
    with ours, theirs:
        sent = b"x" * MOST_UNSENT
        assert outlet.send(sent)
        got = b""
        while len(got) < len(sent):
            got += theirs.recv(1 << 20)
            assert outlet.send(b"")
        assert got == sent
        theirs.close()
        assert not outlet.send(b"")


def test_who_does_not_read_is_let_go(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    outlet = SocketOutlet(ours)
    with ours, theirs:
        while outlet.send(b"x" * MOST_UNSENT):
            pass
