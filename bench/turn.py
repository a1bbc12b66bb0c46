"""A signed menu turn, end to end, against a bare Flask endpoint in the same run."""

import re
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import requests

from bench import load
from bench.requests import CALL, ENVIRONMENT, FORM, PUBLIC_URL, TOKEN, request
from bench.servers import Server
from ivr.telephony.signature import sign
from tests.real.postgres import Cluster, programs

SLICES = 60
SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Comparison:
    """The slices of both servers, taken by turns, and what the line itself used.

    ``megabytes`` is its worker's peak memory; ``ready_seconds`` is from process start to ready.
    """

    bare: list[load.Slice]
    line: list[load.Slice]
    megabytes: float | None
    ready_seconds: float

    @property
    def ratios(self) -> list[float]:
        """The line's requests a second as a share of the bare endpoint's, slice by slice."""
        return [line.rate / bare.rate for bare, line in zip(self.bare, self.line, strict=True)]

    @property
    def ratio(self) -> float:
        """The median of the ratios."""
        return median(self.ratios)

    @property
    def bad(self) -> int:
        """Answers that were not a 200 with the right TwiML."""
        return sum(taken.bad for taken in [*self.bare, *self.line])


def compare() -> Comparison:
    """Measure both, by turns, under the same settings; calls are noted down in SQLite."""
    with TemporaryDirectory(prefix="careline-") as folder:
        return _compared(f"sqlite:///{folder}/careline.db")


def compare_with_postgresql() -> Comparison | None:
    """The same with calls noted down in PostgreSQL; None where there is none."""
    if programs() is None:
        return None
    with Cluster(programs() or Path()) as cluster:
        return _compared(cluster.database())


def _compared(database: str) -> Comparison:
    environment = {**ENVIRONMENT, "IVR_DATABASE_URL": database}
    with Server("ivr.web:create_app()", environment) as line:
        path, twiml = _menu_turn(line.port)
        menu = load.Question(request(path, FORM), twiml.encode())
        with Server("bench.static_app:create_app()", {"BENCH_TWIML": twiml}) as bare:
            seen = load.run((bare.port, line.port), menu, SLICES, SECONDS)
        return Comparison(seen[0], seen[1], line.peak_megabytes(), line.ready_seconds)


def _menu_turn(port: int) -> tuple[str, str]:
    """Begin a call: where a key press in the main menu goes, and what it is answered with."""
    first = {key: FORM[key] for key in ("AccountSid", "From", "To")} | {"CallSid": CALL}
    opened = _post(port, "/voice", first)
    path = _action(opened)
    return path, _post(port, path, FORM)


def _post(port: int, path: str, form: dict[str, str]) -> str:
    # The line checks the public address, so the request is signed for it and sent here.
    signature = sign(TOKEN, PUBLIC_URL + path, form)
    with requests.Session() as session:
        session.trust_env = False  # a proxy of the shell's has no business here
        reply = session.post(
            f"http://127.0.0.1:{port}{path}",
            data=form,
            headers={"X-Twilio-Signature": signature},
            timeout=10,
        )
    reply.raise_for_status()
    return reply.text


def _action(twiml: str) -> str:
    found = re.search(rf'action="{PUBLIC_URL}([^"]+)"', twiml)
    if found is None:
        raise ValueError("the line ended the call, where it should have asked for more")
    return found.group(1)
