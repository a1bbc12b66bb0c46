"""How often pages may be used by whom: token buckets in this process, time as an argument.

Each worker counts for itself, so that several workers allow as many times as much.
"""

import ipaddress
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MOST_CLIENTS: Final = 10_000
"""Addresses that are remembered; the one that was seen longest ago is forgotten first."""

EVERYBODY: Final = "everybody"

IPV6_SITE: Final = 64
"""Bits of an IPv6 address that one household or office has to itself."""

_WITH_PORT: Final = re.compile(r"\[([^]]*)](?::\d+)?|([^:]*):\d+")
"""[2606:4700::1]:443 and 203.0.114.7:443, as some proxies write addresses."""


@dataclass(frozen=True, slots=True)
class Rate:
    """``most`` at once, and as many again over ``seconds``."""

    most: int
    seconds: float


CALLS: Final = Rate(20, 600)
TURNS: Final = Rate(120, 120)
CALLS_IN_ALL: Final = Rate(200, 600)
TURNS_IN_ALL: Final = Rate(1_200, 120)
LOG_INS: Final = Rate(20, 600)
LOG_INS_IN_ALL: Final = Rate(200, 600)


class Buckets:
    """One bucket of tokens for each of many keys."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str, now: float) -> float:
        """The seconds until there is a token; 0 if there is one."""
        missing = 1 - self._filled(key, now)
        return max(0.0, missing * self._rate.seconds / self._rate.most)

    def take(self, key: str, now: float) -> None:
        """Take a token."""
        self._left[key] = (self._filled(key, now) - 1, now)
        self._left.move_to_end(key)
        if len(self._left) > MOST_CLIENTS:
            self._left.popitem(last=False)

    def _filled(self, key: str, now: float) -> float:
        left, at = self._left.get(key, (float(self._rate.most), now))
        since = max(0.0, now - at)
        return min(self._rate.most, left + since * self._rate.most / self._rate.seconds)


class Limit:
    """So often for each client, and so often for all of them together."""

    def __init__(self, each: Rate, in_all: Rate) -> None:
        self._each, self._all = Buckets(each), Buckets(in_all)
        self._lock = threading.Lock()

    def take(self, client: str, now: float) -> float:
        """Count one use: 0 if it is allowed, otherwise the seconds after which it would be."""
        with self._lock:
            seconds = max(self._each.wait(client, now), self._all.wait(EVERYBODY, now))
            if not seconds:
                self._each.take(client, now)
                self._all.take(EVERYBODY, now)
            return seconds


def client(environ: Mapping[str, object]) -> str:
    """Whose request this is, as far as can be told.

    Behind a proxy of our own, which is one at a private address or at a socket without any, it is
    who the proxy says it was: the last address that was added. A caller can write others before
    it, and not that one.
    """
    peer = _address(str(environ.get("REMOTE_ADDR", "")))
    if peer is None or not peer.is_global:
        last = str(environ.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2]
        peer = _address(last) or peer
    if isinstance(peer, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((peer, IPV6_SITE), strict=False))
    return str(peer)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address, with or without a port. One of IPv4 is the same however it is written."""
    written = _WITH_PORT.fullmatch(text.strip())
    try:
        address = ipaddress.ip_address(written[1] or written[2] if written else text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
