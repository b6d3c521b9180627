"""The picture and the page of compared plans."""

import re
from xml.etree import ElementTree

from matcher.compare import Alternative, Comparison, compare
from matcher.intake import Intake
from matcher.report.comparison import Listing, letter, render_comparison, render_picture
from tests.builders import group, intake_of, people, person, plan_of

SVG = "{http://www.w3.org/2000/svg}"


def list_of_six() -> Intake:
    return intake_of(
        person("a", 20, display_name="<Ann & co>"), *people("bcdef", 20), groups=[group("g1", 2, 3), group("g2", 2, 3)]
    )


def compared(intake: Intake) -> Comparison:
    return compare(
        Alternative("first.json", intake, plan_of(g1="abc", g2="de")),
        Alternative("<second>.json", intake, plan_of(g1="bf", g2="ade")),
        Alternative("third.json", intake, plan_of(g1="abc")),
    )


def test_the_picture_stands_alone() -> None:
    picture = render_picture(compared(list_of_six()))
    root = ElementTree.fromstring(picture)

    assert not re.search(r"href|url\(|<script", picture)
    assert root.attrib["aria-label"].startswith("A: 5 placed")
    width = float(root.attrib["viewBox"].split()[2])
    height = float(root.attrib["viewBox"].split()[3])
    for box in root.iter(f"{SVG}rect"):
        assert float(box.attrib["x"]) >= 0
        assert float(box.attrib["x"]) + float(box.attrib["width"]) <= width
        assert float(box.attrib["y"]) + float(box.attrib["height"]) <= height


def test_bars_are_as_long_as_the_figures() -> None:
    root = ElementTree.fromstring(render_picture(compared(list_of_six())))
    bars = [float(box.attrib["width"]) for box in root.iter(f"{SVG}rect") if box.attrib["height"] == "14"]
    tracks = [float(b.attrib["width"]) for b in root.iter(f"{SVG}rect") if b.attrib.get("class") == "track"]
    placed = [w for w in bars if w not in (14.0, tracks[0])][:2]

    assert placed == [round(tracks[0] * 5 / 6, 1)] * 2


def test_the_page_says_who_moves_and_escapes_names() -> None:
    intake = list_of_six()
    page = render_comparison(
        intake, compared(intake), title="Side by side", listings=[Listing("A table", ("x", "y"), (("1", "2"),))]
    )

    assert "&lt;Ann &amp; co&gt;" in page
    assert "<Ann" not in page
    assert "1 person waits who was placed." in page
    assert "1 person is placed who waited." in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")
    assert page == render_comparison(
        intake, compared(intake), title="Side by side", listings=[Listing("A table", ("x", "y"), (("1", "2"),))]
    )


def test_plans_past_z_have_letters_too() -> None:
    assert [letter(n) for n in (0, 1, 25, 26)] == ["A", "B", "Z", "AA"]
