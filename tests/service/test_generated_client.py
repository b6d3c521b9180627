"""The main job, from an uploaded list to a printed roster, by a client that was generated from the OpenAPI file."""

import importlib
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import api
from api.db.database import Database
from api.openapi import Service
from api.settings import Settings
from tests.service.access.people import make_key
from tests.service.jobs import working
from tests.service.lists import FIXTURES

PACKAGE = "generated_client"
WORK = 5
"""Rounds of search: that there is a plan is enough."""


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of the package that the generator makes, and what it says of the document is nothing."""
    folder = tmp_path_factory.mktemp("client")
    document = Path(api.__file__).with_name("openapi.json")
    command = ["generate", "--path", str(document), "--output-path", str(folder / PACKAGE), "--meta", "none"]
    # The generator formats what it makes with ruff, which stands beside it.
    found = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", *command, "--fail-on-warning"],
        env={"PATH": str(Path(sys.executable).parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, "WARNING" in found.stdout) == (0, False), found.stdout + found.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield PACKAGE
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]


class Generated:
    """The package as somebody would use it who has a key."""

    def __init__(self, package: str, app: Service, secret: str) -> None:
        self._package = package
        transport = httpx.WSGITransport(app=app)
        self._client = importlib.import_module(f"{package}.client").AuthenticatedClient(
            base_url="http://localhost",
            token=secret,
            httpx_args={"transport": transport},
            raise_on_unexpected_status=True,
        )
        self.models: Any = importlib.import_module(f"{package}.models")

    def ask(self, tag: str, operation: str, *place: str, expected: int = 200, **parts: Any) -> Any:
        """The answer of an operation as its model; the ETag is left in ``seen``."""
        module = importlib.import_module(f"{self._package}.api.{tag}.{operation}")
        response = module.sync_detailed(*place, client=self._client, **parts)
        assert response.status_code == expected, response.content
        self.seen = response.headers.get("ETag")
        return response.parsed

    def file(self, name: str) -> Any:
        """A fixture to be uploaded."""
        types = importlib.import_module(f"{self._package}.types")
        return types.File(payload=io.BytesIO((FIXTURES / name).read_bytes()), file_name=name, mime_type="text/csv")


def test_a_generated_client_does_the_main_job(
    generated: str, app: Service, database: Database, service_settings: Settings
) -> None:
    here = Generated(generated, app, make_key(database))
    models = here.models

    form = models.UploadForm(name="Autumn", list_=here.file("campus-24.csv"), groups=here.file("campus-24-groups.csv"))
    listed = here.ask("intakes", "create_intake", body=form, idempotency_key="autumn-1", expected=201)
    assert (listed.applicants, listed.groups) == (24, 3)
    again = here.ask("intakes", "create_intake", body=form, idempotency_key="autumn-1", expected=201)
    assert again.id == listed.id

    wanted = models.ComposeRequest(name="First draft", work=WORK, seed=1)
    with working(service_settings):
        job = here.ask("jobs", "compose_plan", listed.id, body=wanted, prefer="wait=60", expected=201)
    assert (job.state, job.plan_revision) == ("succeeded", 1)
    plan = here.ask("plans", "read_plan", job.plan)
    seated = {member for group in plan.result.groups for member in group.members}
    assert len(seated) == job.figures.placed

    newcomer = models.Applicant(id="newcomer", age=20, reasons=["anxiety"], cleared=True)
    people = models.ApplicantsRequest(applicants=[newcomer])
    assert here.ask("applicants", "add_applicants", listed.id, body=people, expected=201).applicants == 25
    about = models.RecommendationRequest(applicant="newcomer", newer_list=True)
    best = here.ask("plans", "recommend_in_plan", plan.id, body=about).ranking[0]
    move = models.MovesRequest(moves=[models.Edit(applicant="newcomer", to=best.group)], newer_list=True)
    moved = here.ask("plans", "move", plan.id, body=move, if_match=here.seen)
    assert (moved.kept, moved.value) == (True, pytest.approx(best.value))
    published = here.ask("plans", "publish_plan", plan.id, if_match=here.seen)
    assert (published.state, published.published_revision) == ("published", 2)

    roster = here.ask("plans", "read_roster", plan.id)
    [own] = [group for group in roster.groups if group.id == best.group]
    assert "newcomer" in [member.id for member in own.members]
    late = here.ask("plans", "move", plan.id, body=move, if_match='"1"', expected=412)
    assert [error.code for error in late.errors] == ["changed_meanwhile"]
