"""Some hundred requests by schemathesis to a service with a database; ``benchmarks.promises`` sends thousands."""

import pytest

from tests.service.databases import ON_SQLITE
from tests.service.promises import Caller, Phase, stage, tried


@ON_SQLITE
@pytest.mark.parametrize(
    ("caller", "phases"), [("key", ("examples", "stateful")), ("session", ("fuzzing",))], ids=["key", "session"]
)
def test_every_operation_keeps_its_promises(database_url: str, caller: Caller, phases: tuple[Phase, ...]) -> None:
    with stage(database_url) as there:
        found = tried(there, caller, *phases, examples=1, scenarios=5)

    assert found.failures == {}
    assert found.errors == []
    assert found.cases >= 75
    assert found.checks["refusal_points_and_repeats_nothing"] == found.cases
    assert {200, 401, 404, 422} <= set(found.statuses)
