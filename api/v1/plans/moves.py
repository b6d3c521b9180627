"""``POST /v1/plans/{id}/moves``: change a plan by hand, or see what a change would do."""

from collections.abc import Iterable

from flask import Response, g, request
from flask_openapi import APIBlueprint
from pydantic import Field
from sqlalchemy.orm import Session

from api.access.principal import current, requires
from api.access.scopes import Scope
from api.body import read_fields
from api.db.models import PlanRow
from api.idempotency import idempotent
from api.openapi import REF, answers, tagged, takes
from api.planning.edits import Asked, Edits
from api.planning.turns import Turn
from api.preconditions import require_match
from api.store import layouts, plans
from api.store.plans import LONGEST_REASON
from api.transactions import reading, writing
from api.v1.plans.answers import CHANGE, SUMMARY_EXAMPLE, WRITE, PlanFigures, PlanPath, tagged_by
from api.v1.plans.reading import refuse, unaccepted
from matcher.answer import breach_report
from matcher.change import Move, PlanChange
from matcher.intake import Frozen, Intake, Word
from matcher.recommend import FitChange
from matcher.result import BreachReport
from matcher.room import Breach
from matcher.scorer import RoomScore

moves_resource = APIBlueprint("moves", __name__, url_prefix="/v1/plans", abp_tags=[{"name": "Plans"}])


class MovesRequest(Frozen):
    """What to change. Two people who change places are two entries."""

    moves: Edits = ()
    newer_list: bool = Field(
        default=False,
        description=(
            "First bring the plan onto the list's last revision: whoever is gone gives up their place, new people wait."
        ),
    )
    dry_run: bool = Field(default=False, description="Only say what it would do; nothing is kept.")
    accept_breaches: tuple[Word, ...] = Field(
        default=(), max_length=50, description="Codes of hard rules that may be broken by this, knowingly."
    )
    reason: str | None = Field(
        default=None,
        min_length=1,
        max_length=LONGEST_REASON,
        description="Why, in words of whoever does it; kept with the revision. Name people by their ids alone.",
    )


class GroupFigures(Frozen):
    """A group before or after."""

    members: tuple[str, ...]
    fit: float = Field(description="Mean fit of the members, in [0, 1].")
    worst: float = Field(description="Lowest fit of a member, in [0, 1].")
    value: float = Field(description="Sum of the members' fit minus the penalty.")


class GroupChange(Frozen):
    """A group that is not what it was; null where it is not open."""

    group: str
    before: GroupFigures | None
    after: GroupFigures | None


class MovesAnswer(Frozen):
    """Exactly what the change does to everybody, by the scorer."""

    revision: int = Field(description="The plan's last revision; a new one unless nothing changed or was kept.")
    kept: bool = Field(description="Whether the change was made.")
    moves: tuple[Move, ...] = Field(description="Who changes places; null stands for waiting, or not on the list.")
    value: float = Field(description="The change of the plan's value, in points of fit.")
    claim: float = Field(description="The change of the summed claims placed; 1 is a person without urgency.")
    fits: tuple[FitChange, ...] = Field(description="Everybody whose fit changes, the worst hit first.")
    groups: tuple[GroupChange, ...] = Field(description="The groups that are not what they were.")
    broken: tuple[BreachReport, ...] = Field(description="Hard rules broken that were not before.")
    mended: tuple[BreachReport, ...] = Field(description="Hard rules that were broken before and are not now.")
    dearer: tuple[BreachReport, ...] = Field(description="Soft rules that cost more than before, or earn more.")
    eased: tuple[BreachReport, ...] = Field(description="Soft rules that cost more before, or earned more.")
    needs_acceptance: tuple[str, ...] = Field(
        description="Hard rules that would have to be named in `accept_breaches`; of a dry run only."
    )
    figures: PlanFigures


REQUEST_EXAMPLE = {"moves": [{"applicant": "p4", "to": "g2"}], "dry_run": True}

