"""``ivr jobs`` and ``ivr worker``: what waits, what was given up, and trying it again."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr.cli import main
from ivr.cli.jobs import WHY
from ivr.jobs.errand import NEVER_ENDED
from ivr.jobs.hints import Hints
from ivr.jobs.texting import NO_TEXT
from ivr.records import Records
from ivr.records.sending import UNREADABLE
from ivr.records.voicemails import NOT_THERE
from ivr.telephony.provider.errors import NO_ANSWER, UNREACHABLE
from tests.records.kept import KEY, LEASE, NOW, NUMBER


def ivr(url: str, *arguments: str, **environment: str) -> Result:
    """``ivr`` with these arguments, at this database."""
    settings = {"IVR_INSECURE_LOCAL": "1", "IVR_SECRET_KEY": KEY, "IVR_DATABASE_URL": url}
    return CliRunner().invoke(main, arguments, env={**settings, **environment})


@pytest.fixture
def given_up(records: Records) -> tuple[str, str]:
    """The identities of a text and of a voicemail that were given up; another text waits."""
    texts = []
    for key in ("CA1", "CA2"):
        text = records.texts.queue(
            key=key, number=NUMBER, kind="named:hospice", language="en", now=NOW
        )
        assert text
        texts.append(text)
    claimed = records.sending.claim(NOW, LEASE)
    assert claimed
    records.sending.failed(claimed.id, "21211", NOW)
    voicemail = records.voicemails.add(
        provider_sid="RE1", number=NUMBER, language="en", seconds=3, now=NOW
    )
    records.fetching.failed(voicemail, NOT_THERE, NOW)
    return claimed.id, voicemail


def test_what_was_given_up_is_listed_with_its_reason(url: str, given_up: tuple[str, str]) -> None:
    """And how much waits; never a number."""
    result = ivr(url, "jobs")
    assert result.exit_code == 0
    texts, voicemails, _, _, text, voicemail = result.output.splitlines()
    assert texts.split() == ["texts", *["1", "to", "be", "done,", "1", "given", "up"]]
    assert voicemails.split() == ["voicemails", *["0", "to", "be", "done,", "1", "given", "up"]]
    assert given_up[0] in text
    assert "named" in text
    assert "hospice" not in result.output
    assert "docs/api/errors/21211" in text
    assert given_up[1] in voicemail
    assert "Twilio does not have it" in voicemail
    assert "5550100" not in result.output


def test_the_list_is_read_by_programs_too(url: str, given_up: tuple[str, str]) -> None:
    """As JSON, with times in UTC."""
    told = json.loads(ivr(url, "jobs", "--format", "json").output)
    assert told["waiting"] == {"texts": 1, "voicemails": 0}
    assert [row["id"] for row in told["given_up"]] == list(given_up)
    assert [row["error"] for row in told["given_up"]] == ["21211", NOT_THERE]
    assert {row["since"] for row in told["given_up"]} == {NOW.isoformat()}


@pytest.mark.parametrize("everything", [False, True])
def test_what_was_given_up_is_tried_again(
    url: str, records: Records, given_up: tuple[str, str], *, everything: bool
) -> None:
    """One or all; workers are told at once."""
    result = ivr(url, "jobs", "retry", "--all" if everything else given_up[0])
    assert result.exit_code == 0
    counts = (1, 1) if everything else (1, 0)
    assert "{} texts and {} voicemails".format(*counts) in result.output
    assert len(records.sending.given_up()) == 0
    assert len(records.fetching.given_up()) == 1 - counts[1]
    hints = Hints(f"sqlite:///{Path(url.removeprefix('sqlite:///')).parent}/queue.db", 5)
    assert hints.dequeue() is not None
    hints.storage.close()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["nothing"], 1, "nothing that was given up has the ID nothing"),
        ([], 2, "--all"),
        (["nothing", "--all"], 2, "--all"),
    ],
)
def test_what_can_not_be_tried_again_is_said_so(
    url: str, records: Records, arguments: list[str], status: int, said: str
) -> None:
    """With what to type instead."""
    assert records.sending.given_up() == ()
    result = ivr(url, "jobs", "retry", *arguments)
    assert (result.exit_code, said in result.output) == (status, True)


def test_each_code_of_ours_has_its_words() -> None:
    """Twilio's have a page of their own; who opted out is not shown."""
    for code in (NEVER_ENDED, NO_ANSWER, NO_TEXT, NOT_THERE, UNREACHABLE, UNREADABLE):
        assert code in WHY


def test_a_worker_is_told_what_it_lacks(url: str) -> None:
    """Settings that are wrong end it with status 2, and name themselves."""
    result = ivr(url, "worker", IVR_TEXTS_FROM="nobody")
    assert (result.exit_code, "IVR_TEXTS_FROM" in result.output) == (2, True)
