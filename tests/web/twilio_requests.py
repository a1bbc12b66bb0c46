"""Requests as Twilio makes them, signed by Twilio's own library."""

from collections.abc import Mapping
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from flask import Flask
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from ivr.settings import Settings
from ivr.web import create_app
from ivr.web.line import Line

PUBLIC_URL = "https://line.example.org"
TOKEN = "twilio-auth-token"
SID = "AC0123456789abcdef0123456789abcdef"
CALLER = "+15555550142"

ENVIRONMENT = {
    "IVR_PUBLIC_URL": PUBLIC_URL,
    "IVR_SECRET_KEY": "k" * 64,
    "TWILIO_AUTH_TOKEN": TOKEN,
    "TWILIO_ACCOUNT_SID": SID,
}


def call_form(call_sid: str = "CA1", **more: str) -> dict[str, str]:
    """The parameters that come with every request of a call, and more."""
    return {
        "CallSid": call_sid,
        "AccountSid": SID,
        "From": CALLER,
        "To": "+15555550199",
        "CallStatus": "in-progress",
        "ApiVersion": "2010-04-01",
        "Direction": "inbound",
        "FromCity": "",
        "FromState": "NY",
        **more,
    }


def post(
    client: FlaskClient, target: str, form: Mapping[str, str], token: str = TOKEN
) -> TestResponse:
    """A signed request to a path of the line, or to the full address of an action."""
    path = target.removeprefix(PUBLIC_URL)
    signature = RequestValidator(token).compute_signature(PUBLIC_URL + path, form)
    return client.post(path, data=form, headers={"X-Twilio-Signature": signature})


def action_of(response: TestResponse) -> str:
    """Where the answer to this turn is posted."""
    root = ET.fromstring(response.get_data(as_text=True))
    (action,) = {verb.attrib["action"] for verb in root if verb.tag in {"Gather", "Dial"}}
    return action


def heard(response: TestResponse) -> str:
    """What a caller hears of a turn, as text."""
    root = ET.fromstring(response.get_data(as_text=True))
    return " ".join(text for say in root.iter("Say") for text in say.itertext())


IN_OFFICE_HOURS = datetime(2026, 11, 24, 15, tzinfo=UTC).timestamp()
"""A Tuesday morning in New York, when the staff of the shipped book are there."""


def staffed_app(settings: Settings) -> Flask:
    """The application at an hour at which the staff are there."""
    return create_app(line=Line(settings, lambda: IN_OFFICE_HOURS))
