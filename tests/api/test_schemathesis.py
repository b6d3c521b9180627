"""Every operation keeps what its OpenAPI document promises, whatever is sent to it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case, Config

import tests.api.refusals  # noqa: F401 - its check is registered by being imported
from api.app import create_app
from api.openapi import Service
from api.settings import Settings
from tests.api.asking import NO_DATABASE

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ENTRIES_AGREE = {"positive_data_acceptance": {"expected-statuses": ["2xx", "422"]}}
"""JSON Schema cannot say that ids are unique and known, or that a minimum lies below a maximum: this may be 422."""

ONLY_WRONG_BOUNDARIES = {"coverage": {"generation": {"mode": "negative"}}}
"""Each right boundary value of an intake is tried on evaluate; to solve for all 500 of them would take a minute."""

ABOUT_PLANS = ("explain", "why", "recommend", "revise", "compare", "what-if/groups", "what-if/hours", "what-if/policy")
"""Their intakes are read as those of evaluate and solve: boundary values are tried there."""

CONFIG = Config.from_dict(
    {
        # JSON Schema cannot say that a text may not hold U+0000.
        "generation": {"deterministic": True, "max-examples": 20, "allow-x00": False},
        # The service that is tried is open: tests/service looks at what asks for a key.
        "checks": {"ignored_auth": {"enabled": False}},
        "operations": [
            {"include-path": "/v1/evaluate", "checks": ENTRIES_AGREE},
            {"include-path": "/v1/solve", "checks": ENTRIES_AGREE, "phases": ONLY_WRONG_BOUNDARIES},
            *(
                {
                    "include-path": f"/v1/{name}",
                    "checks": ENTRIES_AGREE,
                    "phases": {"coverage": {"enabled": False}},
                }
                for name in ABOUT_PLANS
            ),
        ],
    }
)

KEPT = "^/(readyz|metrics|v1/(intakes|plans|jobs|webhooks|keys|users|session|clinic|audit|people|demo))"
"""What is kept is tried where there is a database (tests/service/test_promises.py)."""


INVENTED = ("HTTP_AUTHORIZATION", "HTTP_COOKIE")
"""Keys and sessions that are made up are refused; tests/service tries real ones."""


def from_this_machine() -> Service:
    """The app as somebody at its machine meets it: a call without a server has no address that it comes from."""
    app = create_app(
        Settings(database_url=NO_DATABASE, default_seconds=0.05, max_seconds=0.05, max_applicants=60, max_groups=20)
    )
    inner = app.wsgi_app

    def addressed(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        kept = {name: value for name, value in environ.items() if name not in INVENTED}
        return inner({**kept, "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost"}, start_response)

    app.wsgi_app = addressed  # type: ignore[method-assign]
    return app


schema = schemathesis.openapi.from_wsgi("/v1/openapi.json", from_this_machine(), config=CONFIG).exclude(path_regex=KEPT)


@schema.parametrize()
@settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_an_operation_keeps_its_promises(case: Case[Any]) -> None:
    case.call_and_validate()
