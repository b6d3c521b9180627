import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from api.cli import commands
from api.settings import Settings, UnusableSettingsError, load_settings, source_of

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


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of settings, named by the environment."""
    file = tmp_path / "clinic.toml"
    file.write_text("max_seconds = 120\nthreads = 4\n", encoding="utf-8")
    monkeypatch.setenv("GROUP_MATCHER_CONFIG", str(file))
    return file


def test_the_environment_goes_before_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUP_MATCHER_THREADS", "6")

    settings = load_settings(workers=3)

    assert (settings.workers, settings.threads, settings.max_seconds) == (3, 6, 120)
    assert source_of("threads") == "GROUP_MATCHER_THREADS"
    assert source_of("max_seconds") == str(file)
    assert source_of("max_groups") == "default"


def test_a_file_in_this_folder_needs_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "group-matcher.toml").write_text("threads = 5\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    assert load_settings().threads == 5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("threads = 1000\n", ", threads: Input should be less than or equal to 256"),
        ("thread = 4\n", ", thread: there is no such setting"),
        ("threads = \n", ": this is no TOML"),
    ],
)
def test_an_error_names_the_file_and_the_key(file: Path, text: str, said: str) -> None:
    file.write_text(text, encoding="utf-8")

    with pytest.raises(UnusableSettingsError) as caught:
        load_settings()

    assert str(caught.value).startswith(str(file) + said)


def test_an_error_names_the_variable(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUP_MATCHER_THREADS", "many")

    with pytest.raises(UnusableSettingsError, match=r"^GROUP_MATCHER_THREADS: "):
        load_settings()

    monkeypatch.setenv("GROUP_MATCHER_CONFIG", str(file.with_name("gone.toml")))
    with pytest.raises(UnusableSettingsError, match=r"^GROUP_MATCHER_CONFIG: there is no file"):
        load_settings()


def test_the_command_leaves_passwords_out(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUP_MATCHER_DATABASE_URL", "postgresql://matcher:zebra@db/matcher")

    printed = CliRunner().invoke(commands, ["settings"]).output

    assert "postgresql+psycopg://matcher:***@db/matcher" in printed
    assert "zebra" not in printed
    assert re.search(rf"^max_seconds +120.0 +{re.escape(str(file))}$", printed, re.MULTILINE)
