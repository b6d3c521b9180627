"""The engine: compile an intake, construct a first plan, improve it, bound it."""

from pathlib import Path

from matcher.engine.stale import caches_of, drop_stale_kernels

_SOURCES = Path(__file__).parent

drop_stale_kernels(_SOURCES, caches_of(_SOURCES))
