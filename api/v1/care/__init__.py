"""Care for what is kept about people."""

from flask_openapi import APIBlueprint

from api.care.erase import Erasure
from api.care.export import PersonAccount
from api.openapi import Documented
from api.v1.care.clinic import ClinicAnswer, ClinicChange, clinic_resource
from api.v1.care.people import PersonRequest, people_resource

CARE_RESOURCES: tuple[APIBlueprint, ...] = (people_resource, clinic_resource)

CARE_MODELS: tuple[Documented, ...] = (
    (PersonRequest, "validation"),
    (PersonAccount, "serialization"),
    (Erasure, "serialization"),
    (ClinicChange, "validation"),
    (ClinicAnswer, "serialization"),
)
