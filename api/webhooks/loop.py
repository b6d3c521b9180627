"""Delivering beside whatever else a process does."""

import threading

from sqlalchemy.exc import SQLAlchemyError

from api.db.database import Database
from api.logs import service_log
from api.webhooks.delivery import AT_ONCE, deliver_due, new_client

POLL_SECONDS = 1.0
"""Between two looks for what is due."""


class Deliveries(threading.Thread):
    """A thread that makes the calls of webhooks until it is told to end."""

    def __init__(self, database: Database, *, private: bool) -> None:
        super().__init__(name="webhooks", daemon=True)
        self._database = database
        self._private = private
        self._ended = threading.Event()

    def run(self) -> None:
        """Deliver; a database that is away is waited for."""
        with new_client() as client:
            while not self._ended.is_set():
                try:
                    made = deliver_due(self._database, client, private=self._private)
                except SQLAlchemyError as error:
                    service_log.warning("webhooks wait", extra={"record": {"error": type(error).__name__}})
                    made = 0
                if made < AT_ONCE:
                    self._ended.wait(POLL_SECONDS)

    def end(self) -> None:
        """End after the call that is being made."""
        self._ended.set()
        self.join()
