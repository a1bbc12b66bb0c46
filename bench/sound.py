"""``make bench-sound``: how fast sound is made, and how soon a caller hears what was made."""

import os
import re
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

import requests

from bench.requests import ENVIRONMENT, FORM, PUBLIC_URL, TOKEN
from bench.servers import Server
from ivr.settings import shipped_book
from ivr.telephony.signature import sign

FIRST_AUDIO_MILLISECONDS, AGAIN_SECONDS, MEGABYTES = 10.0, 2.0, 600.0
SECONDS: Final = {"pyttsx3": 20.0, "voices": 60.0}
"""What making all of both languages at the normal pace may take."""

TURNS: Final = 200
"""Turns whose first sound is asked for."""

_ENGINES: Final = re.compile(r"engines: \[[^\]]*\]")
_PLAYED: Final = re.compile(r"<Play>([^<]+)</Play>")
_REPORT: Final = re.compile(r"(\d+) sounds were made in ([0-9.]+) seconds[^:]*: (\d+) minutes")


@dataclass(frozen=True, slots=True)
class Rendered:
    """One run of ``ivr render``: sounds that were made, seconds, minutes of speech, megabytes."""

    made: int
    seconds: float
    minutes: int
    megabytes: float


def main() -> int:
    """Measure and print; 1 if a number is missed."""
    missed = []
    with TemporaryDirectory() as folder:
        for engines, most in SECONDS.items():
            if engines == "voices" and not all(map(find_spec, ("hibari", "py_nanotts"))):
                print("the better voices are not installed (`make voices`): not measured")
                continue
            book = _book(Path(folder) / engines, engines)
            audio = Path(folder) / f"{engines}-audio"
            first, again = _render(book, audio), _render(book, audio)
            size = sum(path.stat().st_size for path in audio.rglob("*") if path.is_file()) / 1e6
            print(
                f"{engines}: {first.made} sounds, {first.minutes} minutes, {size:.0f} MB, "
                f"in {first.seconds:.1f} seconds (below {most:.0f}); "
                f"again, nothing new: {again.seconds:.2f} (below {AGAIN_SECONDS:.0f}); "
                f"peak memory of a process {first.megabytes:.0f} MB (below {MEGABYTES:.0f})"
            )
            missed += [f"{engines}, first"] if first.seconds >= most else []
            missed += [f"{engines}, again"] if again.seconds >= AGAIN_SECONDS else []
            missed += [f"{engines}, memory"] if first.megabytes >= MEGABYTES else []
            if engines == "pyttsx3":
                missed += _first_audio(book, audio)
    print(f"\n{'missed: ' + ', '.join(missed) if missed else 'every number holds'}")
    return 1 if missed else 0


def _book(folder: Path, engines: str) -> Path:
    """A copy of the shipped book that plays sound, made by these engines."""
    for part in ("flows", "prompts"):
        shutil.copytree(shipped_book() / part, folder / part)
    service = folder / "flows" / "service.yaml"
    text = service.read_text().replace("speech: twilio", "speech: rendered")
    if engines == "pyttsx3":
        text = _ENGINES.sub("engines: [pyttsx3]", text)
    service.write_text(text)
    return folder


def _render(book: Path, audio: Path) -> Rendered:
    command = [sys.executable, "-m", "ivr.cli", "render", str(book), "--pace", "normal"]
    began = perf_counter()
    done = subprocess.run(
        command, env={**os.environ, "IVR_AUDIO": str(audio)}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    seconds = perf_counter() - began
    found = _REPORT.search(done.stdout)
    if found is None:
        raise SystemExit(f"ivr render reported nothing that can be read: {done.stdout}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Rendered(int(found.group(1)), seconds, int(found.group(3)), peak)


def _first_audio(book: Path, audio: Path) -> list[str]:
    """How soon the first byte of a turn's first sound comes, as from a telephone that asks."""
    environment = {**ENVIRONMENT, "IVR_BOOK": str(book), "IVR_AUDIO": str(audio)}
    times = []
    with Server("ivr.web:create_app()", environment) as line, requests.Session() as session:
        session.trust_env = False
        local = f"http://127.0.0.1:{line.port}"
        for turn in range(TURNS):
            form = {**FORM, "CallSid": f"CA{turn:032x}"}
            form.pop("Digits", None)
            signature = sign(TOKEN, f"{PUBLIC_URL}/voice", form)
            twiml = session.post(
                f"{local}/voice", data=form, headers={"X-Twilio-Signature": signature}, timeout=10
            ).text
            played = _PLAYED.findall(twiml)
            if not played:
                raise SystemExit("a line that should play says: its sound was not found")
            began = perf_counter()
            with session.get(
                played[0].replace(PUBLIC_URL, local), stream=True, timeout=10
            ) as answer:
                next(answer.iter_content(1024))
                times.append(1e3 * (perf_counter() - began))
                answer.content  # noqa: B018 - the connection is used again
    p99 = quantiles(times, n=100)[98]
    print(
        f"the first audio of a turn, in milliseconds: median {median(times):.2f}, "
        f"p99 {p99:.2f} (below {FIRST_AUDIO_MILLISECONDS:.0f})"
    )
    return ["first audio"] if p99 >= FIRST_AUDIO_MILLISECONDS else []


if __name__ == "__main__":
    sys.exit(main())
