"""A worker's parts as tests use them: at a Twilio made of software, with a clock of their own."""

import random
from datetime import timedelta

from ivr.jobs.errand import Errand, Means
from ivr.jobs.fetching import Fetching
from ivr.jobs.texting import Texting
from ivr.records import Records
from ivr.telephony.provider import Provider
from tests.jobs.conftest import Clock
from tests.records.kept import NUMBER
from tests.twilio.server import SID, TOKEN, FakeTwilio

BODY = "Hospice: call 800-555-0111, day and night."
SENDER = "+15555550177"
PUBLIC_URL = "https://line.example.org"


def compose(kind: str, language: str) -> str | None:
    """The words of the one text that there is."""
    return f"{language}: {BODY}" if kind == "named:hospice" else None


def provider(twilio: FakeTwilio, read: float = 0.3) -> Provider:
    """The line's side of Twilio, which does not wait for long."""
    return Provider(SID, (TOKEN,), sender=SENDER, api=twilio.url, read=read)


def texting(
    records: Records, twilio: FakeTwilio, clock: Clock, through: Provider | None = None
) -> Texting:
    """What sends texts."""
    return Texting(_means(records, through or provider(twilio), clock), compose, PUBLIC_URL)


def fetching(records: Records, twilio: FakeTwilio, clock: Clock) -> Fetching:
    """What fetches recordings."""
    return Fetching(_means(records, provider(twilio), clock))


def _means(records: Records, through: Provider, clock: Clock) -> Means:
    chance = random.Random(1)  # noqa: S311 - the same each time
    return Means(records, through, clock, chance=chance)


def asked_for(
    records: Records,
    clock: Clock,
    key: str = "CA1",
    number: str = NUMBER,
    kind: str = "named:hospice",
) -> str:
    """The identity of a text that a caller asked for."""
    text = records.texts.queue(key=key, number=number, kind=kind, language="en", now=clock())
    assert text
    return text


def work(errand: Errand, clock: Clock, most: int = 100) -> int:
    """Do all there is, letting time pass until the next is due; how often something was done."""
    for count in range(most):
        due = errand.due()
        if due is None:
            return count
        clock.pass_by(max(due - clock(), timedelta()))
        errand.one()
    raise AssertionError("there is no end to it")
