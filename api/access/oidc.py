"""Signing in with a clinic's own identity provider: OpenID Connect, authorization code with PKCE (RFC 7636)."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_plus, unquote, urlencode

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access import users
from api.access.secrets import digest, same
from api.audit.chain import record
from api.db.models import UserRow
from api.logs import service_log
from api.problems import ProblemError, problem
from api.settings import Settings

PATIENCE_SECONDS = 10
"""How long the identity provider may take for each answer."""

LEEWAY_SECONDS = 60
"""By how much its clock may differ from ours."""

LONGEST_AFTER = 3_500
"""Characters in which the page they want is written down; browsers drop a cookie of over 4,096 with all the rest."""

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""Signatures that are taken; none of them can be made with what the provider publishes."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a browser keeps of a sign-in that it has begun."""

    clinic: str
    after: str
    """The page they want to see then."""
    state: str
    nonce: str
    verifier: str

    @classmethod
    def begun(cls, clinic: str, after: str = "/") -> "Attempt":
        """A new one."""
        return cls(clinic, after, *(secrets.token_urlsafe(32) for _ in range(3)))

    @classmethod
    def read(cls, text: str) -> "Attempt | None":
        """The one that was written so."""
        clinic, *parts = text.split(".")
        if len(parts) != 4 or not all((clinic, *parts)):
            return None
        return cls(clinic, unquote(parts[0]), *parts[1:])

    def written(self) -> str:
        """As a cookie's value; a page whose address is too long for one is forgotten for the first one."""
        # Quoting leaves dots as they are, and dots stand between the parts.
        after = quote(self.after, safe="").replace(".", "%2E")
        if len(after) > LONGEST_AFTER:
            after = quote("/", safe="")
        return ".".join((self.clinic, after, self.state, self.nonce, self.verifier))


@dataclass(frozen=True, slots=True)
class Provider:
    """Where the identity provider is asked what, by its own description."""

    issuer: str
    authorization: str
    token: str
    keys: str


def address_to_sign_in(settings: Settings, attempt: Attempt, redirect: str) -> str:
    """Where the browser goes, to come back to ``redirect`` with a code.

    Raises:
        ProblemError: 404 if no identity provider is set, 503 if it does not answer as it should.
    """
    with _asking(settings) as client:
        provider = _discovered(client, settings)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(attempt.verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": settings.oidc_client_id,
        "redirect_uri": redirect,
        "scope": "openid email profile",
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{provider.authorization}{'&' if '?' in provider.authorization else '?'}{urlencode(query)}"


def claims_for(settings: Settings, attempt: Attempt, redirect: str, state: str, code: str) -> Mapping[str, Any]:
    """What the identity provider says of whoever came back with this code.

    Raises:
        ProblemError: 401 if the code or what it is good for cannot be trusted, 404 if no identity provider is set, 503
            if it does not answer as it should.
    """
    if not same(state, attempt.state):
        raise refused("state")
    with _asking(settings) as client:
        provider = _discovered(client, settings)
        token = _token(client, provider, settings, attempt, redirect, code)
        published = _json(client.get(provider.keys))
    return _verified(token, published, provider, settings, attempt)


def user_for(session: Session, clinic: str, claims: Mapping[str, Any], settings: Settings) -> UserRow:
    """The clinic's user of whom these claims speak: known by the subject, or by a login that was made for them.

    At the first sign-in the login is tied to the subject, and from then on no other subject gets in by it.

    Raises:
        ProblemError: 401 if the clinic has no such user, or they are disabled.
    """
    subject = digest(f"{claims['iss']}\n{claims['sub']}")
    row = session.scalar(select(UserRow).where(UserRow.clinic_id == clinic, UserRow.subject == subject))
    if row is None and (login := _login(claims, settings)) is not None:
        row = users.find_by_login(session, clinic, login)
        if row is not None and row.subject is None:
            row.subject = subject
            record(session, clinic, row.id, "user.linked", row.id)
    if row is None or row.subject != subject or row.disabled_at is not None:
        raise refused("user")
    return row


def refused(reason: str) -> ProblemError:
    """The answer to whoever did not get in; what was wrong stands in the log alone."""
    service_log.warning("sign-in refused", extra={"record": {"reason": reason}})
    detail = "the identity provider's answer does not let anybody in here: begin again, or ask an administrator"
    return problem(401, "not_signed_in", detail)


def _asking(settings: Settings) -> httpx.Client:
    if settings.oidc_issuer is None:
        raise problem(404, "no_identity_provider", "this service has no identity provider: sign in with a password")
    return httpx.Client(timeout=PATIENCE_SECONDS, follow_redirects=False)


def _discovered(client: httpx.Client, settings: Settings) -> Provider:
    issuer = str(settings.oidc_issuer)
    try:
        found = _json(client.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration"))
        provider = Provider(
            issuer=found["issuer"],
            authorization=found["authorization_endpoint"],
            token=found["token_endpoint"],
            keys=found["jwks_uri"],
        )
    except (httpx.HTTPError, KeyError):
        raise _unreachable() from None
    if provider.issuer != issuer:
        raise _unreachable()
    return provider


def _token(
    client: httpx.Client, provider: Provider, settings: Settings, attempt: Attempt, redirect: str, code: str
) -> str:
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect,
        "code_verifier": attempt.verifier,
        "client_id": str(settings.oidc_client_id),
    }
    secret = settings.oidc_client_secret
    # Both are encoded as a form is before they are put together (RFC 6749, 2.3.1).
    login = httpx.Auth() if secret is None else httpx.BasicAuth(quote_plus(fields["client_id"]), quote_plus(secret))
    try:
        answer = client.post(provider.token, data=fields, auth=login)
    except httpx.HTTPError:
        raise _unreachable() from None
    if answer.status_code != httpx.codes.OK:
        raise refused("code")
    token = _json(answer).get("id_token")
    if not isinstance(token, str):
        raise refused("no id token")
    return token


def _verified(
    token: str, published: Mapping[str, Any], provider: Provider, settings: Settings, attempt: Attempt
) -> Mapping[str, Any]:
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    registry = jwt.JWTClaimsRegistry(
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": str(settings.oidc_client_id)},
        azp={"essential": False, "value": str(settings.oidc_client_id)},
        exp={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": attempt.nonce},
    )
    keys: Any = published
    try:
        claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=list(ALGORITHMS)).claims
        registry.validate(claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise refused(type(error).__name__) from None
    return claims


def _login(claims: Mapping[str, Any], settings: Settings) -> str | None:
    name = settings.oidc_login_claim
    # An address that nobody has verified may be anybody's.
    if name == "email" and claims.get("email_verified") is not True:
        return None
    found = claims.get(name)
    return found if isinstance(found, str) and found.strip() else None


def _json(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        found = answer.raise_for_status().json()
    except (httpx.HTTPError, ValueError):
        raise _unreachable() from None
    if not isinstance(found, dict):
        raise _unreachable()
    return found


def _unreachable() -> ProblemError:
    detail = "the identity provider does not answer as it should: try again, or sign in with a password"
    return problem(503, "identity_provider_unreachable", detail)
