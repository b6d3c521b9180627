"""Two administrators who take each other's rights at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text

from api.access.admins import has_one, hold
from api.db.database import Database
from api.db.models import HOME_CLINIC, KeyRow
from api.openapi import Service
from tests.api.asking import Json
from tests.service.access.people import bearer, make_key, make_user, sign_in
from tests.service.databases import ON_POSTGRESQL
from tests.service.jobs import until

WAITING = (
    select(func.count())
    .select_from(text("pg_stat_activity"))
    .where(text("datname = current_database() AND wait_event_type = 'Lock'"))
)


def waiting(database: Database) -> int:
    """How many transactions wait for another; a transaction sees what it has seen at its first look."""
    with database.reading() as session:
        return session.scalars(WAITING).one()


@ON_POSTGRESQL
@pytest.mark.parametrize("ends", ["the other's key", "the other's login"])
def test_one_of_them_stays(app: Service, database: Database, ends: str) -> None:
    """Both have been let in, and both wait for the clinic, before either is done. On SQLite writers take turns."""
    if ends == "the other's key":
        first, second = (bearer(make_key(database)) for _ in range(2))
        with database.reading() as session:
            own, other = session.scalars(select(KeyRow.id).order_by(KeyRow.id)).all()

        def end(who: int) -> int:
            path = f"/v1/keys/{(other, own)[who]}"
            return app.test_client().delete(path, headers=(first, second)[who]).status_code
    else:
        ids = [make_user(database, login) for login in ("ada", "bob")]
        browsers = [sign_in(app, login) for login in ("ada", "bob")]

        def end(who: int) -> int:
            browser, told = browsers[who]
            change: Json = {"disabled": True}
            headers = {"X-CSRF-Token": told["csrf_token"]}
            return browser.patch(f"/v1/users/{ids[1 - who]}", json=change, headers=headers).status_code

    with ThreadPoolExecutor(2) as both:
        with database.writing() as holding:
            hold(holding, HOME_CLINIC)
            asked = [both.submit(end, who) for who in range(2)]
            until(lambda: waiting(database), lambda count: count == 2)
        statuses = sorted(each.result() for each in asked)

    assert statuses[0] in (200, 204)
    assert statuses[1] == 409
    with database.reading() as session:
        assert has_one(session, HOME_CLINIC)
