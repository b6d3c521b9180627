"""Requests at a steady rate, timed from the moment they were due: a service that falls behind cannot hide it."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from propcache.api import cached_property

HOST = "127.0.0.1"


@dataclass
class Timings:
    """What came of the requests of one kind."""

    asked: int = 0
    seconds: list[float] = field(default_factory=list)
    wrong: int = 0

    def quantile(self, share: float) -> float:
        """The time within which this share was answered."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True)
class Request:
    """One request, ready to be written."""

    method: str
    path: str
    body: Any = None

    @cached_property
    def written(self) -> bytes:
        """The bytes on the wire."""
        body = b"" if self.body is None else json.dumps(self.body).encode()
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {HOST}", f"Content-Length: {len(body)}"]
        if body:
            lines.append("Content-Type: application/json")
        return "\r\n".join([*lines, "", ""]).encode() + body


class Connections:
    """Kept-alive connections, each for one request at a time."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, request: Request) -> int:
        """The status of the answer; 0 where the connection broke."""
        try:
            reader, writer = self._idle.pop() if self._idle else await asyncio.open_connection(HOST, self._port)
            writer.write(request.written)
            status, length, stays = await _head(reader)
            await reader.readexactly(length)
        except (OSError, asyncio.IncompleteReadError, ValueError):
            return 0
        if stays:
            self._idle.append((reader, writer))
        else:
            writer.close()
        return status

    def close(self) -> None:
        """Close what is idle."""
        for _, writer in self._idle:
            writer.close()


async def steady(
    port: int, rates: Mapping[str, tuple[float, Callable[[int], Request]]], seconds: float
) -> dict[str, Timings]:
    """Ask each kind of request at its rate (per second) for so long; none waits for another's answer."""
    found = {name: Timings() for name in rates}
    connections = Connections(port)
    tasks: set[asyncio.Task[None]] = set()

    async def one(name: str, request: Request, due: float) -> None:
        status = await connections.ask(request)
        found[name].seconds.append(time.perf_counter() - due)
        found[name].wrong += not 200 <= status < 300

    async def stream(name: str, rate: float, make: Callable[[int], Request]) -> None:
        began = time.perf_counter()
        for number in range(int(rate * seconds)):
            due = began + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            found[name].asked += 1
            task = asyncio.create_task(one(name, make(number), due))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    await asyncio.gather(*(stream(name, rate, make) for name, (rate, make) in rates.items()))
    if tasks:
        await asyncio.wait(tasks)
    connections.close()
    return found


async def listen(port: int, path: str, count: int, seconds: float) -> list[int]:
    """Hold so many event streams open for so long; the events that each of them got, -1 for one that broke."""

    async def one() -> int:
        events = 0
        try:
            async with asyncio.timeout(seconds):
                reader, writer = await asyncio.open_connection(HOST, port)
                writer.write(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept: text/event-stream\r\n\r\n".encode())
                status = int((await reader.readline()).split()[1])
                if status != 200:
                    return -1
                while line := await reader.readline():
                    events += line.startswith(b"data:")
        except TimeoutError:
            return events
        except OSError:
            return -1
        return events

    return list(await asyncio.gather(*(one() for _ in range(count))))


async def _head(reader: asyncio.StreamReader) -> tuple[int, int, bool]:
    """The status, how long the body is, and whether the connection stays: read at once, for the two share the cores."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
    headers = dict(line.split(b": ", 1) for line in lines if line)
    return int(first.split()[1]), int(headers.get(b"content-length", 0)), headers.get(b"connection") != b"close"
