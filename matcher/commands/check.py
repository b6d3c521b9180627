"""``group-matcher check``: what is wrong or odd in a list."""

import click

from matcher.terminal.options import ListOptions, reading_options


@click.command(short_help="Say what is wrong or odd in a list.")
@reading_options
def check(options: ListOptions) -> None:
    """Say everything that is wrong or odd in LIST, without matching anybody.

    \b
    Example:
      group-matcher check list.xlsx --groups groups.xlsx
    """
    from matcher.terminal.console import answers, say
    from matcher.terminal.overview import overview, show_overview
    from matcher.terminal.reading import read_list

    found = overview(read_list(options))
    if options.as_json:
        say(found.model_dump_json(indent=2))
    else:
        show_overview(answers(), found)
