"""Headers that every answer carries."""

from flask import Flask, Response

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The pages use a style sheet of this host and nothing else: no script, no other host."""

SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    # Not "no-referrer": browsers would then send "Origin: null" with the pages' own forms, as with a stranger's.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def secure_answers(app: Flask) -> None:
    """Send the security headers with every answer of the app; one that has a policy of its own keeps it."""

    @app.after_request
    def add(response: Response) -> Response:
        own = response.headers.get("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.update({**SECURITY_HEADERS, "Content-Security-Policy": own})
        return response
