"""What the figures were measured on."""

import os
import platform
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("group-matcher", "numba", "numpy", "ortools")


def machine(options: str) -> dict[str, str]:
    """Processor, cores, load, system, versions, day; ``options`` are those the benchmarks were run with."""
    return {
        "Processor": processor(),
        "Cores": f"{os.cpu_count()}, load at the start {_load()}",
        "System": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
        "Day": datetime.now().astimezone().date().isoformat(),
        "Command": f"python -m benchmarks {options}".strip(),
    }


def processor() -> str:
    """The processor's name, as far as the system says."""
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _load() -> str:
    """How busy the machine is with other work: figures of a busy one are worth little."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not known"
