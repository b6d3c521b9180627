"""Names of applicants are for those who may read rosters; to everybody else people are their codes."""

from api.access.principal import current
from matcher.intake import Applicant, Intake


def as_seen(intake: Intake) -> Intake:
    """The intake as whoever asks may see it: without names, if they may not read rosters."""
    if current().sees_names:
        return intake
    return intake.with_changes(applicants=tuple(map(_nameless, intake.applicants)))


def _nameless(applicant: Applicant) -> Applicant:
    return applicant if applicant.display_name is None else applicant.model_copy(update={"display_name": None})
