"""Users of the console: passwords can't be read, and guessing is cut short."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from ivr.records import Records, Role, User, UserError, passwords
from ivr.records import users as module
from ivr.records.database import Database
from ivr.records.tables import users
from ivr.records.users import LOCKED, MOST_FAILED
from tests.records.kept import NOW

GOOD = "four words nobody joins"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hashing costs less here than it should."""
    monkeypatch.setattr(passwords, "COST", 2**4)
    module._nobodys.cache_clear()
    yield
    module._nobodys.cache_clear()


def test_who_has_the_password_is_let_in(records: Records) -> None:
    """By their name in capital or small letters, with their role."""
    assert records.users.add(" Ana  Ruiz", GOOD, Role.EDITOR, NOW) == User("ana ruiz", Role.EDITOR)
    assert records.users.verify("ANA RUIZ", GOOD, NOW) == User("ana ruiz", Role.EDITOR)
    assert records.users.verify("ana ruiz", GOOD + "!", NOW) is None
    assert records.users.verify("ben", GOOD, NOW) is None
    assert records.users.find("Ana Ruiz") == User("ana ruiz", Role.EDITOR)
    assert records.users.find("ben") is None


def test_a_password_is_not_kept(records: Records, url: str) -> None:
    """What is kept of two equal passwords differs."""
    for name in ("ana", "ben"):
        records.users.add(name, GOOD, Role.STAFF, NOW)
    database = Database(url)
    with database.reading() as connection:
        kept = list(connection.scalars(select(users.c.password)))
    database.close()
    assert len(set(kept)) == 2
    assert not any(GOOD in each for each in kept)


def test_guessing_locks_the_user_out_for_a_while(records: Records) -> None:
    """Not even the right password helps then; later it does, and counting begins anew."""
    records.users.add("ana", GOOD, Role.STAFF, NOW)
    for _ in range(MOST_FAILED):
        assert records.users.verify("ana", "a wrong password", NOW) is None
    assert records.users.verify("ana", GOOD, NOW) is None
    later = NOW + LOCKED - timedelta(seconds=1)
    assert records.users.verify("ana", GOOD, later) is None
    assert records.users.verify("ana", "a wrong password", NOW + LOCKED) is None
    assert records.users.verify("ana", GOOD, NOW + LOCKED) is not None


def test_the_last_try_may_be_right(records: Records) -> None:
    """Who remembers in time is let in, and has all tries again."""
    records.users.add("ana", GOOD, Role.STAFF, NOW)
    for _ in range(3):
        for _ in range(MOST_FAILED - 1):
            assert records.users.verify("ana", "a wrong password", NOW) is None
        assert records.users.verify("ana", GOOD, NOW) is not None


def test_a_user_is_replaced_only_if_that_is_said(records: Records) -> None:
    """A new password and role, and the old password is no good any more."""
    records.users.add("ana", GOOD, Role.STAFF, NOW)
    with pytest.raises(UserError, match="called ana already"):
        records.users.add("Ana", "another long one", Role.EDITOR, NOW)
    assert records.users.verify("ana", GOOD, NOW) == User("ana", Role.STAFF)
    records.users.add("Ana", "another long one", Role.EDITOR, NOW, replace=True)
    assert records.users.verify("ana", GOOD, NOW) is None
    assert records.users.verify("ana", "another long one", NOW) == User("ana", Role.EDITOR)


@pytest.mark.parametrize(
    ("name", "password", "words"),
    [
        ("", GOOD, "a name has"),
        ("a" * 61, GOOD, "a name has"),
        ("a\x07b", GOOD, "a name has"),
        ("ana", "short", "at least 12"),
    ],
)
def test_what_will_not_do_is_refused(
    records: Records, name: str, password: str, words: str
) -> None:
    """The message says what would."""
    with pytest.raises(UserError, match=words) as caught:
        records.users.add(name, password, Role.STAFF, NOW)
    assert password not in str(caught.value)


def test_the_real_cost_is_what_is_recommended(monkeypatch: pytest.MonkeyPatch) -> None:
    """32 MiB three times over; what was hashed at another cost can still be compared."""
    kept = passwords.hashed(GOOD)
    monkeypatch.undo()
    assert (passwords.COST, passwords.BLOCK, passwords.PARALLEL) == (2**15, 8, 3)
    assert passwords.matches(GOOD, kept)
    assert passwords.matches(GOOD, passwords.hashed(GOOD))


def test_whoever_may_use_the_console_is_listed_and_removed(records: Records) -> None:
    """By any way of writing their name; who is not there can't be removed."""
    for name in ("Ben", "ana"):
        records.users.add(name, GOOD, Role.STAFF, NOW)
    assert [each.name for each in records.users.list()] == ["ana", "ben"]
    records.users.remove("BEN")
    assert [each.name for each in records.users.list()] == ["ana"]
    assert records.users.verify("ben", GOOD, NOW) is None
    with pytest.raises(UserError, match="nobody has that name"):
        records.users.remove("ben")


def test_the_stamp_changes_whenever_sessions_have_to_end(records: Records) -> None:
    """With a new password and at log-out, and not with a log-in."""
    first = records.users.add("ana", GOOD, Role.STAFF, NOW).stamp
    entered, found = records.users.verify("ana", GOOD, NOW), records.users.find("ana")
    assert entered
    assert found
    assert entered.stamp == found.stamp == first
    second = records.users.add("ana", GOOD, Role.STAFF, NOW, replace=True).stamp
    records.users.end_sessions("Ana")
    found = records.users.find("ana")
    assert found
    assert len({first, second, found.stamp, ""}) == 4


def test_an_issuer_admits_whom_somebody_gave_a_role(records: Records) -> None:
    """The issuer gives it, or the operator did; nobody guesses the password of who is made."""
    assert records.users.admit("Ana", None, NOW) is None
    assert records.users.admit("Ana", Role.STAFF, NOW) == User("ana", Role.STAFF)
    assert records.users.verify("ana", "", NOW) is None
    assert records.users.admit("ana", Role.EDITOR, NOW) == User("ana", Role.EDITOR)
    assert records.users.admit("ana", None, NOW) == User("ana", Role.EDITOR)
    assert records.users.find("ana") == User("ana", Role.EDITOR)
    with pytest.raises(UserError):
        records.users.admit("", Role.STAFF, NOW)
