"""The page of everybody who waits in a plan: why, for how long, what would help, and which group is best for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response

from api.access.principal import requires
from api.access.scopes import Scope
from api.store import plans
from api.transactions import reading
from api.web.laid import Laid, Named, laid_out, titled
from api.web.pages import counted, page, web
from matcher.intake import Applicant
from matcher.report.words import headline, of_hundred, signed
from matcher.result import Result, Waiting

MOST_SHOWN = 50
"""People on one page: for each the groups are ranked, which takes milliseconds."""

Waits = tuple[Waiting, Applicant]


@dataclass(frozen=True, slots=True)
class Best:
    """The best group for somebody: what it is called, whether they may join it as it is, and what that would do."""

    title: str
    open: bool
    fit: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """One person who waits."""

    who: Named
    days: int | None
    priority: int
    due: str
    reasons: tuple[str, ...]
    help: str
    best: Best | None


ORDERS: Mapping[str, Callable[[Waits], tuple[int, ...]]] = {
    "days": lambda waits: (-_days(waits), -waits[1].priority),
    "priority": lambda waits: (-waits[1].priority, -_days(waits)),
    "list": lambda _waits: (),
}
"""By what the page can be sorted; whoever is equal stays in the order of the list."""

SORTED_BY = {"days": "waitlist-by-days", "priority": "waitlist-by-priority", "list": "waitlist-by-list"}
"""What each is called."""


@web.get("/plans/<plan_id>/waitlist")
@requires(Scope.PLAN)
def waitlist(plan_id: str) -> Response:
    """Show everybody who waits."""
    laid = laid_out(plan_id)
    with reading() as session:
        result = Result.model_validate(plans.revision_of(session, laid.plan, laid.revision).result)
    order = request.args.get("sort", "days")
    order = order if order in ORDERS else "days"
    people = laid.intake.applicant_by_id
    everybody = sorted(((w, people[w.id]) for w in result.waitlist), key=ORDERS[order])
    pages = -(-len(everybody) // MOST_SHOWN)
    first = ((counted(request.args.get("page", ""), pages) or 1) - 1) * MOST_SHOWN
    return page(
        "waitlist.html",
        plan=laid.plan,
        list=laid.list,
        rows=[_row(laid, *waits) for waits in everybody[first : first + MOST_SHOWN]],
        count=len(everybody),
        first=first,
        most=MOST_SHOWN,
        order=order,
        orders=SORTED_BY,
        # Of a search without a plan nothing is said about anybody: what contradicts what stands with the plan.
        no_plan=headline(result) if result.plan is None and not result.groups else "",
    )


def _row(laid: Laid, waiting: Waiting, applicant: Applicant) -> Row:
    helps = [found.text for found in waiting.helps]
    return Row(
        who=laid.people[applicant.id],
        days=waiting.days_waited,
        priority=applicant.priority,
        due="" if applicant.must_place_by is None else applicant.must_place_by.isoformat(),
        reasons=tuple(reason.text for reason in waiting.reasons),
        help=helps[0] if helps else "",
        best=_best(laid, waiting, applicant),
    )


def _best(laid: Laid, waiting: Waiting, applicant: Applicant) -> Best | None:
    """The best group that is open to them as it is, else the one that the smallest change would open."""
    found = laid.recommended(applicant, top=0)
    if found is None:
        return None
    wanted = waiting.helps[0].group if waiting.helps else None
    line = next((line for line in found.ranking if not line.blocked_by or line.group == wanted), None)
    if line is None:
        return None
    group = laid.intake.group_by_id[line.group]
    return Best(titled(group), not line.blocked_by, of_hundred(line.fit), signed(line.value))


def _days(waits: Waits) -> int:
    days = waits[0].days_waited
    return -1 if days is None else days
