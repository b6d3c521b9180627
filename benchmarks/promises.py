"""Thousands of requests by schemathesis. ``python -m benchmarks.promises [cases] [seed]``.

Every operation of a service with a database behind it, asked with a key that may do everything and in the session of a
coordinator: the examples, each boundary of each field, what is drawn by the document, right and wrong, and stories of
several requests that use each other's answers. Every check of schemathesis has to hold of every answer, and one of
ours: a refusal says where, and repeats nothing.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from api.db.database import Database
from api.db.migrate import upgrade
from tests.service.promises import PHASES, Caller, Phase, Tried, stage, tried

CASES = 5000
EXAMPLES, SCENARIOS = 8, 60
"""Of each operation, and of stories, in one round."""

SENT: Mapping[Caller, Sequence[Phase]] = {"key": PHASES, "session": ("examples", "fuzzing", "stateful")}
"""Boundaries are the same whoever asks."""


def main(cases: int, seed: int) -> None:
    began, count, failed = time.monotonic(), 0, False
    while count < cases:
        for caller, phases in SENT.items():
            with tempfile.TemporaryDirectory(prefix="promises-") as folder:
                url = f"sqlite:///{Path(folder) / 'service.sqlite3'}"
                database = Database(url)
                upgrade(database)
                database.close()
                with stage(url) as there:
                    found = tried(there, caller, *phases, examples=EXAMPLES, scenarios=SCENARIOS, seed=seed)
            count += found.cases
            failed |= bool(found.failures or found.errors)
            _tell(caller, seed, found, time.monotonic() - began)
        seed += 1
    print(f"{count} cases in {(time.monotonic() - began) / 60:.1f} minutes")
    sys.exit(failed)


def _tell(caller: str, seed: int, found: Tried, seconds: float) -> None:
    statuses: Counter[str] = Counter()
    for status, times in found.statuses.items():
        statuses[f"{status // 100}xx"] += times
    shown = ", ".join(f"{name} {times}" for name, times in sorted(statuses.items()))
    print(
        f"{caller}, seed {seed}: {found.cases} cases, {found.requests} requests ({shown}), {seconds:.0f} s", flush=True
    )
    print(f"checks made: {', '.join(f'{name} {times}' for name, times in sorted(found.checks.items()))}", flush=True)
    for what, told in sorted(found.failures.items()):
        print(f"== {what} ({len(told)} times)\n{told[0]}\n", flush=True)
    for error in found.errors:
        print(f"== could not be tried: {error}\n", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
