"""Kernels compiled from other sources are dropped."""

import os
import subprocess
import sys
from pathlib import Path

from matcher.engine.stale import caches_of, drop_stale_kernels


def _compiled(folder: Path) -> tuple[list[Path], list[Path]]:
    """The caches of a folder and one below it, and a compiled file in each."""
    caches = [folder / "cache", folder / "cache-of-columns"]
    for cache in caches:
        cache.mkdir(exist_ok=True)
    files = [caches[0] / "state.fresh-1.py311.nbi", caches[1] / "branch.go_on-1.py311.1.nbc"]
    for file in files:
        file.write_bytes(b"compiled")
    return caches, files


def test_a_change_in_any_source_drops_all(tmp_path: Path) -> None:
    source = tmp_path / "state.py"
    source.write_text("one = 1\n", encoding="utf-8")
    caches, old = _compiled(tmp_path)

    assert drop_stale_kernels(tmp_path, caches)
    assert not any(file.exists() for file in old)

    _, new = _compiled(tmp_path)
    assert not drop_stale_kernels(tmp_path, caches)
    assert all(file.exists() for file in new)

    source.write_text("one = 2\n", encoding="utf-8")
    assert drop_stale_kernels(tmp_path, caches)
    assert not any(file.exists() for file in new)


def test_other_files_stay(tmp_path: Path) -> None:
    caches, _ = _compiled(tmp_path)
    kept = caches[0] / "state.cpython-311.pyc"
    kept.write_bytes(b"bytecode")

    drop_stale_kernels(tmp_path, caches)

    assert kept.exists()


def test_numba_is_asked_where_it_keeps_them(tmp_path: Path) -> None:
    """An installation that cannot be written to keeps its kernels elsewhere: there, too, they grow stale."""
    package = tmp_path / "engine"
    inner = package / "columns"
    inner.mkdir(parents=True)
    for folder in (package, inner):
        (folder / "__init__.py").touch()
    if not os.environ.get("NUMBA_CACHE_DIR"):
        assert caches_of(package) == [package / "__pycache__", inner / "__pycache__"]

    elsewhere = tmp_path / "elsewhere"
    script = (
        "import sys, pathlib; from matcher.engine.stale import caches_of; print(*caches_of(pathlib.Path(sys.argv[1])))"
    )
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(elsewhere)}
    ran = subprocess.run(
        [sys.executable, "-c", script, str(package)], env=environment, capture_output=True, text=True, check=True
    )
    found = [Path(path) for path in ran.stdout.split()]
    assert len(set(found)) == 2
    assert all(path.is_relative_to(elsewhere) for path in found)
