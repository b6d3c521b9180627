"""Addresses that hold a caller's own id, whatever characters it has."""

from flask import Flask, request
from werkzeug.routing import BaseConverter

from api.problems import problem


class AnyText(BaseConverter):
    """The rest of a path, slashes and line ends included; stands last in a rule."""

    part_isolating = False
    regex = r"[\s\S]+"
    weight = 200


class ListId(BaseConverter):
    """The id of a list; ``check`` is an address of its own, which takes other methods."""

    regex = "(?!check$)[^/]+"


def use_paths(app: Flask) -> None:
    """Let rules have ``<text:...>`` and ``<list:...>``.

    Nothing is kept under a text with U+0000, and PostgreSQL takes none.
    """
    app.url_map.converters |= {"text": AnyText, "list": ListId}

    @app.before_request
    def refuse_null_characters() -> None:
        if any("\0" in str(value) for value in (request.view_args or {}).values()):
            raise problem(404, "not_found", "there is nothing at this address: see /docs for what there is")
