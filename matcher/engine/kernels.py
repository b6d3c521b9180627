"""Whether the compiled kernels are there already, or will be compiled now."""

from pathlib import Path

from matcher.engine import annealing, certificate, chance, local, moves, pairs, semidefinite, state
from matcher.engine.columns import branch, pricing


def are_compiled() -> bool:
    """Whether every kernel's file in numba's cache is newer than its source."""
    kernels = (
        (local, local.iterate),
        (pairs, pairs._matrix),
        (certificate, certificate._rows),
        (semidefinite, semidefinite._sweep),
        (annealing, annealing.anneal),
        (branch, branch.go_on),
        (pricing, pricing.swap_search),
    )
    for module, kernel in kernels:
        source = Path(str(module.__file__))
        cache = Path(str(kernel.stats.cache_path))
        index = [path for path in cache.glob(f"{source.stem}.*.nbi") if path.stat().st_mtime >= source.stat().st_mtime]
        if not index:
            return False
    newest = max(Path(str(m.__file__)).stat().st_mtime for m in (chance, local, moves, state))
    cached = Path(str(local.iterate.stats.cache_path)).glob("local.iterate*.nbi")
    return any(path.stat().st_mtime >= newest for path in cached)
