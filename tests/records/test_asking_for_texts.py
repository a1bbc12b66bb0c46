"""Texts that callers ask for: how many, to whom, and what nobody may learn from the answer."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.records import Records, TextWish, TooManyTextsError
from ivr.records.migrating import downgrade, upgrade
from ivr.records.texts import A_DAY, MOST_OF_A_CALL, MOST_TO_A_NUMBER
from tests.records.kept import KEY, LEASE, NEWER_KEY, NOW, NUMBER, OTHER, counts

HOSPICE = "named:hospice.what"


def wish(
    call: str = "CA1", number: str = NUMBER, kind: str = HOSPICE, *, typed: bool = False
) -> TextWish:
    """A caller's wish for a text."""
    return TextWish(call, number, kind, "en", typed=typed)


def sendable(records: Records) -> int:
    """How many texts are to be sent."""
    return records.sending.waiting()


def to_elsewhere(records: Records, count: int, number: str = NUMBER) -> None:
    """That many texts to a number, in as many calls."""
    for call in range(count):
        assert records.texts.ask(wish(f"CB{call}", number), NOW)


def test_the_same_wish_of_a_call_is_one_text(records: Records) -> None:
    """Of another kind, to another number, or in another call it is another."""
    text = records.texts.ask(wish(), NOW)
    assert records.texts.ask(wish(number="+1 (555) 555-0100"), NOW) == text
    others = [wish(kind="plain:hospice.what"), wish(number=OTHER), wish("CA2")]
    assert len({text, *(records.texts.ask(each, NOW) for each in others)}) == 4
    assert sendable(records) == 4


@pytest.mark.parametrize("unsure", [False, True])
def test_a_text_that_failed_is_sent_again_when_its_caller_asks_again(
    records: Records, *, unsure: bool
) -> None:
    """One that may have gone is asked about first; one that is on its way stays as it is."""
    text = records.texts.ask(wish(), NOW)
    assert text
    assert records.sending.claim(NOW, LEASE)
    records.texts.ask(wish(), NOW)
    assert records.sending.claim(NOW, LEASE) is None
    records.sending.failed(text, "20500", NOW, unsure=unsure)
    assert records.texts.ask(wish(), NOW) == text
    assert records.sending.given_up() == ()
    claimed = records.sending.claim(NOW, LEASE)
    assert claimed
    assert (claimed.id, claimed.kind, claimed.attempts) == (text, HOSPICE, 0)
    assert claimed.doubtful_since == (NOW if unsure else None)
    records.sending.sent(text, "SM1")
    records.texts.arrived("SM1", delivered=True, now=NOW)
    assert records.texts.ask(wish(), NOW) == text
    assert sendable(records) == 0


def test_a_call_gets_so_many_texts(records: Records) -> None:
    """And what it has can still be asked for; another call has its own."""
    kinds = [f"named:{name}" for name in "abcdef"]
    for kind in kinds[:MOST_OF_A_CALL]:
        assert records.texts.ask(wish(kind=kind), NOW)
    for typed in (False, True):
        with pytest.raises(TooManyTextsError):
            records.texts.ask(wish(number=OTHER, kind=kinds[-1], typed=typed), NOW)
    assert records.texts.ask(wish(kind=kinds[0]), NOW)
    assert records.texts.ask(wish("CA2", kind=kinds[-1]), NOW)
    assert sendable(records) == MOST_OF_A_CALL + 1


def test_a_number_gets_so_many_texts_a_day(records: Records) -> None:
    """However it is written; the day after it gets some again. Reminders are not counted."""
    for count in range(9):
        records.texts.queue(
            key=f"{count}", number=NUMBER, kind="reminder:1 1", language="en", now=NOW
        )
    to_elsewhere(records, MOST_TO_A_NUMBER)
    with pytest.raises(TooManyTextsError):
        records.texts.ask(wish(number="+1-555-555-0100"), NOW)
    assert records.texts.ask(wish(number=OTHER), NOW)
    almost = NOW + A_DAY - timedelta(seconds=1)
    with pytest.raises(TooManyTextsError):
        records.texts.ask(wish(), almost)
    assert records.texts.ask(wish(), NOW + A_DAY)


def test_who_wants_no_texts_is_told_so_and_nobody_else_is(records: Records, url: str) -> None:
    """Who types such a number gets the answer that any number gets, and no text goes."""
    records.texts.opt_out(NUMBER, NOW)
    assert records.texts.ask(wish(), NOW) is None
    assert counts(url)["texts"] == 0
    text = records.texts.ask(wish(typed=True), NOW)
    assert text
    assert records.texts.ask(wish(typed=True), NOW) == text
    assert (sendable(records), records.sending.given_up()) == (0, ())


def test_who_types_a_number_does_not_learn_how_many_texts_it_got(records: Records) -> None:
    """Neither then nor by asking again."""
    to_elsewhere(records, MOST_TO_A_NUMBER)
    text = records.texts.ask(wish(typed=True), NOW)
    assert text
    assert records.texts.ask(wish(typed=True), NOW) == text
    assert sendable(records) == MOST_TO_A_NUMBER


@pytest.mark.parametrize("known", [False, True])
def test_a_typed_number_counts_the_same_for_its_call_whatever_is_known_of_it(
    records: Records, *, known: bool
) -> None:
    """Else a caller would learn it from what they are refused afterwards."""
    if known:
        records.texts.opt_out(OTHER, NOW)
    for kind in "abc":
        assert records.texts.ask(wish(number=OTHER, kind=f"named:{kind}", typed=True), NOW)
    for last in (wish(number=OTHER, typed=True), wish()):
        with pytest.raises(TooManyTextsError):
            records.texts.ask(last, NOW)


def test_what_a_text_is_about_is_nowhere_in_the_clear(records: Records, url: str) -> None:
    """Neither the topic nor the number nor the call; only that it has names in it, or none."""
    records.texts.ask(wish("CAcall"), NOW)
    records.texts.queue(key="x", number=OTHER, kind="hospice", language="en", now=NOW)
    records.close()
    file = Path(url.removeprefix("sqlite:///"))
    found = b"".join(each.read_bytes() for each in file.parent.iterdir())
    for private in (b"hospice", b"5550100", b"CAcall"):
        assert private not in found
    with sqlite3.connect(file) as connection:
        kinds = connection.execute("SELECT kind FROM texts").fetchall()
    assert sorted(kinds) == [("named",), ("other",)]


def test_a_text_is_sent_after_keys_rotated(records: Records, url: str) -> None:
    """It is sealed anew with what it is about, and the old key can go."""
    records.texts.ask(wish(), NOW)
    both = Records(url, [NEWER_KEY, KEY])
    assert both.reseal().rows == 1
    both.close()
    newer = Records(url, [NEWER_KEY])
    claimed = newer.sending.claim(NOW, LEASE)
    assert claimed
    assert (claimed.kind, claimed.number) == (HOSPICE, NUMBER)
    newer.close()


def test_a_text_of_before_it_was_sealed_tells_nothing_any_more(records: Records, url: str) -> None:
    """Going forward takes away what it was about; so it is given up, and not sent wrongly."""
    text = records.texts.ask(wish(), NOW)
    records.close()
    downgrade(url, "0004")
    file = url.removeprefix("sqlite:///")
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE texts SET kind = ?", [HOSPICE])
    upgrade(url)
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT kind, topic FROM texts").fetchall() == [("named", None)]
    assert records.sending.claim(NOW, LEASE) is None
    (shown,) = records.sending.given_up()
    assert (shown.id, shown.what, shown.error) == (text, "named", "unreadable")
