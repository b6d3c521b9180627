"""Imported for its effect: everything that a job needs is loaded, kernels included.

Worker processes are forked from one that has imported this, so that one that died is replaced within a moment.
"""

from api.jobs import worker
from api.solving import try_out

try_out()

__all__ = ["worker"]
