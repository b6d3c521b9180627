"""Secrets that the service hands out, and what it keeps of them."""

import hashlib
import hmac
import secrets

KEY_PREFIX = "gm_"
"""What every key begins with, so that a leaked one is recognised by those who search for such."""

SECRET_BYTES = 32
"""Random bytes of a secret: too many to be guessed, so that a plain digest keeps it safe."""


def new_key() -> str:
    """The secret of a new key."""
    return KEY_PREFIX + secrets.token_hex(SECRET_BYTES)


def new_token() -> str:
    """The secret of a new session."""
    return secrets.token_hex(SECRET_BYTES)


def digest(secret: str) -> str:
    """What is kept of a secret. Rows are found by it: how long that takes tells nothing of the secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def csrf_token(session_token: str) -> str:
    """What a page has to send back with a change, beside its cookie; it ends with the session."""
    return hmac.new(session_token.encode(), b"csrf", hashlib.sha256).hexdigest()


def same(given: str, expected: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell how far they agree."""
    return hmac.compare_digest(given.encode(), expected.encode())
