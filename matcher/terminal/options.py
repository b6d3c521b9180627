"""The options that say how a list is read, the same for every command that reads one."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

FILE = click.Path(path_type=Path)
"""A file named on the command line; whether it can be read is found out with all other problems."""


@dataclass(frozen=True, slots=True)
class ListOptions:
    """How a list is to be read, as given on the command line."""

    list_path: Path
    groups: Path | None
    size: str | None
    target: int | None
    policy: Path | None
    mapping: tuple[str, ...]
    mapping_file: Path | None
    reasons: Path | None
    life_stages: Path | None
    skip_invalid: bool
    as_of: date | None
    as_json: bool


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say how a list is read, handed to the command as one value."""

    @functools.wraps(command)
    def with_options(
        list_path: Path,
        groups: Path | None,
        size: str | None,
        target: int | None,
        policy: Path | None,
        mapping: tuple[str, ...],
        mapping_file: Path | None,
        reasons: Path | None,
        life_stages: Path | None,
        skip_invalid: bool,
        as_of: datetime | None,
        as_json: bool,
        **others: Any,
    ) -> None:
        options = ListOptions(
            list_path,
            groups,
            size,
            target,
            policy,
            mapping,
            mapping_file,
            reasons,
            life_stages,
            skip_invalid,
            as_of.date() if as_of else None,
            as_json,
        )
        command(options, **others)

    decorators = (
        click.argument("list_path", metavar="LIST", type=FILE),
        click.option("--groups", type=FILE, metavar="FILE", help="CSV or XLSX of the groups on offer, one a row."),
        click.option(
            "--size",
            metavar="6-10",
            help="Without a file of groups: how large groups may be, as 6-10 or exactly 8.  [default: 6-10]",
        ),
        click.option("--target", type=int, metavar="N", help="The size groups should best have.  [default: 8]"),
        click.option("--policy", type=FILE, metavar="FILE", help="TOML or JSON with your weights and rules."),
        click.option(
            "--map",
            "mapping",
            multiple=True,
            metavar='"HEADING=FIELD"',
            help='What a heading of yours stands for, such as "Age at intake=age". Can be given several times.',
        ),
        click.option("--map-file", "mapping_file", type=FILE, metavar="FILE", help="The same as lines of a TOML file."),
        click.option("--reasons", type=FILE, metavar="FILE", help="CSV with your own vocabulary of reasons."),
        click.option("--life-stages", type=FILE, metavar="FILE", help="CSV with your own vocabulary of life stages."),
        click.option(
            "--skip-invalid", is_flag=True, help="Go on without rows that have a problem; the result lists them."
        ),
        click.option(
            "--as-of",
            type=click.DateTime(["%Y-%m-%d"]),
            metavar="YYYY-MM-DD",
            help="The day of the matching, for waiting times.  [default: the latest day in the list]",
        ),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else."),
    )
    for decorate in reversed(decorators):
        with_options = decorate(with_options)
    return with_options
