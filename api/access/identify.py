"""Finding out who asks, before every request."""

from flask import Flask, g

from api.access.principal import LOCAL


def identify_callers(app: Flask) -> None:
    """Set ``g.principal`` for every request."""

    @app.before_request
    def identify() -> None:
        g.principal = LOCAL
