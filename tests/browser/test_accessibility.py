"""Every page, by axe-core and by what it does not look at. Pages come from ``tests.browser.pages``."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PATIENCE_MILLISECONDS, served
from tests.browser.pages import PAGES, Shown
from tests.browser.place import Place

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

CONTROLS = "button, a[href], input:not([type=hidden]), select, textarea, summary"

UNNAMED = """(controls) => [...document.querySelectorAll(controls)]
  .filter((each) => each.checkVisibility() && !(each.getAttribute('aria-label')
    || each.getAttribute('aria-labelledby') || each.textContent.trim() || each.labels?.length))
  .map((each) => each.outerHTML.slice(0, 120))"""
"""Controls without a name of their own: a placeholder is none."""

UNSEEN = """(controls) => {
  const parts = ['outline', 'boxShadow', 'borderColor', 'backgroundColor'];
  const look = (each) => parts.map((name) => getComputedStyle(each)[name]).join();
  const wrong = [];
  for (const each of document.querySelectorAll(`${controls}, [tabindex="0"]`)) {
    if (each.disabled || !each.checkVisibility()) { continue; }
    each.blur();
    const before = look(each);
    each.focus({ focusVisible: true });
    if (document.activeElement === each && look(each) === before) { wrong.push(each.outerHTML.slice(0, 120)); }
  }
  return wrong;
}"""
"""What looks the same with and without the focus."""


@pytest.fixture(scope="module")
def places(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[bool, tuple[Place, str]]]:
    """An open service and a closed one, with something on every page, and their addresses."""
    with (
        served(tables, tmp_path_factory.mktemp("open")) as opened,
        served(tables, tmp_path_factory.mktemp("closed")) as shut,
    ):
        place = Place(shut[0])
        place.close()
        yield {False: (Place(opened[0]), opened[1]), True: (place, shut[1])}


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_everybody_can_use_it(shown: Shown, places: dict[bool, tuple[Place, str]], browser: Browser) -> None:
    place, address = places[shown.closed]
    context = browser.new_context(base_url=address, viewport=WIDE, color_scheme="light", reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    shown.open(page, place)

    page.evaluate(Axe().axe_script)
    assert violations(page) == []
    assert page.evaluate(UNNAMED, CONTROLS) == []
    assert page.evaluate(UNSEEN, CONTROLS) == []
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").count() == 1
    for landmark in ("banner", "navigation", "main", "contentinfo"):
        assert page.get_by_role(landmark).count() >= 1, landmark

    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert violations(page, "color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block") == []
    context.close()


def violations(page: Page, *rules: str) -> list[str]:
    """What axe, which is in the page already, finds wrong: where and why."""
    options: dict[str, object] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    found = page.evaluate("(options) => axe.run(options)", options)
    return [
        f"{each['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for each in found["violations"]
        for node in each["nodes"]
    ]
