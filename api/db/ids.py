"""Ids of ours: a kind, and a ULID, so that they sort by the time they were made."""

import re
from typing import Literal

from ulid import ULID

Kind = Literal["int", "pln", "job", "wrk", "key", "usr", "whk", "dlv", "cln", "drf", "blk"]
"""Intake, plan, job, worker, key, user, webhook, delivery, clinic, draft, block of a job."""

ID_PATTERN = re.compile(r"[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}")
"""What an id of ours looks like."""


def new_id(kind: Kind) -> str:
    """A new id; nobody can guess it from another."""
    return f"{kind}_{str(ULID()).lower()}"
