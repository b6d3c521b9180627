"""All pages together."""

from api.web import draft, frame, intake, plan, sign_in, start
from api.web.pages import web

__all__ = ["draft", "frame", "intake", "plan", "sign_in", "start", "web"]
