"""Takes the pictures of the pages for the README and the guide: ``make pictures``.

Every page of ``tests.browser.pages`` that is to be pictured, from a service with an invented list in a database that is
gone afterwards; nothing of it is drawn by chance or shows when it was. Needs Chromium, as the browser tests do.
"""

import logging
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.browser.conftest import CHROMIUM, QUIET, make_tables, served
from tests.browser.pages import PAGES, Shown
from tests.browser.place import Place

FOLDER = Path(__file__).parent / "pictures"

SIZES: Mapping[str, ViewportSize] = {
    "desk": {"width": 1280, "height": 860},
    "phone": {"width": 390, "height": 780},
}
"""Pixels of the screens."""


def main() -> None:
    """Write the pictures, those of the pages named or all."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    wanted = [shown for shown in PAGES if shown.pictured and (shown.name in sys.argv[1:] or not sys.argv[1:])]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        tables = make_tables(Path(folder) / "tables.sqlite3")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for closed in (False, True):
            place_folder = Path(folder) / str(closed)
            place_folder.mkdir()
            with served(tables, place_folder) as (app, address):
                place = Place(app)
                if closed:
                    place.close()
                for shown in (each for each in wanted if each.closed == closed):
                    for path in _taken(browser, place, address, shown):
                        sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} KiB\n")
        browser.close()


def _taken(browser: Browser, place: Place, address: str, shown: Shown) -> Iterator[Path]:
    shown.address(place)
    place.stand_still()
    for view in shown.pictured:
        context = browser.new_context(
            base_url=address,
            viewport=SIZES[view.screen],
            color_scheme=view.scheme,
            reduced_motion="reduce",
        )
        page = context.new_page()
        # A control that was drawn before its font came may keep the widths of another one: fonts are kept by now.
        for _ in range(2):
            shown.open(page, place)
        page.evaluate("document.fonts.ready")
        path = FOLDER / f"pages-{shown.name}{view.suffix}.png"
        page.screenshot(path=path)
        context.close()
        yield path


if __name__ == "__main__":
    main()
