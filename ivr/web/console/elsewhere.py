"""``/console/elsewhere``: logging in with an account of the organisation (OpenID Connect).

Authorization code with PKCE, a nonce and a state; the identity token's signature, issuer, audience
and times are checked by Authlib against the keys that the issuer publishes.
"""

import logging
from collections.abc import Mapping
from typing import Any, Final

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Response, current_app, request
from joserfc.errors import JoseError
from requests import RequestException

from ivr.issuer import Issuer
from ivr.records import Entry, Role, UserError
from ivr.web.console.desk import PATH, Desk, gone_to, shown
from ivr.web.console.sessions import Sessions
from ivr.web.limits import LOG_INS, LOG_INS_IN_ALL, Limit, client

log = logging.getLogger("ivr.web")

REFUSED, TOO_MANY, AWAY = 403, 429, 503

PATIENCE: Final = 5
"""Seconds that the issuer has for each answer."""

CLAIM: Final = "careline_role"
"""What a token says of a role: staff, editor, or a list of what somebody is."""

FAILED: Final = "Your organisation's account did not let you in. Begin again, or ask who runs it."
UNKNOWN: Final = (
    "Your account is known, and may not use this console. Ask whoever runs the line to let you in."
)
TOO_OFTEN: Final = "Too many tries from here: wait a few minutes."
SILENT: Final = "Your organisation's accounts can't be reached right now. Try again in a minute."

FAILURES: Final = (
    AuthlibBaseError,
    JoseError,
    RequestException,
    RuntimeError,
    ValueError,
    KeyError,
)
"""What Authlib raises of answers that it can't take, and of an issuer that is away."""


class Elsewhere:
    """The way to the issuer and back."""

    def __init__(self, issuer: Issuer, public_url: str, desk: Desk, sessions: Sessions) -> None:
        self._issuer = issuer
        self._public_url = public_url
        self._desk = desk
        self._sessions = sessions
        self._limit = Limit(LOG_INS, LOG_INS_IN_ALL)
        self._client: Any = None

    def join(self, pages: Blueprint) -> None:
        """Add its pages."""
        pages.add_url_rule("/elsewhere", "elsewhere", self.go, methods=["GET"])
        pages.add_url_rule("/elsewhere/back", "returned", self.come_back, methods=["GET"])

    def go(self) -> Response:
        """On to the issuer."""
        address = self._public_url or request.host_url.rstrip("/")
        try:
            answer: Response = self._made().authorize_redirect(f"{address}{PATH}/elsewhere/back")
        except FAILURES as error:
            return self._turned_away(SILENT, AWAY, error)
        return answer

    def come_back(self) -> Response:
        """Back from the issuer, who says who somebody is."""
        if self._limit.take(client(request.environ), self._desk.now().timestamp()):
            return shown("login", TOO_MANY, message=TOO_OFTEN, elsewhere=True)
        try:
            claims: Mapping[str, Any] = self._made().authorize_access_token()["userinfo"]
        except RequestException as error:
            return self._turned_away(SILENT, AWAY, error)
        except FAILURES as error:
            return self._turned_away(FAILED, REFUSED, error)
        now, name = self._desk.now(), _name(claims)
        role, told = _role(claims)
        admitted = name and not (told and role is None)
        try:
            known = self._desk.records.users.admit(name, role, now) if admitted else None
        except UserError:
            known = None
        if known is None:
            log.warning("the issuer sent somebody who may not use the console")
            return shown("login", REFUSED, message=UNKNOWN, elsewhere=True)
        self._desk.records.audit.note(Entry(now, known.name, "logged in", "session", ""))
        self._sessions.begin(known)
        return gone_to("queue")

    def _made(self) -> Any:  # noqa: ANN401 - Authlib ships no types
        """The client; it learns of the issuer when somebody first comes, and not before."""
        if self._client is None:
            self._client = OAuth(current_app).register(
                "careline",
                client_id=self._issuer.client_id,
                client_secret=self._issuer.client_secret,
                server_metadata_url=f"{self._issuer.url}/.well-known/openid-configuration",
                client_kwargs={
                    "scope": "openid profile email",
                    "code_challenge_method": "S256",
                    "default_timeout": PATIENCE,
                },
            )
        known = self._client.load_server_metadata()
        if str(known.get("issuer", "")).rstrip("/") != self._issuer.url:
            raise ValueError("the issuer calls itself something else than IVR_OIDC_ISSUER")
        return self._client

    def _turned_away(self, message: str, status: int, error: Exception) -> Response:
        log.warning("a log-in with the issuer failed: %s", type(error).__name__)
        return shown("login", status, message=message, elsewhere=True)


def _name(claims: Mapping[str, Any]) -> str:
    """What somebody is called: by the issuer's own name, or an address that it has checked."""
    if claims.get("email_verified") is True:
        return str(claims.get("preferred_username") or claims.get("email") or "")
    return str(claims.get("preferred_username") or "")


def _role(claims: Mapping[str, Any]) -> tuple[Role | None, bool]:
    """The highest role that a token gives, and whether it speaks of roles at all."""
    said = claims.get(CLAIM)
    if said is None:
        return None, False
    given = {said} if isinstance(said, str) else {str(each) for each in said}
    return next((role for role in (Role.EDITOR, Role.STAFF) if role in given), None), True
