"""All pages together."""

from api.web import compare, draft, intake, newcomer, person, plan, start, waitlist, whatif
from api.web.pages import web

__all__ = ["compare", "draft", "intake", "newcomer", "person", "plan", "start", "waitlist", "web", "whatif"]
