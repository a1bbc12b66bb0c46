"""``/texts``: what people write back, and what became of the texts that were sent to them."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, request

from ivr.records import NumberError, Records, RecordsError
from ivr.settings import Settings
from ivr.telephony.provider.errors import OF_OPERATORS, OPTED_OUT
from ivr.web.trusting import Gatekeeper

log = logging.getLogger("ivr.web")

STOP: Final = frozenset(
    {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"}
    | {"alto", "parar", "baja", "cancelar"}
)
"""Words after which a number gets no texts: those that Twilio knows, and those of Spanish."""

START: Final = frozenset({"start", "unstop", "yes"})

ARRIVED: Final = frozenset({"delivered", "read"})
LOST: Final = frozenset({"undelivered", "failed", "canceled"})

NOTHING_TO_SAY: Final = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""Twilio itself answers STOP, START and HELP."""


def texts(settings: Settings, records: Records) -> Blueprint:
    """The webhooks of texts: signed like those of calls."""
    gate = Gatekeeper(settings)
    pages = Blueprint("texts", __name__)

    @pages.post("/texts")
    def written() -> Response:
        form = gate.trusted_form(request.environ)
        if form is None:
            return Response(status=403)
        try:
            _take(records, form)
        except NumberError:
            pass  # a short code, or a name: no text ever goes there
        except RecordsError as error:
            log.error("what somebody wrote could not be kept: %s", error)  # noqa: TRY400 - as it says
            return Response(status=503)
        return Response(NOTHING_TO_SAY, mimetype="text/xml")

    @pages.post("/texts/status")
    @pages.post("/texts/status/<text>")
    def told(text: str = "") -> Response:
        form = gate.trusted_form(request.environ)
        if form is None:
            return Response(status=403)
        try:
            _note(records, text, form)
        except RecordsError as error:
            log.error("what became of a text could not be kept: %s", error)  # noqa: TRY400 - as above
            return Response(status=503)
        return Response(status=204)

    return pages


def _take(records: Records, form: Mapping[str, str]) -> None:
    """Heed what somebody wrote, if it says whether they want texts."""
    number = form.get("From", "")
    word = "".join(filter(str.isalnum, form.get("Body", ""))).casefold()
    kind = form.get("OptOutType", "").upper()
    if kind == "STOP" or (not kind and word in STOP):
        records.texts.opt_out(number, datetime.now(UTC))
    elif kind == "START" or (not kind and word in START):
        records.texts.opt_in(number)


def _note(records: Records, text: str, form: Mapping[str, str]) -> None:
    """Note down what became of a text. It may be told in any order, and more than once."""
    sid, status = form.get("MessageSid", ""), form.get("MessageStatus", "")
    error = form.get("ErrorCode", "") or status
    now = datetime.now(UTC)
    if not sid:
        return
    if text:
        records.sending.heard(text, sid)
    if status in ARRIVED:
        records.texts.arrived(sid, delivered=True, now=now)
    elif status in LOST:
        records.texts.arrived(sid, delivered=False, now=now, error=error)
        if error == OPTED_OUT:
            records.texts.opt_out(form.get("To", ""), now)
        if error in OF_OPERATORS:
            log.error(
                "texts do not arrive: look at https://www.twilio.com/docs/api/errors/%s", error
            )
