"""The page of figures for readers: ``python -m benchmarks.page`` writes ``docs/benchmarks.md`` from what is kept."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.results import ROOT, Measured, kept

PAGE = "docs/benchmarks.md"

PICTURES = "pictures"
"""Folder of the pictures, beside the page."""

BENCH_VENV = ROOT / ".venv-bench"
"""Where `make bench` puts matplotlib and the packages we compare with."""

HEAD = """# Benchmarks

Measured by `make bench`; no test looks at a clock, so these figures are the only place where time counts. Leave the
machine alone while it runs. `make bench ARGS=--quick` takes a few minutes and is rough; all parts in full take up to
three and a half hours. `make bench ARGS="--only lists"` measures one part: `startup`, `lists`, `proof`, `scale`,
`mdgp`, `fairness`, `peers`, `service`, `long` or `pages`. With `--write` a part's figures are kept in
`benchmarks/results/` and this page is written again from all that is kept there, so that one part can be measured
again without the others. Each part says on what machine, when and by which command it was measured."""

PARTS = {
    "startup": """## Start-up

What somebody waits for before there is a first plan. The search kernels are compiled once on a machine and kept; every
figure but that of the very first time has them on disk already.""",
    "lists": """## Quality on lists of applicants

Fit is what a member meets in the room: the mean of closeness and difference with everybody else there, from 0 to 1.
The engine maximises value: fit less what broken soft rules cost. The lists are invented by `group-matcher generate`,
one for each seed, with people who are not cleared, pairs kept apart and together, and missing ages. One is published,
answers of 1,419 people to a survey (FiveThirtyEight, masculinity survey 2018, CC BY 4.0), and is no part of this
project. Kernels are loaded before the clock starts.""",
    "proof": """## Proof

How soon a plan is known to be the best possible, or how far from it it can be at the most. Groups of 8 on invented
lists of people who may all be placed, of whom age, stage of life and reasons are known.""",
    "scale": """## Scale

Long invented lists of a community clinic.""",
    "recommend": """## Somebody new

How long a recommendation takes: all groups ranked, the best five described member by member, and who could
make way in each.""",
    "mdgp": """## The literature's instances

The same search on plain distance matrices of MDGPLIB (Gallego, Laguna, Martí, Duarte 2013): the largest sum of
distances inside groups. `python -m benchmarks.mdgp FILE --seconds 3 --seed 1` runs one of them,
`python -m benchmarks.mdgp_instances FOLDER` writes others by the same recipe. Published values are those of the
three-phase search with dynamic population size (TPSDP, 2022), one of the strongest heuristics known.""",
    "service": """## The service

`group-matcher serve` with two workers, set as [operations](operations.md) says for such a load. The goals, on two cores
that two solves want as well: 50 kept plans read and 100 newcomers recommended a group each second, 99 of a hundred
within 100 ms; 500 streams of events; memory that does not grow over 20,000 requests.

How much of two cores the requests alone take depends on the machine. On a slower one whose speed changed by half within
minutes (an Intel Xeon, where they took half to three quarters) 99 of a hundred recommendations took 39 to 53 ms in one
run on PostgreSQL, and 0.2 to 1.5 s in another, half an hour later. With half as many requests more the cores were full
there, and they took up to 3 s. So the load is put on three times, and the slowest answers of each are told. Of twelve
such minutes on an AMD EPYC, six on each database, eleven had 25 to 42 ms, and one, on SQLite, 162.""",
    "long": """## A list as long as the service keeps

Handed in, changed, composed and taken out again through `group-matcher serve`, and a file that is far too large, which
is to be refused at once. A process that answers holds about 290 MiB before it is asked anything.""",
    "pages": """## The board

The page on which a coordinator moves people, in Chromium, on `group-matcher serve` as its users start it.""",
    "fairness": """## Fairness

