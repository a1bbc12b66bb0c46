"""What people write back is heeded, and what became of texts is noted down."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ivr.records import Records, upgrade
from ivr.settings import read_settings
from ivr.web import create_app
from tests.records.kept import KEY, LEASE, NOW
from tests.records.test_texts import states
from tests.twilio.account import Account, Message
from tests.web.twilio_requests import CALLER, ENVIRONMENT, SID, TOKEN, post

SENDER = "+15555550199"


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of an empty, up-to-date database."""
    address = f"sqlite:///{tmp_path}/careline.db"
    upgrade(address)
    return address


@pytest.fixture
def records(url: str) -> Iterator[Records]:
    """The records of the line."""
    made = Records(url, [KEY])
    yield made
    made.close()


@pytest.fixture
def client(url: str) -> FlaskClient:
    """A line that sends texts."""
    environment = {**ENVIRONMENT, "IVR_DATABASE_URL": url, "IVR_TEXTS_FROM": SENDER}
    return create_app(read_settings(environment)).test_client()


def writes(client: FlaskClient, body: str, sender: str = CALLER, **more: str) -> str:
    """What the line answers to a text."""
    form = {"AccountSid": SID, "MessageSid": "SM9", "From": sender, "To": SENDER, "Body": body}
    response = post(client, "/texts", {**form, **more})
    assert (response.status_code, response.mimetype) == (200, "text/xml")
    return response.get_data(as_text=True)


@pytest.mark.parametrize(
    "word",
    [
        *("STOP", "stop", " Stop. ", "STOPALL", "unsubscribe", "Cancel", "END", "quit", "Opt-out"),
        *("ALTO", "¡Alto!", "parar", "Baja", "CANCELAR"),
    ],
)
def test_who_writes_stop_gets_no_texts(client: FlaskClient, records: Records, word: str) -> None:
    """In English and Spanish; until they write start. Twilio answers, and the line says nothing."""
    assert writes(client, word).endswith("<Response/>")
    assert records.texts.is_opted_out(CALLER)
    writes(client, word)
    writes(client, "Start")
    assert not records.texts.is_opted_out(CALLER)


@pytest.mark.parametrize("words", ["", "HELP", "please stop the pain", "end of life care", "ja"])
def test_other_words_change_nothing(client: FlaskClient, records: Records, words: str) -> None:
    """Neither for who gets texts nor for who wants none."""
    writes(client, words)
    assert not records.texts.is_opted_out(CALLER)
    records.texts.opt_out(CALLER, NOW)
    writes(client, words)
    assert records.texts.is_opted_out(CALLER)


def test_what_twilio_makes_of_a_word_counts(client: FlaskClient, records: Records) -> None:
    """A messaging service may have words of its own."""
    writes(client, "genug", OptOutType="STOP")
    assert records.texts.is_opted_out(CALLER)
    writes(client, "stop", OptOutType="HELP")
    assert records.texts.is_opted_out(CALLER)
    writes(client, "wieder", OptOutType="START")
    assert not records.texts.is_opted_out(CALLER)


def test_a_short_code_that_writes_is_let_be(client: FlaskClient) -> None:
    """No text ever goes there."""
    assert writes(client, "STOP", sender="72345")


def test_only_twilio_is_heeded(client: FlaskClient, records: Records) -> None:
    """A request that is not signed, or signed for another, changes nothing."""
    form = {"AccountSid": SID, "From": CALLER, "Body": "STOP", "MessageSid": "SM1"}
    for path in ("/texts", "/texts/status", "/texts/status/1"):
        assert client.post(path, data=form).status_code == 403
        assert post(client, path, form, token="wrong").status_code == 403
        assert post(client, path, {**form, "AccountSid": "AC1"}).status_code == 403
        assert client.get(path).status_code == 405
    assert not records.texts.is_opted_out(CALLER)


def sent(records: Records, sid: str | None = "SM1") -> str:
    """The identity of a text that a worker has begun to send, or that Twilio has taken."""
    text = records.texts.queue(
        key="CA1", number=CALLER, kind="named:hospice", language="en", now=NOW
    )
    assert text
    assert records.sending.claim(NOW, LEASE)
    if sid:
        records.sending.sent(text, sid)
    return text


def tell(client: FlaskClient, path: str, status: str, error: int = 0, sid: str = "SM1") -> None:
    """Say as Twilio does what became of a text."""
    message = Message(sid, CALLER, SENDER, "words", "", datetime.now(UTC))
    form = Account(SID, TOKEN).status_callback(message, status, error)
    assert post(client, path, form).status_code == 204


@pytest.mark.parametrize("suffix", ["", "/{text}"])
def test_a_text_that_arrived_is_known_to_have(
    client: FlaskClient, records: Records, url: str, suffix: str
) -> None:
    """However often it is told, and when what came before is told after it."""
    path = "/texts/status" + suffix.format(text=sent(records))
    for status in ("queued", "sent", "delivered", "delivered", "sent"):
        tell(client, path, status)
    assert states(url) == ["delivered"]


def test_a_text_whose_worker_died_is_known_by_its_callback(
    client: FlaskClient, records: Records, url: str
) -> None:
    """The address that Twilio calls names the row, and nothing of whom it goes to."""
    text = sent(records, None)
    assert states(url) == ["sending"]
    tell(client, f"/texts/status/{text}", "sent")
    assert states(url) == ["sent"]
    tell(client, f"/texts/status/{text}", "delivered")
    assert states(url) == ["delivered"]


def test_a_callback_of_an_earlier_try_does_not_end_a_later_one(
    client: FlaskClient, records: Records, url: str
) -> None:
    """Somebody asked for another try meanwhile."""
    text = sent(records)
    tell(client, f"/texts/status/{text}", "undelivered", 30003)
    records.sending.retry(NOW, text)
    tell(client, f"/texts/status/{text}", "undelivered", 30003)
    assert states(url) == ["queued"]


def test_a_text_that_did_not_arrive_is_shown_with_its_reason(
    client: FlaskClient,
    records: Records,
    url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Operators are told of a sender that carriers do not know; who wants none is heeded."""
    path = f"/texts/status/{sent(records)}"
    tell(client, path, "failed", 30034)
    assert states(url) == ["failed"]
    assert [each.error for each in records.sending.given_up()] == ["30034"]
    assert "30034" in caplog.text
    tell(client, path, "undelivered", 21610)
    assert records.texts.is_opted_out(CALLER)
    tell(client, path, "undelivered")
    assert [each.error for each in records.sending.given_up()] == ["undelivered"]
    assert CALLER not in caplog.text


def test_when_nothing_can_be_kept_twilio_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """And so are the operators, without the number."""
    (tmp_path / "file").touch()
    away = f"sqlite:///{tmp_path}/file/careline.db"
    environment = {**ENVIRONMENT, "IVR_DATABASE_URL": away, "IVR_TEXTS_FROM": SENDER}
    client = create_app(read_settings(environment)).test_client()
    form = {"AccountSid": SID, "From": CALLER, "Body": "STOP", "MessageSid": "SM1"}
    assert post(client, "/texts", form).status_code == 503
    form["MessageStatus"] = "delivered"
    assert post(client, "/texts/status/1", form).status_code == 503
    assert "the database can't be reached" in caplog.text
    assert CALLER not in caplog.text


def test_a_line_that_sends_no_texts_takes_none() -> None:
    """There is nothing at these addresses."""
    client = create_app(read_settings(ENVIRONMENT)).test_client()
    assert post(client, "/texts", {"Body": "STOP"}).status_code == 404
