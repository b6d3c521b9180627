"""Names of applicants are for those who may read rosters; to everybody else people are their codes."""

from api.access.principal import current
from matcher.intake import Applicant, Intake


def as_seen(intake: Intake) -> Intake:
    """The intake as whoever asks may see it: without names, if they may not read rosters."""
    if current().sees_names or not intake.has_names:
        return intake
    nameless = (applicant.model_copy(update={"display_name": None}) for applicant in intake.applicants)
    return intake.with_changes(applicants=tuple(nameless))


def name_of(applicant: Applicant) -> str | None:
    """Somebody's name, if they have one and whoever asks may see it."""
    return applicant.display_name if current().sees_names else None
