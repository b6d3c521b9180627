"""Figures of the service for Prometheus: requests, solves, jobs and workers; none is about a person or a clinic."""

import time
from collections.abc import Iterator
from datetime import timedelta

from flask import Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from prometheus_client.values import ValueClass
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from api.db.database import Database
from api.db.models import JobRow, WorkerRow, now
from api.db.models.base import Moment
from api.jobs.tenure import database_time
from api.pattern import pattern
from api.settings import Settings

_EXTENSION = "group_matcher_metrics"

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
"""Bounds of the histogram of seconds: a page is read in the first, a solve takes as long as it is told."""

UNKNOWN = "unknown"
"""The path of a request to an address that does not exist, which may be called anything, and its method."""

JOB_STATES = ("queued", "running", "succeeded", "stopped", "discarded", "failed")


class Figures:
    """What one process counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "group_matcher_requests", "Requests answered.", ["method", "path", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "group_matcher_request_seconds",
            "Seconds until an answer began.",
            ["method", "path"],
            registry=self.registry,
            buckets=BUCKETS,
        )
        self.solves = Counter(
            "group_matcher_solves", "Solves within a request, by how they ended.", ["status"], registry=self.registry
        )


class KeptFigures(Collector):
    """What the database says when it is asked: the same in every process."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings

    def collect(self) -> Iterator[Metric]:
        """Read the figures; where the database cannot be reached, that is one."""
        try:
            states, oldest, workers = self._read()
        except SQLAlchemyError:
            yield GaugeMetricFamily("group_matcher_database_up", "Whether the database answers.", value=0)
            return
        yield GaugeMetricFamily("group_matcher_database_up", "Whether the database answers.", value=1)
        jobs = GaugeMetricFamily("group_matcher_jobs", "Jobs that are kept, by state.", labels=["state"])
        for state in JOB_STATES:
            jobs.add_metric([state], states.get(state, 0))
        yield jobs
        yield GaugeMetricFamily(
            "group_matcher_oldest_queued_seconds",
            "Age of the job that has waited longest; 0 if none waits.",
            value=oldest,
        )
        yield GaugeMetricFamily("group_matcher_workers", "Workers that are alive.", value=workers)

    def _read(self) -> tuple[dict[str, int], float, int]:
        with self._database.reading() as session:
            counted = select(JobRow.state, func.count()).group_by(JobRow.state)
            states = {row[0]: row[1] for row in session.execute(counted)}
            first = session.scalar(select(func.min(JobRow.created_at, type_=Moment)).where(JobRow.state == "queued"))
            waited = 0.0 if first is None else max(0.0, (now() - first).total_seconds())
            return states, waited, workers_alive(self._database, self._settings)


def workers_alive(database: Database, settings: Settings) -> int:
    """Workers that have not ended, nor been silent for so long that they count as dead."""
    with database.reading() as session:
        silent_since = database_time(session) - timedelta(seconds=settings.worker_silence_seconds)
        alive = WorkerRow.ended_at.is_(None), WorkerRow.heartbeat_at >= silent_since
        return session.scalar(select(func.count()).select_from(WorkerRow).where(*alive)) or 0


def count_requests(app: Flask) -> None:
    """Count what the app answers."""
    figures = app.extensions[_EXTENSION] = Figures()

    @app.after_request
    def count(response: Response) -> Response:
        known = pattern()
        method, path = (UNKNOWN, UNKNOWN) if known is None else (request.method, known)
        figures.requests.labels(method, path, response.status_code).inc()
        figures.seconds.labels(method, path).observe(time.perf_counter() - g.began)
        if (status := g.counts.get("solve_status")) is not None:
            figures.solves.labels(status).inc()
        return response


def exposition(database: Database, settings: Settings) -> bytes:
    """All figures in Prometheus' text form, of every process of this server."""
    figures: Figures = current_app.extensions[_EXTENSION]
    registry = figures.registry
    if ValueClass._multiprocess:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    kept = CollectorRegistry()
    kept.register(KeptFigures(database, settings))
    return generate_latest(registry) + generate_latest(kept)
