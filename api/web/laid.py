"""A plan laid out for a page that explains it, and what its people and groups are called there."""

from dataclasses import dataclass

from flask import url_for
from propcache.api import cached_property

from api.access.names import as_seen, name_of
from api.access.principal import current
from api.db.models import IntakeRow, PlanRow
from api.problems import missing
from api.store import layouts, plans
from api.store.layouts import Layout
from api.transactions import reading
from matcher.intake import Applicant, Group, Intake
from matcher.recommend import Recommendation


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody on a page: a name, the id where the name is another, and the page about them if there is one."""

    name: str
    id: str | None
    address: str | None


class People:
    """Everybody of one revision of a plan by their ids.

    An address has their place on the list and nothing that is about them: it stands in histories and logs of browsers
    and proxies. It holds for this revision alone, in which the list and its order stay what they are; of an earlier
    revision than the plan's last there are none.
    """

    def __init__(self, plan: PlanRow, revision: int, intake: Intake) -> None:
        self._plan, self._revision, self._intake = plan, revision, intake
        self._numbers = {applicant.id: number for number, applicant in enumerate(intake.applicants, start=1)}

    def __getitem__(self, applicant_id: str) -> Named:
        applicant = self._intake.applicant_by_id[applicant_id]
        name = name_of(applicant)
        return Named(name or applicant_id, applicant_id if name else None, self._address(applicant_id))

    def _address(self, applicant_id: str) -> str | None:
        if self._revision != self._plan.revision:
            return None
        number = self._numbers[applicant_id]
        return url_for("web.person", plan_id=self._plan.id, revision=self._revision, number=number)


@dataclass(frozen=True)
class Laid:
    """A revision of a plan on its list."""

    plan: PlanRow
    list: IntakeRow
    revision: int
    layout: Layout

    @property
    def intake(self) -> Intake:
        """The list with the plan's pins."""
        return self.layout.intake

    @cached_property
    def shown(self) -> Intake:
        """The same for what draws from a list, without names for whoever may not see them."""
        return as_seen(self.intake)

    @cached_property
    def people(self) -> People:
        """What its people are called, by name for whoever may see names."""
        return People(self.plan, self.revision, self.intake)

    def numbered(self, number: int) -> Applicant:
        """Who has this number on the list, from 1.

        Raises:
            ProblemError: 404 if nobody has.
        """
        if not 1 <= number <= len(self.intake.applicants):
            raise missing("person of the plan")
        return self.intake.applicants[number - 1]

    def recommended(self, applicant: Applicant, top: int) -> Recommendation | None:
        """The groups ranked for somebody who waits; None where members of running groups do not sit where they do."""
        if applicant.seated_in is not None:
            return None
        try:
            recommender = self.layout.recommender
        except ValueError:
            return None
        return recommender.recommend(applicant.id, top)


def laid_out(plan_id: str, revision: int | None = None) -> Laid:
    """A revision of the clinic's plan, the last one unless told otherwise.

    Raises:
        ProblemError: 404 if there is no such plan or revision, 409 if it has none yet.
    """
    with reading() as session:
        row = plans.find(session, current().clinic, plan_id)
        layout = layouts.layout(session, row, revision)
        found = session.get_one(IntakeRow, row.intake_id)
    return Laid(row, found, row.revision if revision is None else revision, layout)


def titled(group: Group) -> str:
    """What a group is called on pages, with its hour."""
    name = group.name or group.id
    return name if group.session is None else f"{name}, {group.session}"
