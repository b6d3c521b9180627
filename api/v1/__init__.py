"""The resources of version 1, one file each."""

from flask_openapi import APIBlueprint, OpenAPI

from api.openapi import Documented
from api.v1.access import ACCESS_MODELS, ACCESS_RESOURCES
from api.v1.audit import AUDIT_MODELS, AUDIT_RESOURCES
from api.v1.care import CARE_MODELS, CARE_RESOURCES
from api.v1.compare import compare_resource
from api.v1.demo import DemoRequest, demo_resource
from api.v1.document import document_resource
from api.v1.evaluate import evaluate_resource
from api.v1.explain import explain_resource
from api.v1.intakes import INTAKE_MODELS, INTAKE_RESOURCES
from api.v1.jobs import JOB_MODELS, JOB_RESOURCES
from api.v1.plans import PLAN_MODELS, PLAN_RESOURCES
from api.v1.recommend import recommend_resource
from api.v1.revise import revise_resource
from api.v1.solve import solve_resource
from api.v1.validate import validate_resource
from api.v1.webhooks import WEBHOOK_MODELS, WEBHOOK_RESOURCES
from api.v1.what_if import what_if_resource
from api.v1.why import why_resource

RESOURCES: tuple[APIBlueprint, ...] = (
    validate_resource,
    evaluate_resource,
    solve_resource,
    explain_resource,
    why_resource,
    recommend_resource,
    revise_resource,
    compare_resource,
    what_if_resource,
    *INTAKE_RESOURCES,
    *PLAN_RESOURCES,
    *JOB_RESOURCES,
    *WEBHOOK_RESOURCES,
    *ACCESS_RESOURCES,
    *AUDIT_RESOURCES,
    *CARE_RESOURCES,
    demo_resource,
    document_resource,
)

DOCUMENTED: tuple[Documented, ...] = (
    *INTAKE_MODELS,
    *PLAN_MODELS,
    *JOB_MODELS,
    *WEBHOOK_MODELS,
    *ACCESS_MODELS,
    *AUDIT_MODELS,
    *CARE_MODELS,
    (DemoRequest, "validation"),
)
"""The models of what is kept, with the direction in which they travel."""


def add_resources(app: OpenAPI) -> None:
    """Add version 1 to the app."""
    for resource in RESOURCES:
        app.register_api(resource)
