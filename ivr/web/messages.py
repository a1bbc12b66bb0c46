"""``/audio/message/<token>``: a caller's own message, played to them once more in their call.

The address can't be guessed, holds nothing that could be read, and is good for some minutes.
"""

from flask import Blueprint, Response, abort

from ivr.errors import CarelineError
from ivr.settings import Settings
from ivr.telephony.token import TokenError
from ivr.web.failures import log_failure
from ivr.web.line import Line


def messages(line: Line) -> Blueprint:
    """Plays messages whose addresses the line has made."""
    pages = Blueprint("messages", __name__)

    @pages.get("/audio/message/<token>")
    def message(token: str) -> Response:
        try:
            recording = line.message(token)
            sound = _heard_again(line, recording)
        except TokenError:
            abort(404)
        except CarelineError as error:
            log_failure("a caller's own message could not be played to them", error)
            abort(404)
        if sound is None:
            abort(404)
        return Response(sound, mimetype="audio/wav", headers={"Cache-Control": "no-store"})

    return pages


def _heard_again(line: Line, recording: str) -> bytes | None:
    """The message, from the provider or, once a worker has taken it from there, from here.

    None if it is nowhere. Raises RecordsError if it can't be read here.
    """
    if line.settings.can_fetch:
        from ivr.telephony.provider import ProviderError  # noqa: PLC0415 - as in `_fetched`

        try:
            return _fetched(line.settings, recording)
        except ProviderError:
            pass  # it is not there any more, or not to be had: our own copy is
    return line.keeper.records.voicemails.own(recording)


def _fetched(settings: Settings, recording: str) -> bytes:
    # Here and not above: Twilio's library takes more memory than all of a worker besides.
    from ivr.telephony.provider import Provider  # noqa: PLC0415

    account, tokens = settings.account_sid, settings.auth_tokens
    return Provider(account, tokens, api=settings.twilio_api).fetch(recording)