What it costs the mean to lift whoever fits worst. The floor is the fit that everybody should at least have; what
somebody lacks of it costs its price. Common ground has a price for everybody who shares no reason and no kind of reason
with anyone in the room. The balance says how much closeness in age and stage weighs beside difference of reasons.""",
    "peers": """## Beside other packages

The same lists, the same time, the same machine, one after another; our scorer measures every plan. The others seat
everybody who may be placed in equal groups and know no rule. Ours does the same under *fit alone*, where no rule is on;
as usual it keeps every hard rule, may choose sizes from 6 to 10, and maximises value.

- [team-formation](https://pypi.org/project/team-formation/) (Harvard Business School) describes teams to CP-SAT by
  constraints on attributes, as its documentation advises: a small range of ages and a shared stage of life in a team,
  different reasons. It has no measure of pairs, so it maximises something near ours, not ours. Building its model is
  not counted.
- [anti-clustering](https://pypi.org/project/anti-clustering/) maximises the sum of distances inside groups and is given
  our matrix of pair fits: for equal groups that is mean fit itself. Its exchange heuristic is started again until the
  time is over, and a start that has begun may end. Its annealing gets as many steps as fit in the time, and
  temperatures that suit fits, since with its own it only descends.
- Annealing is our own: swaps between groups of equal size on the same matrix, two threads of which the better counts,
  from 0.05 down to 0.001 points of fit.
- Sorted by age is the spreadsheet's way, cut into groups from the youngest to the oldest. Random: anywhere.""",
}

CAPTIONS = {
    "value": ("lists", "How far a plan is from the one the same run ends with, over time."),
    "gap": ("proof", "The gap over time, seed 1: the bound over the value, less one."),
    "scale": ("scale", "Time and memory by the number of people."),
    "mdgp": (
        "mdgp",
        "Gap to the best published value, file by file, below 0 where ours is better: a dot a seed, a bar the mean.",
    ),
    "fairness": (
        "fairness",
        "Worst group and worst member against the mean; along each line the floor's price rises, from none on.",
    ),
    "balance": ("fairness", "Closeness and difference as the balance between them moves."),
    "peers": ("peers", "Mean fit of every plan, by list."),
}
"""By picture: the part it belongs to, and what it shows."""


def page(measured: Mapping[str, Measured]) -> str:
    """The page as Markdown."""
    parts = [HEAD]
    for name, introduction in PARTS.items():
        if name in measured:
            parts += [introduction, *_pictures(name), *(table.as_markdown() for table in measured[name].tables)]
            parts.append(_about(measured[name].about))
    return "\n\n".join(parts) + "\n"


def write() -> None:
    """Draw the pictures of all that is kept, where matplotlib is at hand, and write the page."""
    python = bench_python()
    if python is not None:
        subprocess.run([python, "-m", "benchmarks.pictures"], cwd=ROOT, check=True)
    else:
        print("The pictures are not drawn again: .venv-bench is missing, `make bench` sets it up.")
    (ROOT / PAGE).write_text(page(kept()), encoding="utf-8")


def bench_python() -> str | None:
    """The Python that has matplotlib and the packages we compare with; None where it is not set up."""
    for place in ("bin/python", "Scripts/python.exe"):
        if (BENCH_VENV / place).exists():
            return str(BENCH_VENV / place)
    return None


def _pictures(part: str) -> list[str]:
    folder = (ROOT / PAGE).parent / PICTURES
    return [
        f"![{caption}]({PICTURES}/{path.name})"
        for name, (owner, caption) in CAPTIONS.items()
        if owner == part and (path := Path(folder, f"bench-{name}.svg")).exists()
    ]


def _about(about: Mapping[str, str]) -> str:
    """One line: machine, versions, day, command."""
    versions = ", ".join(f"{name} {about[name]}" for name in about if name.islower() or name == "Python")
    return (
        f"*{about['Day']}, `{about['Command']}`, {about['Minutes']} min; {about['Processor']}, {about['Cores']}; "
        f"{about['System']}; {versions}.*"
    )


if __name__ == "__main__":
    write()
    sys.exit(0)
