"""Texts: each is sent once, and never to who does not want any."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select

from ivr.records import Records
from ivr.records.database import Database
from ivr.records.tables import texts
from tests.records.kept import KEY, LEASE, NEWER_KEY, NOW, NUMBER, OTHER, counts

LATER = NOW + LEASE


def queued(records: Records, key: str = "CA1", number: str = NUMBER) -> str:
    """The identity of a text that waits to be sent."""
    text = records.texts.queue(key=key, number=number, kind="named:hospice", language="en", now=NOW)
    assert text
    return text


def states(url: str) -> list[str]:
    """The states of the texts."""
    database = Database(url)
    with database.reading() as connection:
        found = list(connection.scalars(select(texts.c.state).order_by(texts.c.created)))
    database.close()
    return found


def test_a_text_goes_its_way(records: Records, url: str) -> None:
    """Queued, claimed, sent, delivered; what is told again or too late changes nothing."""
    text = queued(records)
    assert records.sending.waiting() == 1
    claimed = records.sending.claim(NOW, LEASE)
    assert claimed
    assert (claimed.id, claimed.number, claimed.kind, claimed.language) == (
        text, NUMBER, "named:hospice", "en",
    )  # fmt: skip
    assert (claimed.attempts, claimed.doubtful_since) == (0, None)
    assert NUMBER not in repr(claimed)
    assert records.sending.claim(NOW, LEASE) is None
    records.sending.sent(text, "SM1")
    assert states(url) == ["sent"]
    records.texts.arrived("SM1", delivered=True, now=NOW)
    records.sending.sent(text, "SM1")
    records.sending.later(text, NOW, "20500", unsure=True)
    records.sending.failed(text, "20500", NOW)
    assert states(url) == ["delivered"]
    assert records.sending.waiting() == 0
    assert records.sending.claim(LATER, LEASE) is None


def test_the_same_text_is_queued_and_claimed_once(records: Records, url: str) -> None:
    """Of many who ask at once, one sends it."""
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: queued(records), range(12)))) == 1
        claims = list(pool.map(lambda _: records.sending.claim(NOW, LEASE), range(12)))
    assert len([claim for claim in claims if claim]) == 1
    assert counts(url)["texts"] == 1


def test_each_of_many_texts_is_claimed_by_one(records: Records) -> None:
    """Whoever asks gets another one."""
    made = {queued(records, f"CA{number}") for number in range(8)}
    with ThreadPoolExecutor(4) as pool:
        claims = list(pool.map(lambda _: records.sending.claim(NOW, LEASE), range(8)))
    assert {claim.id for claim in claims if claim} == made


def test_a_claim_that_was_left_is_in_doubt(records: Records) -> None:
    """Who gets it after the lease learns since when it may have been sent, however often it was."""
    queued(records)
    records.sending.claim(NOW, LEASE)
    assert records.sending.claim(LATER - timedelta(seconds=1), LEASE) is None
    for attempts, now in enumerate((LATER, LATER + LEASE), 1):
        claimed = records.sending.claim(now, LEASE)
        assert claimed
        assert (claimed.attempts, claimed.doubtful_since) == (attempts, NOW)


def test_a_text_that_was_not_taken_is_tried_later_without_doubt(records: Records) -> None:
    """And one of which nobody knows is tried later in doubt."""
    for unsure in (False, True):
        text = queued(records, f"CA{unsure}")
        records.sending.claim(NOW, LEASE)
        records.sending.later(text, LATER, "20429", unsure=unsure)
        assert records.sending.claim(NOW, LEASE) is None
        claimed = records.sending.claim(LATER, LEASE)
        assert claimed
        assert claimed.doubtful_since == (NOW if unsure else None)
        records.sending.sent(text, f"SM{unsure}")


def test_a_message_that_the_provider_has_belongs_to_one_text(records: Records, url: str) -> None:
    """Two texts in doubt, of the same words to the same number, and one message: one is sent."""
    one, other = queued(records, "CA1"), queued(records, "CA2")
    assert not records.sending.found(one, [])
    assert records.sending.found(one, ["SM1"])
    assert not records.sending.found(other, ["SM1"])
    assert records.sending.found(other, ["SM1", "SM2"])
    assert states(url) == ["sent", "sent"]


def test_a_text_that_failed_for_good_is_shown_and_can_be_tried_again(records: Records) -> None:
    """One or all; what was in doubt is still in doubt then."""
    one, other = queued(records, "CA1"), queued(records, "CA2", OTHER)
    for _ in (one, other):
        records.sending.claim(NOW, LEASE)
    records.sending.failed(one, "21211", NOW)
    records.sending.failed(other, "no-answer", LATER, unsure=True)
    shown = records.sending.given_up()
    assert [(each.id, each.what, each.error, each.attempts) for each in shown] == [
        (other, "named", "no-answer", 1), (one, "named", "21211", 1),
    ]  # fmt: skip
    assert records.sending.claim(LATER, LEASE) is None
    assert records.sending.retry(LATER, "nothing") == 0
    assert records.sending.retry(LATER, one) == 1
    claimed = records.sending.claim(LATER, LEASE)
    assert claimed
    assert (claimed.id, claimed.attempts, claimed.doubtful_since) == (one, 0, None)
    assert records.sending.retry(LATER) == 1
    claimed = records.sending.claim(LATER, LEASE)
    assert claimed
    assert (claimed.id, claimed.doubtful_since) == (other, NOW)
    assert records.sending.given_up() == ()


def test_a_text_that_did_not_arrive_is_shown(records: Records, url: str) -> None:
    """With what the provider says of it; until it arrives after all."""
    text = queued(records)
    records.sending.claim(NOW, LEASE)
    records.sending.sent(text, "SM1")
    records.texts.arrived("SM1", delivered=False, error="30003", now=NOW)
    assert [each.error for each in records.sending.given_up()] == ["30003"]
    records.texts.arrived("SM1", delivered=True, now=NOW)
    assert (states(url), records.sending.given_up()) == (["delivered"], ())


def test_a_text_that_was_given_up_in_doubt_may_turn_out_to_have_gone(
    records: Records, url: str
) -> None:
    """The provider's word counts."""
    text = queued(records)
    records.sending.claim(NOW, LEASE)
    records.sending.failed(text, "no-answer", NOW, unsure=True)
    records.sending.sent(text, "SM1")
    assert (states(url), records.sending.given_up()) == (["sent"], ())


