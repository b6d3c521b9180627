"""The one who asks, and the check that they may."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeVar

from flask import g

from api.access.scopes import Scope
from api.db.models import HOME_CLINIC
from api.problems import problem

P = ParamSpec("P")
R = TypeVar("R")

SCOPES = "group_matcher_scopes"
"""The attribute of a view that says what it asks for; a view without it is open to everybody."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody known: their clinic, who they are in the audit, what they may do, and by what they are known.

    ``login`` and ``role`` are those of somebody who has signed in.
    """

    clinic: str
    actor: str
    scopes: frozenset[Scope]
    by: Literal["local", "key", "session"]
    login: str | None = None
    role: str | None = None

    @property
    def sees_names(self) -> bool:
        """Whether names of applicants may be shown to them."""
        return Scope.ROSTER in self.scopes


LOCAL = Principal(HOME_CLINIC, "local", frozenset(Scope), "local")
"""Whoever sits at the machine of a service that listens on loopback only and has no keys or users."""


def scopes_asked(view: Callable[..., Any]) -> frozenset[Scope] | None:
    """The scopes of which a view, however wrapped, asks for one; None if it is open to everybody."""
    unwrapped: Callable[..., Any] | None = view
    while unwrapped is not None:
        found: frozenset[Scope] | None = getattr(unwrapped, SCOPES, None)
        if found is not None:
            return found
        unwrapped = getattr(unwrapped, "__wrapped__", None)
    return None


def current() -> Principal:
    """Who asks; only within a view that requires something."""
    found = g.principal
    assert isinstance(found, Principal)
    return found


def requires(*any_of: Scope) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a view be used only by those who have one of these scopes.

    Who it is has been found out by then (``api.access.identify``), for this view because it asks.

    Raises:
        ProblemError: 403 where they may not.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            if not current().scopes & set(any_of):
                raise problem(403, "forbidden", f"this needs a key or role with the scope {' or '.join(any_of)}")
            return view(*args, **kwargs)

        setattr(checked, SCOPES, frozenset(any_of))
        return checked

    return decorate
