"""The commands of who runs the line: clear, careful, and quiet about callers."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.cli import main
from ivr.cli.requests_shown import shown
from ivr.cli.user import add
from ivr.records import Records, Role, passwords, upgrade
from tests.records.kept import KEY, NEWER_KEY, NUMBER, OTHER, counts, wish
from tests.records.test_keeping import fill

TODAY = datetime.now(UTC).replace(microsecond=0)
PASSWORD = "four words nobody joins"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing costs less here than it should."""
    monkeypatch.setattr(passwords, "COST", 2**4)


@pytest.fixture
def line(url: str) -> Iterator[Records]:
    """The records that the commands work on."""
    upgrade(url)
    made = Records(url, [KEY])
    yield made
    made.close()


def ivr(url: str, *arguments: str, written: str = "", **environment: str) -> Result:
    """``ivr`` with these arguments, at this database."""
    settings = {"IVR_INSECURE_LOCAL": "1", "IVR_SECRET_KEY": KEY, "IVR_DATABASE_URL": url}
    return CliRunner().invoke(main, arguments, written, {**settings, **environment})


def test_requests_are_listed_for_people(url: str, line: Records) -> None:
    """Who is due first stands at the top, late is said to be late, and notes stand below."""
    late = line.requests.create(wish("CA1", due=TODAY - timedelta(hours=1)), TODAY)
    soon = line.requests.create(
        wish("CA2", OTHER, due=TODAY + timedelta(hours=1), topic="hospice.grief"), TODAY
    )
    line.requests.note(soon, "hello there", by="ana", now=TODAY)
    for arguments in (["requests"], ["requests", "list", "--by", "ben"]):
        result = ivr(url, *arguments)
        assert result.exit_code == 0
        head, first, second, note = result.output.splitlines()
        assert head.startswith("ref")
        assert first.startswith(late)
        assert " late " in first
        assert NUMBER in first
        assert second.startswith(soon)
        assert "late" not in second
        assert second.endswith("hospice.grief")
        assert note.endswith("ana: hello there")
    assert {entry.who for entry in line.audit.last(2)} == {"ben"}


def test_nobody_waits(url: str, line: Records) -> None:
    """An empty list is said in words, and is empty for programs."""
    assert line.requests.list(by="ana", now=TODAY) == ()
    assert ivr(url, "requests").output == "Nobody waits to be called back.\n"
    assert json.loads(ivr(url, "requests", "list", "--format", "json").output) == []
    assert len(ivr(url, "requests", "list", "--format", "csv").output.splitlines()) == 1


def test_requests_are_listed_for_programs(url: str, line: Records) -> None:
    """JSON and CSV say the same, in UTC; a note can't become a formula of a spreadsheet."""
    reference = line.requests.create(wish(topic="hospice.grief"), TODAY)
    line.requests.take(reference, by="=ana", now=TODAY)
    (from_json,) = json.loads(ivr(url, "requests", "list", "--format", "json").output)
    text = ivr(url, "requests", "list", "--format", "csv").output
    (from_csv,) = csv.DictReader(StringIO(text))
    assert from_csv["taken_by"] == "'=ana"
    assert from_json["taken_by"] == "=ana"
    assert {name: value or "" for name, value in from_json.items() if name != "taken_by"} == {
        name: value for name, value in from_csv.items() if name != "taken_by"
    }
    assert (from_json["number"], from_json["topic"]) == (NUMBER, "hospice.grief")
    assert from_json["created"] == TODAY.isoformat()


def test_a_request_is_taken_noted_and_done(url: str, line: Records) -> None:
    """Each command shows what it did, and who else has it."""
    reference = line.requests.create(wish(), TODAY)
    assert "taken" in ivr(url, "requests", "take", reference, "--by", "ana").output
    refused = ivr(url, "requests", "take", reference, "--by", "ben")
    assert refused.exit_code == 1
    assert "was taken by ana" in refused.output
    assert "careline.db" not in refused.output
    assert ivr(url, "requests", "take", reference, "--by", "ben", "--over").exit_code == 0
    assert "no answer" in ivr(url, "requests", "note", reference, "no", "answer").output
    assert "done" in ivr(url, "requests", "done", reference).output
    gone = ivr(url, "requests", "done", reference)
    assert (gone.exit_code, gone.output.count(reference)) == (1, 1)
    assert reference in ivr(url, "requests", "list", "--all").output
    assert reference not in ivr(url, "requests").output


def test_a_request_that_no_key_opens_is_shown_as_that(url: str, line: Records) -> None:
    """Staff see that somebody waits, and the operator what to mend."""
    line.requests.create(wish(), TODAY)
    other = Records(url, [NEWER_KEY])
    assert "(no key opens it)" in shown(other.requests.list(by="ana", now=TODAY), "table", TODAY)
    other.close()


