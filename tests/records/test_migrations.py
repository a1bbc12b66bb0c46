"""Migrations: forwards and back with data in the tables, once however many come."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from ivr.records import AddressError, DatabaseError, Reason, Records, current, upgrade
from ivr.records import migrating as module
from ivr.records.database import Database
from ivr.records.migrating import downgrade, newest
from ivr.records.tables import metadata
from tests.records.kept import KEY, NOW, NUMBER, counts, wish
from tests.records.test_keeping import fill

STEPS = [
    each.revision
    for each in reversed(list(ScriptDirectory.from_config(module._config()).walk_revisions()))
]


def tables(url: str) -> set[str]:
    """The tables that are there."""
    database = Database(url)
    with database.reading() as connection:
        found = set(inspect(connection).get_table_names())
    database.close()
    return found - {"alembic_version"}


def test_the_last_step_makes_the_tables_that_the_code_uses(url: str) -> None:
    """Nothing is missing and nothing is left over: columns, types, keys and indexes."""
    upgrade(url)
    database = Database(url)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    database.close()
    assert current(url) == newest() == STEPS[-1]


@pytest.mark.parametrize("step", range(len(STEPS)))
def test_each_step_goes_back_and_forth_with_data(url: str, step: int) -> None:
    """Tables that a step does not touch keep every row."""
    upgrade(url)
    records = Records(url, [KEY])
    fill(records)
    before = counts(url)
    downgrade(url, STEPS[step - 1] if step else "base")
    assert current(url) == (STEPS[step - 1] if step else None)
    kept = tables(url)
    upgrade(url)
    assert counts(url) == {name: count if name in kept else 0 for name, count in before.items()}
    if "requests" in kept:
        listed = records.requests.list(by="ana", now=NOW, all_states=True)
        assert {each.number for each in listed} == {NUMBER}
    records.close()


def test_each_step_alone_can_be_taken(url: str) -> None:
    """Forwards one by one, then back one by one to nothing."""
    for step in STEPS:
        upgrade(url, step)
        assert current(url) == step
    for step in [*STEPS[-2::-1], "base"]:
        downgrade(url, step)
    assert (current(url), tables(url)) == (None, set())


def test_many_at_once_migrate_once(url: str) -> None:
    """Several processes that start together wait for the first."""
    upgrade(url, STEPS[0])
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: upgrade(url), range(4)))
    assert current(url) == newest()


def test_two_databases_at_once_are_both_migrated(
    url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In one process: as a line does, and whoever else is in it."""
    urls = [url, *(f"sqlite:///{tmp_path_factory.mktemp('more')}/{name}.db" for name in "abc")]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(upgrade, urls))
    assert {current(each) for each in urls} == {newest()}


def test_a_database_of_a_newer_careline_is_left_alone(url: str) -> None:
    """The operator is told, and nothing changes."""
    upgrade(url)
    database = Database(url)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with pytest.raises(DatabaseError, match="newer Careline") as caught:
        upgrade(url)
    assert caught.value.reason is Reason.NEWER
    assert current(url) == "9999"


def test_without_tables_the_operator_is_told(url: str) -> None:
    """And afterwards, nothing has to be started again."""
    upgrade(url, STEPS[0])
    downgrade(url, "base")
    records = Records(url, [KEY])
    with pytest.raises(DatabaseError, match="lacks tables"):
        records.requests.create(wish(), NOW)
    upgrade(url)
    assert records.requests.create(wish(), NOW)
    records.close()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "careline.db",
        "mysql://host/name",
        "sqlite://",
        "sqlite:///:memory:",
        "://",
        "sqlite+x:///a",
    ],
)
def test_what_is_no_database_is_refused(address: str) -> None:
    """Before anything is made; what was written is not repeated, since it may hold a password."""
    with pytest.raises(AddressError, match="IVR_DATABASE_URL"):
        upgrade(address)
