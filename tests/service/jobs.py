"""Words for jobs: long lists, handing in, waiting for an end."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask.testing import FlaskClient

from api.jobs.tenure import ENDED
from api.jobs.worker import Worker
from api.settings import Settings
from tests.api.asking import Json, intake

PATIENCE_SECONDS = 240
"""After which a test gives up; nothing is measured by it."""


def long_intake(count: int = 60) -> Json:
    """A list whose best plan is not proved within the time that a test takes."""
    reasons = ("anxiety", "loneliness", "grief-loss", "career", "sleep", "depression", "anger")
    people = [
        {"id": f"p{n}", "age": 19 + (n * n * 7) % 50, "reasons": [reasons[n % 7], reasons[(n * n) % 5]]}
        for n in range(1, count + 1)
    ]
    sizes = {"min_size": 5, "max_size": 8, "target_size": 7}
    return intake(applicants=people, sizes=sizes)


def compose(client: FlaskClient, kept: Json, headers: dict[str, str] | None = None, **fields: Any) -> Json:
    """Hand in a job that composes a plan of a list that is kept."""
    response = client.post(f"/v1/intakes/{kept['id']}/plans", json=fields, headers=headers)
    assert response.status_code in (201, 202), response.text
    found: Json = response.get_json()
    return found


def read(client: FlaskClient, job: Json) -> Json:
    """The job as it is now."""
    found: Json = client.get(f"/v1/jobs/{job['id']}").get_json()
    return found


def ended(client: FlaskClient, job: Json) -> Json:
    """The job, once it has ended."""
    found: Json = until(lambda: read(client, job), lambda found: found["state"] in ENDED)
    return found


@contextmanager
def working(settings: Settings) -> Iterator[Worker]:
    """A worker in this process, until the end of the block and of whatever it still computes."""
    worker = Worker(settings)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop(PATIENCE_SECONDS)


def until(look: Callable[[], Any], holds: Callable[[Any], bool]) -> Any:
    """What is seen as soon as it is as wanted."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds(found := look()):
        assert time.monotonic() < end, f"still {found}"
        time.sleep(0.02)
    return found
