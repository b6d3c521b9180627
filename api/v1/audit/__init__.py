"""Reading the audit."""

from flask_openapi import APIBlueprint

from api.audit.entries import AuditEntry
from api.openapi import Documented
from api.v1.audit.audit import AuditPage, audit_resource

AUDIT_RESOURCES: tuple[APIBlueprint, ...] = (audit_resource,)

AUDIT_MODELS: tuple[Documented, ...] = ((AuditEntry, "serialization"), (AuditPage, "serialization"))