def test_purging_asks_and_counts(url: str, line: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says where and how long, asks, and then what went, loudest what nobody had done."""
    fill(line)
    line.requests.create(wish("CA5"), TODAY - timedelta(days=400))
    line.voicemails.add(
        provider_sid="RE2", number=NUMBER, language="en", seconds=3, now=TODAY - timedelta(days=400)
    )
    unheard = line.voicemails.add(
        provider_sid="RE3", number=NUMBER, language="en", seconds=3, now=TODAY - timedelta(days=31)
    )
    line.fetching.deleted(unheard)
    before = counts(url)
    assert ivr(url, "purge").exit_code == 2
    monkeypatch.setattr("ivr.cli.records.asks", lambda: True)
    assert ivr(url, "purge", written="n\n").exit_code == 1
    assert counts(url) == before
    result = ivr(url, "purge", written="y\n", IVR_KEEP_DAYS="texts=3")
    assert result.exit_code == 0
    assert "careline.db" in result.output
    assert "texts 3" in result.output
    assert re.search(r"^ +1  unanswered$", result.output, re.MULTILINE)
    assert "1 of these were requests to be called back that nobody had seen to" in result.output
    assert re.search(r"^[12] of these were messages that nobody", result.output, re.MULTILINE)
    assert "1 voicemails are old, and stay" in result.output
    assert ivr(url, "purge", "--yes").exit_code == 0


def test_forgetting_asks_and_reports(
    url: str, line: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number can be typed where no history keeps it; what the provider holds is named."""
    fill(line)
    line.voicemails.add(provider_sid="RE2", number=NUMBER, language="en", seconds=3, now=TODAY)
    assert ivr(url, "forget", NUMBER).exit_code == 2
    monkeypatch.setattr("ivr.cli.records.asks", lambda: True)
    assert ivr(url, "forget", written=f"{NUMBER}\nn\n").exit_code == 1
    assert counts(url)["requests"] == 2
    result = ivr(url, "forget", "--by", "ana", written=f"{NUMBER}\ny\n")
    assert result.exit_code == 0
    assert re.search(r"^ +2  requests$", result.output, re.MULTILINE)
    assert re.search(r"a worker .* deletes them .*: RE2$", result.output, re.MULTILINE)
    assert counts(url)["requests"] == 0
    assert "telephone number" in ivr(url, "forget", "555", "--yes").output


def test_forgetting_with_another_key_is_no_success(url: str, line: Records) -> None:
    """The operator must not believe that nothing was kept."""
    fill(line)
    result = ivr(url, "forget", NUMBER, "--yes", IVR_SECRET_KEY=NEWER_KEY)
    assert result.exit_code == 1
    assert "5 records were sealed with a key" in result.output


def test_resealing_says_whether_the_old_key_can_go(url: str, line: Records) -> None:
    """Status 0 only if it can."""
    fill(line)
    result = ivr(url, "reseal", IVR_SECRET_KEY=NEWER_KEY)
    assert result.exit_code == 1
    assert "5 records can't be opened" in result.output
    result = ivr(url, "reseal", IVR_SECRET_KEY=f"{NEWER_KEY},{KEY}")
    assert (result.exit_code, result.output.split()[0]) == (0, "5")
    assert ivr(url, "reseal", IVR_SECRET_KEY=NEWER_KEY).exit_code == 0


def test_users_are_added_from_a_terminal_or_a_script(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first may be, before the line was ever up; the password is never shown."""
    result = ivr(url, "user", "add", "Ana", "--role", "staff", written=f"{PASSWORD}\n")
    assert (result.exit_code, PASSWORD in result.output) == (0, False)
    assert "called ana already" in ivr(
        url, "user", "add", "ana", "--role", "editor", written=f"{PASSWORD}\n"
    ).output  # fmt: skip
    monkeypatch.setattr("ivr.cli.user.asks", lambda: True)
    result = ivr(
        url, "user", "add", "ana", "--role", "editor", "--replace", written=f"{PASSWORD}!\n" * 2
    )
    assert (result.exit_code, PASSWORD in result.output) == (0, False)
    line = Records(url, [KEY])
    user = line.users.verify("ana", f"{PASSWORD}!", TODAY)
    assert user
    assert user.role is Role.EDITOR
    line.close()
    (roles,) = (option.type for option in add.params if option.name == "role")
    assert list(roles.choices) == list(Role)  # type: ignore[attr-defined]


def test_users_are_listed_and_removed(url: str, line: Records) -> None:
    """Nobody is removed without being asked about, or --yes."""
    assert "ivr user add" in ivr(url, "user", "list").output
    line.users.add("ana", PASSWORD, Role.EDITOR, TODAY)
    assert ivr(url, "user", "list").output.split() == ["editor", "ana"]
    assert ivr(url, "user", "remove", "ana").exit_code == 2
    assert ivr(url, "user", "remove", "Ana", "--yes").exit_code == 0
    assert line.users.list() == ()
    assert "nobody has that name" in ivr(url, "user", "remove", "ana", "--yes").output


def test_nothing_is_made_where_something_is_looked_for(tmp_path: Path) -> None:
    """Else a command in the wrong folder would say that nothing is kept."""
    url = f"sqlite:///{tmp_path}/elsewhere/careline.db"
    for arguments in (["purge", "--yes"], ["forget", NUMBER, "--yes"], ["requests"], ["reseal"]):
        result = ivr(url, *arguments)
        assert result.exit_code == 1
        assert "can't be reached" in result.output
        assert f"{tmp_path}/elsewhere/careline.db" in result.output
    assert list(tmp_path.iterdir()) == []


def test_missing_settings_are_misuse(url: str) -> None:
    """The same message as everywhere, and no password in it."""
    assert ivr(url, "requests", IVR_INSECURE_LOCAL="").exit_code == 2
    result = ivr("mysql://me:sesame@host/name", "requests")
    assert result.exit_code == 2
    assert "IVR_DATABASE_URL" in result.output
    assert "sesame" not in result.output


def test_a_user_without_a_name_says_who_they_are(
    url: str, line: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container, where nobody is anybody."""

    def nobody() -> str:
        raise OSError

    monkeypatch.setattr("getpass.getuser", nobody)
    line.requests.create(wish(), TODAY)
    for arguments in (["requests"], ["requests", "list"], ["forget", NUMBER, "--yes"]):
        result = ivr(url, *arguments)
        assert result.exit_code == 2
        assert "with --by" in result.output
