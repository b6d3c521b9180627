"""Headers that every answer carries."""

from flask import Flask, Response, request

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


FONTS = "vendor/fonts/"
"""Files whose content never changes under their name."""

YEAR_SECONDS = 31_536_000

_STATIC = ("web.static", "web.shared_style")


def secure_answers(app: Flask) -> None:
    """Send the security headers with every answer of the app; one that has a policy of its own keeps it.

    What belongs to no clinic and to nobody, styles, scripts and fonts, may be kept by browsers: they ask whether it has
    changed, so that no page is drawn twice while its fonts come again.
    """

    @app.after_request
    def add(response: Response) -> Response:
        own = response.headers.get("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        kept = response.headers.get("Cache-Control")
        response.headers.update({**SECURITY_HEADERS, "Content-Security-Policy": own})
        if kept and request.endpoint in _STATIC:
            still = str((request.view_args or {}).get("filename")).startswith(FONTS)
            response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable" if still else kept
        return response
