"""The engine: compile an intake, construct a first plan, improve it, bound it."""

from pathlib import Path

from matcher.engine.stale import drop_stale_kernels

drop_stale_kernels(Path(__file__).parent)
