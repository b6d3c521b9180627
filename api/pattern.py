"""What logs and figures call an address: its pattern, in which nobody's id stands."""

import re

from flask import request


def pattern() -> str | None:
    """The pattern of the address that was asked for, as the documentation writes it; None where there is none."""
    return None if request.url_rule is None else re.sub(r"<[^:>]+:", "<", request.url_rule.rule)
