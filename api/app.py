"""The service as a Flask app."""

from api.access.gate import guard
from api.access.identify import identify_callers
from api.access.limits import limit_callers
from api.access.proxies import believe_proxies
from api.docs import pages
from api.headers import secure_answers
from api.logs import log_requests
from api.metrics import count_requests
from api.openapi import Service
from api.paths import use_paths
from api.probes import Health, Readiness, probes
from api.problems import answer_problems
from api.queries import refuse_parameters
from api.settings import Settings, load_settings
from api.solving import limit_solves
from api.transactions import database_of, use_database
from api.upload import use_uploads
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
from api.web.errors import show_problems_as_pages
from api.web.frame import use_frame
from api.web.pages import draw_reports_parts
from api.web.views import web
from matcher.compare import Comparison
from matcher.explain import PlanAccount, Why
from matcher.intake import Intake
from matcher.obstacles import WhyNot
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
    """Make the app; without settings they are read from the environment and the file.

    ``solves_apart`` lets solves that a caller waits for run in processes of their own, so that others are answered
    meanwhile.

    Raises:
        UnusableSettingsError: If the environment or the file holds settings that cannot be used.
    """
    settings = settings or load_settings()
    app = GroupMatcher("api", doc_ui=False, validation_error_callback=refuse_parameters)
    app.config["SETTINGS"] = settings
    limit_solves(app, settings, apart=solves_apart)
    use_database(app, settings)
    guard(app, settings, database_of(app))
    believe_proxies(app, settings)
    limit_waiters(app, settings)
    use_uploads(app)
    keep_streams(app, settings)
    log_requests(app)
    count_requests(app)
    use_paths(app)
    identify_callers(app)
    limit_callers(app, settings)
    secure_answers(app)
    answer_problems(app)
    add_resources(app)
    app.register_api(probes)
    app.register_blueprint(pages)
    app.register_blueprint(web)
    draw_reports_parts(app)
    use_frame(app)
    show_problems_as_pages(app)
    return app
