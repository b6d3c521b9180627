"""The picture of moves, and the page of a revision."""

import re
from xml.etree import ElementTree

from matcher.report.frontier import frontier_svg, in_words
from matcher.report.page import render_page
from matcher.revise import Frontier, frontier, revise
from matcher.stop import Work
from tests.builders import group, intake_of, people, plan_of

INTAKE = intake_of(
    *people("abc", 20, "anxiety"), *people("xyz", 60, "anxiety"), groups=(group("g1", 2, 4), group("g2", 2, 4))
)
MIXED = plan_of(g1="abx", g2="cyz", g9="q")


def found() -> Frontier:
    return frontier(INTAKE, MIXED, 3, stop=Work(2))


def test_the_picture_has_a_point_for_every_number_of_moves() -> None:
    root = ElementTree.fromstring(frontier_svg(found()))

    circles = root.findall(".//{http://www.w3.org/2000/svg}circle")
    heights = [float(circle.attrib["cy"]) for circle in circles]
    assert len(circles) == 4
    assert heights == sorted(heights, reverse=True)
    assert in_words(found().points[0]).startswith("0 moves: value ")


def test_no_point_is_no_picture() -> None:
    assert frontier_svg(found().model_copy(update={"points": ()})) == ""


def test_the_page_tells_who_moves_and_asks_for_nothing_from_elsewhere() -> None:
    revision = revise(INTAKE, MIXED, stop=Work(2), max_moves=2)
    assert revision.result is not None

    page = render_page(INTAKE, revision.result, revision, found())

    assert "Of the 6 who had a place, 2 move." in page
    assert "No longer on the list: <bdi>q</bdi>." in page
    assert "No longer on offer: <bdi>g9</bdi>." in page
    assert page.count("<circle") >= 4
    assert not re.search(r"https?:|url\(|@import", page)
