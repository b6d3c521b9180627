"""All pages together."""

from api.web import (
    downloads,
    draft,
    frame,
    improving,
    intake,
    moving,
    past,
    plan,
    publish,
    sign_in,
    start,
)
from api.web.pages import web

__all__ = [
    "downloads",
    "draft",
    "frame",
    "improving",
    "intake",
    "moving",
    "past",
    "plan",
    "publish",
    "sign_in",
    "start",
    "web",
]
