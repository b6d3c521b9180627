"""The board of a plan in a browser: how soon it is there, and how soon it has answered a move."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.effort import Effort
from benchmarks.running import Running, running
from benchmarks.table import Table, milliseconds, reached, several
from matcher.generate import generate, generate_groups
from matcher.intake import Group

LISTS = ((240, None), (1_500, 200))
"""People, and groups of up to ten; None: groups with sessions and leaders."""

SOLVED_FOR = 10
"""Seconds that a plan is searched for."""

MOVES = 20
"""People who are moved, one after the other, and moved back."""

GOAL_PAINT, GOAL_MOVE = 1.0, 0.15
"""Seconds until the board is painted first, and from a click to the words that say what it did."""

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

UNTIL = """([what, element, attributes]) => new Promise((done) => {
  const began = performance.now();
  new MutationObserver((_, seen) => {
    seen.disconnect();
    requestAnimationFrame(() => done(performance.now() - began));
  }).observe(document.querySelector(element), { childList: true, subtree: true, attributes });
  document.querySelector(what).click();
})"""
"""Milliseconds from a click until an element has changed and is about to be painted."""


@dataclass
class Times:
    """Seconds, run by run."""

    first: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)
    moved: list[float] = field(default_factory=list)
    undone: list[float] = field(default_factory=list)


def measure(effort: Effort) -> Iterator[Table]:
    """One table of paints, one of answers."""
    found: list[tuple[str, Times]] = []
    with sync_playwright() as playwright, running(max_seconds=600) as service:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for people, groups in LISTS:
            plan, size = _composed(service, people, groups)
            found.append((f"{people:,} people in {size} groups", _times(browser, service, plan, effort.runs)))
        browser.close()
    yield Table(
        "Until the board is painted",
        ("plan", "the first time", "a browser that was never there", "again", f"{GOAL_PAINT:.0f} s, always"),
        tuple(
            (
                name,
                *(several(each, milliseconds) for each in (times.first, times.cold, times.warm)),
                reached(max(*times.first, *times.cold, *times.warm) < GOAL_PAINT),
            )
            for name, times in found
        ),
        "Chromium's first contentful paint on the machine that serves: from asking for the page, all of the service's "
        "work included. The first time nothing of the plan has been read or laid out.",
    )
    yield Table(
        "Until the board has answered",
        ("plan", "where somebody could go", "a move", "undone", milliseconds(GOAL_MOVE)),
        tuple(
            (
                name,
                *(several(each, milliseconds) for each in (times.asked, times.moved, times.undone)),
                reached(all(_within(each) < GOAL_MOVE for each in (times.asked, times.moved, times.undone))),
            )
            for name, times in found
        ),
        f"From the click until the page has changed, {MOVES} people moved where it is worth most and undone: every "
        "other group with what it would gain or lose; the move scored, kept and shown. The goal is for nineteen of "
        "twenty.",
    )


def _times(browser: Browser, service: Running, plan: str, runs: int) -> Times:
    times, address = Times(), f"http://127.0.0.1:{service.port}/plans/{plan}"
    for number in range(runs + 1):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        (times.cold if number else times.first).append(_painted(context, address))
        context.close()
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    _painted(context, address)
    times.warm = [_painted(context, address) for _ in range(runs)]
    page = context.new_page()
    page.goto(address)
    cards = page.locator("[data-person]:has(.move)")
    people: Sequence[str] = cards.evaluate_all("all => all.map((person) => person.dataset.person)")
    for person in people[:: len(people) // MOVES][:MOVES]:
        _move(page, person, times)
    context.close()
    return times


def _painted(context: BrowserContext, address: str) -> float:
    page = context.new_page()
    page.goto(address)
    found = page.evaluate("""() => new Promise((done) => new PerformanceObserver((list) => {
      for (const entry of list.getEntriesByName("first-contentful-paint")) { done(entry.startTime); }
    }).observe({ type: "paint", buffered: true }))""")
    page.close()
    return float(found) / 1000


def _move(page: Page, person: str, times: Times) -> None:
    """Move somebody to the best place where no hard rule is broken, and undo it; nothing where there is none."""
    button = f'[data-person="{person}"] .move'
    asked = page.evaluate(UNTIL, [button, "#dialog", True])
    page.wait_for_selector("dialog[open]")
    if page.locator(".choice").first.locator(".breaks").count():
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog:not([open])", state="attached")
        return
    times.asked.append(asked / 1000)
    times.moved.append(page.evaluate(UNTIL, [".choice", "#said", False]) / 1000)
    page.wait_for_selector("dialog:not([open])", state="attached")
    times.undone.append(page.evaluate(UNTIL, ['[data-step="web.undo"] button', "#said", False]) / 1000)
    page.wait_for_selector("#board:not([aria-busy])")


def _within(times: Sequence[float]) -> float:
    """The time within which nineteen of twenty are answered."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def _composed(service: Running, people: int, groups: int | None) -> tuple[str, int]:
    applicants = generate("clinic", people, 1).applicants
    equal = [Group(id=f"group-{number}") for number in range(1, (groups or 0) + 1)]
    offers = equal or generate_groups(applicants, 1)
    kept = service.keep(applicants, offers)
    return service.plan_of(service.compose(kept, SOLVED_FOR)), len(offers)
