"""What is in deploy/ fits the service: its commands, its settings, and the form that systemd and compose ask for."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.cli import commands
from api.settings import Settings

DEPLOY = Path(__file__).parents[1] / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return found


def test_every_setting_exists() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in DEPLOY.iterdir() if file.is_file())

    named = {name.lower() for name in re.findall(r"GROUP_MATCHER_([A-Z_]+)", text)} - {"config"}
    assert named <= set(Settings.model_fields)


def test_every_command_exists() -> None:
    started = [service["command"] for service in compose()["services"].values() if "command" in service]
    started += [
        re.findall(r"^ExecStart=\S+group-matcher (.+)$", unit.read_text(), re.MULTILINE)[0].split() for unit in UNITS
    ]

    assert len(started) == 5
    for name, *options in started:
        command = commands.commands[name]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {option for option in options if option.startswith("--")} <= known


def test_services_of_compose_know_each_other() -> None:
    services = compose()["services"]

    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        assert set(service["networks"]) <= set(compose()["networks"])
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_reads_the_units(unit: Path, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on this machine")
    # The program is not installed where the unit expects it.
    copy = tmp_path / unit.name.replace("@", "@1")
    copy.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text(), flags=re.MULTILINE))

    found = subprocess.run([analyze, "verify", str(copy)], capture_output=True, text=True, check=False)

    assert (found.returncode, found.stderr) == (0, "")
