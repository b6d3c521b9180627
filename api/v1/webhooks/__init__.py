"""Webhooks: who is told, and what was told."""

from flask_openapi import APIBlueprint

from api.openapi import Documented
from api.v1.webhooks.models import (
    DeliveryAnswer,
    DeliveryPage,
    WebhookAnswer,
    WebhookChange,
    WebhookPage,
    WebhookRequest,
    WebhookSecret,
)
from api.v1.webhooks.webhooks import webhooks_resource

WEBHOOK_RESOURCES: tuple[APIBlueprint, ...] = (webhooks_resource,)

WEBHOOK_MODELS: tuple[Documented, ...] = (
    (WebhookRequest, "validation"),
    (WebhookChange, "validation"),
    (WebhookAnswer, "serialization"),
    (WebhookSecret, "serialization"),
    (WebhookPage, "serialization"),
    (DeliveryAnswer, "serialization"),
    (DeliveryPage, "serialization"),
)
