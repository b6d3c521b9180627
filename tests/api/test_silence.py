"""No error repeats a submitted value or a name that the caller made up."""

import json
from copy import deepcopy
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.asking import Json, intake, plan

SECRET = "Qx7secret"

WHOLE: Json = {
    "intake": intake(
        applicants=[
            {
                "id": "p1",
                "display_name": "A",
                "age": "18-25",
                "birth_year": 2000,
                "life_stage": "undergraduate",
                "reasons": ["anxiety"],
                "primary_reason": "anxiety",
                "availability": ["Mon 09:00-10:00"],
                "time_zone": "Europe/Berlin",
                "modality": ["online"],
                "languages": ["en"],
                "sites": ["north"],
                "submitted_at": "2025-01-01",
                "priority": 1,
                "must_place_by": "2025-02-01",
                "avoid": ["p2"],
                "together": ["p3"],
                "preferred_groups": ["g1"],
                "leaders_to_avoid": ["l1"],
                "individual_therapist": "l2",
                "cleared": True,
                "tags": ["t"],
                "pinned_group": "g1",
                "kept_off_groups": ["g2"],
                "published_group": "g1",
            },
            {"id": "p2"},
            {"id": "p3"},
        ],
        groups=[
            {
                "id": "g1",
                "min_size": 3,
                "max_size": 5,
                "target_size": 4,
                "session": "Mon 09:00-10:00",
                "leaders": ["l3"],
            },
            {"id": "g2", "life_stages": ["undergraduate"], "language": "en", "required_tags": ["t"]},
        ],
        ties=[{"a": "p1", "b": "p2", "kind": "conflict", "sign": -1}],
        policy={"likeness": "both", "rules": {"no_isolate": [{"attribute": "tag", "values": ["t"]}]}},
        vocabulary={
            "reasons": [{"slug": "anxiety", "category": "symptom"}],
            "life_stages": [{"slug": "undergraduate", "neighbours": ["x"]}],
            "synonyms": {"nerves": "anxiety"},
        },
    ),
    "start": plan(g1=["p1", "p2"]),
    "seconds": 1,
}


PLACED: Json = {"intake": WHOLE["intake"], "plan": WHOLE["start"]}
BODIES: dict[str, Json] = {
    "/v1/solve": WHOLE,
    "/v1/evaluate": PLACED,
    "/v1/explain": {**PLACED, "group": "g1"},
    "/v1/why": {**PLACED, "applicant": "p3", "not_group": "g1"},
    "/v1/recommend": {**PLACED, "newcomer": {**WHOLE["intake"]["applicants"][0], "id": "p4"}, "top": 1},
    "/v1/revise": {**PLACED, "max_moves": 1, "frontier": 1, "grade": {"published": 2}, "seconds": 1},
    "/v1/compare": {
        "intake": WHOLE["intake"],
        "plans": [
            {"name": "a", "plan": WHOLE["start"]},
            {"name": "b", "plan": plan(), "groups": WHOLE["intake"]["groups"], "policy": WHOLE["intake"]["policy"]},
        ],
    },
    "/v1/what-if/groups": {"intake": WHOLE["intake"], "seconds": 1},
    "/v1/what-if/hours": {"intake": WHOLE["intake"], "choose": 1, "hours": ["Mon 09:00-10:00"]},
    "/v1/what-if/policy": {"intake": WHOLE["intake"], "changes": {"rules": {"floor": {"weight": 2}}}},
}
"""A right request to every address that takes more than an intake."""


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of everything in a body."""
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(found for key, part in inside for found in places(part, (*path, key)))]


def planted(body: Json, path: tuple[Any, ...], secret: Any, *, as_name: bool) -> Json:
    """The body with a secret in place of a value, or as the name of one more field."""
    found: Any = {"": deepcopy(body)}
    node, key = found, ""
    for part in path:
        node, key = node[key], part
    if as_name and isinstance(node[key], dict):
        node[key][SECRET] = secret
    else:
        node[key] = secret
    whole: Json = found[""]
    return whole


SECRETS = st.sampled_from(
    [
        SECRET,
        [SECRET],
        {SECRET: SECRET},
        [[SECRET]],
        f"{SECRET}@example.org",
        f"{SECRET}\ud800",
        f"/~{SECRET}",
        {"id": SECRET},
    ]
)


def test_nothing_is_wrong_before_a_secret_is_planted(client: FlaskClient) -> None:
    assert client.post("/v1/validate", json=WHOLE["intake"]).get_json()["problems"] == []


@pytest.mark.parametrize("path", BODIES)
def test_nothing_is_wrong_with_a_body_before_a_secret_is_planted(client: FlaskClient, path: str) -> None:
    response = client.post(path, json=BODIES[path])

    assert response.status_code == 200


@pytest.mark.parametrize("path", BODIES)
@settings(max_examples=100, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_refused_secret_does_not_come_back(client: FlaskClient, path: str, data: st.DataObject) -> None:
    body = deepcopy(BODIES[path])
    body["unknown"] = SECRET
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from([p for p in places(body) if p]))
        body = planted(body, place, data.draw(SECRETS), as_name=data.draw(st.booleans()))

    response = client.post(path, data=json.dumps(body), content_type="application/json")

    assert response.status_code in (400, 422)
    assert SECRET not in response.text
    assert "unknown_field" in response.text or response.status_code == 400
    assert SECRET not in str(response.headers)


@settings(max_examples=200, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_problem_of_a_validation_does_not_repeat_it(client: FlaskClient, data: st.DataObject) -> None:
    body: Json = deepcopy(WHOLE["intake"])
    place = data.draw(st.sampled_from([p for p in places(body) if p]))
    body = planted(body, place, data.draw(SECRETS), as_name=data.draw(st.booleans()))

    response = client.post("/v1/validate", data=json.dumps(body), content_type="application/json")

    found = response.get_json()
    assert SECRET not in json.dumps(found.get("problems", found))


@settings(max_examples=200, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(cut=st.integers(0, 400), noise=st.sampled_from(["", "\\", "NaN", "\x00", '"', "}", "1e999", "\ud800"]))
def test_a_malformed_body_does_not_come_back(client: FlaskClient, cut: int, noise: str) -> None:
    text = json.dumps({SECRET: SECRET, **WHOLE})[:cut] + noise + SECRET

    response = client.post("/v1/solve", data=text.encode("utf-8", "surrogatepass"), content_type="application/json")

    assert response.status_code == 400
    assert SECRET not in response.text
