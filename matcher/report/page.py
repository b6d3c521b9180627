"""The report: one self-contained page that needs no network and no script."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from matcher.intake import Intake
from matcher.policy import Likeness
from matcher.report import view, words
from matcher.report.ages import ROW
from matcher.report.frontier import frontier_svg
from matcher.result import Result
from matcher.revise.answer import Frontier, Revision

LIKENESS: dict[Likeness, str] = {
    "either": "the same age or a similar stage of life, whichever is closer",
    "both": "the same age and a similar stage of life, whichever is farther",
    "age": "the same age",
    "life_stage": "a similar stage of life",
}
"""What makes two people close, in words."""


def render_page(
    intake: Intake, result: Result, revision: Revision | None = None, frontier: Frontier | None = None
) -> str:
    """The page for a result of this intake, with what a revision changes; the same result gives the same bytes."""
    environment = Environment(
        loader=PackageLoader("matcher.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    cards = tuple(view.cards(intake, result))
    return environment.get_template("report.html").render(
        result=result,
        revision=revision,
        picture="" if frontier is None else frontier_svg(frontier, alone=False),
        policy=result.policy,
        day=f"{intake.day.day} {intake.day:%B %Y}",
        headline=words.headline(result),
        proof=words.proof(result),
        short=words.shortfall(result),
        placement_proof=words.placement_proof(result),
        of_hundred=words.of_hundred,
        axis=view.page_axis(intake, result),
        row_height=ROW,
        cards=cards,
        compact=len(cards) > view.FEW_GROUPS,
        any_seated=any(group.seated for group in result.groups),
        any_band=any(mark.width for card in cards if card.strip for mark in card.strip.marks),
        waitlist=tuple(view.waiting(intake, person) for person in result.waitlist),
        likeness=LIKENESS[result.policy.likeness],
        settings=tuple(view.settings(result.policy)),
        steps=tuple(words.of_hundred(step) for step in view.STEPS_OF_FIT),
    )
