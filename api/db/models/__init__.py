"""The tables, one file for each thing kept."""

from api.db.models.access import KeyRow, SessionRow, UserRow
from api.db.models.audit import AuditRow
from api.db.models.base import Base, now
from api.db.models.blocks import BlockRow
from api.db.models.chores import ChoreRow
from api.db.models.clinics import HOME_CLINIC, ClinicRow
from api.db.models.drafts import DraftRow, HeadingRow
from api.db.models.idempotency import IdempotencyRow
from api.db.models.intakes import ApplicantRow, GroupRow, IntakeRevisionRow, IntakeRow
from api.db.models.jobs import JobEventRow, JobRow, WorkerRow
from api.db.models.plans import PlanRevisionRow, PlanRow
from api.db.models.webhooks import DeliveryRow, WebhookRow

__all__ = [
    "HOME_CLINIC",
    "ApplicantRow",
    "AuditRow",
    "Base",
    "BlockRow",
    "ChoreRow",
    "ClinicRow",
    "DeliveryRow",
    "DraftRow",
    "GroupRow",
    "HeadingRow",
    "IdempotencyRow",
    "IntakeRevisionRow",
    "IntakeRow",
    "JobEventRow",
    "JobRow",
    "KeyRow",
    "PlanRevisionRow",
    "PlanRow",
    "SessionRow",
    "UserRow",
    "WebhookRow",
    "WorkerRow",
    "now",
]
