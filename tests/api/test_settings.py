import pytest
from pydantic import ValidationError

from api.settings import Settings


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


def test_the_documented_defaults() -> None:
    """As in docs/http.md."""
    assert Settings().model_dump() == {
        "max_request_bytes": 8_388_608,
        "max_applicants": 10_000,
        "max_groups": 2_000,
        "default_seconds": 10,
        "max_seconds": 60,
        "concurrent_solves": 2,
        "workers": 1,
        "threads": 8,
        "log_level": "INFO",
    }
