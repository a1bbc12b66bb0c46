"""Who else may say who somebody is: an OpenID Connect issuer, as the environment names it."""

from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Self
from urllib.parse import urlsplit

from ivr.errors import CarelineError


class IssuerError(CarelineError):
    """Raised if what is written can't make an issuer that is safe to trust."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuer, and what this line is called there. ``url`` has no slash at its end."""

    url: str
    client_id: str
    client_secret: str = field(repr=False)

    @classmethod
    def written(cls, url: str, client_id: str, client_secret: str, *, local: bool) -> Self | None:
        """The issuer of these three; none if none of them is written.

        Only with ``local``, it may be one of this machine without https.

        Raises IssuerError, which says what to mend.
        """
        if not (url or client_id or client_secret):
            return None
        if not (url and client_id and client_secret):
            raise IssuerError("set all three of them, or none")
        try:
            parts = urlsplit(url)
            here = local and parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}
        except ValueError:
            raise IssuerError("the issuer is not an address") from None
        if not (parts.hostname and (parts.scheme == "https" or here)) or parts.query:
            raise IssuerError("the issuer must start with https://, and have no ?")
        if find_spec("authlib") is None:
            raise IssuerError("Authlib is not installed: pip install 'careline[oidc]'")
        return cls(url.rstrip("/"), client_id, client_secret)
