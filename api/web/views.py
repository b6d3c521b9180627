"""All pages together."""

from api.web import (
    downloads,
    draft,
    frame,
    improving,
    intake,
    moving,
    newer,
    past,
    people,
    person_of_list,
    plan,
    publish,
    sign_in,
    start,
    term,
)
from api.web.pages import web

__all__ = [
    "downloads",
    "draft",
    "frame",
    "improving",
    "intake",
    "moving",
    "newer",
    "past",
    "people",
    "person_of_list",
    "plan",
    "publish",
    "sign_in",
    "start",
    "term",
    "web",
]
