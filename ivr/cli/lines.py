"""A line to call: one made in this process, or any that is up somewhere."""

import os
from collections.abc import Mapping

from ivr.phone.handset import Handset, Numbers
from ivr.phone.transport import Exchange, Http, Wsgi
from ivr.settings import read_settings
from ivr.web import create_app

LOCAL_URL = "http://127.0.0.1"


def handset(
    url: str | None, environment: Mapping[str, str] | None = None, caller: str | None = None
) -> Handset:
    """A handset for the webhook at ``url``; without one, for this machine's book.

    A line made here takes its settings from this process's environment, and from
    ``environment`` above it. ``caller`` is the number to call from.

    Raises BookError if the book has problems.
    """
    token = os.environ.get("TWILIO_AUTH_TOKEN", "").partition(",")[0].strip() or None
    exchange: Exchange
    if url is None:
        # A local line checks no signatures, and the book of the environment is the one wanted.
        settings = {**os.environ, **(environment or {}), "IVR_INSECURE_LOCAL": "1"}
        settings.pop("IVR_PUBLIC_URL", None)
        exchange = Wsgi(create_app(read_settings(settings)))
        url = f"{LOCAL_URL}/voice"
    else:
        exchange = Http(token)
    sid = os.environ.get("TWILIO_ACCOUNT_SID")
    numbers = Numbers()
    return Handset(
        exchange,
        url,
        Numbers(
            caller=caller or numbers.caller,
            account_sid=sid or numbers.account_sid,
            call_sid=f"CA{os.urandom(16).hex()}",
        ),
    )
