"""What a list holds: counts, groups on offer, and what is worth knowing before it is matched."""

from rich.console import Console
from rich.text import Text

from matcher.intake import Frozen
from matcher.report.words import count, people
from matcher.result import RowProblem
from matcher.rules.screening import is_stopped
from matcher.tables import ReadIntake
from matcher.terminal.console import plain


class Overview(Frozen):
    """Counts of a list that can be matched."""

    status: str = "ok"
    applicants: int
    stopped_by_screening: int
    seated: int
    pinned: int
    without_age_and_stage: int
    without_reasons: int
    groups: int
    least_seats: int
    most_seats: int
    skipped: tuple[RowProblem, ...]
    warnings: tuple[str, ...]


def overview(read: ReadIntake) -> Overview:
    """Count what a list holds."""
    intake = read.intake
    everybody = intake.applicants
    return Overview(
        applicants=len(everybody),
        stopped_by_screening=sum(is_stopped(intake, a) for a in everybody),
        seated=sum(a.seated_in is not None for a in everybody),
        pinned=sum(a.pinned_group is not None for a in everybody),
        without_age_and_stage=sum(intake.years(a) is None and a.life_stage is None for a in everybody),
        without_reasons=sum(not a.all_reasons for a in everybody),
        groups=len(intake.offers),
        least_seats=sum(group.min_size for group in intake.offers),
        most_seats=sum(group.max_size for group in intake.offers),
        skipped=read.skipped,
        warnings=read.warnings,
    )


def show_overview(console: Console, found: Overview) -> None:
    """Print the counts, one a line, zeros left out."""
    console.print(Text("The list can be matched.", style="bold green"))
    wait = found.applicants - found.stopped_by_screening - found.most_seats
    lines = [
        f"{people(found.applicants)}, {count(found.groups, 'group')} on offer "
        f"with {found.least_seats} to {found.most_seats} seats",
        f"{people(wait)} more than there are seats: that many wait at least" if wait > 0 else "",
        _some(found.stopped_by_screening, "stopped by screening: they wait until a clinician clears them"),
        _some(found.seated, "already in a running group"),
        _some(found.pinned, "fixed to a group by hand"),
        _some(found.without_age_and_stage, "without age and stage of life: they count half with everybody"),
        _some(found.without_reasons, "without reasons: they count half with everybody"),
    ]
    for line in filter(None, lines):
        console.print(Text(line))
    for title, texts in (
        ("Rows that were left out", [f"{p.file}, row {p.row}: {p.message}" for p in found.skipped]),
        ("Worth knowing", found.warnings),
    ):
        if texts:
            console.print(Text(title, style="bold yellow"))
            for text in texts:
                console.print(Text(f"  {plain(text)}"))


def _some(number: int, what: str) -> str:
    return f"{people(number)} {what}" if number else ""
