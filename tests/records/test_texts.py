"""Texts: each is sent once, and never to who does not want any."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from ivr.records import Records
from ivr.records.database import Database
from ivr.records.tables import texts
from tests.records.kept import KEY, NEWER_KEY, NOW, NUMBER, OTHER, counts


def queued(records: Records, key: str = "CA1", number: str = NUMBER) -> str | None:
    """The identity of a text."""
    return records.texts.queue(key=key, number=number, kind="hospice", language="en", now=NOW)


def state(url: str) -> str | None:
    """The state of the only text."""
    database = Database(url)
    with database.reading() as connection:
        found: str | None = connection.scalar(select(texts.c.state))
    database.close()
    return found


def test_a_text_goes_its_way(records: Records, url: str) -> None:
    """Queued, claimed, sent, delivered."""
    text = queued(records)
    assert text
    assert records.texts.queued() == (text,)
    claimed = records.texts.claim(text)
    assert claimed
    assert (claimed.number, claimed.kind, claimed.language) == (NUMBER, "hospice", "en")
    assert NUMBER not in repr(claimed)
    assert records.texts.queued() == ()
    records.texts.sent(text, "SM1")
    assert state(url) == "sent"
    records.texts.arrived("SM1", delivered=True)
    assert state(url) == "delivered"
    records.texts.arrived("SM1", delivered=False)
    assert state(url) == "failed"


def test_the_same_text_is_queued_and_claimed_once(records: Records, url: str) -> None:
    """Of many who ask at once, one sends it."""
    with ThreadPoolExecutor(4) as pool:
        (text,) = set(pool.map(lambda _: queued(records), range(12)))
        assert text
        claims = list(pool.map(lambda _: records.texts.claim(text), range(12)))
    assert len([claim for claim in claims if claim]) == 1
    assert counts(url)["texts"] == 1
    records.texts.failed(text)
    assert state(url) == "failed"


def test_who_wants_no_texts_gets_none(records: Records, url: str) -> None:
    """Neither one that is asked for later nor one that waits; until they change their mind."""
    waiting = queued(records)
    assert waiting
    records.texts.opt_out("+1 555 555 0100", NOW)
    records.texts.opt_out(NUMBER, NOW)
    assert records.texts.is_opted_out(NUMBER)
    assert not records.texts.is_opted_out(OTHER)
    assert queued(records, "CA2") is None
    assert queued(records, "CA3", OTHER) is not None
    assert records.texts.claim(waiting) is None
    assert counts(url)["opt_outs"] == 1
    records.texts.opt_in(NUMBER)
    assert queued(records, "CA2") is not None


def test_who_wants_no_texts_gets_none_after_keys_rotated(records: Records, url: str) -> None:
    """Before and after everything is sealed with the newer key, and when the older is gone."""
    records.texts.opt_out(NUMBER, NOW)
    both = Records(url, [NEWER_KEY, KEY])
    assert both.texts.is_opted_out(NUMBER)
    both.reseal()
    both.close()
    newer = Records(url, [NEWER_KEY])
    assert newer.texts.is_opted_out(NUMBER)
    newer.close()


def test_a_text_that_no_key_opens_is_not_sent(records: Records, url: str) -> None:
    """It has failed, and is not tried again and again."""
    text = queued(records)
    assert text
    newer = Records(url, [NEWER_KEY])
    assert newer.texts.claim(text) is None
    newer.close()
    assert state(url) == "failed"
