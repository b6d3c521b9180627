"""The service as a Flask app."""

from api.docs import pages
from api.headers import secure_answers
from api.logs import log_requests
from api.openapi import Service
from api.probes import Health, Readiness, probes
from api.problems import answer_problems
from api.settings import Settings
from api.solving import limit_solves
from api.v1 import add_resources
from api.v1.evaluate import EvaluateRequest
from api.v1.solve import SolveRequest
from api.v1.validate import Validation
from matcher.intake import Intake
from matcher.result import Result


class GroupMatcher(Service):
    """The app with the models that its document describes."""

    documented = (
        (Intake, "validation"),
        (EvaluateRequest, "validation"),
        (SolveRequest, "validation"),
        (Validation, "serialization"),
        (Result, "serialization"),
        (Health, "serialization"),
        (Readiness, "serialization"),
    )


def create_app(settings: Settings | None = None) -> Service:
    """Make the app; without settings they are read from the environment.

    Raises:
        pydantic.ValidationError: If the environment holds settings that cannot be read.
    """
    settings = settings or Settings()
    app = GroupMatcher("api", doc_ui=False)
    app.config["SETTINGS"] = settings
    limit_solves(app, settings)
    log_requests(app)
    secure_answers(app)
    answer_problems(app)
    add_resources(app)
    app.register_api(probes)
    app.register_blueprint(pages)
    return app
