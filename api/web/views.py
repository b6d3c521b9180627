"""All pages together."""

from api.web import downloads, draft, intake, plan, publish, start
from api.web.pages import web

__all__ = ["downloads", "draft", "intake", "plan", "publish", "start", "web"]
