"""What proxies say of the caller: believed only where the operator says how many there are."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from api.settings import Settings


def believe_proxies(app: Flask, settings: Settings) -> None:
    """Take the caller's address, the scheme and the host from so many proxies, and from nobody else."""
    if count := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_port=0, x_prefix=0
        )
