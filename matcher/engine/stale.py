"""Compiled kernels that no longer fit their sources.

Numba compiles a kernel anew when its own file changes, but not when a kernel it calls has changed in another file:
after an update of the sources such a mixture gives wrong figures or ends the process. So all are dropped when any
source has changed.
"""

import os
from hashlib import sha256
from pathlib import Path

MARK = "kernels.sha256"
"""The file beside the compiled kernels that says which sources they belong to."""

COMPILED = ("*.nbi", "*.nbc")
"""Numba's index and code files."""


def drop_stale_kernels(folder: Path) -> bool:
    """Remove what numba has compiled below a folder of sources if any source has changed since; whether it did.

    A folder that cannot be written to has no compiled kernels in it, and is left alone.
    """
    sources = sha256()
    for source in sorted(folder.rglob("*.py")):
        sources.update(source.read_bytes())
    mark = folder / "__pycache__" / MARK
    try:
        if mark.is_file() and mark.read_text(encoding="ascii") == sources.hexdigest():
            return False
        for cache in folder.rglob("__pycache__"):
            for pattern in COMPILED:
                for compiled in cache.glob(pattern):
                    compiled.unlink(missing_ok=True)
        mark.parent.mkdir(exist_ok=True)
        draft = mark.with_suffix(f".{os.getpid()}")
        draft.write_text(sources.hexdigest(), encoding="ascii")
        draft.replace(mark)
    except OSError:
        return False
    return True
