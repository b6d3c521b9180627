"""All pages together."""

from api.web import downloads, draft, improving, intake, moving, past, plan, publish, start
from api.web.pages import web

__all__ = ["downloads", "draft", "improving", "intake", "moving", "past", "plan", "publish", "start", "web"]
