"""All pages together."""

from api.web import draft, intake, plan, sign_in, start
from api.web.pages import web

__all__ = ["draft", "intake", "plan", "sign_in", "start", "web"]
