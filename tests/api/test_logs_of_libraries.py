"""Whatever a library says or raises, its values stay out of the log."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from api.db.database import address, connect
from api.logs import log_to_stderr, service_log


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is written to standard error after the log was set up."""
    root = logging.getLogger()
    handlers, level, own = root.handlers, root.level, service_log.level
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr("threading.excepthook", None)
    log_to_stderr("INFO")
    yield written
    logging.captureWarnings(False)
    root.handlers, root.level = handlers, level
    service_log.setLevel(own)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_library_is_not_trusted(log: io.StringIO) -> None:
    """DBOS and others put values into their words before they log them."""
    for name in ("dbos", "sqlalchemy.pool", "httpx"):
        logging.getLogger(name).error("failed for zebra")
        logging.getLogger(name).info("zebra")
    logging.getLogger("py.warnings").warning("%s", "zebra")

    assert [line["logger"] for line in lines(log)] == ["dbos", "sqlalchemy.pool", "httpx", "py.warnings"]
    assert {line["event"] for line in lines(log)} == {"a library's message"}
    assert "zebra" not in log.getvalue()


def test_fixed_words_are_kept_without_their_values(log: io.StringIO) -> None:
    logging.getLogger("gunicorn.error").error("Error handling request %s (pid:%d)", "/zebra", 7)

    [line] = lines(log)
    assert line["event"] == "Error handling request … (pid:…)"


def test_an_exception_that_nobody_handles(log: io.StringIO) -> None:
    try:
        raise ValueError("zebra")
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)

    [line] = lines(log)
    assert (line["event"], line["error"]) == ("ended by an error", "ValueError")
    assert line["at"][0].startswith("test_logs_of_libraries.py:")
    assert "zebra" not in log.getvalue()


def test_errors_of_the_database_hold_no_values(tmp_path: Path) -> None:
    engine = connect(address(f"sqlite:///{tmp_path / 'a.sqlite3'}"))
    with engine.connect() as connection, pytest.raises(Exception, match="syntax error") as caught:
        connection.execute(text("INSERT INTO nothing VALUES (:name)"), {"name": "zebra"})
    engine.dispose()

    assert "zebra" not in str(caught.value)
