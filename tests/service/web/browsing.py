"""Words for what a browser does: it accepts pages, and says with a form which page sent it."""

from collections.abc import Mapping

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.openapi import Service
from tests.service.access.people import PASSWORD

ACCEPTS = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

OWN = {"Accept": ACCEPTS, "Sec-Fetch-Site": "same-origin"}
"""What comes with a form of a page of the service."""


class Browser:
    """A browser in which nobody has signed in, or somebody has."""

    def __init__(self, app: Service, login: str | None = None, **more: str) -> None:
        self.client: FlaskClient = app.test_client()
        if login is not None:
            sent = self.send("/sign-in", {"login": login, "password": PASSWORD, **more})
            assert sent.status_code == 303, sent.text

    def get(self, address: str) -> TestResponse:
        """Open a page."""
        return self.client.get(address, headers={"Accept": ACCEPTS})

    def send(
        self, address: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] = OWN
    ) -> TestResponse:
        """Send a form of a page of the service, or with other headers one of another page."""
        return self.client.post(address, data=dict(form or {}), headers={"Accept": ACCEPTS, **headers})
