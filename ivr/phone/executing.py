"""What a line answers, executed as Twilio does, until it is the caller's turn."""

from collections.abc import Mapping
from typing import Final, Self, assert_never

from ivr.phone import dialing, documents
from ivr.phone.call import Ended, Heard, Numbers
from ivr.phone.errors import PhoneError, TwimlError
from ivr.phone.played import Speaker
from ivr.phone.snapshot import Snapshot
from ivr.phone.transport import Exchange
from ivr.phone.verbs import Dial, Gather, Hangup, Pause, Play, Record, Redirect, Reject, Say, Sms
from ivr.phone.waiting import Waiting
from ivr.phone.webhook import Webhook
from ivr.speech.sounds import Spoken

LONGEST_CALL: Final = 4 * 3_600
"""Seconds (Twilio's limit of a call)."""

APPLICATION_ERROR: Final = "We are sorry, an application error has occurred. Goodbye."
"""What Twilio's own voice says when a webhook fails; the wording here is the phone's."""


class Executing(Waiting):
    """A call as the line leads it. It waits in ``waiting`` for the caller, or has ``ended``.

    ``texts`` holds the text messages that the line has sent, and ``whispered`` what somebody who
    answered the line's last call to them was told. With a ``speaker`` what the line says
    takes as long as that says it.
    """

    def __init__(
        self,
        exchange: Exchange,
        url: str,
        numbers: Numbers | None = None,
        speaker: Speaker | None = None,
    ) -> None:
        super().__init__()
        self._numbers = numbers or Numbers()
        self._webhook = Webhook(exchange, url, self._numbers, speaker)
        self._placed = False
        self.texts: list[Sms] = []
        self.whispered = ""
        self._recordings = 0
        self.ended: Ended | None = None

    @classmethod
    def restored(cls, exchange: Exchange, snapshot: Snapshot) -> Self:
        """A call that goes on from a snapshot; what was heard before it is not kept.

        Raises PhoneError if the line did not wait for anybody there.
        """
        handset = cls(exchange, snapshot.document.url, snapshot.numbers)
        verbs = handset._webhook.resume(snapshot.document)
        waiting = verbs[snapshot.executed - 1] if 0 < snapshot.executed <= len(verbs) else None
        if not isinstance(waiting, Gather | Dial | Record):
            raise PhoneError("the line waits for nothing")
        handset._placed = True
        handset._rest = list(verbs[snapshot.executed :])
        handset.waiting = waiting
        handset.clock, handset.audible = snapshot.clock, snapshot.audible
        return handset

    def snapshot(self) -> Snapshot:
        """The call as it is now, from which another handset can go on.

        Raises PhoneError if the line waits for nothing, as before and after a call.
        """
        self._must_be_up()
        reply = self._webhook.reply
        if self.waiting is None or reply is None:
            raise PhoneError("the line waits for nothing")
        executed = len(documents.verbs(reply)) - len(self._rest)
        return Snapshot(self._numbers, reply, executed, self.clock, self.audible)

    def _must_be_up(self) -> None:
        if self.ended:
            raise PhoneError("the call has ended")
        if not self._placed:
            raise PhoneError("the call has not been placed")

    def _end(self, ended: Ended) -> None:
        self.ended = ended
        self.waiting = None
        self._rest = []

    def _fetch(self, url: str | None, method: str, result: Mapping[str, str]) -> None:
        self.waiting = None
        if self._too_long():
            return
        try:
            self._rest = list(self._webhook.fetch(url or "", method, result))
        except TwimlError as error:
            self._fail(error)
        else:
            self._run()

    def _fail(self, error: TwimlError) -> None:
        self.heard.append(Heard(APPLICATION_ERROR, self.clock, 0.0))
        self.played.append(Say((Spoken(APPLICATION_ERROR),)))
        self._end(Ended("error", error.reason, error.code))

    def _too_long(self) -> bool:
        if self.clock > LONGEST_CALL:
            self._end(Ended("error", f"a call lasts {LONGEST_CALL} seconds at most"))
        return self.ended is not None

    def _run(self) -> None:
        while self._rest and not self._too_long():
            verb = self._rest.pop(0)
            match verb:
                case Say() | Play() | Pause():
                    self._listen((verb,))
                case Sms():
                    self.texts.append(verb)
                case Gather() | Dial() | Record():
                    self._wait(verb)
                    return
                case Redirect():
                    self._fetch(verb.url, verb.method, {})
                    return
                case Hangup() | Reject():
                    break
                case _:
                    assert_never(verb)
        if not self._too_long():
            self._end(Ended("line"))

    def _wait(self, verb: Gather | Dial | Record) -> None:
        if isinstance(verb, Dial):
            try:
                dialing.check(verb, self._numbers)
            except TwimlError as error:
                self._fail(error)
                return
        self.waiting = verb
        self._webhook.waits()
