"""HTTP to Twilio: with time limits, with every token that may be in use, and with no log.

Twilio's own client logs each address, in which a caller's number stands.
"""

import logging
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Final

import requests
from requests.exceptions import ConnectionError as RequestsConnectionError
from requests.exceptions import ConnectTimeout, RequestException
from twilio.base.client_base import ClientBase
from twilio.http import HttpClient
from twilio.http.response import Response
from urllib3.exceptions import MaxRetryError, NewConnectionError

from ivr.telephony.provider.errors import NO_ANSWER, UNREACHABLE, PassingError
from ivr.telephony.provider.limits import CONNECT, LONGEST_ANSWER, READ

UNAUTHORIZED: Final = 401

REAL: Final = "https://"


class Answer(Response):  # type: ignore[misc] # twilio ships no types
    """What came back, also as bytes."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(status, body.decode(errors="replace"))
        self.body = body


class Wire(HttpClient):  # type: ignore[misc] # as above
    """Sends requests for Twilio's client. Each thread has connections of its own.

    ``api`` is empty, or the address of a Twilio made of software that is asked instead.
    """

    def __init__(self, api: str = "", read: float = READ) -> None:
        super().__init__(logging.getLogger("ivr.telephony"), is_async=False)
        self._api = api
        self._limits = (CONNECT, read)
        self._local = threading.local()

    def request(  # noqa: PLR0913, PLR0917 - as Twilio's client calls it
        self,
        method: str,
        uri: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002 - ours is stricter
        allow_redirects: bool = False,  # noqa: FBT001, FBT002 - as Twilio's client calls it
    ) -> Answer:
        """The answer, whatever its status.

        Raises PassingError if there is none.
        """
        if self._api:
            uri = self._api + "/" + uri.removeprefix(REAL).partition("/")[2]
        given: dict[str, Any] = {"params": params, "data": data, "headers": headers, "auth": auth}
        try:
            with self._session().request(
                method,
                uri,
                **given,
                timeout=self._limits,
                allow_redirects=allow_redirects,
                stream=True,
            ) as response:
                return Answer(response.status_code, _body(response))
        except RequestException as error:
            never_left = isinstance(error, ConnectTimeout) or _no_connection(error)
            code = UNREACHABLE if never_left else NO_ANSWER
            # From None: the error below holds the address, in which a number may stand.
            raise PassingError(code, unsure=not never_left) from None

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
            session.trust_env = not self._api  # a proxy does not lead to this machine
        return session


class Account:
    """One account of Twilio's. ``auth_tokens`` are tried in order, as while they are rotated."""

    def __init__(self, account_sid: str, auth_tokens: Sequence[str], wire: Wire) -> None:
        self._clients = [ClientBase(account_sid, token, http_client=wire) for token in auth_tokens]
        self._root = f"https://api.twilio.com/2010-04-01/Accounts/{account_sid}"

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        redirected: bool = False,
    ) -> Answer:
        """The answer to a request for something below the account.

        Raises PassingError if there is none.
        """
        for client in self._clients:
            answer: Answer = client.request(
                method,
                self._root + path,
                params=params,
                data=data,
                headers={"Accept": "*/*"},
                allow_redirects=redirected,
            )
            if answer.status_code != UNAUTHORIZED:
                break
        return answer


def _body(response: requests.Response) -> bytes:
    body = bytearray()
    for part in response.iter_content(64 * 1024):
        body += part
        if len(body) > LONGEST_ANSWER:
            raise PassingError("too-long", unsure=True)
    return bytes(body)


def _no_connection(error: RequestException) -> bool:
    """Whether nothing was sent, because there was nobody to send it to."""
    cause = error.args[0] if isinstance(error, RequestsConnectionError) and error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
