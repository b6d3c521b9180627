"""What is sent and answered about webhooks."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from api.db.models import DeliveryRow, WebhookRow
from api.pages import Page
from matcher.intake import Frozen

Choice = Literal["intake.changed", "job.ended", "plan.changed", "plan.published"]
"""Events that can be asked for."""


def _each_once(events: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return tuple(dict.fromkeys(events))


Events = Annotated[tuple[Choice, ...], Field(min_length=1, max_length=20), AfterValidator(_each_once)]


class WebhookPath(BaseModel):
    """Which webhook."""

    webhook_id: str = Field(description="The id that the service gave the webhook.")


class DeliveryPath(WebhookPath):
    """Which delivery to it."""

    delivery_id: str = Field(description="The `webhook-id` of the call.")


class WebhookRequest(Frozen):
    """An address to be told of events."""

    url: str = Field(min_length=1, max_length=2000, description="Called by POST; https, and a public address.")
    events: Events
    description: str = Field(default="", max_length=200)


class WebhookChange(Frozen):
    """What is to be another; what is left out stays."""

    url: str | None = Field(default=None, min_length=1, max_length=2000)
    events: Events | None = None
    description: str | None = Field(default=None, max_length=200)
    enabled: bool | None = Field(default=None, description="True also takes up deliveries that were left pending.")


class WebhookAnswer(Frozen):
    """A webhook, without its secret."""

    id: str
    url: str
    events: tuple[str, ...]
    description: str
    enabled: bool = Field(description="False where somebody, or a receiver that answers no longer, has ended it.")
    created_at: datetime

    @classmethod
    def of(cls, row: WebhookRow) -> "WebhookAnswer":
        """From its row."""
        return cls(
            id=row.id,
            url=row.url,
            events=tuple(row.events),
            description=row.description,
            enabled=row.disabled_at is None,
            created_at=row.created_at,
        )


class WebhookSecret(Frozen):
    """A webhook and its secret, which is shown this once."""

    webhook: WebhookAnswer
    secret: str | None = Field(
        description="Verifies signatures, see standardwebhooks.com. It is shown once: a repeated request gets null."
    )
    former_valid_until: datetime | None = Field(
        default=None, description="Until then calls are signed with the secret before, too."
    )


class WebhookPage(Page[WebhookAnswer]):
    """Some of the webhooks, the newest first."""


class DeliveryAnswer(Frozen):
    """A call to a webhook, made or to be made."""

    id: str = Field(description="The `webhook-id` header: the same at every try.")
    event: str
    state: Literal["pending", "delivered", "failed"]
    attempts: int
    status: int | None = Field(description="What the receiver answered last.")
    error: str | None = Field(description="Why there was no answer: timeout, unreachable, private_target ...")
    created_at: datetime
    next_at: datetime | None
    delivered_at: datetime | None

    @classmethod
    def of(cls, row: DeliveryRow) -> "DeliveryAnswer":
        """From its row."""
        return cls.model_validate({name: getattr(row, name) for name in cls.model_fields})


class DeliveryPage(Page[DeliveryAnswer]):
    """Some of the calls, the newest first."""
