"""All pages together."""

from api.web import draft, improving, intake, moving, newer, past, people, person_of_list, plan, sign_in, start, term
from api.web.pages import web

__all__ = [
    "draft",
    "improving",
    "intake",
    "moving",
    "newer",
    "past",
    "people",
    "person_of_list",
    "plan",
    "sign_in",
    "start",
    "term",
    "web",
]
