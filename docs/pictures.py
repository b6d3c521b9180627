"""Makes the pictures of the README again: the demo's terminal as SVG, and its report as PNG.

Run it from the checkout with ``.venv/bin/python docs/pictures.py``. The report is drawn by chromium, which has to be
installed (Debian: ``apt install chromium``); CHROMIUM names another one.
"""

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from matcher.commands.demo import DEMO_PEOPLE, DEMO_SEED
from matcher.engine.solve import solve
from matcher.generate import generate, generate_groups
from matcher.intake import Intake
from matcher.report import write_outputs
from matcher.stop import Work
from matcher.terminal.groups import show_result

FOLDER = Path(__file__).parent / "pictures"
ROUNDS = 20
"""Enough for a plan as good as the demo's; by rounds, so that the pictures are the same on every machine."""

COLUMNS = 88
WITHOUT_WEB_FONTS = re.sub(r"@font-face {.*?}\n", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
"""A picture that asks nobody for a font; the reader's own monospace one is drawn to the same widths."""

WIDTH, HEIGHT = 1280, 1180
"""Size of the report's picture in pixels."""

BROWSER = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def main() -> None:
    """Write both pictures."""
    people = generate("campus", DEMO_PEOPLE, DEMO_SEED).applicants
    intake = Intake(applicants=people, groups=generate_groups(people, DEMO_SEED))
    result = solve(intake, Work(ROUNDS), reproducible=True)
    FOLDER.mkdir(exist_ok=True)

    console = Console(width=COLUMNS, record=True, file=io.StringIO(), force_terminal=True, highlight=False)
    show_result(console, intake, result)
    console.save_svg(
        str(FOLDER / "terminal.svg"), title="group-matcher demo", unique_id="demo", code_format=WITHOUT_WEB_FONTS
    )

    with tempfile.TemporaryDirectory() as folder:
        outputs = Path(folder) / "outputs"
        write_outputs(outputs, intake, result)
        subprocess.run(
            [
                os.environ.get("CHROMIUM", "chromium"),
                *BROWSER,
                f"--user-data-dir={folder}/profile",
                f"--window-size={WIDTH},{HEIGHT}",
                f"--screenshot={FOLDER / 'report.png'}",
                (outputs / "report.html").as_uri(),
            ],
            check=True,
            capture_output=True,
        )
    for path in sorted(FOLDER.iterdir()):
        sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
