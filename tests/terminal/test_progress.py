"""Progress on one line, and Ctrl-C."""

import signal

import pytest

from matcher.stop import AnyOf, Standing, Work
from matcher.terminal.progress import Progress, UntilInterrupted

STANDING = Standing(work=0, value=None, bound=None, improved_at=0)


def test_the_first_interrupt_asks_the_search_to_end() -> None:
    before = signal.getsignal(signal.SIGINT)
    with UntilInterrupted() as interrupted:
        stop = AnyOf(interrupted, Work(5))
        assert not stop.met(STANDING)

        signal.raise_signal(signal.SIGINT)

        assert stop.met(STANDING)
        assert stop.seconds_left is None
    assert signal.getsignal(signal.SIGINT) is before


def test_the_line_says_where_the_search_stands(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(UntilInterrupted()) as progress:
        progress.started(64, 8)
        assert progress.line().plain.startswith("Looking for a first valid plan")
        progress.compiling()
        assert progress.line().plain.startswith("Compiling the search; only the first run on a machine needs this")
        progress.improved(50.0, 62, 0.5)
        progress.bound(50.4, 0.6)

        assert progress.line().plain.startswith("62 of 64 placed · value 50.000 · bound 50.400 · gap 0.8 % ·")
    assert capsys.readouterr().err == ""
