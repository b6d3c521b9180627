"""The roster: one row for every seat, as CSV and as a workbook."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime, time
from itertools import chain

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from matcher.intake import Applicant, Intake
from matcher.measure import Measure
from matcher.result import GroupReport, Result
from matcher.tables.neutralise import neutralise

MOST_SHEETS = 40
"""With more groups than this, the workbook has one sheet for them all and none for each."""

WIDEST_COLUMN = 60
"""Width of a column at the most, in characters."""

LONGEST_CELL = 32_767
"""Characters a cell of a workbook may hold."""

_LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))

Cell = str | float | None
Row = tuple[Cell, ...]


def headings(intake: Intake) -> tuple[str, ...]:
    """The roster's headings; names stand in it only if the list had some."""
    names = ("display_name",) if intake.has_names else ()
    return ("group", "group_name", "session", "leaders", "id", *names, *_OF_A_PERSON)


_OF_A_PERSON = ("age", "life_stage", "reasons", "fit_of_100", "already_seated")


def group_rows(intake: Intake, group: GroupReport, measure: Measure) -> list[Row]:
    """One row for every member of a group, in the order of :func:`headings`; no cell is a formula."""
    fits = {member.id: member.fit for member in group.member_fits}
    names = intake.has_names
    rows: list[Row] = []
    for member in group.members:
        applicant = intake.applicant_by_id[member]
        fit = fits.get(member)
        rows.append(
            (
                neutralise(group.id),
                neutralise(group.name or ""),
                neutralise(group.session or ""),
                neutralise("; ".join(group.leaders)),
                neutralise(member),
                *((neutralise(applicant.display_name or ""),) if names else ()),
                written_age(intake, applicant),
                neutralise(stage_label(intake, applicant)),
                neutralise("; ".join(reason_labels(applicant, measure))),
                None if fit is None else round(100 * fit, 1),
                "yes" if member in group.seated else "",
            )
        )
    return rows


def roster_csv(intake: Intake, result: Result) -> bytes:
    """The roster as CSV (RFC 4180), UTF-8 with the mark that makes Excel read it as such."""
    measure = Measure(intake)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings(intake))
    for group in result.groups:
        writer.writerows(group_rows(intake, group, measure))
    return text.getvalue().encode("utf-8-sig")


def roster_xlsx(intake: Intake, result: Result) -> bytes:
    """The roster as a workbook: all groups on the first sheet, then a sheet for each, then whoever waits."""
    measure = Measure(intake)
    rows = {group.id: group_rows(intake, group, measure) for group in result.groups}
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    # The day of the matching instead of the clock's: the same matching gives the same bytes.
    book.set_properties({"title": "Roster", "created": datetime.combine(intake.day, time(), UTC)})
    bold = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    head = headings(intake)
    taken: set[str] = set()
    _fill(
        book.add_worksheet(_sheet_name("All groups", taken)),
        head,
        list(chain.from_iterable(rows.values())),
        bold,
        plain,
    )
    if len(rows) <= MOST_SHEETS:
        for group in result.groups:
            sheet = book.add_worksheet(_sheet_name(group.name or group.id, taken))
            _fill(sheet, head, rows[group.id], bold, plain)
    if result.waitlist:
        sheet = book.add_worksheet(_sheet_name("Waitlist", taken))
        _fill(sheet, ("id", "days_waited", "reasons", "what_would_help"), _waitlist_rows(result), bold, plain)
    book.close()
    return target.getvalue()


def written_age(intake: Intake, applicant: Applicant) -> Cell:
    """An age as the list had it (number or band), or the years from the birth year."""
    age = applicant.age
    if age is not None and age.low != age.high:
        return str(age)
    years = intake.years(applicant)
    return int(years) if years is not None and years.is_integer() else years


def stage_label(intake: Intake, applicant: Applicant) -> str:
    """The life stage's label, or the list's own word for one outside the vocabulary."""
    if applicant.life_stage is None:
        return ""
    slug = intake.vocabulary.slug(applicant.life_stage)
    known = intake.vocabulary.stage_by_slug.get(slug)
    return slug if known is None else known.label or slug


def reason_label(intake: Intake, slug: str) -> str:
    """A reason's label, or the list's own word for one outside the vocabulary."""
    known = intake.vocabulary.reason_by_slug.get(slug)
    return slug if known is None else known.label or slug


def reason_labels(applicant: Applicant, measure: Measure) -> list[str]:
    """A person's reasons as labels; risk reasons are never printed."""
    return [reason_label(measure.intake, slug) for slug in measure.balanced_reasons(applicant)]


def _waitlist_rows(result: Result) -> list[Row]:
    return [
        (
            neutralise(w.id),
            w.days_waited,
            neutralise("; ".join(reason.text for reason in w.reasons)),
            neutralise(". Or: ".join(found.text for found in w.helps)),
        )
        for w in result.waitlist
    ]


def _fill(sheet: Worksheet, head: Sequence[str], rows: Sequence[Row], bold: Format, plain: Format) -> None:
    for column, heading in enumerate(head):
        sheet.write_string(0, column, heading, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell[:LONGEST_CELL], plain)
            elif cell is not None:
                sheet.write_number(number, column, cell, plain)
    for column, heading in enumerate(head):
        longest = max((len(str(row[column])) for row in rows if row[column] is not None), default=0)
        sheet.set_column(column, column, min(max(longest, len(heading)) + 2, WIDEST_COLUMN))
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(head) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """A name a workbook accepts: no special characters, 31 at the most, each once whatever its case."""
    clean = "".join(c for c in wanted.translate(_NOT_IN_SHEET_NAMES) if c.isprintable()).strip(" '") or "Group"
    name, number = clean[:_LONGEST_SHEET_NAME], 1
    # Excel keeps "History" for itself.
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        suffix = f" ({number})"
        name = clean[: _LONGEST_SHEET_NAME - len(suffix)] + suffix
    taken.add(name.casefold())
    return name