ANSWER_EXAMPLE = {
    "revision": 3,
    "kept": False,
    "moves": [{"id": "p4", "origin": "g1", "target": "g2"}],
    "value": -1.6135,
    "claim": 0.0,
    "fits": [{"id": "p4", "before": 0.8865, "after": 0.4295}, {"id": "p3", "before": 0.9917, "after": 1.0}],
    "groups": [
        {
            "group": "g2",
            "before": {"members": ["p5", "p6", "p7", "p8"], "fit": 0.8583, "worst": 0.7167, "value": 3.3333},
            "after": {"members": ["p4", "p5", "p6", "p7", "p8"], "fit": 0.6868, "worst": 0.4295, "value": 2.6429},
        }
    ],
    "broken": [],
    "mended": [],
    "dearer": [
        {
            "rule": "no_isolate",
            "hard": False,
            "members": ["p4"],
            "amount": 1.0,
            "cost": 0.5,
            "params": {"group": "g2", "person": "p4", "attribute": "age", "value": "age"},
            "text": "p4 has nobody near their age in g2",
        }
    ],
    "eased": [],
    "needs_acceptance": [],
    "figures": SUMMARY_EXAMPLE["figures"],
}


@moves_resource.post(
    "/<plan_id>/moves",
    summary="Move and pin people",
    description=(
        "Moves, swaps and pins, all at once or not at all, as a new revision. Where a hard rule would be broken that "
        "is not named in `accept_breaches`, nothing is done and the problem names the rule. A dry run needs no "
        "If-Match and answers what would be."
    ),
    operation_id="move",
    request_body=takes({"$ref": REF + "MovesRequest"}, {"a move, to look at": REQUEST_EXAMPLE}),
    responses={
        "200": tagged(answers("What changes, and the new revision.", MovesAnswer, {"a move": ANSWER_EXAMPLE})),
        **WRITE,
        **CHANGE,
    },
)
@requires(Scope.PLAN)
@idempotent
def move(path: PlanPath) -> Response:
    """Change a plan by hand."""
    wanted = read_fields(MovesRequest)
    who = current()
    if wanted.dry_run:
        with reading() as session:
            row = plans.find(session, who.clinic, path.plan_id)
            if "If-Match" in request.headers:
                require_match(row.revision)
            return _answered(row, _turn(session, row, wanted)[0], wanted, kept=False)
    with writing() as session:
        row = plans.find(session, who.clinic, path.plan_id, hold=True)
        require_match(row.revision)
        turn, pointers = _turn(session, row, wanted)
        if (refused := unaccepted(turn.change.broken, wanted.accept_breaches, pointers)) is not None:
            raise refused
        if turn.changes:
            turn.keep(session, row, wanted.reason)
        return _answered(row, turn, wanted, kept=turn.changes)


def _turn(session: Session, row: PlanRow, wanted: MovesRequest) -> tuple[Turn, dict[str, str]]:
    asked = Asked(layouts.newest(session, row, newer_list=wanted.newer_list), wanted.moves)
    refuse(asked.problems(), MovesRequest)
    return Turn(session, row, asked), asked.pointers()


def _answered(row: PlanRow, turn: Turn, wanted: MovesRequest, *, kept: bool) -> Response:
    change, intake = turn.change, turn.layout.intake
    g.counts.update(moves=len(change.moves), breaches=len(change.broken))
    waiting = {} if kept else {breach.rule for breach in change.broken} - set(wanted.accept_breaches)
    answered = MovesAnswer(
        revision=row.revision,
        kept=kept,
        moves=change.moves,
        value=change.value,
        claim=change.claim,
        fits=_fits(change),
        groups=tuple(
            GroupChange(group=group, before=_figures(old), after=_figures(new))
            for group, (old, new) in change.rooms.items()
        ),
        broken=_reports(intake, change.broken),
        mended=_reports(intake, change.mended),
        dearer=_reports(intake, change.dearer),
        eased=_reports(intake, change.eased),
        needs_acceptance=tuple(sorted(waiting)),
        figures=PlanFigures.model_validate(plans.figures(turn.result, turn.layout.broken)),
    )
    return tagged_by(Response(answered.model_dump_json(), content_type="application/json"), row)


def _fits(change: PlanChange) -> tuple[FitChange, ...]:
    found = (FitChange(id=who, before=old, after=new) for who, (old, new) in change.fits.items() if old != new)
    return tuple(sorted(found, key=lambda fit: (fit.change, fit.id)))


def _figures(room: RoomScore | None) -> GroupFigures | None:
    if room is None:
        return None
    return GroupFigures(members=tuple(room.fits), fit=room.fit, worst=room.worst, value=room.value)


def _reports(intake: Intake, breaches: Iterable[Breach]) -> tuple[BreachReport, ...]:
    return tuple(breach_report(intake, breach) for breach in breaches)
