"""The one who asks, and the check that they may."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

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
    """Somebody known: their clinic, who they are in the audit, and what they may do."""

    clinic: str
    actor: str
    scopes: frozenset[Scope]

    @property
    def sees_names(self) -> bool:
        """Whether names of applicants may be shown to them."""
        return Scope.ROSTER in self.scopes


LOCAL = Principal(HOME_CLINIC, "local", frozenset(Scope))
"""Whoever sits at the machine of a service that listens on loopback only and has no keys or users."""


def current() -> Principal:
    """Who asks; only within a view that requires something."""
    found = g.principal
    assert isinstance(found, Principal)
    return found


def requires(*any_of: Scope) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a view be used only by those who have one of these scopes.

    Raises:
        ProblemError: 401 where nobody is known, 403 where they may not.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            who: Principal | None = g.get("principal")
            if who is None:
                detail = "the service does not know who asks: send a key as Authorization: Bearer …"
                raise problem(401, "unauthorized", detail, {"WWW-Authenticate": "Bearer"}, parameter="Authorization")
            if not who.scopes & set(any_of):
                raise problem(403, "forbidden", f"this needs a key or role with the scope {' or '.join(any_of)}")
            return view(*args, **kwargs)

        setattr(checked, SCOPES, frozenset(any_of))
        return checked

    return decorate
