"""A small identity provider on this machine, over real HTTP."""

import base64
import contextlib
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "group-matcher", "what only the service knows"

NOW = 4_102_444_800
"""A moment in 2100: tokens of the provider last until then."""


def _key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "one"})


@dataclass
class Issuer:
    """The provider; tests change what it says of whoever signs in."""

    address: str = ""
    claims: dict[str, Any] = field(
        default_factory=lambda: {"sub": "s-1", "email": "Ada@example.org", "email_verified": True, "exp": NOW}
    )
    key: RSAKey = field(default_factory=_key)
    signs_with: RSAKey | None = None
    algorithm: str = "RS256"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def authorize(self, address: str) -> str:
        """What the browser meets at the provider: where it is sent back to, with a code."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return f"{urlsplit(asked['redirect_uri']).path}?code={code}&state={asked['state']}"

    def token(self, form: dict[str, str], login: str | None) -> dict[str, str] | None:
        """The token for a code, once, for whoever began; None if it is refused."""
        asked = self.codes.pop(form["code"], None)
        expected = "Basic " + base64.b64encode(f"{CLIENT}:{quote_plus(SECRET)}".encode()).decode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
        if (
            asked is None
            or login != expected
            or form["redirect_uri"] != asked["redirect_uri"]
            or challenge.rstrip(b"=").decode() != asked["code_challenge"]
        ):
            return None
        claims = {"iss": self.address, "aud": CLIENT, "nonce": asked["nonce"], **self.claims}
        header = {"alg": self.algorithm, "kid": "one"}
        return {"id_token": jwt.encode(header, claims, self.signs_with or self.key), "token_type": "Bearer"}

    def description(self) -> dict[str, str]:
        """What it says of itself."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
        }


@contextlib.contextmanager
def running_issuer() -> Iterator[Issuer]:
    """The provider while it answers."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            keys: Any = KeySet([issuer.key]).as_dict(private=False)
            self._answer({"/.well-known/openid-configuration": issuer.description(), "/keys": keys}.get(self.path))

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(text).items()}
            self._answer(issuer.token(form, self.headers.get("Authorization")))

        def _answer(self, found: object) -> None:
            body = json.dumps(found).encode()
            self.send_response(200 if found is not None else 400)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        issuer.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield issuer
        finally:
            server.shutdown()
            thread.join()
