"""Intakes that are kept: the list, its applicants and its groups."""

from flask_openapi import APIBlueprint

from api.openapi import Documented
from api.v1.intakes.answers import IntakeAnswer, IntakeDetail, IntakePage, KeptIntake
from api.v1.intakes.applicants import (
    ApplicantPage,
    ApplicantRemoved,
    ApplicantsAdded,
    ApplicantsRequest,
    applicants_resource,
)
from api.v1.intakes.check import ListCheck, check_resource
from api.v1.intakes.groups import GroupPage, GroupRemoved, GroupsAdded, GroupsRequest, groups_resource
from api.v1.intakes.intakes import IntakeRequest, intakes_resource
from api.v1.intakes.patching import MergePatch
from api.v1.intakes.revisions import IntakeRevisionPage, revisions_resource
from api.v1.intakes.uploads import ListForm, UploadForm

INTAKE_RESOURCES: tuple[APIBlueprint, ...] = (
    intakes_resource,
    check_resource,
    revisions_resource,
    applicants_resource,
    groups_resource,
)

INTAKE_MODELS: tuple[Documented, ...] = (
    (IntakeRequest, "validation"),
    (UploadForm, "validation"),
    (ListForm, "validation"),
    (ApplicantsRequest, "validation"),
    (GroupsRequest, "validation"),
    (MergePatch, "validation"),
    (IntakeAnswer, "serialization"),
    (KeptIntake, "serialization"),
    (IntakeDetail, "serialization"),
    (IntakePage, "serialization"),
    (ListCheck, "serialization"),
    (IntakeRevisionPage, "serialization"),
    (ApplicantPage, "serialization"),
    (ApplicantsAdded, "serialization"),
    (ApplicantRemoved, "serialization"),
    (GroupPage, "serialization"),
    (GroupsAdded, "serialization"),
    (GroupRemoved, "serialization"),
)
