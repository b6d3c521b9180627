"""What a part of the benchmarks measured, kept as JSON, so that one part can be measured again without the others.

Only Python's own library is used here: the pictures are drawn by an environment that has nothing else of ours.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.table import Table

ROOT = Path(__file__).resolve().parents[1]
"""The project's root."""

FOLDER = ROOT / "benchmarks" / "results"

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Curves:
    """What a picture shows: named lines of (x, y)."""

    picture: str
    lines: dict[str, Points]


@dataclass(frozen=True)
class Measured:
    """One part: on what it was measured, its tables, and what its pictures show."""

    part: str
    about: dict[str, str]
    tables: tuple[Table, ...]
    curves: tuple[Curves, ...]

    def keep(self) -> None:
        """Write it where :func:`kept` finds it."""
        FOLDER.mkdir(exist_ok=True)
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (FOLDER / f"{self.part}.json").write_text(text + "\n", encoding="utf-8")


def kept() -> dict[str, Measured]:
    """All that is kept, by part."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.json"))}


def _read(path: Path) -> Measured:
    known = json.loads(path.read_text(encoding="utf-8"))
    return Measured(
        part=known["part"],
        about=known["about"],
        tables=tuple(
            Table(one["title"], tuple(one["columns"]), tuple(map(tuple, one["rows"])), one["note"])
            for one in known["tables"]
        ),
        curves=tuple(
            Curves(
                one["picture"],
                {name: tuple((x, y) for x, y in points) for name, points in one["lines"].items()},
            )
            for one in known["curves"]
        ),
    )
