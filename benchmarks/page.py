"""The page of figures for readers, ``docs/benchmarks.md``."""

from collections.abc import Mapping, Sequence

from benchmarks.table import Table

PAGE = "docs/benchmarks.md"

HEAD = """# Benchmarks

Measured by `make bench ARGS=--write`, which writes this page. Run it on your own machine with `make bench` (a quarter
of an hour) or `make bench ARGS=--quick` (two minutes, rough figures), while nothing else runs there.
`make bench ARGS="--only lists"` measures one part: `startup`, `lists`, `scale` or `mdgp`.

No test looks at a clock; these figures are the only place where time counts."""

PARTS = {
    "startup": """## Start-up

What somebody waits for before there is a first plan. The search kernels are compiled once on a machine and kept; every
figure but that of the very first time has them on disk already.""",
    "lists": """## Quality on lists of applicants

Fit is what a member meets in the room: the mean of closeness and difference with everybody else there, from 0 to 1.
The lists are invented by `group-matcher generate`, seeds 1 and on, with people who are not cleared, pairs kept apart
and together, and missing ages. One is published, answers of 1,419 people to a survey (FiveThirtyEight, masculinity
survey 2018, CC BY 4.0), and is no part of this project.

The others seat everybody who may be placed in equal groups. *Random*: anywhere. *Sorted by age*: the spreadsheet's way,
cut into groups from the youngest to the oldest. *Annealing*: swaps between groups of equal size on the matrix of pair
fits, two threads of which the better counts, the temperature falling with the clock from 0.05 to 0.001 points of fit.
It has the same time as ours, knows no rule, and maximises mean fit alone; ours keeps every hard rule (pairs kept apart
or together among them) and maximises value, which is fit less what broken soft rules cost.""",
    "scale": """## Scale

Long invented lists of a community clinic.""",
    "mdgp": """## The literature's instances

The same search on plain distance matrices of MDGPLIB (Gallego, Laguna, Martí, Duarte 2013): the largest sum of
distances inside groups. `python -m benchmarks.mdgp FILE --seconds 3 --seed 1` runs one of them. Published values are
those of the three-phase search with dynamic population size (TPSDP, 2022).""",
}


def page(about: Table, measured: Mapping[str, Sequence[Table]]) -> str:
    """The page as Markdown, from the machine's table and the tables of every part."""
    parts = [HEAD, about.as_markdown()]
    for name, tables in measured.items():
        parts += [PARTS[name], *(table.as_markdown() for table in tables)]
    return "\n\n".join(parts) + "\n"
