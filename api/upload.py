"""Forms with files: streamed into a folder of the request's own, which is gone when it is answered."""

import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from flask import Flask, g, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.formparser import MultiPartParser

from api.body import largest_body
from api.problems import problem
from api.settings import Settings

FORM = "multipart/form-data"

LONGEST_FIELD = 1024 * 1024
"""Bytes of a field that is no file; a policy has some thousands."""

FILES = ("list", "groups")
"""Fields of a form under which files are taken."""

MOST_PARTS = 30
"""Fields and files of a form."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A form: its texts, its files by field, and a digest over both that does not depend on how they were packed.

    ``names`` are what the files are called where they come from: they may be a person's, and no message has them.
    """

    texts: Mapping[str, str]
    files: Mapping[str, Path]
    names: Mapping[str, str]
    digest: str


def use_uploads(app: Flask) -> None:
    """Remove the files of a form when its request is over."""

    @app.teardown_request
    def remove(_error: BaseException | None) -> None:
        folder: tempfile.TemporaryDirectory[str] | None = g.pop("upload_folder", None)
        if folder is not None:
            folder.cleanup()


def is_form() -> bool:
    """Whether the request is sent as a form with files."""
    return request.mimetype == FORM


def read_form(settings: Settings) -> Upload:
    """The request's form, read once.

    Raises:
        ProblemError: 400 if it is no form or breaks off, 422 if a field is there twice or a file has an unknown name.
        RequestEntityTooLarge: If it is too large, as soon as that is known.
    """
    if "upload" not in g:
        g.upload = _read(largest_body(settings))
    found: Upload = g.upload
    return found


def _read(most: int) -> Upload:
    if (request.content_length or 0) > most:
        raise RequestEntityTooLarge
    # A chunked body would be cut off at the limit without a word: one byte more is let in, and told.
    request.max_content_length = most + 1
    folder: tempfile.TemporaryDirectory[str] = tempfile.TemporaryDirectory(prefix="group-matcher-upload-")
    g.upload_folder = folder
    made: list[tuple[Path, IO[bytes]]] = []

    def store(*_args: object, **_kwargs: object) -> IO[bytes]:
        path = Path(folder.name) / str(len(made))
        made.append((path, path.open("wb+")))
        return made[-1][1]

    parser = MultiPartParser(stream_factory=store, max_form_memory_size=LONGEST_FIELD, max_form_parts=MOST_PARTS)
    boundary = request.mimetype_params.get("boundary", "").encode("ascii", "replace")
    try:
        texts, files = parser.parse(cast(IO[bytes], _Limited(request.stream, most)), boundary, None)
    except HTTPException:
        raise
    except Exception:
        # Each server has exceptions of its own for a body that breaks off or is chunked wrongly.
        detail = "the form ends early or is no multipart/form-data: send it again"
        raise problem(400, "unreadable_body", detail) from None
    finally:
        for _, file in made:
            file.close()
    names = [name for name, _ in (*texts.items(multi=True), *files.items(multi=True))]
    if len(set(names)) < len(names):
        raise problem(422, "duplicate_name", "a field of the form is there twice: send each once")
    if any("\0" in text for text in texts.values()):
        raise problem(400, "null_character", "a text holds the character U+0000, which no text needs: leave it out")
    if set(files) - set(FILES):
        detail = f"the form has a file under an unknown name: send files as {' and '.join(FILES)} only"
        raise problem(422, "unknown_file", detail)
    called = {name: file.filename or "" for name, file in files.items()}
    # A file's own name may be a person's; messages name the field instead.
    paths = {name: made[number][0].rename(Path(folder.name) / name) for number, name in enumerate(files)}
    return Upload(dict(texts.items()), paths, called, _digest(dict(texts.items()), paths))


class _Limited:
    """A stream that is refused as soon as more than ``most`` bytes have come."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream, self._left = stream, most

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise RequestEntityTooLarge
        return data


def _digest(texts: Mapping[str, str], paths: Mapping[str, Path]) -> str:
    parts = dict(texts)
    for name, path in paths.items():
        with path.open("rb") as file:
            parts[f"file {name}"] = hashlib.file_digest(file, "sha256").hexdigest()
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
