"""What workers do beside their jobs: call webhooks, and remove what has been kept for long enough."""

import threading

from sqlalchemy.exc import SQLAlchemyError

from api.care.retention import run_if_due
from api.db.database import Database
from api.logs import service_log
from api.settings import Settings
from api.webhooks.loop import Deliveries

LOOK_SECONDS = 600.0
"""Between two looks whether the daily removal is due."""


class Chores:
    """Two threads beside a worker's jobs, with a database of their own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._database = Database(settings.url(), pool_size=2)
        self._ended = threading.Event()
        self._deliveries = Deliveries(self._database, private=settings.webhooks_private)
        self._removal = threading.Thread(target=self._remove, name="removal", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._deliveries.start()
        self._removal.start()

    def stop(self) -> None:
        """End after what is being done."""
        self._ended.set()
        self._deliveries.end()
        self._removal.join()
        self._database.close()

    def _remove(self) -> None:
        while True:
            try:
                run_if_due(self._database, self._settings)
            except SQLAlchemyError as error:
                service_log.warning("removal waits", extra={"record": {"error": type(error).__name__}})
            if self._ended.wait(LOOK_SECONDS):
                return
