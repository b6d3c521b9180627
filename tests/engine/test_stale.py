"""Kernels compiled from other sources are dropped."""

from pathlib import Path

from matcher.engine.stale import drop_stale_kernels


def _compiled(folder: Path) -> list[Path]:
    caches = [folder / "__pycache__", folder / "columns" / "__pycache__"]
    for cache in caches:
        cache.mkdir(parents=True, exist_ok=True)
    files = [caches[0] / "state.fresh-1.py311.nbi", caches[1] / "branch.go_on-1.py311.1.nbc"]
    for file in files:
        file.write_bytes(b"compiled")
    return files


def test_a_change_in_any_source_drops_all(tmp_path: Path) -> None:
    source = tmp_path / "state.py"
    source.write_text("one = 1\n", encoding="utf-8")
    old = _compiled(tmp_path)

    assert drop_stale_kernels(tmp_path)
    assert not any(file.exists() for file in old)

    new = _compiled(tmp_path)
    assert not drop_stale_kernels(tmp_path)
    assert all(file.exists() for file in new)

    source.write_text("one = 2\n", encoding="utf-8")
    assert drop_stale_kernels(tmp_path)
    assert not any(file.exists() for file in new)


def test_other_files_stay(tmp_path: Path) -> None:
    _compiled(tmp_path)
    kept = tmp_path / "__pycache__" / "state.cpython-311.pyc"
    kept.write_bytes(b"bytecode")

    drop_stale_kernels(tmp_path)

    assert kept.exists()
