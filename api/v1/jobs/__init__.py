"""Composing in the background: handing in jobs, following and stopping them."""

from flask_openapi import APIBlueprint

from api.openapi import Documented
from api.v1.jobs.answers import JobAnswer, JobPage
from api.v1.jobs.compose import ComposeRequest, compose_resource
from api.v1.jobs.events import events_resource
from api.v1.jobs.jobs import StopRequest, jobs_resource

JOB_RESOURCES: tuple[APIBlueprint, ...] = (compose_resource, jobs_resource, events_resource)

JOB_MODELS: tuple[Documented, ...] = (
    (ComposeRequest, "validation"),
    (StopRequest, "validation"),
    (JobAnswer, "serialization"),
    (JobPage, "serialization"),
)
