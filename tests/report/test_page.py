"""The page: everything is on it, nothing of the list is ever markup, nothing comes from elsewhere."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from matcher.intake import Intake
from matcher.report.page import render_page
from matcher.result import Conflict, Help, Repair, Result
from matcher.sentences import sentence

Answered = tuple[Intake, Result]

VOID = {"meta", "link", "br"}


class Outline(HTMLParser):
    """Tags, ids, links and visible text; fails on tags that do not close in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []
        self.text = " ".join(" ".join(self.texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.texts.append(data)


def people(count: int, **fields: Any) -> list[dict[str, Any]]:
    return [{"id": f"p{n:04}", "age": 18 + n % 9, "reasons": ["sleep"], **fields} for n in range(count)]


def test_the_page_says_everything_the_result_does(campus: Answered) -> None:
    text = Outline(render_page(*campus)).text

    for said in (
        "12 of 14 people placed in 2 groups",
        "at most 1.0 % below the best possible",
        "Monday evening",
        "Mon 16:00-17:30 · led by L1, L2",
        "18-24 · Undergraduate student",
        "already a member",
        "66 % chance that at least 5 stay",
        "1 without an age",
        "all groups they may join are full.",
        "12 days",
        "list.csv , row 17",
        "not an age: write a number",
        "two people give no reasons",
        "Seed 7 Version 0.1.0",
        "A clinician decides who sits with whom.",
        "No clinical benefit is claimed",
    ):
        assert said in text


def test_costs_are_told_in_plain_words(campus: Answered) -> None:
    assert "g2 has 6 members, its target is 8 (costs 0.10)" in Outline(render_page(*campus)).text


def test_reasons_are_counted_and_risk_reasons_left_out(campus: Answered) -> None:
    text = Outline(render_page(*campus)).text

    assert "Anxiety or worry 2 of 6" in text
    assert "uicid" not in text


def test_the_page_asks_for_nothing_from_elsewhere(campus: Answered) -> None:
    page = render_page(*campus)
    outline = Outline(page)

    assert {link for link in outline.links if not link.startswith("#")} == {"data:,"}
    assert not {"script", "iframe", "img", "object", "form"} & set(outline.tags)
    assert not re.search(r"https?:|url\(|@import", page)
    assert "default-src 'none'" in page


def test_every_link_leads_somewhere_and_every_id_is_there_once(campus: Answered) -> None:
    outline = Outline(render_page(*campus))

    assert len(set(outline.ids)) == len(outline.ids)
    assert {link[1:] for link in outline.links if link.startswith("#")} <= set(outline.ids)


def test_every_drawing_is_named_or_hidden(campus: Answered) -> None:
    page = render_page(*campus)

    drawings = re.findall(r"<svg[^>]*>", page)
    assert drawings
    assert all("aria-hidden" in drawing or 'role="img" aria-label="' in drawing for drawing in drawings)


@pytest.mark.parametrize("field", ["display_name", "life_stage", "id"])
@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</style><svg onload=alert(1)>",
        "{{ 7 * 7 }}{% raw %}",
        "\u202e\u0645\u0631\u062d\u0628\u0627 🌱\u2066",
        "&lt;b&gt;",
    ],
)
def test_hostile_text_is_shown_as_text(seat: Callable[..., Answered], field: str, hostile: str) -> None:
    applicants = people(6)
    applicants[0] |= {field: hostile}

    outline = Outline(render_page(*seat(applicants)))

    assert hostile in " ".join(outline.texts)
    assert not {"script", "img"} & set(outline.tags)
    assert not [name for name, _ in outline.attributes if name.startswith("on")]


def test_hostile_group_names_warnings_and_conflicts_are_shown_as_text(campus: Answered) -> None:
    intake, result = campus
    hostile = "<script>alert(1)</script>"
    groups = tuple(g.model_copy(update={"name": hostile, "leaders": (hostile,)}) for g in result.groups)
    conflict = Conflict(rules=(hostile,), applicants=(hostile,), groups=(hostile,), text=hostile)
    result = result.model_copy(update={"groups": groups, "warnings": (hostile,), "conflicts": (conflict,)})

    outline = Outline(render_page(intake, result))

    assert "script" not in outline.tags
    assert outline.text.count(hostile) >= 2 * 3 + 1 + 4


def test_many_groups_are_compact_and_all_there(seat: Callable[..., Answered]) -> None:
    page = render_page(*seat(people(6 * 177)))
    outline = Outline(page)

    assert '<body class="compact">' in page
    assert sum(link.startswith("#group-") for link in outline.links) == 177
    assert "<details open>" not in page
    assert outline.tags.count("details") == 177


def test_an_infeasible_result_shows_its_conflicts(campus: Answered) -> None:
    intake, result = campus
    conflict = Conflict(rules=("keep_together", "keep_apart"), applicants=("p1", "p2"), groups=(), text="p1 and p2 ...")
    apart = sentence("change-apart", first="p1", second="p2")
    repair = Repair(changes=(apart,), price=4, text=apart.text)
    conflict = conflict.model_copy(update={"repairs": (repair,)})
    nothing = {"value": None, "mean_fit": None, "worst_member": None, "worst_group": None, "bound": None, "gap": None}
    result = result.model_copy(
        update={"status": "infeasible", "groups": (), "placed": 0, "conflicts": (conflict,), **nothing}
    )

    text = Outline(render_page(intake, result)).text

    assert "No valid plan: the rules for these 14 people contradict each other" in text
    assert "Rules: keep together, keep apart." in text
    assert "People: p1 , p2 ." in text
    assert "the cheapest first Ask whether p1 and p2 still have to be kept apart." in text


def test_nobody_with_an_age_still_makes_a_page(seat: Callable[..., Answered]) -> None:
    applicants = [{"id": f"p{n}", "life_stage": "retired"} for n in range(6)]

    text = Outline(render_page(*seat(applicants))).text

    assert "age not given · Retired" in text
    assert "no reasons given" in text


def test_the_same_result_gives_the_same_page(campus: Answered) -> None:
    assert render_page(*campus) == render_page(*campus)


def test_what_would_help_stands_under_why_somebody_waits(campus: Answered) -> None:
    intake, result = campus
    place = sentence("change-place", group="g1", more=1, most=7)
    suggested = Help(group="g1", people=("p12",), changes=(place,), rank=13, text=place.text)
    waitlist = tuple(w.model_copy(update={"helps": (suggested,)}) for w in result.waitlist)

    text = Outline(render_page(intake, result.model_copy(update={"waitlist": waitlist}))).text

    assert text.count("all groups they may join are full. One more place in g1, 7 in all.") == len(waitlist)
