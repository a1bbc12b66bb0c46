"""The requests that the benchmark sends: as Twilio's, signed, as raw bytes."""

from urllib.parse import urlencode

from ivr.telephony.signature import sign

PUBLIC_URL = "https://line.example"
TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 - of an account that doesn't exist
SID = "AC0123456789abcdef0123456789abcdef"
CALL = "CA0123456789abcdef0123456789abcdef"

ENVIRONMENT = {
    "IVR_PUBLIC_URL": PUBLIC_URL,
    "IVR_SECRET_KEY": "5e" * 32,
    "TWILIO_AUTH_TOKEN": TOKEN,
    "TWILIO_ACCOUNT_SID": SID,
}

FORM = {
    "AccountSid": SID,
    "ApiVersion": "2010-04-01",
    "CallSid": CALL,
    "CallStatus": "in-progress",
    "CallToken": "%7B%22parentCallInfoToken%22%3A%22eyJhbGciOiJFUzI1NiJ9%22%7D",
    "Called": "+15555550199",
    "CalledCity": "",
    "CalledCountry": "US",
    "CalledState": "NY",
    "CalledZip": "",
    "Caller": "+15555550142",
    "CallerCity": "SARATOGA SPRINGS",
    "CallerCountry": "US",
    "CallerState": "NY",
    "CallerZip": "12866",
    "Digits": "1",
    "Direction": "inbound",
    "FinishedOnKey": "",
    "From": "+15555550142",
    "FromCity": "SARATOGA SPRINGS",
    "FromCountry": "US",
    "FromState": "NY",
    "FromZip": "12866",
    "StirVerstat": "TN-Validation-Passed-A",
    "To": "+15555550199",
    "ToCity": "",
    "ToCountry": "US",
    "msg": "Gather End",
}
"""A key press: the 28 parameters that Twilio sends with it."""


def request(path: str, form: dict[str, str]) -> bytes:
    """A signed POST to this path, ready to be written to a socket."""
    body = urlencode(form).encode()
    signature = sign(TOKEN, PUBLIC_URL + path, form)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: line.example\r\nUser-Agent: TwilioProxy/1.1\r\n"
        "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
        f"X-Twilio-Signature: {signature}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
