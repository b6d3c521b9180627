"""Every page and how to get there: the one list of the checks of accessibility and of the pictures.

A new page is one more line here; what it needs to show is made by ``tests.browser.place``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.place import Place


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: its name, its address, what has to be there before anybody looks, and whether pictures show it.

    ``closed`` pages are those of a service that asks who somebody is.
    """

    name: str
    address: Callable[[Place], str]
    ready: Callable[[Page], None] | None = None
    pictured: bool = False
    closed: bool = False
    status: int = 200

    def open(self, page: Page, place: Place) -> None:
        """Go there, and wait until it is there."""
        response = page.goto(self.address(place))
        assert response is not None
        assert response.status == self.status
        if self.ready is not None:
            self.ready(page)


def _searching(page: Page) -> None:
    expect(page.locator("[data-figure=gap]")).to_have_text("1.04 %")


PAGES = (
    Shown("start-empty", lambda _place: "/"),
    Shown("draft", lambda place: place.draft, pictured=True),
    Shown("list", lambda place: place.list, pictured=True),
    Shown("search", lambda place: place.search, _searching, pictured=True),
    Shown("discarded", lambda place: place.discarded),
    Shown("plan", lambda place: place.plan, pictured=True),
    Shown("start", lambda _place: "/", pictured=True),
    Shown("not-found", lambda _place: "/lists/none", status=404),
    Shown("sign-in", lambda _place: "/sign-in", closed=True, pictured=True),
)
"""In the order in which they are opened: what one needs is there for those after it."""
