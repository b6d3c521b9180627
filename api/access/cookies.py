"""The cookie that a signed-in browser keeps."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from api.access import sessions
from api.db.models import SessionRow


def give_cookie(response: Response, token: str, opened: SessionRow) -> None:
    """Set the cookie of a session: no script reads it, no other site's page sends it with a change."""
    response.set_cookie(sessions.COOKIE, token, expires=opened.expires_at, **_attributes())


def take_cookie(response: Response) -> None:
    """Have the browser forget it."""
    response.delete_cookie(sessions.COOKIE, **_attributes())


def _attributes() -> dict[str, Any]:
    return {"httponly": True, "samesite": "Lax", "secure": request.is_secure, "path": "/"}
