"""Texts go out once, whatever Twilio and this machine do; and nobody who wants none gets one."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.jobs.errand import Step
from ivr.jobs.texting import MOST_ATTEMPTS
from ivr.records import Records, upgrade
from ivr.telephony.provider import Provider
from tests.jobs.conftest import Clock
from tests.jobs.working import BODY, PUBLIC_URL, SENDER, asked_for, provider, texting, work
from tests.records.kept import KEY, LEASE, NUMBER, OTHER
from tests.records.test_texts import states
from tests.twilio.server import SID, TOKEN, FakeTwilio, Fault


class KilledError(Exception):
    """The process is gone."""


class Dying(Provider):
    """Twilio's line, of a process that dies just before or just after it sends."""

    def __init__(self, twilio: FakeTwilio, *, afterwards: bool) -> None:
        super().__init__(SID, (TOKEN,), sender=SENDER, api=twilio.url)
        self._afterwards = afterwards

    def send(self, number: str, body: str, status_callback: str = "") -> str:
        """Die."""
        if self._afterwards:
            super().send(number, body, status_callback)
        raise KilledError


def test_a_text_is_sent(records: Records, url: str, twilio: FakeTwilio, clock: Clock) -> None:
    """In its language, with where to say what becomes of it; and then there is nothing to do."""
    text = asked_for(records, clock)
    errand = texting(records, twilio, clock)
    assert errand.one() is Step.DID
    (message,) = twilio.account.messages
    assert (message.to, message.sender, message.body) == (NUMBER, SENDER, f"en: {BODY}")
    assert message.callback == f"{PUBLIC_URL}/texts/status/{text}"
    assert states(url) == ["sent"]
    assert (errand.one(), errand.due()) == (Step.NOTHING, None)


@pytest.mark.parametrize("afterwards", [False, True])
def test_a_worker_that_is_killed_loses_no_text_and_sends_none_twice(
    records: Records, url: str, twilio: FakeTwilio, clock: Clock, *, afterwards: bool
) -> None:
    """Another finds out, when the claim is over, what became of it."""
    asked_for(records, clock)
    with pytest.raises(KilledError):
        texting(records, twilio, clock, Dying(twilio, afterwards=afterwards)).one()
    assert states(url) == ["sending"]
    other = texting(records, twilio, clock)
    assert other.one() is Step.NOTHING
    work(other, clock)
    assert states(url) == ["sent"]
    assert twilio.account.sent_to() == {NUMBER: 1}


