"""All pages together."""

from api.web import draft, improving, intake, moving, past, plan, start
from api.web.pages import web

__all__ = ["draft", "improving", "intake", "moving", "past", "plan", "start", "web"]
