import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from api.settings import Settings

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


def test_the_environment_sets_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUP_MATCHER_MAX_SECONDS", "120")
    monkeypatch.setenv("GROUP_MATCHER_LOG_LEVEL", "WARNING")

    settings = Settings()

    assert settings.max_seconds == 120
    assert settings.log_level == "WARNING"


def test_a_default_over_the_cap_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUP_MATCHER_MAX_SECONDS", "5")

    with pytest.raises(ValidationError, match="default_seconds is over max_seconds"):
        Settings()


def test_every_setting_is_documented_with_its_default() -> None:
    """In docs/operations.md; a dash stands for none."""
    rows = re.findall(r"^\| `GROUP_MATCHER_(\w+)` \| (\S+) \|", OPERATIONS.read_text(encoding="utf-8"), re.MULTILINE)

    documented = {name.lower(): default.strip("`") for name, default in rows}
    defaults = {name: "–" if value is None else f"{value}" for name, value in Settings().model_dump().items()}
    assert documented == {name: value.removesuffix(".0") for name, value in defaults.items()}
