"""What the commands that search, or invent a list, are given alike."""

import click

SECONDS = 10.0
"""How long a search takes unless told otherwise."""

SEEDS = click.IntRange(0, 2**31 - 1)
"""The seeds to choose from."""
