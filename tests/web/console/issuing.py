"""A small OpenID Connect issuer on loopback: discovery, keys, a log-in that asks nothing, tokens.

What it says of who logs in, and how it misbehaves, is set by the test.
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.loopback import Loopback

CLIENT, SECRET = "careline", "a secret of the client"


@dataclass
class Issuer:
    """Runs while it is entered. ``claims`` is what its tokens say besides what all of them do."""

    claims: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, Any] = field(default_factory=dict)
    forged: bool = False
    name: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    codes: dict[str, Mapping[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._server = Loopback(_handler(self))
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.end()

    @property
    def url(self) -> str:
        """Where it is."""
        return self._server.url

    def metadata(self) -> dict[str, Any]:
        """What it publishes of itself."""
        return {
            "issuer": self.name or self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def authorize(self, asked: Mapping[str, str]) -> str:
        """Where the browser is sent back to, with a code that can be used once."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: Mapping[str, str], authorization: str) -> dict[str, Any] | None:
        """The tokens for a code; none if the client can't prove that it asked for it."""
        asked = self.codes.pop(form.get("code", ""), None)
        expected = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or authorization not in {f"Basic {expected}", f"Basic {plain}"}:
            return None
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        now = int(time.time())
        said = {
            "iss": self.url, "aud": CLIENT, "sub": "s-1", "iat": now, "exp": now + 60,
            "nonce": asked["nonce"], **self.claims, **self.wrong,
        }  # fmt: skip
        key = RSAKey.generate_key(2048, {"kid": "one"}) if self.forged else self.key
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, said, key)
        return {"access_token": "unused", "token_type": "Bearer", "id_token": signed}


def _handler(issuer: Issuer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            issuer.asked.append(parts.path)
            if parts.path == "/authorize":
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", issuer.authorize(query))
                self.end_headers()
            elif parts.path == "/keys":
                self._send({"keys": [issuer.key.as_dict(private=False)]})
            else:
                self._send(issuer.metadata())

        def do_POST(self) -> None:
            issuer.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            tokens = issuer.token(form, self.headers.get("Authorization", ""))
            self._send(tokens or {"error": "invalid_grant"}, 200 if tokens else 400)

        def log_message(self, *_given: object) -> None:
            """Nothing is printed."""

        def _send(self, value: object, status: int = 200) -> None:
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
