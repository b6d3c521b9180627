"""What a solve tells while it goes on."""

from matcher.result import Result


class Listener:
    """Hears of a solve's progress; override what is of interest. Called from the solving thread."""

    def started(self, applicants: int, groups: int) -> None:
        """The intake is compiled; search begins."""

    def compiling(self) -> None:
        """The search kernels are being compiled: this happens once on a machine and takes a minute or two."""

    def improved(self, value: float, placed: int, seconds: float) -> None:
        """A better valid plan was found; the first call is the first valid plan."""

    def bound(self, bound: float, seconds: float) -> None:
        """The proof has come closer."""

    def done(self, result: Result) -> None:
        """The answer is there."""
