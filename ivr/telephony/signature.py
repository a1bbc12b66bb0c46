"""Twilio's signature of a request: made, and checked against every token that may be in use.

Base64 of the HMAC-SHA1, keyed with the auth token, of the address and the sorted parameters
(Twilio, "Webhooks security"). The same as ``twilio.request_validator`` for every request that is
signed so, which a property test holds it to, and it never raises. Signatures of Twilio's newer kind
(SHA-256 with shared keys, off unless an account turns it on) are refused.
"""

import hmac
from base64 import b64encode
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any
from urllib.parse import quote, urlsplit

from werkzeug.datastructures import MultiDict


def sign(auth_token: str, url: str, params: Mapping[str, str]) -> str:
    """The signature that Twilio sends with a request to ``url`` with these parameters."""
    mac = hmac.new(auth_token.encode(), _signed_text(url, params), "sha1")
    return b64encode(mac.digest()).decode("ascii")


def _signed_text(url: str, params: Mapping[str, str]) -> bytes:
    if isinstance(params, MultiDict):
        # A parameter that comes twice with the same value is signed once.
        pairs = sorted(set(params.items(multi=True)))
        return "".join([url, *chain.from_iterable(pairs)]).encode()
    return "".join([url, *[name + params[name] for name in sorted(params)]]).encode()


class Verifier:
    """Checks signatures with these auth tokens; during a rotation there are two."""

    def __init__(self, auth_tokens: Sequence[str]) -> None:
        self._keyed = [hmac.new(token.encode(), digestmod="sha1") for token in auth_tokens]

    def accepts(self, url: str, params: Mapping[str, str], signature: str | None) -> bool:
        """Whether one of the tokens made this signature. Junk of any kind is just False.

        Twilio signs some addresses with their port and some without: both are tried, as its own
        validator does.
        """
        try:
            given = (signature or "").encode("ascii")
            if self._matches(_signed_text(url, params), given):
                return True
            other = _other_port(url)
            return other is not None and self._matches(_signed_text(other, params), given)
        except ValueError:
            return False

    def _matches(self, text: bytes, given: bytes) -> bool:
        matched = False
        for keyed in self._keyed:
            mac = keyed.copy()
            mac.update(text)
            matched |= hmac.compare_digest(b64encode(mac.digest()), given)
        return matched


def _other_port(url: str) -> str | None:
    """The address without its port, or with the port that its scheme implies."""
    parts = urlsplit(url)
    if parts.port:
        host = parts.netloc.split(":")[0]
        return parts._replace(netloc=host).geturl()
    port = 443 if parts.scheme == "https" else 80
    return parts._replace(netloc=f"{parts.netloc}:{port}").geturl()


def signed_url(public_url: str, target: str) -> str:
    """The address that Twilio signed, from the public one and the request target as it was sent.

    ``public_url`` has no slash at its end and may have a path; ``target`` may hold that path
    already, or not, where a proxy has cut it off. A target in absolute form is reduced to its path.
    """
    if not target.startswith("/"):
        after_host = target.partition("://")[2]
        target = after_host[after_host.find("/") :] if "/" in after_host else "/"
    scheme, separator, rest = public_url.partition("://")
    host, slash, prefix = rest.partition("/")
    path = slash + prefix
    if path and (target == path or target.startswith((f"{path}/", f"{path}?"))):
        return f"{scheme}{separator}{host}{target}"
    return public_url + target


def raw_target(environ: Mapping[str, Any]) -> str:
    """The request target as it came over the wire, before anything decoded it.

    Frameworks hand out a decoded address, in which ``%27`` has become ``'``; Twilio signed the
    encoded one. Servers keep it as RAW_URI or REQUEST_URI; without either it is made again.
    """
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if raw:
        return str(raw)
    path = str(environ.get("SCRIPT_NAME", "")) + str(environ.get("PATH_INFO", ""))
    query = environ.get("QUERY_STRING")
    encoded = quote(path.encode("latin-1"), safe="/:@!$&'()*+,;=~")
    return f"{encoded}?{query}" if query else encoded
