"""Ending the process in order: answers that would go on for ever look here whether it is time to stop."""

from threading import Event

_stopping = Event()


def end_streams() -> None:
    """Say that the process is ending; may be called by a handler of a signal."""
    _stopping.set()


def is_stopping(wait_seconds: float = 0) -> bool:
    """Whether the process is ending; waits so long for it to be said, in place of a sleep."""
    return _stopping.wait(wait_seconds)
