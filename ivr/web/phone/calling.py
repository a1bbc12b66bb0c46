"""Calls of the web phone: each comes with its page, goes on for one turn, and leaves with it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from ivr.phone.call import Numbers
from ivr.phone.handset import Handset
from ivr.phone.transport import Exchange
from ivr.phone.verbs import Gather
from ivr.telephony.inbound import WEB_CALLER
from ivr.web.phone import acts, turns
from ivr.web.phone.acts import Act, ActError
from ivr.web.phone.sealing import Seal, SealError
from ivr.web.phone.sound import Sounds
from ivr.web.phone.turns import Turn
from ivr.web.phone.words import pages_words


@dataclass(frozen=True, slots=True)
class Calls:
    """Places calls and goes on with them, at the webhook at ``url``. Keeps none of them.

    Requests come from the account ``account_sid``; where that is empty, from a made-up one.
    """

    exchange: Exchange
    url: str
    account_sid: str
    seal: Seal
    sounds: Sounds

    def place(self, language: str, now: float) -> Turn:
        """Call the line. ``language`` is that of the page until the line speaks."""
        numbers = Numbers(
            caller=WEB_CALLER,
            call_sid=f"CA{secrets.token_hex(16)}",
            account_sid=self.account_sid or Numbers().account_sid,
        )
        handset = Handset(self.exchange, self.url, numbers)
        handset.dial()
        return self._turn(handset, Act("did_call"), language, now)

    def go_on(self, form: Mapping[str, str], language: str, now: float) -> Turn:
        """Do what the form says in the call that it holds.

        Raises ActError if there is no such call, or nothing that could be done in it.
        """
        handset = self._restored(form, now)
        return self._turn(handset, acts.do(handset, form), language, now)

    def wait(self, form: Mapping[str, str], language: str, now: float) -> Turn:
        """The call that a form holds as it waits, with nothing done in it.

        Raises ActError if there is no such call.
        """
        return self._turn(self._restored(form, now), None, language, now)

    def _restored(self, form: Mapping[str, str], now: float) -> Handset:
        try:
            snapshot = self.seal.open(form.get("state", ""), now)
        except SealError as error:
            raise ActError("stale") from error
        return Handset.restored(self.exchange, snapshot)

    def _turn(self, handset: Handset, act: Act | None, language: str, now: float) -> Turn:
        # Where nobody waited for a key the line says nothing new, and what it said is on the page.
        answer = () if act and act.unheard else handset.answer
        said = tuple(map(self.sounds.said, answer))
        language = turns.language(handset, said, language)
        words = pages_words()[language]
        waiting = handset.waiting
        gather = waiting if isinstance(waiting, Gather) else None
        return Turn(
            language=language,
            phase=turns.phase(handset),
            state="" if handset.ended else self.seal.close(handset.snapshot(), now),
            did=act.told(words) if act else "",
            said=said,
            notes=turns.notes(handset, said, act.lost if act else "", words),
            hint=turns.hint(handset, words),
            patience=handset.patience,
            most_keys=(gather.num_digits or 0) if gather else 1,
            finish_key=gather.finish_on_key if gather else "",
            takes_speech=handset.takes_speech,
        )


def hung_up(language: str) -> Turn:
    """The caller hangs up: the line is asked nothing, as on a telephone."""
    return Turn(language, "ended", did=pages_words()[language]["did_hang_up"])
