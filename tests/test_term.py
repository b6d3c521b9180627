"""A whole term: a list composed and published, then ten weeks in which people come, go and are pinned."""

import json
from pathlib import Path

from matcher.engine.solve import solve
from matcher.generate import AS_OF, generate, generate_groups
from matcher.intake import Applicant, Intake
from matcher.plan import Plan
from matcher.report import write_outputs
from matcher.revise import Revision, revise
from matcher.scorer import score
from matcher.stop import Work
from matcher.tables import read_plan

PEOPLE, SEED = 64, 3
LEADER, LEADER_WHO_COMES = "leader-1", "leader-new"

WEEKS: tuple[dict[str, int | bool], ...] = (
    {"arrive": 2},
    {"drop out": 1, "arrive": 1},
    {"drop out": 1, "pin": 1},
    {"arrive": 2},
    {"drop out": 2},
    {"leader leaves": True},
    {"arrive": 2, "drop out": 1},
    {"pin": 1},
    {"drop out": 1, "arrive": 1},
    {"arrive": 1},
)
"""What happens week by week: six drop out, nine arrive, two are pinned, and one leader leaves."""

MOST_MOVES = 4
"""People who may move in every other week; in the others each move has a price."""


class Term:
    """The list as it stands, and the plan that holds."""

    def __init__(self) -> None:
        people = generate("campus", PEOPLE, SEED).applicants
        self.groups = generate_groups(people, SEED)
        self.later = list(generate("campus", 100, SEED + 1).applicants)
        self.people = {a.id: a for a in people}
        self.plan = Plan()
        self.arrived = 0

    @property
    def intake(self) -> Intake:
        return Intake(applicants=tuple(self.people.values()), groups=self.groups, as_of=AS_OF)

    def publish(self, plan: Plan) -> None:
        """Tell everybody their place."""
        self.plan, told = plan, plan.by_applicant()
        self.people = {i: a.model_copy(update={"published_group": told.get(i)}) for i, a in self.people.items()}

    def happens(self, week: dict[str, int | bool]) -> None:
        """Change the list as the week says."""
        placed = sorted(self.plan.by_applicant())
        for number in range(week.get("drop out", 0)):
            self._forget(placed[(7 * len(self.people) + 11 * number) % len(placed)])
        for _ in range(week.get("arrive", 0)):
            newcomer = self.later.pop()
            self.arrived += 1
            self._update(newcomer.model_copy(update={"id": f"new-{self.arrived}", "avoid": (), "together": ()}))
        for _ in range(week.get("pin", 0)):
            still = sorted(i for i in self.plan.by_applicant() if i in self.people)
            person = self.people[still[len(self.people) % len(still)]]
            if person.pinned_group is None:
                self._update(person.model_copy(update={"pinned_group": person.published_group}))
        if week.get("leader leaves"):
            self._leader_leaves()

    def _leader_leaves(self) -> None:
        """One group of the leader who leaves gets another one, whom two of its members must not be led by."""
        group = next(g for g in self.groups if LEADER in g.leaders and any(s.id == g.id for s in self.plan.groups))
        led = group.model_copy(update={"leaders": (LEADER_WHO_COMES, *group.leaders[1:])})
        self.groups = tuple(led if g.id == group.id else g for g in self.groups)
        members = [i for i, place in self.plan.by_applicant().items() if place == group.id and i in self.people]
        free = [i for i in members if self.people[i].pinned_group is None]
        for person in free[:2]:
            self._update(self.people[person].model_copy(update={"leaders_to_avoid": (LEADER_WHO_COMES,)}))

    def _update(self, person: Applicant) -> None:
        self.people = {**self.people, person.id: person}

    def _forget(self, gone: str) -> None:
        """Take a person off the list, and their id off everybody else's row."""
        self.people = {
            i: a.model_copy(
                update={
                    "avoid": tuple(x for x in a.avoid if x != gone),
                    "together": tuple(x for x in a.together if x != gone),
                }
            )
            for i, a in self.people.items()
            if i != gone
        }


def test_a_term_of_ten_weeks(tmp_path: Path) -> None:
    """Nobody vanishes, nobody who was told a place moves unless listed, and every week's report is kept."""
    term = Term()
    first = solve(term.intake, Work(10), seed=SEED, reproducible=True)
    assert first.plan is not None
    write_outputs(tmp_path / "week-0", term.intake, first)
    term.publish(first.plan)
    moved = 0

    for number, week in enumerate(WEEKS, start=1):
        term.happens(week)
        intake, before = term.intake, term.plan
        how = {"stay": 0.2} if number % 2 else {"max_moves": MOST_MOVES}
        revision = revise(intake, before, stop=Work(2), seed=SEED, **how)

        assert revision.outcome == "revised", (number, revision.summary)
        assert revision.result is not None
        plan = revision.result.plan
        assert plan is not None
        listed = {move.id for move in revision.moves}
        for person, group in before.by_applicant().items():
            if person not in term.people:
                assert person in revision.left
            elif plan.by_applicant().get(person) != group:
                assert person in listed
        assert len(listed) <= how.get("max_moves", PEOPLE)
        assert all(move.told for move in revision.moves)
        waiting = {person.id for person in revision.result.waitlist}
        assert sorted([*plan.by_applicant(), *waiting]) == sorted(term.people)
        assert all(person.reasons for person in revision.result.waitlist)
        assert score(intake, plan).valid
        assert all(a.pinned_group in (None, plan.by_applicant().get(a.id)) for a in intake.applicants)

        write_outputs(tmp_path / f"week-{number}", intake, revision.result, revision)
        moved += len(listed)
        term.publish(plan)

    assert sum(week.get("drop out", 0) for week in WEEKS) == 6
    assert term.arrived == 9
    assert sum(a.pinned_group is not None for a in term.people.values()) >= 2
    assert moved >= 2
    assert len(term.people) == PEOPLE + 9 - 6
    for number in range(len(WEEKS) + 1):
        folder = tmp_path / f"week-{number}"
        kept = read_plan(folder / "plan.json").plan
        assert "<h1>" in (folder / "report.html").read_text(encoding="utf-8")
        if number:
            text = (folder / "revision.json").read_text(encoding="utf-8")
            told = Revision.model_validate(json.loads(text))
            assert told.result is not None
            assert told.result.plan == kept
            page = (folder / "report.html").read_text(encoding="utf-8")
            assert all(move.id in page for move in told.moves)
    assert kept == term.plan


def test_the_same_weeks_make_the_same_plans() -> None:
    term = Term()
    first = solve(term.intake, Work(5), seed=SEED, reproducible=True)
    assert first.plan is not None
    term.publish(first.plan)
    term.happens({"drop out": 2, "arrive": 2})

    once, again = (revise(term.intake, term.plan, stop=Work(1), max_moves=2) for _ in range(2))

    assert once == again
