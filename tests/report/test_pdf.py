"""The printed documents: everything is on them, anybody can have them read out, nothing of a list is ever code."""

import io
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from matcher.intake import Intake
from matcher.report import pdf
from matcher.report.pdf import PdfUnavailable, proposal_pdf, roster_pdf
from matcher.report.printed import Imprint
from matcher.result import Result

Answered = tuple[Intake, Result]

IMPRINT = Imprint("Autumn groups", "draft, revision 3")


def read(document: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(document))


def catalogue(document: PdfReader) -> Any:
    return document.trailer["/Root"]


def pages(document: bytes) -> list[str]:
    """The text of each page, on one line."""
    return [" ".join(page.extract_text().split()) for page in read(document).pages]


def structure(element: Any) -> Iterator[str]:
    """The tags of a document in the order they are read out."""
    found = element.get_object()
    if isinstance(found, ArrayObject):
        for each in found:
            yield from structure(each)
    elif isinstance(found, DictionaryObject):
        yield from (str(found["/S"]),) if "/S" in found else ()
        yield from structure(found["/K"]) if "/K" in found else ()


def test_each_group_has_its_page(campus: Answered) -> None:
    first, second = pages(roster_pdf(*campus, IMPRINT))

    for said in (
        "Autumn groups · draft, revision 3, list of 1 October 2026 Monday evening",
        "g1 · Mon 16:00-17:30 · led by L1, L2",
        "66 % chance that at least 5 stay",
        "1 without an age",
        "already a member",
        "18-24 Undergraduate student",
        "Grief or loss",
        "These are proposals. A clinician decides.",
        "1 of 2",
    ):
        assert said in first
    assert all(f"p{n}" in first for n in range(6))
    assert all(f"p{n} " not in second for n in range(6))
    assert "uicid" not in first + second


def test_the_proposal_is_one_sheet(campus: Answered) -> None:
    front, back = pages(proposal_pdf(*campus, IMPRINT))

    for said in (
        "Autumn groups · draft, revision 3, list of 1 October 2026 12 of 14 people placed in 2 groups",
        "The plan is at most 1.0 % below the best possible.",
        "No other plan can place more, counted with priority and waiting time.",
        "Monday evening g1 · Mon 16:00-17:30 · led by L1, L2 6",
        "1.0 % below the best possible, at most",
        "2 people wait",
    ):
        assert said in front
    for said in (
        "Worst group:",
        "Worst member:",
        "Worth knowing: two people give no reasons.",
        "Left out: 1 row of the list could not be used; see the report.",
        "p12 12 days all groups they may join are full.",
        "Decision These are proposals. A clinician decides. as proposed",
        "Signature",
    ):
        assert said in back


def test_a_plan_that_is_none_is_said(campus: Answered) -> None:
    intake, result = campus
    none = result.model_copy(update={"groups": (), "mean_fit": None, "waitlist": (), "gap": None, "status": "stopped"})

    [printed] = pages(proposal_pdf(intake, none, IMPRINT))
    assert "Stopped before a first valid plan was found" in printed
    assert pages(roster_pdf(intake, none, IMPRINT))[0].count("Stopped before") == 1


@pytest.mark.parametrize("print_it", [roster_pdf, proposal_pdf])
def test_a_screen_reader_is_served(campus: Answered, print_it: Callable[..., bytes]) -> None:
    """PDF/UA: the typesetter refuses what it cannot tag; here is what it does not look after."""
    found = read(print_it(*campus, IMPRINT))
    root = catalogue(found)

    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert found.metadata is not None
    assert found.metadata.title == "Autumn groups"
    tags = Counter(structure(root["/StructTreeRoot"]["/K"]))
    columns = {roster_pdf: 5 * 2, proposal_pdf: 6 + 4}[print_it]
    assert tags["/TH"] == columns
    assert tags["/H1"] == {roster_pdf: 2, proposal_pdf: 1}[print_it]