def test_who_wants_no_texts_gets_none(records: Records, url: str) -> None:
    """Neither one that is asked for later nor one that waits; until they change their mind."""
    queued(records)
    records.texts.opt_out("+1 555 555 0100", NOW)
    records.texts.opt_out(NUMBER, NOW)
    assert records.texts.is_opted_out(NUMBER)
    assert not records.texts.is_opted_out(OTHER)
    again = {"number": NUMBER, "kind": "named:hospice", "language": "en", "now": NOW}
    assert records.texts.queue(key="CA2", **again) is None  # type: ignore[arg-type]
    other = queued(records, "CA3", OTHER)
    claimed = records.sending.claim(NOW, LEASE)
    assert claimed
    assert claimed.id == other
    assert (states(url)[0], records.sending.given_up()) == ("failed", ())
    assert counts(url)["opt_outs"] == 1
    records.texts.opt_in(NUMBER)
    assert queued(records, "CA2")


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
    """It is given up, and can be tried again when the key is back."""
    text = queued(records)
    newer = Records(url, [NEWER_KEY])
    assert newer.sending.claim(NOW, LEASE) is None
    newer.close()
    assert [(each.id, each.error) for each in records.sending.given_up()] == [(text, "unreadable")]
    records.sending.retry(NOW)
    assert records.sending.claim(NOW, LEASE)
