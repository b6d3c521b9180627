"""A term in small: published, one leaves, two come, free places are filled, and the timeline tells it."""

from playwright.sync_api import Page, Route, expect

from api.db.database import Database
from api.db.models import HOME_CLINIC, now
from api.store import intakes, plans
from matcher.answer import evaluate
from matcher.intake import Applicant, Group, Intake
from matcher.plan import Plan

AGES = {"a1": 20, "a2": 21, "a3": 22, "b1": 60, "b2": 61, "b3": 62}

LONG_PRESS_MILLISECONDS = 300
"""How long a slow hand holds a name: longer than an answer takes."""


def published(database: Database) -> str:
    """A plan of two groups of three whose places have been told."""
    people = tuple(Applicant.model_validate({"id": who, "age": age, "cleared": True}) for who, age in AGES.items())
    groups = tuple(Group(id=name, min_size=2, max_size=4, target_size=3) for name in ("young", "old"))
    with database.writing() as session:
        row = intakes.create(session, HOME_CLINIC, "Autumn", Intake(applicants=people, groups=groups), "local")
        plan = plans.create(session, row, "Autumn 1")
        seating = Plan.of({"young": ["a1", "a2", "a3"], "old": ["b1", "b2", "b3"]})
        result = evaluate(intakes.load(session, row), seating)
        plans.add_revision(session, plan, result, intake_revision=1, origin="job", actor="local")
        plan.published_revision, plan.published_at = 1, now()
        return row.id


def test_one_leaves_two_come_and_the_timeline_tells_it(page: Page, database: Database) -> None:
    page.goto(f"/lists/{published(database)}")
    page.get_by_role("link", name="The people").click()

    page.get_by_label("Find", exact=True).fill("a2")
    expect(page.get_by_role("status")).to_have_text("1 person found.")
    page.get_by_role("link", name="a2").click()
    page.get_by_text("Take this person off the list").click()
    expect(page.get_by_text("They have a place in one plan")).to_be_visible()
    page.get_by_role("button", name="Take them off").click()
    expect(page.get_by_role("status").first).to_contain_text("Taken off the list")

    for code, age in (("c1", "23"), ("c2", "59")):
        page.get_by_role("link", name="Add a person").click()
        page.get_by_label("Code of the person").fill(code)
        page.get_by_label("Age", exact=False).first.fill(age)
        page.get_by_role("button", name="Add to the list").click()
        expect(page.get_by_role("status").first).to_contain_text("Added at the end of the list")

    page.get_by_role("link", name="Autumn").click()
    page.get_by_role("link", name="who left, who came").click()
    filling = page.get_by_role("form", name="Fill free places, nobody moves")
    expect(filling).to_contain_text("a2 leaves young")
    expect(filling).to_contain_text("c1 joins young")
    expect(filling).to_contain_text("c2 joins old")
    filling.get_by_role("button", name="Fill these places").click()

    expect(page.get_by_role("status")).to_contain_text("1 person left, 2 came, 0 moved.")
    steps = page.get_by_role("row")
    expect(steps.nth(1)).to_contain_text("Free places filled")
    expect(steps.nth(1)).to_contain_text("7 of 7")
    expect(steps.nth(2)).to_contain_text("people were told this")
    page.get_by_role("button", name="Take this step back").click()
    expect(steps.nth(1)).to_contain_text("Undone, as in step 1")


def test_what_is_typed_before_the_page_is_ready_is_searched_for(page: Page, database: Database) -> None:
    listed = published(database)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/htmx.min.js", hold)

    page.goto(f"/lists/{listed}/people", wait_until="commit")
    page.get_by_label("Find", exact=True).fill("a2")
    expect(page.get_by_role("status")).to_have_text("6 people found.")
    held.pop().continue_()

    expect(page.get_by_role("status")).to_have_text("1 person found.")


def test_the_name_that_is_pressed_stays_until_it_is_let_go(page: Page, database: Database) -> None:
    page.goto(f"/lists/{published(database)}/people")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))

    page.get_by_label("Find", exact=True).fill("a2")
    expect(page.get_by_role("status")).to_have_text("1 person found.")
    page.get_by_role("link", name="a2").hover()
    page.mouse.down()
    page.wait_for_timeout(LONG_PRESS_MILLISECONDS)
    page.mouse.up()

    expect(page.get_by_text("Take this person off the list")).to_be_visible()
    assert asked.count("POST") == 1


def test_the_same_is_asked_again_on_demand(page: Page, database: Database) -> None:
    page.goto(f"/lists/{published(database)}/people")
    field = page.get_by_label("Find", exact=True)
    field.fill("a2")
    expect(page.get_by_role("status")).to_have_text("1 person found.")

    with page.expect_response("**/people") as answer:
        field.press("Enter")
    assert answer.value.ok


def test_lines_for_groups_are_added_as_wanted(page: Page, database: Database) -> None:
    listed = published(database)
    page.goto(f"/lists/{listed}")

    for _ in range(3):
        page.get_by_role("button", name="One more line").click()
    page.keyboard.type("late")
    page.get_by_label("Meets, 7").fill("Fri 18:00-19:30")
    page.get_by_role("button", name="Save the groups").click()

    expect(page.get_by_role("status")).to_contain_text("The groups are saved.")
    expect(page.get_by_label("Group, late")).to_have_value("late")
    expect(page.get_by_label("Meets, late")).to_have_value("Fri 18:00-19:30")
