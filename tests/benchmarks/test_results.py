"""What is measured is kept, read back, and stands on the page."""

from pathlib import Path

import pytest

from benchmarks import results
from benchmarks.page import PAGE, PARTS, page
from benchmarks.results import ROOT, Curves, Measured, kept
from benchmarks.table import Table

ABOUT = {
    "Processor": "a quick one",
    "Cores": "2, load at the start 0.1",
    "System": "Linux x86_64",
    "Python": "3.11.7",
    "numpy": "2.4.6",
    "Day": "2026-11-24",
    "Command": "python -m benchmarks --only proof",
    "Minutes": "12.5",
}

PROOF = Measured(
    "proof",
    ABOUT,
    (Table("Groups of 8", ("list", "gap"), (("campus 24", "0.00 %"), ("campus 120", "0.46 %")), "Seed 1."),),
    (Curves("gap", {"campus: 24": ((0.1, 0.08), (2.5, 0.0))}),),
)


def test_what_is_kept_reads_back_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "FOLDER", tmp_path / "results")

    PROOF.keep()

    assert kept() == {"proof": PROOF}


def test_a_part_stands_on_the_page_with_its_machine_and_command() -> None:
    text = page({"proof": PROOF})

    assert "| campus 120 | 0.46 % |" in text
    assert "*2026-11-24, `python -m benchmarks --only proof`, 12.5 min; a quick one, 2, load" in text
    assert "Python 3.11.7, numpy 2.4.6" in text
    assert PARTS["proof"] in text
    assert PARTS["scale"] not in text


def test_the_page_is_that_of_the_figures_kept() -> None:
    """If this fails, run ``python -m benchmarks.page``: it writes the page from ``benchmarks/results``."""
    assert (ROOT / PAGE).read_text(encoding="utf-8") == page(kept())
