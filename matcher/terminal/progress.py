"""A solve's progress on one live line, and Ctrl-C as a way to say: good enough."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Self

from matcher.listener import Listener
from matcher.report.words import rounded_up
from matcher.stop import Standing
from matcher.terminal.console import errors

if TYPE_CHECKING:
    from rich.text import Text

PICTURES_PER_SECOND = 8

ABORTED = 130
"""Exit code after the second Ctrl-C, as shells know it."""

SHOW_CURSOR = "\x1b[?25h"


class UntilInterrupted:
    """A stop criterion: the first Ctrl-C asks the solve to end with the best so far, the second aborts."""

    seconds_left: float | None = None

    def __init__(self) -> None:
        self._asked = threading.Event()

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def begin(self) -> None:
        """Nothing to prepare."""

    def met(self, standing: Standing) -> bool:
        """Whether Ctrl-C was pressed."""
        return self._asked.is_set()

    @property
    def asked(self) -> bool:
        """Whether Ctrl-C was pressed."""
        return self._asked.is_set()

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        if self._asked.is_set():
            # The search's threads would hold an ordinary exit back until their round is done.
            sys.stderr.write(f"\n{SHOW_CURSOR if sys.stderr.isatty() else ''}Aborted. Nothing was written.\n")
            sys.stderr.flush()
            os._exit(ABORTED)
        self._asked.set()


class Progress(Listener):
    """A live line with the people placed, value, bound, gap and time; silent where standard error is no terminal."""

    def __init__(self, stop: UntilInterrupted) -> None:
        self._stop = stop
        self._began = time.monotonic()
        self._applicants = 0
        self._placed: int | None = None
        self._value: float | None = None
        self._bound: float | None = None
        self._compiling = False

    def __enter__(self) -> Self:
        self._live = None
        if sys.stderr.isatty():
            from rich.live import Live

            self._live = Live(
                get_renderable=self.line, console=errors(), refresh_per_second=PICTURES_PER_SECOND, transient=True
            )
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def started(self, applicants: int, groups: int) -> None:
        """How many people there are to place."""
        self._applicants = applicants

    def compiling(self) -> None:
        """The first run on a machine."""
        self._compiling = True

    def improved(self, value: float, placed: int, seconds: float) -> None:
        """A better plan."""
        self._compiling = False
        self._value, self._placed = value, placed

    def bound(self, bound: float, seconds: float) -> None:
        """A tighter proof."""
        self._bound = bound

    def line(self) -> Text:
        """The line as it stands."""
        from rich.text import Text

        seconds = f"{time.monotonic() - self._began:.0f} s"
        if self._compiling:
            return Text(f"Compiling the search; only the first run on a machine needs this: 1–2 minutes · {seconds}")
        if self._value is None:
            parts = ["Looking for a first valid plan"]
        else:
            parts = [f"{self._placed} of {self._applicants} placed", f"value {self._value:.3f}"]
        if self._bound is not None:
            parts.append(f"bound {self._bound:.3f}")
            if self._value is not None and self._value > 0:
                parts.append(f"gap {rounded_up(100 * (self._bound / self._value - 1))} %")
        parts.append(seconds)
        parts.append("stopping ..." if self._stop.asked else "Ctrl-C keeps the best so far")
        return Text(" · ".join(parts))
