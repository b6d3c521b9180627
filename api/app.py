"""The service as a Flask app."""

from api.access.identify import identify_callers
from api.docs import pages
from api.headers import secure_answers
from api.logs import log_requests
from api.openapi import Service
from api.probes import Health, Readiness, probes
from api.problems import answer_problems
from api.queries import refuse_parameters
from api.settings import Settings
from api.solving import limit_solves
from api.transactions import use_database
from api.v1 import DOCUMENTED, add_resources
from api.v1.compare import CompareRequest
from api.v1.evaluate import EvaluateRequest
from api.v1.explain import ExplainRequest
from api.v1.jobs.events import keep_streams
from api.v1.jobs.waiting import limit_waiters
from api.v1.recommend import RecommendRequest
from api.v1.revise import ReviseRequest, RevisionAnswer
from api.v1.solve import SolveRequest
from api.v1.validate import Validation
from api.v1.what_if import WhatIfGroupsRequest, WhatIfHoursRequest, WhatIfPolicyRequest
from api.v1.why import WhyRequest
from matcher.absence import WhyNot
from matcher.compare import Comparison
from matcher.explain import PlanAccount, Why
from matcher.intake import Intake
from matcher.recommend import Recommendation
from matcher.result import Result
from matcher.whatif import GroupsAnswer, HoursAnswer, PolicyAnswer


class GroupMatcher(Service):
    """The app with the models that its document describes."""

    documented = (
        (Intake, "validation"),
        (EvaluateRequest, "validation"),
        (SolveRequest, "validation"),
        (ExplainRequest, "validation"),
        (WhyRequest, "validation"),
        (RecommendRequest, "validation"),
        (ReviseRequest, "validation"),
        (CompareRequest, "validation"),
        (WhatIfGroupsRequest, "validation"),
        (WhatIfHoursRequest, "validation"),
        (WhatIfPolicyRequest, "validation"),
        (Validation, "serialization"),
        (Result, "serialization"),
        (PlanAccount, "serialization"),
        (Why, "serialization"),
        (WhyNot, "serialization"),
        (Recommendation, "serialization"),
        (RevisionAnswer, "serialization"),
        (Comparison, "serialization"),
        (GroupsAnswer, "serialization"),
        (HoursAnswer, "serialization"),
        (PolicyAnswer, "serialization"),
        *DOCUMENTED,
        (Health, "serialization"),
        (Readiness, "serialization"),
    )


def create_app(settings: Settings | None = None, *, solves_apart: bool = False) -> Service:
    """Make the app; without settings they are read from the environment.

    ``solves_apart`` lets solves that a caller waits for run in processes of their own, so that others are answered
    meanwhile.

    Raises:
        pydantic.ValidationError: If the environment holds settings that cannot be read.
    """
    settings = settings or Settings()
    app = GroupMatcher("api", doc_ui=False, validation_error_callback=refuse_parameters)
    app.config["SETTINGS"] = settings
    limit_solves(app, settings, apart=solves_apart)
    use_database(app, settings)
    limit_waiters(app, settings)
    keep_streams(app, settings)
    log_requests(app)
    identify_callers(app)
    secure_answers(app)
    answer_problems(app)
    add_resources(app)
    app.register_api(probes)
    app.register_blueprint(pages)
    return app
