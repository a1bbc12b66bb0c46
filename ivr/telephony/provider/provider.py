"""Twilio as the line uses it: texts out, recordings in."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ivr.telephony.provider.errors import (
    NO_ANSWER,
    NO_SUCH_ACCOUNT,
    NOT_FOUND,
    MisconfiguredError,
    NotThereError,
    PassingError,
    error_for,
)
from ivr.telephony.provider.limits import READ

if TYPE_CHECKING:
    from ivr.telephony.provider.wire import Account, Answer

PAGE: Final = 50
"""Messages that are looked through, the newest first: what one number got since a claim."""

SKEW: Final = timedelta(minutes=2)
"""How far Twilio's clock and this machine's may be apart."""

DONE: Final = range(200, 300)
DELETED: Final = 204

WAV: Final = b"RIFF"
"""How a WAV file begins."""

_SID: Final = re.compile(r"[A-Za-z0-9]{2,64}")


class Provider:
    """What Twilio does for the line. Making it reaches for nobody, and loads nothing.

    ``sender`` is a number, or the SID of a messaging service. ``api`` is empty but in tests.
    ``read`` is how many seconds an answer is waited for, and each part of it.
    """

    def __init__(
        self,
        account_sid: str,
        auth_tokens: Sequence[str],
        *,
        sender: str = "",
        api: str = "",
        read: float = READ,
    ) -> None:
        self._sid = account_sid
        self._tokens = auth_tokens
        self._sender = sender
        self._api = api
        self._read = read

    def send(self, number: str, body: str, status_callback: str = "") -> str:
        """What Twilio calls a text that it has taken to send.

        Raises RefusedError, MisconfiguredError or PassingError if it did not, or may not have.
        """
        kind = "MessagingServiceSid" if self._sender.startswith("MG") else "From"
        form = {"To": number, kind: self._sender, "Body": body}
        if status_callback:
            form["StatusCallback"] = status_callback
        answer = self._messages("POST", data=form)
        with _understood():
            return str(json.loads(answer.text)["sid"])

    def sent_since(self, number: str, body: str, since: datetime) -> tuple[str, ...]:
        """What Twilio calls the texts of these words that it has sent to a number since a moment.

        The list is looked through here, and not by Twilio: it filters by the moment at which a
        text went on to the carrier, and one that still waits has none.

        Raises RefusedError, MisconfiguredError or PassingError if it does not say.
        """
        asked = {"To": number, "PageSize": PAGE}
        answer = self._messages("GET", params=asked)
        with _understood():
            return tuple(
                str(message["sid"])
                for message in json.loads(answer.text)["messages"]
                if str(message["direction"]).startswith("outbound")
                and _created(message) >= since - SKEW
                and _says(str(message["body"] or ""), body)
            )

    def fetch(self, recording: str) -> bytes:
        """The sound of a recording, as a WAV file.

        Raises NotThereError if it is not there, or not yet; RefusedError, MisconfiguredError or
        PassingError if Twilio does not hand it over.
        """
        path = f"/Recordings/{_checked_sid(recording)}.wav"
        sound = _checked(self._account.request("GET", path, redirected=True)).body
        if not sound.startswith(WAV):
            raise PassingError(NO_ANSWER, unsure=False)
        return sound

    def delete(self, recording: str) -> None:
        """Have Twilio delete a recording; one that is not there is deleted already.

        Raises RefusedError, MisconfiguredError or PassingError if it did not.
        """
        path = f"/Recordings/{_checked_sid(recording)}.json"
        answer = self._account.request("DELETE", path)
        if answer.status_code not in {DELETED, NOT_FOUND}:
            _checked(answer)
            raise PassingError(NO_ANSWER, unsure=True)

    def _messages(
        self,
        method: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
    ) -> "Answer":
        account, path = self._account, "/Messages.json"
        try:
            return _checked(account.request(method, path, params=params, data=data))
        except NotThereError:
            raise MisconfiguredError(NO_SUCH_ACCOUNT) from None

    @cached_property
    def _account(self) -> "Account":
        # Here and not above: most processes never ask Twilio for anything.
        from ivr.telephony.provider.wire import Account, Wire  # noqa: PLC0415

        return Account(self._sid, self._tokens, Wire(self._api, self._read))


def _checked(answer: "Answer") -> "Answer":
    if answer.status_code in DONE:
        return answer
    try:
        code = json.loads(answer.text)["code"]
    except (ValueError, KeyError, TypeError):
        code = None
    raise error_for(answer.status_code, str(code or answer.status_code))


@contextmanager
def _understood() -> Iterator[None]:
    """What can't be understood is no answer: something on the way there may have given it."""
    try:
        yield
    except (ValueError, KeyError, TypeError):
        raise PassingError(NO_ANSWER, unsure=True) from None


def _checked_sid(recording: str) -> str:
    if not _SID.fullmatch(recording):
        raise NotThereError
    return recording


def _created(message: dict[str, Any]) -> datetime:
    return parsedate_to_datetime(str(message["date_created"])).astimezone(UTC)


def _says(sent: str, body: str) -> bool:
    """Whether a message says these words; one of which Twilio keeps no words may.

    Twilio may set other marks, and puts words of its own in front in an account on trial.
    """
    return not sent or _bare(sent).endswith(_bare(body))


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
