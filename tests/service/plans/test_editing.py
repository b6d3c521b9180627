"""One plan, two editors and a list that moves on, against a small model of both."""

from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from api.openapi import Service
from matcher.plan import Plan
from matcher.scorer import score
from matcher.validation import validate_intake
from tests.api.asking import Json
from tests.service.plans.planning import SEATED, change, keep_plan, move, read, seats, small_list

EXACT = 1e-6
PEOPLE = tuple(f"p{n}" for n in range(1, 12))
PLACES = st.sampled_from(("g1", "g2", "g3", None))
ANYBODY = st.sampled_from(PEOPLE)

State = tuple[dict[str, str], dict[str, str], int]
"""Group by person, pins, and the number of the list."""


class Editing(RuleBasedStateMachine):
    """Every step asks the service and the model, which knows seats, pins, history and what is published."""

    client: FlaskClient

    @initialize()
    def begin(self) -> None:
        self.lists: list[Json] = [small_list(10)]
        self.kept = keep_plan(self.client, self.lists[0])
        place = {member: group for group, members in SEATED.items() for member in members}
        self.states: dict[int, State] = {1: (place, {}, 0)}
        self.line, self.at = [1], 0
        self.published: int | None = None

    @property
    def revision(self) -> int:
        return len(self.states)

    @property
    def state(self) -> State:
        return self.states[self.revision]

    @rule(who=ANYBODY, to=PLACES, dry=st.booleans())
    def move_one(self, who: str, to: str | None, dry: bool) -> None:
        self._edit({who: to}, dry_run=dry)

    @rule(first=ANYBODY, second=ANYBODY)
    def swap_two(self, first: str, second: str) -> None:
        place = self.state[0]
        if first != second:
            self._edit({first: place.get(second), second: place.get(first)})

    @rule(who=ANYBODY, to=st.sampled_from(("g1", "g2", "g3")))
    def pin(self, who: str, to: str) -> None:
        self._edit({who: to}, pins={who: to})

    @rule(who=ANYBODY)
    def unpin(self, who: str) -> None:
        self._edit({}, pins={who: None})

    @rule(who=ANYBODY)
    def somebody_leaves(self, who: str) -> None:
        now = [person for person in self.lists[-1]["applicants"] if person["id"] != who]
        if 6 <= len(now) < len(self.lists[-1]["applicants"]):
            self._list(now)

    @rule(age=st.integers(18, 60))
    def somebody_comes(self, age: int) -> None:
        there = {person["id"] for person in self.lists[-1]["applicants"]}
        free = [name for name in PEOPLE if name not in there]
        if free:
            self._list([*self.lists[-1]["applicants"], {"id": free[0], "age": age, "reasons": ["grief-loss"]}])

    @rule(who=ANYBODY, to=PLACES)
    def take_the_newer_list(self, who: str, to: str | None) -> None:
        self._edit({who: to} if who in self._people(len(self.lists) - 1) else {}, newer_list=True)

    @rule()
    def undo(self) -> None:
        self._step("undo", self.at + 1)

    @rule()
    def redo(self) -> None:
        self._step("redo", self.at - 1)

    @rule()
    def publish(self) -> None:
        assert change(self.client, self.kept, "publish", self.revision).status_code == 200
        self.published = self.revision

    @precondition(lambda self: self.published is not None)
    @rule()
    def withdraw(self) -> None:
        assert change(self.client, self.kept, "withdraw", self.revision).status_code == 200
        self.published = None

    @precondition(lambda self: self.revision > 1)
    @rule(who=ANYBODY, to=PLACES, what=st.sampled_from(("moves", "undo", "redo", "publish")), data=st.data())
    def a_slower_editor(self, who: str, to: str | None, what: str, data: st.DataObject) -> None:
        seen = data.draw(st.integers(1, self.revision - 1))
        body = {"moves": [{"applicant": who, "to": to}]} if what == "moves" else {}
        assert change(self.client, self.kept, what, seen, **body).status_code == 412

    @rule(who=ANYBODY)
    def a_recommended_move_does_what_was_said(self, who: str) -> None:
        place, _, number = self.state
        if who in place or who not in self._people(number):
            return
        address = f"/v1/plans/{self.kept['id']}/recommendations"
        found = self.client.post(address, json={"applicant": who}).get_json()
        best = found["ranking"][0]
        if best["blocked_by"]:
            return
        done = self._edit({who: best["group"]})
        assert done is not None
        assert abs(done["value"] - best["value"]) < EXACT
        [fit] = [fit["after"] for fit in done["fits"] if fit["id"] == who]
        assert abs(fit - best["fit"]) < EXACT

    @invariant()
    def the_plan_is_that_of_the_model(self) -> None:
        if not hasattr(self, "states"):
            return
        found = read(self.client, self.kept)
        place, pins, number = self.state
        assert (found["revision"], found["pins"]) == (self.revision, pins)
        assert {member: group for group, members in seats(found).items() for member in members} == place
        waiting = {person["id"] for person in found["result"]["waitlist"]}
        assert waiting == self._people(number) - set(place)
        assert found["figures"]["broken"] == {}
        assert found["figures"]["status"] in ("feasible", "optimal")
        assert found["published_revision"] == self.published
        assert found["newer_intake_revision"] == (len(self.lists) if number < len(self.lists) - 1 else None)

    @invariant()
    def the_figures_are_the_scorers(self) -> None:
        if not hasattr(self, "states"):
            return
        found = read(self.client, self.kept)
        value = self._value(self.state, found)
        figures = found["figures"]
        assert abs(figures["value"] - value) < EXACT
        assert figures["bound"] is None or figures["bound"] >= value - EXACT

    def _value(self, state: State, found: Json) -> float:
        """By the scorer alone, with the pins, and the places published when the revision was made."""
        place, pins, number = state
        told = self.told[self._equal(self.revision)]
        people = [
            {
                **person,
                **({"pinned_group": pins[person["id"]]} if person["id"] in pins else {}),
                **({"published_group": told[person["id"]]} if person["id"] in told else {}),
            }
            for person in self.lists[number]["applicants"]
        ]
        intake = validate_intake({**self.lists[number], "applicants": people})
        rooms = {name: [who for who, group in place.items() if group == name] for name in ("g1", "g2", "g3")}
        scored = score(intake, Plan.of(rooms))
        assert scored.valid
        assert abs((scored.mean_fit or 0) - (found["figures"]["mean_fit"] or 0)) < EXACT
        return scored.value

    def _edit(
        self, places: dict[str, str | None], pins: dict[str, str | None] | None = None, **how: bool
    ) -> Json | None:
        """Ask for it, and change the model where the service says that it was done."""
        place, pinned, number = self.state
        now = len(self.lists) - 1 if how.get("newer_list") else number
        moves = [{"applicant": who, "to": to} for who, to in places.items()]
        moves = [{"applicant": who, "pin": to} for who, to in (pins or {}).items()] or moves
        response = move(self.client, self.kept, *moves, revision=self.revision, **how)
        if response.status_code == 422:
            errors = response.get_json()["errors"]
            strangers = any(who not in self._people(now) for who in (*places, *(pins or {})))
            assert all(error["code"].startswith("breaks_") for error in errors) != strangers
            return None
        done: Json = response.get_json()
        assert response.status_code == 200, done
        if not done["kept"]:
            return done
        people = self._people(now)
        seated = {who: group for who, group in {**place, **places}.items() if group is not None and who in people}
        fixed = {who: group for who, group in {**pinned, **(pins or {})}.items() if group is not None and who in people}
        self._add((seated, fixed, now))
        self.line = [self.revision, *self.line[self.at :]]
        self.at = 0
        return done

    def _step(self, way: str, place: int) -> None:
        response = change(self.client, self.kept, way, self.revision)
        if not 0 <= place < len(self.line):
            assert response.status_code == 409
            return
        assert response.status_code == 200
        self.at = place
        self.equals[self.revision + 1] = self.line[place]
        self.states[self.revision + 1] = self.states[self.line[place]]

    def _add(self, state: State) -> None:
        published = self.published
        self.states[self.revision + 1] = state
        told = {} if published is None else self.states[published][0]
        self.told[self.revision] = {who: group for who, group in told.items() if who in self._people(state[2])}

    def _equal(self, revision: int) -> int:
        return self.equals.get(revision, revision)

    def _list(self, applicants: list[Json]) -> None:
        listed = small_list(applicants=applicants)
        body = {"name": "Autumn", "intake": listed}
        seen = {"If-Match": f'"{len(self.lists)}"'}
        response = self.client.put(f"/v1/intakes/{self.kept['intake']}", json=body, headers=seen)
        assert response.status_code == 200, response.text
        self.lists.append(listed)

    def _people(self, number: int) -> set[str]:
        return {person["id"] for person in self.lists[number]["applicants"]}

    def __init__(self) -> None:
        super().__init__()
        self.told: dict[int, dict[str, str]] = {1: {}}
        self.equals: dict[int, int] = {}


def test_editing(app: Service) -> None:
    """Nobody vanishes, no plan breaks a rule, the figures are the scorer's, the slower editor is told."""

    class Here(Editing):
        client = app.test_client()

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