FAULTS = st.lists(
    st.sampled_from([None, *(fault for fault in Fault if fault is not Fault.STALLED)]),
    max_size=MOST_ATTEMPTS - 2,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(faults=FAULTS, deaths=st.lists(st.none() | st.booleans(), max_size=4))
def test_whatever_goes_wrong_a_text_is_sent_once(
    tmp_path_factory: pytest.TempPathFactory,
    faults: list[Fault | None],
    deaths: list[bool | None],
) -> None:
    """Any faults of Twilio's in any order, and workers that die before or after they send."""
    url = f"sqlite:///{tmp_path_factory.mktemp('any')}/careline.db"
    upgrade(url)
    records, clock, left = Records(url, [KEY]), Clock(), list(faults)
    with FakeTwilio(lambda _method, _path: left.pop(0) if left else None) as twilio:
        twilio.account.now = clock
        asked_for(records, clock)
        asked_for(records, clock, "CA2", OTHER)
        for afterwards in deaths[: MOST_ATTEMPTS - len(faults) - 1]:
            through = provider(twilio) if afterwards is None else None
            dying = through or Dying(twilio, afterwards=bool(afterwards))
            try:
                texting(records, twilio, clock, dying).one()
            except KilledError:
                clock.pass_by(timedelta(seconds=1))
        work(texting(records, twilio, clock), clock)
        records.close()
        assert twilio.account.sent_to() == {NUMBER: 1, OTHER: 1}
        assert states(url) == ["sent", "sent"]


def test_an_answer_that_never_comes_is_not_sent_again(
    records: Records, url: str, twilio: FakeTwilio, clock: Clock
) -> None:
    """It stalled after Twilio had taken it."""
    asked_for(records, clock)
    faults = [Fault.STALLED]
    twilio.plan = lambda _method, _path: faults.pop() if faults else None
    errand = texting(records, twilio, clock)
    errand.one()
    assert states(url) == ["sending"]
    work(errand, clock)
    assert (states(url), twilio.account.sent_to()) == (["sent"], {NUMBER: 1})


def test_a_list_that_lags_is_waited_for(records: Records, twilio: FakeTwilio, clock: Clock) -> None:
    """Twilio need not list at once what it took."""
    twilio.account.lag = timedelta(seconds=50)
    faults = [Fault.BROKEN_AFTERWARDS]
    twilio.plan = lambda _method, _path: faults.pop() if faults else None
    asked_for(records, clock)
    work(texting(records, twilio, clock), clock)
    assert twilio.account.sent_to() == {NUMBER: 1}


def test_two_texts_of_the_same_words_to_one_number_both_go(
    records: Records, url: str, twilio: FakeTwilio, clock: Clock
) -> None:
    """A message that Twilio has counts for one of them."""
    faults = [Fault.BROKEN, Fault.BROKEN_AFTERWARDS]
    twilio.plan = lambda _method, _path: faults.pop() if faults else None
    for key in ("CA1", "CA2"):
        asked_for(records, clock, key)
    work(texting(records, twilio, clock), clock)
    assert (states(url), twilio.account.sent_to()) == (["sent", "sent"], {NUMBER: 2})


@pytest.mark.parametrize("code", [21211, 21614])
def test_a_number_that_can_not_get_texts_is_given_up_at_once(
    records: Records, twilio: FakeTwilio, clock: Clock, code: int
) -> None:
    """Others are sent; it is shown with Twilio's code."""
    twilio.account.refused[NUMBER] = code
    text = asked_for(records, clock)
    asked_for(records, clock, "CA2", OTHER)
    work(texting(records, twilio, clock), clock)
    assert [(each.id, each.error, each.attempts) for each in records.sending.given_up()] == [
        (text, str(code), 1)
    ]
    assert twilio.account.sent_to() == {OTHER: 1}


def test_who_wrote_stop_to_twilio_alone_is_not_asked_again(
    records: Records, twilio: FakeTwilio, clock: Clock
) -> None:
    """Twilio's refusal is remembered as theirs."""
    twilio.account.refused[NUMBER] = 21610
    asked_for(records, clock)
    work(texting(records, twilio, clock), clock)
    assert records.texts.is_opted_out(NUMBER)


def test_a_sender_that_is_not_registered_stops_all_and_is_told(
    records: Records,
    url: str,
    twilio: FakeTwilio,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Nothing is lost: when it is registered, they go."""
    asked_for(records, clock)
    twilio.plan = lambda _method, _path: Fault.UNREGISTERED
    errand = texting(records, twilio, clock)
    assert errand.one() is Step.STOP
    assert "30034" in caplog.text
    assert NUMBER not in caplog.text
    twilio.plan = lambda _method, _path: None
    work(errand, clock)
    assert states(url) == ["sent"]


def test_a_text_that_there_is_not_is_given_up(
    records: Records, twilio: FakeTwilio, clock: Clock
) -> None:
    """As after a book lost it while one waited."""
    asked_for(records, clock, kind="gone")
    work(texting(records, twilio, clock), clock)
    assert [each.error for each in records.sending.given_up()] == ["no-such-text"]


def test_a_text_that_ends_each_worker_is_given_up(
    records: Records, url: str, twilio: FakeTwilio, clock: Clock
) -> None:
    """It is shown, and is in doubt when somebody tries it again."""
    asked_for(records, clock)
    for _ in range(MOST_ATTEMPTS):
        assert records.sending.claim(clock(), LEASE)
        clock.pass_by(LEASE)
    errand = texting(records, twilio, clock)
    assert errand.one() is Step.DID
    assert [each.error for each in records.sending.given_up()] == ["never-ended"]
    records.sending.retry(clock())
    work(errand, clock)
    assert (states(url), next(iter(twilio.account.asked))) == (["sent"], "GET /Messages.json")


def test_what_never_works_is_given_up_and_can_be_tried_again(
    records: Records, url: str, twilio: FakeTwilio, clock: Clock
) -> None:
    """Ten times within two hours; afterwards it is asked for again, and goes once."""
    text = asked_for(records, clock)
    twilio.plan = lambda _method, _path: Fault.AWAY
    errand = texting(records, twilio, clock)
    began = clock()
    assert work(errand, clock) == MOST_ATTEMPTS
    assert timedelta(minutes=40) < clock() - began < timedelta(hours=2)
    assert [(each.id, each.error) for each in records.sending.given_up()] == [(text, "20503")]
    twilio.plan = lambda _method, _path: None
    records.sending.retry(clock(), text)
    work(errand, clock)
    assert (states(url), twilio.account.sent_to()) == (["sent"], {NUMBER: 1})


def test_who_was_held_up_leaves_a_text_to_others(
    records: Records, url: str, twilio: FakeTwilio, clock: Clock
) -> None:
    """A machine that slept between the claim and the sending might else send what another did."""
    asked_for(records, clock)

    def slow(kind: str, language: str) -> str | None:
        clock.pass_by(timedelta(minutes=10))
        return f"{kind} {language}"

    errand = texting(records, twilio, clock)
    errand._compose = slow
    assert errand.one() is Step.DID
    assert (states(url), twilio.account.messages) == (["sending"], [])


def test_nothing_is_logged_of_whom_a_text_goes_to(
    records: Records, twilio: FakeTwilio, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever goes wrong."""
    left = [fault for fault in Fault if fault is not Fault.STALLED]
    twilio.plan = lambda _method, _path: left.pop() if left else None
    twilio.account.refused[OTHER] = 21211
    with caplog.at_level("INFO"):
        asked_for(records, clock)
        asked_for(records, clock, "CA2", OTHER)
        work(texting(records, twilio, clock), clock)
    assert "55555501" not in caplog.text
    assert BODY not in caplog.text
