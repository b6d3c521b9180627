import json
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session
from standardwebhooks import Webhook, WebhookVerificationError

from api.db.database import Database
from api.db.models import HOME_CLINIC, DeliveryRow, WebhookRow, now
from api.settings import Settings
from api.webhooks.delivery import WAITS, deliver_due, new_client
from api.webhooks.events import Event, emit
from api.webhooks.loop import Deliveries
from tests.api.asking import Json, plan, told
from tests.service.asking import keep
from tests.service.webhooks.receiver import receiver


@pytest.fixture
def service_settings(service_settings: Settings) -> Settings:
    return service_settings.model_copy(update={"webhooks_private": True})


def register(client: FlaskClient, url: str, *events: str) -> Json:
    response = client.post("/v1/webhooks", json={"url": url, "events": list(events) or ["plan.published"]})
    assert response.status_code == 201, response.text
    found: Json = response.get_json()
    return found


def published(database: Database) -> None:
    with database.writing() as session:
        emit(session, HOME_CLINIC, Event.PLAN_PUBLISHED, plan="pln_x", revision=3)


def emit_and_fail(session: Session) -> None:
    emit(session, HOME_CLINIC, Event.PLAN_PUBLISHED, plan="pln_x")
    raise ValueError("a moment needs a time zone")


def deliver(database: Database) -> int:
    with new_client() as client:
        return deliver_due(database, client, private=True)


def due_now(database: Database) -> None:
    with database.writing() as session:
        session.execute(update(DeliveryRow).values(next_at=now() - timedelta(seconds=1)))


def last(client: FlaskClient, webhook: str) -> Json:
    found: Json = client.get(f"/v1/webhooks/{webhook}/deliveries").get_json()["items"][0]
    return found


def verified(secret: str, call: tuple[str, dict[str, str], bytes]) -> Json:
    found: Json = Webhook(secret).verify(call[2], call[1])
    return found


def test_an_event_arrives_signed(client: FlaskClient, database: Database) -> None:
    with receiver() as inbox:
        hook = register(client, inbox.url)
        published(database)

        assert deliver(database) == 1

    [call] = inbox.calls
    told_of = verified(hook["secret"], call)
    assert told_of["type"] == "plan.published"
    assert told_of["data"] == {"plan": "pln_x", "revision": 3}
    with pytest.raises(WebhookVerificationError):
        Webhook(hook["secret"]).verify(call[2] + b" ", call[1])
    sent = last(client, hook["webhook"]["id"])
    assert (sent["state"], sent["status"], sent["attempts"]) == ("delivered", 204, 1)
    assert sent["id"] == call[1]["webhook-id"]
    assert call[1]["host"] == f"127.0.0.1:{inbox.port}"


def test_nobody_else_is_told(client: FlaskClient, database: Database) -> None:
    with receiver() as inbox:
        register(client, inbox.url, "job.ended")
        paused = register(client, inbox.url)["webhook"]["id"]
        client.patch(f"/v1/webhooks/{paused}", json={"enabled": False})
        published(database)

        assert deliver(database) == 0


def test_what_is_rolled_back_is_not_told(client: FlaskClient, database: Database) -> None:
    with receiver() as inbox:
        register(client, inbox.url)
        with pytest.raises(ValueError, match="zone"), database.writing() as session:
            emit_and_fail(session)

        assert deliver(database) == 0


def test_a_failed_call_is_made_again_under_the_same_id(client: FlaskClient, database: Database) -> None:
    with receiver(500, 204) as inbox:
        hook = register(client, inbox.url)["webhook"]["id"]
        published(database)
        deliver(database)
        assert deliver(database) == 0, "the next try waits"
        assert (last(client, hook)["state"], last(client, hook)["status"]) == ("pending", 500)
        due_now(database)
        deliver(database)

    assert last(client, hook)["state"] == "delivered"
    assert len({call[1]["webhook-id"] for call in inbox.calls}) == 1


def test_a_receiver_that_never_answers_is_given_up(client: FlaskClient, database: Database) -> None:
    with receiver(503) as inbox:
        hook = register(client, inbox.url)["webhook"]["id"]
        published(database)
        for _ in range(len(WAITS) + 1):
            deliver(database)
            due_now(database)
        assert deliver(database) == 0

    assert (last(client, hook)["state"], last(client, hook)["attempts"]) == ("failed", len(WAITS) + 1)
    assert not client.get(f"/v1/webhooks/{hook}").get_json()["enabled"]


def test_a_receiver_that_is_gone_is_given_up_at_once(client: FlaskClient, database: Database) -> None:
    with receiver(410) as inbox:
        hook = register(client, inbox.url)["webhook"]["id"]
        published(database)
        deliver(database)

    assert last(client, hook)["state"] == "failed"
    assert not client.get(f"/v1/webhooks/{hook}").get_json()["enabled"]


def test_a_redirect_is_not_followed(client: FlaskClient, database: Database) -> None:
    with receiver(302, 204) as inbox:
        hook = register(client, inbox.url)["webhook"]["id"]
        published(database)
        deliver(database)

    assert [path for path, _, _ in inbox.calls] == ["/hook"]
    assert last(client, hook)["state"] == "pending"


