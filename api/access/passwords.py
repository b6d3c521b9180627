"""Passwords, kept as scrypt hashes."""

from functools import cache

from werkzeug.security import check_password_hash, generate_password_hash

LEAST_LENGTH = 12
"""Characters of a password; as many as the length alone makes it hard to guess."""

MOST_LENGTH = 1000
"""Characters of a password at the most."""

METHOD = "scrypt:32768:8:3"
"""N, r and p: 32 MB and some tenths of a second for every guess, as of OWASP's Password Storage Cheat Sheet."""


def hashed(password: str) -> str:
    """What is kept of a password."""
    return generate_password_hash(password, method=METHOD)


def matches(kept: str | None, password: str) -> bool:
    """Whether this is the password; where none is kept it takes as long to say no."""
    right = check_password_hash(kept or _nobodys(), password)
    return right and kept is not None


@cache
def _nobodys() -> str:
    return hashed("the password of nobody")
