"""The page about one person of a plan: why they sit where they do, or wait, and what else there would be."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response as FlaskResponse
from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from api.access.principal import requires
from api.access.scopes import Scope
from api.web.laid import Laid, Named, laid_out, titled
from api.web.pages import counted, page, web
from api.web.ranked import MOST_DESCRIBED, RankedShown, ranked_shown
from matcher.explain import (
    MemberAccount,
    Option,
    Why,
    companion,
    explain_group,
    not_possible,
    options_of,
    why_on,
    without_name,
)
from matcher.intake import Applicant
from matcher.obstacles import WhyNot, why_not_on
from matcher.report.roster import reason_labels, stage_label, written_age
from matcher.report.view import shade
from matcher.report.words import of_hundred, signed
from matcher.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Pair:
    """A companion: the fit of the two, what closeness and difference are of it in percent of the whole, in words."""

    other: Named
    fit: str
    close: float
    different: float
    close_in: Sentence
    differs_in: Sentence


@dataclass(frozen=True, slots=True)
class Way:
    """A way into another group: the change of the plan's value, what it does to whom, and what it would break."""

    change: str
    possible: bool
    said: Sentence
    broken: Sentence | None


@dataclass(frozen=True, slots=True)
class Placed:
    """Somebody who has a place."""

    group: str
    fit: str
    shade: int
    close: str
    different: str
    weight: str
    mean: str
    pairs: tuple[Pair, ...]
    rules: tuple[tuple[str, Sentence], ...]
    ways: tuple[tuple[Sentence, tuple[Way, ...]], ...]


@web.get("/plans/<plan_id>/list/<int(max=2147483647):revision>/people/<int(max=2147483647):number>")
@requires(Scope.PLAN)
def person_now(plan_id: str, revision: int, number: int) -> Response:
    """Lead to somebody of the list as the plan stands now; to the plan, where it stands on another list by then."""
    laid = laid_out(plan_id)
    known = laid.layout.intake_revision == revision
    address = laid.people[laid.numbered(number).id].address if known else None
    return redirect(address or url_for("web.plan", plan_id=plan_id), 303)


@web.get("/plans/<plan_id>/revisions/<int(max=2147483647):revision>/people/<int(max=2147483647):number>")
@requires(Scope.PLAN)
def person(plan_id: str, revision: int, number: int) -> Response:
    """Show one person."""
    laid = laid_out(plan_id, revision)
    applicant = laid.numbered(number)
    if laid.plan.revision != revision:
        return _changed_meanwhile(laid, applicant)
    answer = _why_not(laid, applicant)
    if "HX-Request" in request.headers:
        return page("why_not.html", why_not=answer)
    found = why_on(laid.layout.bench, applicant.id)
    return page(
        "person.html",
        plan=laid.plan,
        list=laid.list,
        person=laid.people[applicant.id],
        about=tuple(_about(laid, applicant)),
        why=found,
        placed=_placed(laid, applicant, found) if found.group is not None else None,
        ranked=_ranked(laid, applicant) if found.group is None else None,
        others=[(n, titled(g)) for n, g in enumerate(laid.intake.offers, start=1) if g.id != found.group],
        chosen=request.args.get("group", ""),
        why_not=answer,
    )


def _changed_meanwhile(laid: Laid, applicant: Applicant) -> FlaskResponse:
    """Say that the plan is another one by now, and lead to the same person there if they are still on its list."""
    now = laid_out(laid.plan.id)
    there = now.people[applicant.id] if applicant.id in now.intake.applicant_by_id else None
    if "HX-Request" in request.headers:
        # Only the answer to a question was asked for: the whole page is read anew instead.
        return FlaskResponse(headers={"HX-Refresh": "true"})
    gone = laid.people[applicant.id]
    return page("stale.html", plan=laid.plan, list=laid.list, person=gone, there=there)


def _about(laid: Laid, applicant: Applicant) -> Iterator[str]:
    """Age, stage of life and reasons, as far as they are known."""
    age = written_age(laid.intake, applicant)
    if age is not None:
        yield str(age)
    if stage := stage_label(laid.intake, applicant):
        yield stage
    yield from reason_labels(applicant, laid.layout.measure)


def _placed(laid: Laid, applicant: Applicant, found: Why) -> Placed:
    group = laid.intake.group_by_id[found.group or ""]
    account = explain_group(laid.layout.bench, group.id)
    member = next(m for m in account.members if m.id == applicant.id)
    rules = (term for term in (*account.broken, *account.terms) if applicant.id in term.members)
    return Placed(
        group=titled(group),
        fit=of_hundred(member.fit, 1),
        shade=shade(member.fit),
        close=of_hundred(sum(pair.closeness_part for pair in member.pairs), 1),
        different=of_hundred(sum(pair.difference_part for pair in member.pairs), 1),
        weight=of_hundred(laid.intake.policy.balance),
        mean=of_hundred(account.fit, 1),
        pairs=tuple(_pairs(laid, applicant, member)),
        rules=tuple(("" if term.hard else signed(-term.cost), term.said) for term in rules),
        ways=tuple((heading, tuple(map(_way, options))) for heading, options in options_of(found.alternatives)),
    )


def _pairs(laid: Laid, applicant: Applicant, member: MemberAccount) -> Iterator[Pair]:
    """Everybody in the room, those first with whom the two fit best."""
    for part in sorted(member.pairs, key=lambda pair: -(pair.closeness_part + pair.difference_part)):
        compared = companion(laid.layout.measure, applicant, laid.intake.applicant_by_id[part.id])
        whole = 100 * len(member.pairs)
        yield Pair(
            other=laid.people[part.id],
            fit=of_hundred(compared.pair_fit),
            close=round(whole * part.closeness_part, 2),
            different=round(whole * part.difference_part, 2),
            close_in=without_name(compared.close_in),
            differs_in=without_name(compared.differs_in),
        )


def _way(option: Option) -> Way:
    return Way(signed(option.change), option.possible, option.said, not_possible(option))


def _ranked(laid: Laid, applicant: Applicant) -> RankedShown | None:
    found = laid.recommended(applicant, MOST_DESCRIBED)
    return None if found is None else ranked_shown(laid, found)


def _why_not(laid: Laid, applicant: Applicant) -> WhyNot | None:
    """The answer about the group of the number asked for; None where none is, or they sit in it."""
    number = counted(request.args.get("group", ""), len(laid.intake.offers))
    if number is None:
        return None
    group = laid.intake.offers[number - 1].id
    if laid.layout.bench.place.get(applicant.id) == group:
        return None
    return why_not_on(laid.layout.bench, applicant.id, group)
