"""Every page and how to get there: the one list of the checks of accessibility and of the pictures.

A new page is one more line here; what it needs to show is made by ``tests.browser.place``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Page, expect

from tests.browser.place import Place


@dataclass(frozen=True, slots=True)
class View:
    """How a picture looks at a page."""

    screen: Literal["desk", "phone"] = "desk"
    scheme: Literal["light", "dark"] = "light"

    @property
    def suffix(self) -> str:
        """What the picture is called beside the page's name."""
        return f"{'-phone' if self.screen == 'phone' else ''}{'-dark' if self.scheme == 'dark' else ''}"


DESK, NIGHT, PHONE = View(), View(scheme="dark"), View("phone")


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: its name, its address, what has to be there before anybody looks, and the pictures taken of it.

    ``closed`` pages are those of a service that asks who somebody is.
    """

    name: str
    address: Callable[[Place], str]
    ready: Callable[[Page], None] | None = None
    pictured: Sequence[View] = ()
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
    Shown("start-empty", lambda _place: "/", pictured=[DESK]),
    Shown("draft", lambda place: place.draft, pictured=[DESK]),
    Shown("list", lambda place: place.list, pictured=[DESK]),
    Shown("search", lambda place: place.search, _searching, pictured=[NIGHT]),
    Shown("discarded", lambda place: place.discarded),
    Shown("plan", lambda place: place.plan, pictured=[DESK, NIGHT, PHONE]),
    Shown("person", lambda place: f"{place.plan}/revisions/1/people/2?group=2"),
    Shown("waitlist", lambda place: f"{place.plan}/waitlist"),
    Shown("newcomer", lambda place: f"{place.plan}/newcomer"),
    Shown("what-if", lambda place: f"{place.plan}/what-if"),
    Shown("compare", lambda place: f"{place.list}/compare"),
    Shown("publish", lambda place: f"{place.plan}/publish", pictured=[DESK]),
    Shown("start", lambda _place: "/"),
    Shown("not-found", lambda _place: "/lists/none", status=404),
    Shown("sign-in", lambda _place: "/sign-in", closed=True),
)
"""In the order in which they are opened: what one needs is there for those after it."""
