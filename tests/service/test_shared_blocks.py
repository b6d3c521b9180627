"""Blocks of a very long list: computed by whoever claims them, or by the worker that has the job if nobody does."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from api.db.database import Database
from api.db.models import BlockRow, JobRow, WorkerRow, now
from api.jobs import blocks, durable, helping, sharing, tenure
from api.jobs.sharing import SharedBlocks
from api.jobs.tenure import Tenure
from matcher.engine import blocks as engine_blocks
from matcher.engine import solve as solving
from matcher.engine.solve import solve
from matcher.generate import generate, generate_groups
from matcher.intake import Intake
from matcher.result import Result
from matcher.stop import Work
from tests.service.asking import keep
from tests.service.jobs import PATIENCE_SECONDS, compose

HOLDER, HELPER = "wrk_holder", "wrk_helper"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short list counts as very long here, and its blocks are tiny."""
    monkeypatch.setattr(solving, "MOST_ON_ONE_BOARD", 0)
    monkeypatch.setattr(engine_blocks, "PEOPLE_PER_BLOCK", 24)
    monkeypatch.setattr(engine_blocks, "KICKS_PER_BLOCK", 5)
    monkeypatch.setattr(sharing, "LOOKING_SECONDS", 0.0)


@pytest.fixture
def intake() -> Intake:
    generated = generate("clinic", 120, 1)
    return generated.intake.model_copy(update={"groups": generate_groups(generated.applicants, 1)})


@pytest.fixture
def held(client: FlaskClient, database: Database) -> Tenure:
    """A job that one worker has, while another has nothing to do."""
    job = compose(client, keep(client))
    with database.writing() as session:
        for number, worker in enumerate((HOLDER, HELPER)):
            session.add(WorkerRow(id=worker, host="host", process=number))
        found = tenure.begin(session, job["id"], HOLDER, 1)
    assert found is not None
    return found


@pytest.fixture
def shared(database: Database, held: Tenure) -> Iterator[SharedBlocks]:
    engine = durable.system_engine(database)
    with database.reading() as session:
        clinic = session.get_one(JobRow, held.job_id).clinic_id
    with SharedBlocks(database, durable.client_of(engine), held, clinic, patience_seconds=0.2) as shared:
        yield shared
    engine.dispose()


def solved(intake: Intake, shared: SharedBlocks | None) -> Result:
    return solve(intake, Work(3), seed=3, reproducible=True, executor=shared)


def handed_out(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(BlockRow)) or 0


def test_with_help_the_same_plan_is_found(
    database: Database, held: Tenure, shared: SharedBlocks, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker that has the job leaves all that it can to the other, who would else come too late now and then."""
    monkeypatch.setattr(blocks, "claim", lambda *_: False)
    shared.patience_seconds = PATIENCE_SECONDS
    leaving = threading.Event()
    with ThreadPoolExecutor(1) as elsewhere:
        help_given = elsewhere.submit(helping.help_with, database, held.job_id, HELPER, leaving, 0)
        result = solved(intake, shared)
        leaving.set()

    assert result == solved(intake, None)
    assert help_given.result() > 0
    assert handed_out(database) == 0


def test_blocks_that_a_helper_never_brings_are_computed_here(
    database: Database, shared: SharedBlocks, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was killed, or whose answer is lost on the way, costs time and nothing else."""
    usual = blocks.hand_out

    def hand_out_and_lose(*args: object) -> list[str]:
        ids = usual(*args)  # type: ignore[arg-type]
        session = args[0]
        session.flush()  # type: ignore[attr-defined]
        session.execute(update(BlockRow).where(BlockRow.id.in_(ids[::2])).values(worker_id=HELPER))  # type: ignore[attr-defined]
        return ids

    monkeypatch.setattr(blocks, "hand_out", hand_out_and_lose)

    result = solved(intake, shared)

    assert result == solved(intake, None)
    assert handed_out(database) == 0


def test_whoever_has_a_job_no_more_hands_nothing_out(
    database: Database, held: Tenure, shared: SharedBlocks, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "hand_out", None)
    with database.writing() as session:
        tenure.give_back(session, held, lost=True)
        assert tenure.begin(session, held.job_id, HELPER, 2) is not None

    assert solved(intake, shared) == solved(intake, None)


@pytest.mark.parametrize("over", ["ended", "given back"])
def test_what_was_handed_out_is_forgotten_with_the_tenure(database: Database, held: Tenure, over: str) -> None:
    """Also where the worker was killed in the middle of a round."""
    with database.writing() as session:
        blocks.hand_out(session, held.job_id, engine_blocks.improved, [b"", b""])
    assert handed_out(database) == 2

    with database.writing() as session:
        if over == "ended":
            tenure.end(session, tenure.held(session, held), "failed", error="killed")
        else:
            tenure.give_back(session, held, lost=True)

    assert handed_out(database) == 0


def test_who_helps_leaves_when_a_job_waits(client: FlaskClient, database: Database, held: Tenure) -> None:
    with database.reading() as session:
        assert blocks.is_wanted(session, held.job_id)

    compose(client, keep(client, "another"))

    assert helping.help_with(database, held.job_id, HELPER, threading.Event(), 0) == 0


def test_nothing_is_handed_out_where_nobody_could_help(
    database: Database, shared: SharedBlocks, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing() as session:
        session.execute(update(WorkerRow).where(WorkerRow.id == HELPER).values(ended_at=now()))
    monkeypatch.setattr(blocks, "hand_out", None)

    assert solved(intake, shared) == solved(intake, None)


def test_help_is_called_for_once_for_each_that_could(
    database: Database, held: Tenure, shared: SharedBlocks, intake: Intake
) -> None:
    solved(intake, shared)

    engine = durable.system_engine(database)
    client = durable.client_of(engine)
    assert durable.calls_for_help(client, held.job_id) == 1
    engine.dispose()


def test_the_database_may_be_gone_in_the_middle(shared: SharedBlocks, intake: Intake) -> None:
    """Blocks need nobody: what cannot be handed out is computed here."""
    rounds = 0

    def failing(*_: object) -> list[str]:
        nonlocal rounds
        rounds += 1
        raise DBAPIError("", None, OSError())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "hand_out", failing)
        result = solved(intake, shared)

    assert rounds > 0
    assert result == solved(intake, None)
