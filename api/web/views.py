"""All pages together."""

from api.web import compare, downloads, draft, intake, newcomer, person, plan, publish, start, waitlist, whatif
from api.web.pages import web

__all__ = [
    "compare",
    "downloads",
    "draft",
    "intake",
    "newcomer",
    "person",
    "plan",
    "publish",
    "start",
    "waitlist",
    "web",
    "whatif",
]
