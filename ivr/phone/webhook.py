"""One call's webhook: where the last document came from, and how the next one is asked for."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urljoin, urlsplit

from ivr.phone import documents
from ivr.phone.call import Numbers
from ivr.phone.errors import TwimlError
from ivr.phone.played import Speaker, listened_to, spoken
from ivr.phone.results import OTHER_LEG
from ivr.phone.transport import TOO_MANY_REDIRECTS, Exchange, Reply
from ivr.phone.verbs import Verb

MOST_FETCHES: Final = 10
"""Documents in a row before the line waits: Twilio follows ten redirects (error 11215)."""

INVALID_URL: Final = 11100


class Webhook:
    """Asks for documents, as one call, starting at ``url``. ``reply`` is the last answer."""

    def __init__(
        self, exchange: Exchange, url: str, numbers: Numbers, speaker: Speaker | None = None
    ) -> None:
        self._exchange = exchange
        self._speaker = speaker
        self._url = url
        self._numbers = numbers
        self.reply: Reply | None = None
        self._fetches = 0

    def waits(self) -> None:
        """Note that the line has waited for somebody, so that it does not loop."""
        self._fetches = 0

    def fetch(self, url: str, method: str, result: Mapping[str, str]) -> tuple[Verb, ...]:
        """The verbs at an address, which may be relative; an empty one is the last again.

        Raises TwimlError if Twilio would not execute what is there, or has asked too often.
        """
        self._fetches += 1
        if self._fetches > MOST_FETCHES:
            reason = f"more than {MOST_FETCHES} documents in a row without waiting for anybody"
            raise TwimlError(TOO_MANY_REDIRECTS, reason)
        params = {**self._common(), **result}
        reply = self._exchange.request(method, self._absolute(url), params)
        return self.resume(reply)

    def resume(self, reply: Reply) -> tuple[Verb, ...]:
        """The verbs of an answer; the next addresses are relative to where it came from.

        Raises TwimlError if Twilio would not execute it.
        """
        self._url = reply.url
        self.reply = reply
        verbs = listened_to(documents.verbs(reply), self._exchange, self._url)
        return spoken(verbs, self._speaker) if self._speaker else verbs

    def aside(self, url: str, result: Mapping[str, str]) -> tuple[Verb, ...]:
        """The verbs that are executed at the other end of a Dial, which change nothing at this one.

        Raises TwimlError if Twilio would not execute them.
        """
        leg = {"CallSid": OTHER_LEG, "ParentCallSid": self._numbers.call_sid}
        params = {**self._common(), "Direction": "outbound-dial", **leg, **result}
        return documents.verbs(self._exchange.request("POST", self._absolute(url), params))

    def _absolute(self, url: str) -> str:
        try:
            absolute = urljoin(self._url, url)
            parts = urlsplit(absolute)
            usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise TwimlError(INVALID_URL, "the address of a document is not one of the web")
        return absolute

    def _common(self) -> dict[str, str]:
        numbers = self._numbers
        return {
            "CallSid": numbers.call_sid,
            "AccountSid": numbers.account_sid,
            "From": numbers.caller,
            "To": numbers.to,
            "Caller": numbers.caller,
            "Called": numbers.to,
            "Direction": "inbound",
            "ApiVersion": "2010-04-01",
            "CallStatus": "in-progress",
        }
