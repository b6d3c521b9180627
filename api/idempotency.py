"""Requests that may be sent again: the answer is stored in the transaction that does what was asked.

The header follows the IETF draft "The Idempotency-Key HTTP Header Field". Errors are not stored: what failed has done
nothing, and may be tried again under the same key.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import wraps
from typing import Any, ParamSpec

from flask import Response, current_app, g, request
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Session

from api.access.principal import current
from api.body import read_bytes
from api.db.models import IdempotencyRow
from api.db.models.idempotency import KEY_LENGTH
from api.problems import problem
from api.request_headers import reads
from api.settings import Settings
from api.transactions import database, reading, writing
from api.upload import FORM, is_form, read_form

P = ParamSpec("P")

HEADER = "Idempotency-Key"

REPLAYED = "Idempotency-Replayed"
"""The header of an answer that was given before."""

_KEY = re.compile(rf"[\x21-\x7e]{{1,{KEY_LENGTH}}}")
_KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Preference-Applied")
_UNANSWERED = 0


class _AnsweredError(Exception):
    def __init__(self, record: IdempotencyRow) -> None:
        self.record = record
        super().__init__("answered before")


def idempotent(view: Callable[P, Response]) -> Callable[P, Response]:
    """Let a creating view be repeated under one key without doing anything twice.

    The view does all that it writes within one ``writing()``; that transaction stays open until its answer is stored.

    Raises:
        ProblemError: 400 if the key cannot be one, 422 if it came with another request before.
    """

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> Response:
        key = request.headers.get(HEADER)
        if key is None:
            return view(*args, **kwargs)
        if not _KEY.fullmatch(key):
            detail = f"the key has to be 1 to {KEY_LENGTH} visible ASCII characters"
            raise problem(400, "bad_idempotency_key", detail, parameter=HEADER)
        digest = _digest(current_app.config["SETTINGS"])
        with reading() as session:
            record = session.get(IdempotencyRow, (current().clinic, key))
        if record is not None:
            return _replay(record, digest)
        try:
            with ExitStack() as stack:
                g.held = _Held(stack, key, digest)
                response = view(*args, **kwargs)
                g.held.store(response)
        except _AnsweredError as before:
            return _replay(before.record, digest)
        finally:
            g.held = None
        return response

    return reads(HEADER)(answered)


def keep_instead(body: bytes) -> None:
    """Store this in place of the answer's body: for answers with a secret, which is shown once and never kept.

    A request that is sent again gets it, and no secret.
    """
    if (keyed := g.get("held")) is not None:
        keyed.body = body


class _Held:
    """The transaction of a request with a key, from its first write until its answer is stored."""

    def __init__(self, stack: ExitStack, key: str, digest: str) -> None:
        self._stack, self._key, self._digest = stack, key, digest
        self._session: Session | None = None
        self.opening = False
        self.body: bytes | None = None
        """What is stored in place of the answer's own body."""

    def session(self) -> Session:
        """The transaction, with the key taken in it; another request under the same key waits for its end.

        Raises:
            _AnsweredError: If that other request has been answered meanwhile.
        """
        if self._session is None:
            self.opening = True
            self._session = self._stack.enter_context(writing())
            self._take()
        return self._session

    def store(self, response: Response) -> None:
        """Keep the answer."""
        if self._session is None:
            return
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        body = response.get_data() if self.body is None else self.body
        answer = {"status": response.status_code, "headers": headers, "body": body}
        where = (IdempotencyRow.clinic_id == current().clinic, IdempotencyRow.key == self._key)
        self._session.execute(update(IdempotencyRow).where(*where).values(**answer))

    def _take(self) -> None:
        assert self._session is not None
        values: Mapping[str, Any] = {
            "clinic_id": current().clinic,
            "key": self._key,
            "digest": self._digest,
            "status": _UNANSWERED,
            "headers": {},
            "body": b"",
        }
        insert = insert_sqlite if database().is_sqlite else insert_postgresql
        taken = self._session.execute(
            insert(IdempotencyRow).values(**values).on_conflict_do_nothing().returning(IdempotencyRow.key)
        )
        if taken.first() is None:
            record = self._session.get(IdempotencyRow, (current().clinic, self._key), populate_existing=True)
            assert record is not None
            # The transaction is rolled back, and would take the record's values with it.
            self._session.expunge(record)
            raise _AnsweredError(record)


def _digest(settings: Settings) -> str:
    # A form sent again comes with another boundary between its parts.
    kind = FORM if is_form() else request.content_type
    body = read_form(settings).digest.encode() if is_form() else read_bytes(settings)
    target = f"{current().clinic}\n{request.method}\n{request.full_path}\n{kind}\n".encode()
    return hashlib.sha256(target + body).hexdigest()


def _replay(record: IdempotencyRow, digest: str) -> Response:
    if record.digest != digest:
        detail = "this key came with another request before: take a new key for a new request"
        raise problem(422, "idempotency_key_reused", detail, parameter=HEADER)
    return Response(record.body, status=record.status, headers={**record.headers, REPLAYED: "true"})
