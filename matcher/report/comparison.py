"""Plans side by side as a picture and as a page; both stand alone, without network or script."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from jinja2 import Environment, PackageLoader, StrictUndefined

from matcher.compare import Comparison, Difference, Figures
from matcher.intake import Intake
from matcher.report.words import of_hundred
from matcher.sentences import sentence

BINS = 20
"""Columns that everybody's fit is counted in, five points of a hundred each."""

COLOURS = 6
"""Colours of the picture; with more plans they come round again, and the letters tell them apart."""

WIDTH, MARGIN, BAR, ROW, STRIP = 360, 24, 14, 20, 54
"""Of the picture, in its own units: a phone shows it at about this width."""

MOST_OF = 1_000
"""People up to which "57 of 64" fits beside a bar; of longer lists only the first number is written."""

LONGEST_NAME = 42
"""Characters of a plan's name that fit beside its letter."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One plan's bar: share of the full length, and what is written at its end."""

    plan: int
    share: float
    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """One figure: a bar for every plan."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """How one plan differs from the first, in sentences and lists of (person, from, to)."""

    title: str
    sentences: tuple[str, ...]
    moves: tuple[tuple[str, str, str], ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    groups: tuple[tuple[str, str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of a what-if that stands above the comparison; the first cell of a row is its heading."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def letter(plan: int) -> str:
    """What the plan of this number is called in tables and pictures: A, B ... Z, AA."""
    return ascii_uppercase[plan % 26] * (1 + plan // 26)


def figure_rows(comparison: Comparison) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The figures of every plan as text, one row a figure."""
    plans = comparison.plans
    yield "groups", tuple(str(p.groups) for p in plans)
    yield "placed", tuple(f"{p.placed:,}" for p in plans)
    yield "waiting", tuple(f"{p.waiting:,}" for p in plans)
    yield "mean fit", tuple(_share(p.mean_fit, 1) for p in plans)
    yield "worst group", tuple(_share(p.worst_group) for p in plans)
    yield "worst member", tuple(_share(p.worst_member) for p in plans)
    yield "cost of soft rules", tuple(f"{p.penalty:.2f}" for p in plans)
    yield "hard rules broken", tuple(str(p.broken) for p in plans)
    yield "value", tuple(f"{p.value_by_first:.2f}" for p in plans)
    if any(abs(p.value - p.value_by_first) > 1e-9 for p in plans):
        yield "value by its own policy", tuple(f"{p.value:.2f}" for p in plans)


def difference_sentences(difference: Difference) -> tuple[str, ...]:
    """How many move, are placed, wait, fare better and worse."""
    said = [sentence("compare-moved", moved=len(difference.moved))]
    if difference.newly_placed:
        said.append(sentence("compare-placed", placed=len(difference.newly_placed)))
    if difference.newly_waiting:
        said.append(sentence("compare-waiting", waiting=len(difference.newly_waiting)))
    if difference.better or difference.worse:
        said.append(sentence("compare-fit", better=difference.better, worse=difference.worse))
    return tuple(s.text for s in said)


def render_picture(comparison: Comparison) -> str:
    """The figures as paired bars and everybody's fit as columns: an SVG for light and dark, 360 units wide."""
    return _environment().get_template("comparison.svg").render(**_picture(comparison))


def render_comparison(
    intake: Intake,
    comparison: Comparison,
    *,
    title: str,
    lead: Sequence[str] = (),
    listings: Sequence[Listing] = (),
) -> str:
    """The page for a comparison of plans for the people of this intake; the same input gives the same bytes."""
    told = tuple(_told(intake, comparison, number) for number in range(len(comparison.differences)))
    return (
        _environment()
        .get_template("comparison.html")
        .render(
            title=title,
            lead=tuple(lead),
            listings=tuple(listings),
            names=tuple(p.name for p in comparison.plans),
            letters=tuple(letter(n) for n in range(len(comparison.plans))),
            figures=tuple(figure_rows(comparison)),
            told=told,
            day=f"{intake.day.day} {intake.day:%B %Y}",
            picture=_picture(comparison),
        )
    )


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("matcher.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _picture(comparison: Comparison) -> dict[str, object]:
    """What the picture's template places."""
    plans = comparison.plans
    rows = tuple(_bars(plans))
    columns = tuple(_columns(plan.fits.values()) for plan in plans)
    tallest = max((share for heights in columns for share in heights), default=1.0) or 1.0
    return {
        "names": tuple(p.name if len(p.name) <= LONGEST_NAME else f"{p.name[: LONGEST_NAME - 1]}…" for p in plans),
        "letters": tuple(letter(n) for n in range(len(plans))),
        "rows": rows,
        "columns": tuple(tuple(share / tallest for share in heights) for heights in columns),
        "colours": COLOURS,
        "bins": BINS,
        "width": WIDTH,
        "margin": MARGIN,
        "bar": BAR,
        "row": ROW,
        "strip": STRIP,
        "said": "; ".join(
            f"{letter(n)}: {p.placed} placed, mean fit {_share(p.mean_fit)}, worst group {_share(p.worst_group)}, "
            f"worst member {_share(p.worst_member)}"
            for n, p in enumerate(plans)
        ),
    }


def _bars(plans: Sequence[Figures]) -> Iterator[Rows]:
    people = max(p.placed + p.waiting for p in plans)
    of = f" of {people}" if people < MOST_OF else ""
    placed = tuple(Bar(n, p.placed / people, f"{p.placed:,}{of}") for n, p in enumerate(plans))
    yield Rows("People placed", placed)
    for title, values in (
        ("Mean fit, of 100", [p.mean_fit for p in plans]),
        ("Worst group", [p.worst_group for p in plans]),
        ("Worst member", [p.worst_member for p in plans]),
    ):
        yield Rows(title, tuple(Bar(n, v or 0.0, _share(v, 1)) for n, v in enumerate(values)))


def _columns(fits: Iterable[float]) -> tuple[float, ...]:
    counts = Counter(min(int(fit * BINS), BINS - 1) for fit in fits)
    return tuple(float(counts[column]) for column in range(BINS))


def _told(intake: Intake, comparison: Comparison, number: int) -> Told:
    difference = comparison.differences[number]
    return Told(
        title=sentence("compare-of", other=letter(number + 1), first=letter(0)).text,
        sentences=difference_sentences(difference),
        moves=tuple(
            (_name(intake, m.id), m.origin or "waits", m.target or "waits")
            for m in (*difference.newly_placed, *difference.newly_waiting, *difference.moved)
        ),
        gained=tuple(b.text for b in difference.gained),
        lost=tuple(b.text for b in difference.lost),
        groups=tuple(
            (p.first or "–", p.other or "–", str(p.staying), _share(p.fit_first), _share(p.fit_other))
            for p in difference.groups
        ),
    )


def _name(intake: Intake, applicant: str) -> str:
    return intake.applicant_by_id[applicant].display_name or applicant


def _share(value: float | None, digits: int = 0) -> str:
    return "–" if value is None else of_hundred(value, digits)