def test_nobody_listens(client: FlaskClient, database: Database) -> None:
    with receiver() as inbox:
        url = inbox.url
    hook = register(client, url)["webhook"]["id"]
    published(database)
    deliver(database)

    assert (last(client, hook)["status"], last(client, hook)["error"]) == (None, "unreachable")


def test_a_private_target_is_refused_when_it_is_called(client: FlaskClient, database: Database) -> None:
    """It was allowed when it was registered."""
    with receiver() as inbox, new_client() as calls:
        hook = register(client, inbox.url)["webhook"]["id"]
        published(database)
        deliver_due(database, calls, private=False)

    assert inbox.calls == []
    assert last(client, hook)["error"] == "not_https"


def test_a_secret_is_changed_without_a_gap(client: FlaskClient, database: Database) -> None:
    with receiver() as inbox:
        first = register(client, inbox.url)
        second = client.post(f"/v1/webhooks/{first['webhook']['id']}/rotate").get_json()
        published(database)
        deliver(database)
        with database.writing() as session:
            session.execute(update(WebhookRow).values(former_until=now()))
        published(database)
        deliver(database)

    before, after = inbox.calls
    assert verified(first["secret"], before) == verified(second["secret"], before)
    assert verified(second["secret"], after)["type"] == "plan.published"
    with pytest.raises(WebhookVerificationError):
        verified(first["secret"], after)


def test_a_webhook_is_tried_out_and_a_call_repeated(client: FlaskClient, database: Database) -> None:
    with receiver() as inbox:
        hook = register(client, inbox.url)["webhook"]["id"]
        tried = client.post(f"/v1/webhooks/{hook}/test")
        deliver(database)
        again = client.post(f"/v1/webhooks/{hook}/deliveries/{tried.get_json()['id']}/retry")
        deliver(database)

    assert (tried.status_code, again.status_code) == (202, 202)
    assert [json.loads(body)["type"] for _, _, body in inbox.calls] == ["webhook.test"] * 2


def test_the_secret_is_shown_once(client: FlaskClient) -> None:
    hook = register(client, "https://receiver.example/hook")
    address = f"/v1/webhooks/{hook['webhook']['id']}"

    for answer in (client.get(address), client.get("/v1/webhooks"), client.patch(address, json={})):
        assert hook["secret"] not in answer.text


def test_a_thread_delivers_until_it_is_told_to_end(client: FlaskClient, database: Database) -> None:
    with receiver() as inbox:
        hook = register(client, inbox.url)["webhook"]["id"]
        published(database)
        thread = Deliveries(database, private=True)
        thread.start()
        while last(client, hook)["state"] == "pending":
            pass
        thread.end()

    assert not thread.is_alive()
    assert len(inbox.calls) == 1


def test_every_problem_comes_at_once(client: FlaskClient) -> None:
    wrong = {"url": 7, "events": ["plan.eaten"], "secret": "x"}

    assert told(client.post("/v1/webhooks", json=wrong), 422) == [
        ("/url", "string_type"),
        ("/events/0", "literal_error"),
        ("", "unknown_field"),
    ]
    assert told(client.post("/v1/webhooks", json={"url": "https://u:p@x.example", "events": ["job.ended"]}), 422) == [
        ("/url", "password_in_url")
    ]


def test_what_is_not_there(client: FlaskClient) -> None:
    hook = register(client, "https://receiver.example/hook")["webhook"]["id"]
    address = f"/v1/webhooks/{hook}"

    assert client.post(f"{address}/deliveries/dlv_x/retry").status_code == 404
    assert client.delete(address).status_code == 204
    assert client.delete(address).status_code == 404
    assert client.get("/v1/webhooks").get_json()["items"] == []


def test_what_happens_is_told(client: FlaskClient, database: Database) -> None:
    with receiver() as inbox:
        register(client, inbox.url, "intake.changed", "plan.changed", "plan.published", "job.ended")
        kept = keep(client)
        plan = imported(client, kept["id"])
        client.post(f"/v1/plans/{plan}/publish", headers={"If-Match": '"1"'})
        job = client.post(f"/v1/intakes/{kept['id']}/plans", json={"name": "next", "seconds": 1}).get_json()["id"]
        client.post(f"/v1/jobs/{job}/stop", json={"keep": False})
        while deliver(database):
            pass

    said = [(found["type"], found["data"]) for found in (json.loads(body) for _, _, body in inbox.calls)]
    assert [name for name, _ in said] == ["intake.changed", "plan.changed", "plan.published", "job.ended"]
    assert said[0][1] == {"intake": kept["id"], "revision": 1}
    assert said[2][1] == {"plan": plan, "revision": 1}
    assert said[3][1]["state"] == "discarded"


def test_a_repeated_request_shows_no_secret(client: FlaskClient) -> None:
    body = {"url": "https://receiver.example/hook", "events": ["job.ended"]}

    first, again = (client.post("/v1/webhooks", json=body, headers={"Idempotency-Key": "k"}) for _ in range(2))

    assert first.get_json()["secret"].startswith("whsec_")
    assert again.get_json() == {**first.get_json(), "secret": None}


def imported(client: FlaskClient, intake: str) -> str:
    seated = plan(g1=["p1", "p2", "p3"], g2=["p4", "p5", "p6"])
    response = client.post(f"/v1/intakes/{intake}/plans/import", json={"name": "first", "plan": seated})
    assert response.status_code == 201, response.text
    found: str = response.get_json()["id"]
    return found
