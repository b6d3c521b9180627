"""Outputs are written whole, or not at all."""

import json
from pathlib import Path

import pytest

from matcher.intake import Intake
from matcher.report import write_outputs
from matcher.report.files import write_files
from matcher.result import Result

Answered = tuple[Intake, Result]

NAMES = ["plan.json", "report.html", "roster.csv", "roster.xlsx"]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_four_files_and_nothing_else_are_written(campus: Answered, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "proposal"

    written = write_outputs(folder, *campus)

    assert names_in(folder) == NAMES
    assert sorted(path.name for path in written) == NAMES


def test_plan_json_is_the_result(campus: Answered, tmp_path: Path) -> None:
    write_outputs(tmp_path, *campus)

    written = (tmp_path / "plan.json").read_text(encoding="utf-8")
    assert json.loads(written) == campus[1].model_dump(mode="json")
    assert list(json.loads(written)) == list(Result.model_fields)


def test_older_files_are_replaced(campus: Answered, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("old")
    (tmp_path / "notes.txt").write_text("kept")

    write_outputs(tmp_path, *campus)

    assert names_in(tmp_path) == sorted([*NAMES, "notes.txt"])
    assert (tmp_path / "plan.json").read_text(encoding="utf-8").startswith("{")


def test_a_failure_leaves_the_old_files_as_they_were(
    campus: Answered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plan.json").write_text("old")
    write = Path.write_bytes

    def full_at_the_page(path: Path, data: bytes) -> int:
        if "report.html" in path.name:
            raise OSError(28, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full_at_the_page)
    with pytest.raises(OSError, match="No space left"):
        write_outputs(tmp_path, *campus)

    assert names_in(tmp_path) == ["plan.json"]
    assert (tmp_path / "plan.json").read_text() == "old"


def test_a_file_that_cannot_be_replaced_puts_back_those_that_were(campus: Answered, tmp_path: Path) -> None:
    """As where a spreadsheet is open elsewhere: otherwise half of the files would be of another plan."""
    (tmp_path / "plan.json").write_text("old")
    (tmp_path / "roster.xlsx").mkdir()

    with pytest.raises(IsADirectoryError):
        write_outputs(tmp_path, *campus)

    assert names_in(tmp_path) == ["plan.json", "roster.xlsx"]
    assert (tmp_path / "plan.json").read_text() == "old"


def test_files_of_several_folders_are_written_all_or_none(tmp_path: Path) -> None:
    contents = {"plan-2/plan.json": b"2", "plan-3/plan.json": b"3"}
    (tmp_path / "plan-3").write_text("mine")

    with pytest.raises(FileExistsError):
        write_files(tmp_path, contents)
    assert names_in(tmp_path) == ["plan-3"]

    (tmp_path / "plan-3").unlink()
    assert write_files(tmp_path, contents) == tuple(tmp_path / name for name in contents)
    assert [(tmp_path / name).read_bytes() for name in contents] == list(contents.values())


def test_a_file_in_the_folders_place_is_left_alone(campus: Answered, tmp_path: Path) -> None:
    target = tmp_path / "proposal"
    target.write_text("mine")

    with pytest.raises(FileExistsError):
        write_outputs(target, *campus)

    assert target.read_text() == "mine"
