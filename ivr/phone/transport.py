"""How the phone reaches a webhook: over HTTP, or a WSGI application in the same process."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urlencode, urlsplit

import requests
from werkzeug.test import Client, ClientRedirectError

from ivr.telephony.signature import sign

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

CONNECT_SECONDS: Final = 5
READ_SECONDS: Final = 15
"""What Twilio gives a webhook (its default timeouts)."""

MOST_REDIRECTS: Final = 10
"""HTTP redirects that Twilio follows."""

LARGEST_FILE: Final = 16 * 1024 * 1024
"""Bytes of a sound file: half an hour of telephone sound."""

FOUND: Final = 200

FAILED_TO_FETCH, TOO_MANY_REDIRECTS = 11200, 11215

FORM: Final = "application/x-www-form-urlencoded"

_DECLARED: Final = re.compile(rb"\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a webhook answered, and the address that answered.

    A ``status`` of 0 means that it could not be reached: ``error`` is Twilio's code for that, and
    ``body`` the name of what was raised.
    """

    status: int
    content_type: str
    body: str
    url: str
    error: int = 0


class Exchange(Protocol):
    """Brings a request of Twilio's to a webhook."""

    def request(self, method: str, url: str, params: Mapping[str, str]) -> Reply:
        """Send these parameters, signed where a token is known.

        Never raises for the network, nor for what the webhook does.
        """

    def download(self, url: str) -> bytes | None:
        """A file that a document plays; None if it can't be had."""


@dataclass(frozen=True, slots=True)
class Wsgi:
    """A WSGI application in this process. It answers for every host.

    ``prefix`` is the part of every address that a proxy in front of it would take away.
    """

    application: "WSGIApplication"
    auth_token: str | None = None
    prefix: str = ""

    def request(self, method: str, url: str, params: Mapping[str, str]) -> Reply:
        """Call the application. An exception of its own is status 500, as a server makes it."""
        parts = urlsplit(url)
        query = parts.query if method == "POST" else _joined(parts.query, urlencode(params))
        path = parts.path or "/"
        asked = f"?{query}" if query else ""
        signed = f"{parts.scheme}://{parts.netloc}{path}{asked}"
        path = path.removeprefix(self.prefix) or "/"
        form = dict(params) if method == "POST" else {}
        try:
            response = Client(self.application).open(
                path,
                method=method,
                base_url=f"{parts.scheme}://{parts.netloc}",
                query_string=query,
                data=form or None,
                headers=_headers(self.auth_token, signed, form),
                environ_overrides={"RAW_URI": path + asked, "REMOTE_ADDR": "127.0.0.1"},
                follow_redirects=True,
            )
            body = response.get_data()
        except ClientRedirectError as error:
            return Reply(0, "", type(error).__name__, url, TOO_MANY_REDIRECTS)
        except Exception as error:  # noqa: BLE001 - an application may raise anything
            return Reply(500, "", type(error).__name__, url)
        return _reply(response.status_code, response.headers.get("Content-Type", ""), body, url)

    def download(self, url: str) -> bytes | None:
        """Ask the application for a file."""
        try:
            with Client(self.application).get(
                urlsplit(url).path, environ_overrides={"REMOTE_ADDR": "127.0.0.1"}
            ) as response:
                return response.get_data() if response.status_code == FOUND else None
        except Exception:  # noqa: BLE001 - an application may raise anything
            return None


class Http:
    """Any webhook on the network."""

    def __init__(self, auth_token: str | None = None) -> None:
        self._auth_token = auth_token
        self._session = requests.Session()
        self._session.max_redirects = MOST_REDIRECTS

    def request(self, method: str, url: str, params: Mapping[str, str]) -> Reply:
        """Send the request. As with Twilio, a redirect loses the parameters of a POST."""
        parts, asked = urlsplit(url), url
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
        except requests.TooManyRedirects as error:
            return Reply(0, "", type(error).__name__, url, TOO_MANY_REDIRECTS)
        except requests.RequestException as error:
            return Reply(0, "", type(error).__name__, url, FAILED_TO_FETCH)
        content_type = response.headers.get("Content-Type", "")
        # Without a redirect the address is the one asked for, not the one with GET's parameters.
        answered = response.url if response.history else asked
        return _reply(response.status_code, content_type, response.content, answered)

    def download(self, url: str) -> bytes | None:
        """Fetch a file, which is bounded, since what another line plays is not ours to trust."""
        try:
            with self._session.get(
                url, timeout=(CONNECT_SECONDS, READ_SECONDS), stream=True
            ) as response:
                content = response.raw.read(LARGEST_FILE + 1, decode_content=True)
        except requests.RequestException:
            return None
        fits = response.status_code == FOUND and len(content) <= LARGEST_FILE
        return content if fits else None

    def close(self) -> None:
        """Close the connections that are kept open between requests."""
        self._session.close()


def _reply(status: int, content_type: str, body: bytes, url: str) -> Reply:
    header = Message()
    header["Content-Type"] = content_type
    charset = header.get_content_charset()
    if charset is None:
        # XML without a charset is UTF-8 unless it says otherwise itself (RFC 7303).
        declared = _DECLARED.match(body)
        charset = declared.group(1).decode("ascii") if declared else "utf-8"
    try:
        text = body.decode(charset, errors="replace")
    except (LookupError, ValueError):
        text = body.decode(errors="replace")
    return Reply(status, content_type.partition(";")[0].strip().lower(), text, url)


def _joined(*queries: str) -> str:
    return "&".join(query for query in queries if query)


def _headers(token: str | None, url: str, params: Mapping[str, str]) -> dict[str, str]:
    headers = {"Content-Type": FORM, "User-Agent": "TwilioProxy/1.1 (Careline's software phone)"}
    if token is not None:
        headers["X-Twilio-Signature"] = sign(token, url, params)
    return headers
