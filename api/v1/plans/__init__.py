"""Plans that are kept: their history, changes by hand, explanations, newcomers, publishing, rosters."""

from flask_openapi import APIBlueprint

from api.openapi import Documented
from api.v1.plans.answers import PlanAnswer, PlanPage, PlanSummary
from api.v1.plans.explaining import PlaceRequest, explaining_resource
from api.v1.plans.history import PlanRevisions, history_resource
from api.v1.plans.importing import PlanImport, import_resource
from api.v1.plans.moves import MovesAnswer, MovesRequest, moves_resource
from api.v1.plans.plans import plans_resource
from api.v1.plans.publishing import publish_resource
from api.v1.plans.recommendations import RecommendationRequest, recommendations_resource
from api.v1.plans.replanning import ReplanRequest
from api.v1.plans.roster import Roster, roster_resource

PLAN_RESOURCES: tuple[APIBlueprint, ...] = (
    import_resource,
    plans_resource,
    history_resource,
    moves_resource,
    recommendations_resource,
    explaining_resource,
    publish_resource,
    roster_resource,
)

PLAN_MODELS: tuple[Documented, ...] = (
    (PlanImport, "validation"),
    (MovesRequest, "validation"),
    (RecommendationRequest, "validation"),
    (ReplanRequest, "validation"),
    (PlaceRequest, "validation"),
    (PlanSummary, "serialization"),
    (PlanAnswer, "serialization"),
    (PlanPage, "serialization"),
    (PlanRevisions, "serialization"),
    (MovesAnswer, "serialization"),
    (Roster, "serialization"),
)
