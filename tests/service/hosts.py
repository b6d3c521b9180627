"""Hosts on this machine: network namespaces on a bridge, each with one core and a cable that can be cut."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = ("ip", "taskset")
"""Of iproute2 and util-linux."""

NETS = 250
"""Networks that tests side by side may take, by the number of their process."""


def missing() -> str | None:
    """What is not here for making hosts; None if all is."""
    if sys.platform != "linux":
        return "Linux"
    if os.geteuid() != 0:
        return "being root"
    found = next((name for name in PROGRAMS if shutil.which(name) is None), None)
    if found is None and subprocess.run(["ip", "netns", "list"], capture_output=True, check=False).returncode:
        return "network namespaces"
    return found


@dataclass(frozen=True)
class Host:
    """One of them."""

    name: str
    core: int

    def cut(self) -> None:
        """Cut its cable."""
        _ip("link", "set", self.name, "down")

    def mend(self) -> None:
        """Mend its cable."""
        _ip("link", "set", self.name, "up")

    @contextmanager
    def worker(self, url: str, log: Path, **settings: str) -> Iterator["subprocess.Popen[bytes]"]:
        """A worker's supervisor that runs here until the end of the block."""
        chosen = {f"GROUP_MATCHER_{name.upper()}": value for name, value in {"database_url": url, **settings}.items()}
        command = ["ip", "netns", "exec", self.name, "taskset", "-c", str(self.core)]
        command += [sys.executable, "-m", "api.cli", "worker", "--processes", "1"]
        with log.open("wb") as written:
            process = subprocess.Popen(command, env={**os.environ, **chosen}, stdout=written, stderr=written)
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


@dataclass(frozen=True)
class Network:
    """A bridge with an address of this machine, and hosts on it."""

    address: str
    hosts: tuple[Host, ...]


@contextmanager
def network(count: int) -> Iterator[Network]:
    """So many hosts, which reach this machine and each other, and nothing else."""
    own = os.getpid() % NETS
    bridge, net = f"gm{own}", f"10.203.{own}"
    cores = sorted(os.sched_getaffinity(0))
    hosts = tuple(Host(f"gm{own}h{number}", cores[number % len(cores)]) for number in range(count))
    with ExitStack() as stack:
        _ip("link", "add", bridge, "type", "bridge")
        stack.callback(_ip, "link", "delete", bridge)
        _ip("address", "add", f"{net}.254/24", "dev", bridge)
        _ip("link", "set", bridge, "up")
        for number, host in enumerate(hosts, start=1):
            _ip("netns", "add", host.name)
            stack.callback(_ip, "netns", "delete", host.name)
            _ip("link", "add", host.name, "type", "veth", "peer", "name", "eth0", "netns", host.name)
            _ip("link", "set", host.name, "master", bridge, "up")
            _ip("-n", host.name, "address", "add", f"{net}.{number}/24", "dev", "eth0")
            for device in ("eth0", "lo"):
                _ip("-n", host.name, "link", "set", device, "up")
        yield Network(f"{net}.254", hosts)


def processes(host: Host) -> set[int]:
    """The processes that run in a host."""
    found = subprocess.run(["ip", "netns", "pids", host.name], capture_output=True, check=True, text=True)
    return {int(number) for number in found.stdout.split()}


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)
