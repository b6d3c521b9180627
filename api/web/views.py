"""All pages together."""

from api.web import draft, intake, newer, people, person_of_list, plan, sign_in, start
from api.web.pages import web

__all__ = ["draft", "intake", "newer", "people", "person_of_list", "plan", "sign_in", "start", "web"]