def test_every_font_is_in_the_file(campus: Answered) -> None:
    found = read(roster_pdf(*campus, IMPRINT))

    fonts = [font.get_object() for page in found.pages for font in _fonts(page)]
    assert fonts
    for font in fonts:
        [descendant] = font["/DescendantFonts"]
        descriptor = descendant.get_object()["/FontDescriptor"]
        assert "Libertinus" in font["/BaseFont"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def _fonts(page: Any) -> Any:
    return page["/Resources"]["/Font"].values()


HOSTILE = (
    '#panic("x") $x^2$ *b* _i_ `r` [c] // d \\ e @f <g> ~ -- ... #{1} /* */',
    "=HYPERLINK(1)",
    "-1+2",
    "+1",
    "@SUM(1)",
    "<script>alert(1)</script>",
    "one\ttwo\rthree\nfour",
)
"""Names that mean something elsewhere."""


def test_nothing_of_a_list_is_code(seat: Callable[..., Answered]) -> None:
    people = [
        {"id": f"#{n}$", "age": 20 + n, "reasons": ["*sleep*"], "display_name": name} for n, name in enumerate(HOSTILE)
    ]
    intake, result = seat([*people, *({"id": f"p{n}", "age": 40} for n in range(5))])
    groups = tuple(group.model_copy(update={"name": "[#set page(fill: red)]"}) for group in result.groups)
    answered = intake, result.model_copy(update={"groups": groups})

    # Lines end within long words, and a reader of text has it that way.
    text = "".join(roster_text(roster_pdf(*answered, Imprint("#title *x*", ""))))
    for said in (*HOSTILE, "[#set page(fill: red)]", "#title *x*", "*sleep*", "#0$"):
        assert "".join(said.split()) in text


def roster_text(document: bytes) -> Iterator[str]:
    """The text of each page without any space."""
    return ("".join(page.extract_text().split()) for page in read(document).pages)


def test_what_no_font_has_is_marked_and_said(seat: Callable[..., Answered]) -> None:
    names = (
        "Anna 汉字",
        "한국",
        "😀👩‍👧",
        "a\u0e31",
        "nul\x00esc\x1b",
        "abc\u202egnp.exe",
        "Élène Łukaš",
        "עברית العربية",
    )
    intake, result = seat([{"id": f"p{n}", "display_name": name, "age": 30} for n, name in enumerate(names)])

    text = "".join(roster_text(roster_pdf(intake, result, IMPRINT)))

    for said in (
        "Anna\ufffd\ufffdp0",
        "\ufffd\ufffdp1",
        "nul\ufffdesc\ufffdp4",
        "abcgnp.exep5",
        "ÉlèneŁukašp6",
        "עברית",
    ):
        assert said in text
    assert "standsforacharacterthatthefontsofthisdocumentlack;theXLSXrosterhasit." in text


def test_long_words_end_their_lines(seat: Callable[..., Answered]) -> None:
    """Without a place to break, two hundred letters would run over the next columns and off the page."""
    intake, result = seat([{"id": "i" * 100, "display_name": "W" * 200, "age": 30}, {"id": "b", "age": 31}])

    [page] = read(roster_pdf(intake, result, IMPRINT)).pages
    lines = [line.strip() for line in page.extract_text().splitlines() if set(line.strip()) in ({"W"}, {"i"})]

    assert sum(line.count("W") for line in lines) == 200
    assert max(line.count("W") for line in lines) < 12


def test_the_same_plan_gives_the_same_bytes(campus: Answered) -> None:
    assert proposal_pdf(*campus, IMPRINT) == proposal_pdf(*campus, IMPRINT)


def test_without_the_typesetter_it_is_said_how_to_get_it(campus: Answered, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)

    with pytest.raises(PdfUnavailable, match=r"pip install 'group-matcher\[pdf\]'"):
        roster_pdf(*campus, IMPRINT)


def test_lists_too_long_for_paper_are_refused(campus: Answered) -> None:
    intake, result = campus

    with pytest.raises(PdfUnavailable, match="take the XLSX roster"):
        proposal_pdf(intake, result.model_copy(update={"applicants": pdf.MOST_PRINTED + 1}), IMPRINT)
