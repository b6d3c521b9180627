"""Where somebody goes after signing in: to the page they wanted, and nowhere else."""

from flask import current_app, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

PAGES = "web"
"""The blueprint of the pages."""

MOST_LENGTH = 2000
"""Characters of an address that is remembered."""


def page_or_start(address: str) -> str:
    """The address, if it is that of a page of ours; else the first page.

    What came with a link may be anything: only a path that one of our own routes answers is followed, so that nobody
    is led from here to a page that looks like ours.
    """
    path, mark, query = address.partition("?")
    if len(address) <= MOST_LENGTH and address.isprintable() and "\\" not in address and not path.startswith("//"):
        try:
            endpoint, _ = current_app.url_map.bind("").match(path, method="GET")
        except (RequestRedirect, HTTPException):
            endpoint = ""
        if str(endpoint).startswith(f"{PAGES}.") and not str(endpoint).endswith(".static"):
            return f"{path}{mark}{query}"
    return url_for(f"{PAGES}.start")
