"""All pages together."""

from api.web import draft, intake, person, plan, start
from api.web.pages import web

__all__ = ["draft", "intake", "person", "plan", "start", "web"]
