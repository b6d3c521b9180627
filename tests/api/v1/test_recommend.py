import pytest
from flask.testing import FlaskClient

from matcher.intake import Applicant
from matcher.plan import Plan
from matcher.recommend import Recommendation, Recommender, listed
from matcher.validation import validate_intake
from tests.api.asking import Json, intake, people, plan, told

SIZES = {"min_size": 3, "max_size": 4, "target_size": 3}
LIST = intake(7, sizes=SIZES)
SEATED = plan(g1=["p1", "p2", "p3"], g2=["p4", "p5", "p6"])
NEWCOMER = {"id": "new", "age": 31, "reasons": ["sleep"]}


def test_somebody_who_waits_gets_the_librarys_ranking(client: FlaskClient) -> None:
    response = client.post("/v1/recommend", json={"intake": LIST, "plan": SEATED, "applicant": "p7", "top": 1})

    assert response.status_code == 200
    expected = Recommender(validate_intake(LIST), Plan.model_validate(SEATED)).recommend("p7", 1)
    assert Recommendation.model_validate_json(response.data) == expected
    assert len(expected.choices) == 1


def test_a_newcomer_is_ranked_as_if_they_were_on_the_list(client: FlaskClient) -> None:
    response = client.post("/v1/recommend", json={"intake": LIST, "plan": SEATED, "newcomer": NEWCOMER})

    on_list = listed(validate_intake(LIST), Applicant.model_validate(NEWCOMER))
    expected = Recommender(on_list, Plan.model_validate(SEATED)).recommend("new")
    assert Recommendation.model_validate_json(response.data) == expected
    assert response.get_json()["applicant"] == "new"


def test_a_newcomers_name_never_comes_back(client: FlaskClient) -> None:
    body = {"intake": LIST, "plan": SEATED, "newcomer": {**NEWCOMER, "display_name": "Quentin"}}

    response = client.post("/v1/recommend", json=body)

    assert response.status_code == 200
    assert "Quentin" not in response.text


def asked(**fields: object) -> Json:
    return {"intake": LIST, "plan": SEATED, **fields}


RUNNING = intake(
    sizes=SIZES,
    applicants=[{"id": "p1", "seated_in": "g1"}, *people(6)[1:]],
    groups=[{"id": "g1", **SIZES}, {"id": "g2", **SIZES}],
)

INVALID: dict[str, tuple[Json, list[tuple[str, str]]]] = {
    "nobody": (asked(), [("", "invalid")]),
    "two people": (asked(applicant="p7", newcomer=NEWCOMER), [("", "invalid")]),
    "somebody unknown": (asked(applicant="x"), [("/applicant", "unknown_applicant")]),
    "somebody with a place": (asked(applicant="p1"), [("/applicant", "has_a_place")]),
    "a newcomer with a place": (
        asked(newcomer={**NEWCOMER, "seated_in": "g1"}),
        [("/newcomer/seated_in", "has_a_place")],
    ),
    "a newcomer of the list": (asked(newcomer={"id": "p1"}), [("/newcomer/id", "duplicate_id")]),
    "a newcomer who names nobody known": (
        asked(newcomer={**NEWCOMER, "avoid": ["p1", "x"], "pinned_group": "g9"}),
        [("/newcomer/avoid/1", "unknown_applicant"), ("/newcomer/pinned_group", "unknown_group")],
    ),
    "an impossible newcomer": (
        asked(newcomer={"id": "new", "age": 323, "hobby": 1}),
        [("/newcomer/age", "invalid"), ("/newcomer", "unknown_field")],
    ),
    "a plan that moves a member": (
        {"intake": RUNNING, "plan": plan(g1=["p2", "p3", "p4"], g2=["p1", "p5"]), "applicant": "p6"},
        [("/plan/groups/1/members/0", "seated_elsewhere")],
    ),
    "no group to describe": (asked(applicant="p7", top=0), [("/top", "greater_than_equal")]),
}


@pytest.mark.parametrize(("body", "errors"), INVALID.values(), ids=INVALID)
def test_an_invalid_request_is_422(client: FlaskClient, body: Json, errors: list[tuple[str, str]]) -> None:
    assert told(client.post("/v1/recommend", json=body), 422) == errors
