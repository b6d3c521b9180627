"""Whether the service asks who somebody is, and who needs no key where it does not.

A service is open while it has neither a key nor a user, never had one, and is told nothing else. Then whoever sits at
the machine is let in without a login: by a connection from the machine itself, to one of its own names, not through a
proxy, and not from a page of another site.
"""

import ipaddress
import math
import time
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Request, current_app
from sqlalchemy import exists, inspect, select
from sqlalchemy.exc import DBAPIError
from werkzeug.datastructures import Headers

from api.db.database import Database
from api.db.models import KeyRow, UserRow
from api.problems import ProblemError, problem
from api.settings import Settings

_EXTENSION = "group_matcher_gate"

FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")
"""Headers by which proxies make themselves known."""

_ANY_ACCESS = select(exists(select(KeyRow.id)) | exists(select(UserRow.id)))

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


OPEN_SECONDS = 0.5
"""How long an open service takes itself to be open still: asking before every answer costs a tenth of most answers."""


class Gate:
    """Knows whether the service asks for keys. Once closed it stays so for as long as the process runs."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._database = database
        self._open_until = -math.inf
        # What stands behind a proxy is for others than whoever sits at the machine.
        self._closed = settings.access == "keys" or settings.trusted_proxies > 0

    def is_closed(self) -> bool:
        """Whether nobody gets in without a key or a session; asked anew twice a second while somebody does."""
        if not self._closed and time.monotonic() > self._open_until:
            # Another thread may have closed it meanwhile: nothing here opens it again.
            if has_access(self._database):
                self.close()
            else:
                self._open_until = time.monotonic() + OPEN_SECONDS
        return self._closed

    def close(self) -> None:
        """Let nobody in without a key or a session from now on: somebody has been given access."""
        self._closed = True


def guard(app: Flask, settings: Settings, database: Database) -> None:
    """Give the app its gate."""
    app.extensions[_EXTENSION] = Gate(settings, database)


def gate() -> Gate:
    """The current app's gate."""
    found = current_app.extensions[_EXTENSION]
    assert isinstance(found, Gate)
    return found


def has_access(database: Database) -> bool:
    """Whether somebody was ever given a key or made a user; revoked, expired and disabled ones count.

    Raises:
        sqlalchemy.exc.DBAPIError: If the database cannot be asked: that must not open the service.
    """
    if database.is_sqlite and not Path(str(database.url.database)).exists():
        return False
    with database.asking() as connection:
        try:
            return bool(connection.scalar(_ANY_ACCESS))
        except DBAPIError:
            connection.rollback()
            if inspect(connection).has_table(KeyRow.__tablename__):
                raise
            return False


def refuse_strangers(request: Request) -> None:
    """Let nobody use an open service but whoever sits at its machine.

    Raises:
        ProblemError: 401 for a request from elsewhere or through a proxy, 403 for a change sent by another site's page.
    """
    if any(name in request.headers for name in FORWARDED):
        raise _unknown("this came through a proxy, and the service has no keys yet: make one, see its documentation")
    if not _is_loopback(request.remote_addr or "") or not _is_own_name(request.host):
        raise _unknown("only the machine itself is let in without a key: make one, see the documentation")
    if request.method not in _SAFE and _sent_by_own_page(request.headers, request.host) is False:
        raise foreign_page()


def refuse_foreign_pages(request: Request) -> None:
    """Let a form be sent by a page of the service alone: the browser has to say that it was.

    Raises:
        ProblemError: 403 for a change that another site's page sent, or of which nobody says what page sent it.
    """
    if request.method not in _SAFE and not _sent_by_own_page(request.headers, request.host):
        raise foreign_page()


def foreign_page() -> ProblemError:
    """The answer to what a page of another site has sent."""
    detail = "a page of another site sent this: only pages of the service may change things"
    return problem(403, "foreign_page", detail)


def _unknown(detail: str) -> ProblemError:
    return problem(401, "unauthorized", detail, {"WWW-Authenticate": "Bearer"}, parameter="Authorization")


def _is_loopback(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback


def _is_own_name(host: str) -> bool:
    # A name of somebody else's that was made to lead here would let their pages read what the service answers.
    name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    return name == "localhost" or name.endswith(".localhost") or _is_loopback(name)


def _sent_by_own_page(headers: Headers, host: str) -> bool | None:
    """Whether a page of the service sent this, or its user alone; None where nobody says so, as programs do not.

    Browsers say it of what goes over TLS or to the machine itself, and no page can change what they say. Of the rest
    they tell the origin with every form.
    """
    if (site := headers.get("Sec-Fetch-Site")) is not None:
        return site in ("none", "same-origin")
    origin = headers.get("Origin")
    return None if origin is None else urlsplit(origin).netloc == host
