from flask.testing import FlaskClient

from api.planning.history import past
from tests.api.asking import Json, told
from tests.service.plans.planning import change, keep_plan, move, read, seats


def step(client: FlaskClient, kept: Json, way: str) -> Json:
    found: Json = change(client, kept, way, read(client, kept)["revision"]).get_json()
    return found


def edit(client: FlaskClient, kept: Json, who: str, to: str | None) -> None:
    move(client, kept, {"applicant": who, "to": to}, revision=read(client, kept)["revision"])


def test_back_and_forth(client: FlaskClient) -> None:
    kept = keep_plan(client)
    states = [seats(kept)]
    for who, to in (("p7", "g1"), ("p8", "g2")):
        edit(client, kept, who, to)
        states.append(seats(read(client, kept)))

    assert seats(step(client, kept, "undo")) == states[1]
    assert seats(step(client, kept, "undo")) == states[0]
    assert seats(step(client, kept, "redo")) == states[1]
    assert seats(step(client, kept, "redo")) == states[2]
    assert told(change(client, kept, "redo", 7), 409) == [("", "nothing_to_redo")]
    assert read(client, kept)["revision"] == 7


def test_a_new_change_ends_going_forth(client: FlaskClient) -> None:
    kept = keep_plan(client)
    edit(client, kept, "p7", "g1")
    step(client, kept, "undo")
    edit(client, kept, "p8", "g2")

    assert told(change(client, kept, "redo", 4), 409) == [("", "nothing_to_redo")]
    assert seats(step(client, kept, "undo")) == seats(kept)
    assert told(change(client, kept, "undo", 5), 409) == [("", "nothing_to_undo")]


def test_pins_go_back_too(client: FlaskClient) -> None:
    kept = keep_plan(client)
    move(client, kept, {"applicant": "p1", "pin": "g1"})

    assert read(client, kept)["pins"] == {"p1": "g1"}
    assert step(client, kept, "undo")["pins"] == {}
    assert step(client, kept, "redo")["pins"] == {"p1": "g1"}


def test_history_loses_nothing(client: FlaskClient) -> None:
    kept = keep_plan(client)
    edit(client, kept, "p7", "g1")
    step(client, kept, "undo")
    change(client, kept, "publish", 3)

    page = client.get(f"/v1/plans/{kept['id']}/revisions?limit=2").get_json()
    rest = client.get(f"/v1/plans/{kept['id']}/revisions?cursor={page['next']}").get_json()

    shown = [(r["revision"], r["origin"], r["parent"], r["published"]) for r in (*page["items"], *rest["items"])]
    assert shown == [(3, "undo", 1, True), (2, "moves", 1, False), (1, "import", None, False)]
    assert rest["next"] is None


def test_the_past_of_a_plan_that_went_back_twice() -> None:
    """1, 2, 3 were made; undone to 1; then 6 was made of that and undone."""
    links = [(1, "import", None), (2, "moves", 1), (3, "moves", 2), (4, "undo", 2), (5, "undo", 1), (6, "moves", 5)]

    assert past(links).states == [6, 1]
    assert past([*links, (7, "undo", 1)]).target("redo") == 6
    assert past([*links, (7, "undo", 1)]).target("undo") is None
