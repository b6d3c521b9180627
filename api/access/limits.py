"""How often somebody may ask: each key and user by themselves, sign-ins by the address they come from.

Each process counts by itself, in its memory: with several, somebody gets up to so many times as much. What an open
service is asked by whoever sits at its machine is not counted, nor what everybody may ask (health, documentation).
"""

import math
import time
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, g, request
from flask_limiter import ApplicationLimit, Limiter, RateLimitExceeded

from api.access.principal import LOCAL, Principal
from api.problems import answer, problem
from api.settings import Settings

_SIGN_IN = "group_matcher_sign_in"

View = TypeVar("View", bound=Callable[..., Any])


def sign_in_view(view: View) -> View:
    """Mark a view that lets somebody in: it is counted by the address that asks."""
    setattr(view, _SIGN_IN, True)
    return view


def limit_callers(app: Flask, settings: Settings) -> None:
    """Count requests, and refuse those that are too many; every answer that was counted says how many are left."""
    limiter = Limiter(
        _caller,
        app=app,
        application_limits=[
            ApplicationLimit(f"{settings.requests_per_minute or 1}/minute", exempt_when=lambda: not _counts(settings)),
            ApplicationLimit(
                f"{settings.sign_ins_per_minute or 1}/minute",
                key_function=_address,
                exempt_when=lambda: not _signs_in(app, settings),
            ),
        ],
        strategy="moving-window",
        storage_uri="memory://",
        headers_enabled=False,
    )
    app.register_error_handler(RateLimitExceeded, lambda _error: _refused(limiter))

    @app.after_request
    def tell(response: Response) -> Response:
        if (counted := limiter.current_limit) is not None:
            response.headers["RateLimit-Limit"] = str(counted.limit.amount)
            response.headers["RateLimit-Remaining"] = str(counted.remaining)
            response.headers["RateLimit-Reset"] = str(_seconds_until(counted.reset_at))
        return response


def _refused(limiter: Limiter) -> Response:
    counted = limiter.current_limit
    seconds = 1 if counted is None else _seconds_until(counted.reset_at)
    detail = f"this is asked too often: try again in {seconds} second{'' if seconds == 1 else 's'}"
    return answer(problem(429, "too_many_requests", detail, {"Retry-After": str(seconds)}))


def _seconds_until(moment: float) -> int:
    return max(1, math.ceil(moment - time.time()))


def _counts(settings: Settings) -> bool:
    who: Principal | None = g.principal
    return settings.requests_per_minute > 0 and who is not None and who is not LOCAL


def _signs_in(app: Flask, settings: Settings) -> bool:
    view = app.view_functions.get(request.endpoint or "")
    return settings.sign_ins_per_minute > 0 and getattr(view, _SIGN_IN, False)


def _caller() -> str:
    who: Principal | None = g.principal
    return who.actor if who is not None else _address()


def _address() -> str:
    return f"address {request.remote_addr}"
