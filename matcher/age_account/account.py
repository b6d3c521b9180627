"""Puts the account of age together from a scored plan and its waitlist, in time linear in the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matcher.age_account.bands import FEWEST, Band, StageOfLife, bands_of, stages_of
from matcher.age_account.models import AgeAccount, AgeBand, ReasonCount, StageRow
from matcher.age_account.shares import Share, chance_of, more_than_share
from matcher.age_account.uses import uses_of_age
from matcher.age_account.warning import warning_of
from matcher.intake import Applicant, Intake
from matcher.scorer import Score
from matcher.sentences import Sentence

if TYPE_CHECKING:
    from matcher.result import Waiting


def account_of_age(intake: Intake, scored: Score, waitlist: Sequence[Waiting]) -> AgeAccount:
    """How people of each age and stage of life fared in a plan.

    Members of a running group keep their places: they are counted, but not compared with people who could wait. Rows
    of fewer than ``FEWEST`` such people are counted, and not compared.

    Args:
        intake: The intake.
        scored: The plan's score.
        waitlist: Everybody without a place, with their reasons.
    """
    counted = _Count(intake, scored, waitlist)
    bands, stages = bands_of(intake), stages_of(intake)
    compared = _compared([*bands, *stages], counted)
    warnings: list[Sentence] = []

    def outcome(row: Band | StageOfLife) -> dict[str, Any]:
        share = counted.share(row.people)
        standing_out = row in compared and more_than_share(share, counted.all_people, len(compared))
        if standing_out:
            waiting = [person for person in row.people if person.id in counted.waiting]
            warnings.append(warning_of(intake, row, share, counted.all_people, waiting))
        return {
            "label": row.label,
            **counted.figures(row.people),
            "chance": chance_of(share, counted.all_people) if row in compared else None,
            "more_than_share": standing_out,
        }

    return AgeAccount(
        bands=tuple(AgeBand(**outcome(band), youngest=band.youngest, oldest=band.oldest) for band in bands),
        stages=tuple(StageRow(**outcome(stage), stages=stage.stages) for stage in stages),
        uses=tuple(uses_of_age(intake)),
        warnings=tuple(warnings),
    )


class _Count:
    """What is counted of any part of a list."""

    def __init__(self, intake: Intake, scored: Score, waitlist: Sequence[Waiting]) -> None:
        self.waiting: Mapping[str, Waiting] = {person.id: person for person in waitlist}
        self._fits = {member: fit for room in scored.rooms for member, fit in room.fits.items()}
        self.all_people = self.share(intake.applicants)

    def figures(self, people: Sequence[Applicant]) -> dict[str, Any]:
        """The figures of an outcome."""
        waiting = [self.waiting[person.id] for person in people if person.id in self.waiting]
        fits = [self._fits[person.id] for person in people if person.id in self._fits]
        days = [person.days_waited for person in waiting if person.days_waited is not None]
        reasons = Counter(code for person in waiting for code in {reason.code for reason in person.reasons})
        return {
            "people": len(people),
            "placed": len(fits),
            "seated": sum(self._keeps_place(person) for person in people),
            "waiting": len(waiting),
            "waiting_share": len(waiting) / len(people),
            "days_known": len(days),
            "mean_days": sum(days) / len(days) if days else None,
            "longest_days": max(days, default=None),
            "mean_fit": sum(fits) / len(fits) if fits else None,
            "worst_fit": min(fits, default=None),
            "reasons": tuple(
                ReasonCount(code=code, people=number)
                for code, number in sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
            ),
        }

    def share(self, people: Sequence[Applicant]) -> Share:
        """How many of them could have been left waiting, and how many are."""
        return Share(
            people=sum(not self._keeps_place(person) for person in people),
            waiting=sum(person.id in self.waiting for person in people),
        )

    def _keeps_place(self, person: Applicant) -> bool:
        return person.seated_in is not None and person.id not in self.waiting


def _compared(rows: Sequence[Band | StageOfLife], counted: _Count) -> list[Band | StageOfLife]:
    """The rows that are large enough to be compared with everybody else; none where nobody waits."""
    if not counted.all_people.waiting:
        return []
    return [row for row in rows if FEWEST <= counted.share(row.people).people < counted.all_people.people]
