"""How the phone reaches a webhook: over HTTP, or a WSGI application in the same process."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urlencode, urlsplit

import requests
from werkzeug.test import Client

from ivr.telephony.signature import sign

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

CONNECT_SECONDS: Final = 5
READ_SECONDS: Final = 15
"""What Twilio gives a webhook (its default timeouts)."""

FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a webhook answered. A ``status`` of 0 means that it could not be reached."""

    status: int
    content_type: str
    body: str
    url: str


class Exchange(Protocol):
    """Brings a request of Twilio's to a webhook."""

    def request(self, method: str, url: str, params: Mapping[str, str]) -> Reply:
        """Send these parameters, signed where a token is known; never raises for the network."""


@dataclass(frozen=True, slots=True)
class Wsgi:
    """A WSGI application in this process, known under ``public_url``."""

    application: "WSGIApplication"
    auth_token: str | None = None
    public_url: str = "http://127.0.0.1"

    def request(self, method: str, url: str, params: Mapping[str, str]) -> Reply:
        """Call the application."""
        parts = urlsplit(url)
        query = parts.query if method == "POST" else _joined(parts.query, urlencode(params))
        target = f"{parts.path or '/'}{'?' + query if query else ''}"
        signed = f"{parts.scheme}://{parts.netloc}{target}"
        response = Client(self.application).open(
            parts.path or "/",
            method=method,
            base_url=f"{parts.scheme}://{parts.netloc}",
            query_string=query,
            data=dict(params) if method == "POST" else None,
            headers=_headers(self.auth_token, signed, params if method == "POST" else {}),
            environ_overrides={"RAW_URI": target, "REMOTE_ADDR": "127.0.0.1"},
        )
        body = response.get_data().decode(errors="replace")
        return Reply(response.status_code, response.mimetype or "", body, url)


class Http:
    """Any webhook on the network."""

    def __init__(self, auth_token: str | None = None) -> None:
        self._auth_token = auth_token
        self._session = requests.Session()

    def request(self, method: str, url: str, params: Mapping[str, str]) -> Reply:
        """Send the request."""
        parts = urlsplit(url)
        if method != "POST":
            url = parts._replace(query=_joined(parts.query, urlencode(params))).geturl()
            params = {}
        try:
            response = self._session.request(
                method,
                url,
                data=urlencode(params) if method == "POST" else None,
                headers=_headers(self._auth_token, url, params),
                timeout=(CONNECT_SECONDS, READ_SECONDS),
            )
        except requests.RequestException as error:
            return Reply(0, "", type(error).__name__, url)
        content_type = response.headers.get("Content-Type", "").partition(";")[0]
        return Reply(response.status_code, content_type, response.text, response.url)


def _joined(*queries: str) -> str:
    return "&".join(query for query in queries if query)


def _headers(token: str | None, url: str, params: Mapping[str, str]) -> dict[str, str]:
    headers = {"Content-Type": FORM, "User-Agent": "TwilioProxy/1.1 (Careline's software phone)"}
    if token is not None:
        headers["X-Twilio-Signature"] = sign(token, url, params.items())
    return headers
