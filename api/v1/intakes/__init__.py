"""Intakes that are kept: the list, its applicants and its groups."""

from flask_openapi import APIBlueprint

from api.openapi import Documented
from api.v1.intakes.intakes import IntakeAnswer, IntakePage, IntakeRequest, intakes_resource

INTAKE_RESOURCES: tuple[APIBlueprint, ...] = (intakes_resource,)

INTAKE_MODELS: tuple[Documented, ...] = (
    (IntakeRequest, "validation"),
    (IntakeAnswer, "serialization"),
    (IntakePage, "serialization"),
)
