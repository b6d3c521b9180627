"""Compiled kernels that no longer fit their sources.

Numba compiles a kernel anew when its own file changes, but not when a kernel it calls has changed in another file:
after an update of the sources such a mixture gives wrong figures or ends the process. So all are dropped when any
source has changed.
"""

import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from numba import njit

MARK = "kernels.sha256"
"""The file beside the compiled kernels that says which sources they belong to."""

COMPILED = ("*.nbi", "*.nbc")
"""Numba's index and code files."""


def caches_of(folder: Path) -> list[Path]:
    """Where numba keeps what it compiles from a folder of sources and those below it, one cache for each.

    Mostly that is ``__pycache__``, but another place where the sources cannot be written to, or where
    ``NUMBA_CACHE_DIR`` says so. Numba tells it of functions alone: it is asked about one that each folder might hold.
    """
    caches = []
    for package in sorted(folder.rglob("__init__.py")):
        names: dict[str, Any] = {}
        exec(compile("def probe(): pass", str(package), "exec"), names)
        caches.append(Path(str(njit(cache=True)(names["probe"]).stats.cache_path)))
    return caches


def drop_stale_kernels(folder: Path, caches: Sequence[Path]) -> bool:
    """Remove what numba has compiled from a folder of sources if any source has changed since; whether it did.

    Args:
        folder: The sources.
        caches: Where numba keeps what it has compiled from them. What cannot be written to is left alone.
    """
    sources = sha256()
    for source in sorted(folder.rglob("*.py")):
        sources.update(source.read_bytes())
    mark = caches[0] / MARK
    try:
        if mark.is_file() and mark.read_text(encoding="ascii") == sources.hexdigest():
            return False
        for cache in caches:
            for pattern in COMPILED:
                for compiled in cache.glob(pattern):
                    compiled.unlink(missing_ok=True)
        mark.parent.mkdir(parents=True, exist_ok=True)
        draft = mark.with_suffix(f".{os.getpid()}")
        draft.write_text(sources.hexdigest(), encoding="ascii")
        draft.replace(mark)
    except OSError:
        return False
    return True
