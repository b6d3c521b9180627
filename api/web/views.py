"""All pages together."""

from api.web import draft, intake, plan, start
from api.web.pages import web

__all__ = ["draft", "intake", "plan", "start", "web"]
