"""The voice that is always there: espeak through pyttsx3, with a driver that finishes its work.

pyttsx3's own driver for espeak speaks in the background: after some hundred changes of rate its
files come out scrambled, empty or not at all, and a fork hangs. This driver has espeak work inside
the call, behind a lock, with every setting given each time.
"""

import ctypes
import os
import sys
import threading
import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import espeakng_loader
import numpy as np

from ivr.speech.interrupts import held
from ivr.speech.voice import SpeechError

if TYPE_CHECKING:
    from ivr.speech.voice import Samples

DRIVER: Final = "careline"

DONT_EXIT: Final = 0x8000
"""espeak_Initialize: report failure instead of ending the process (speak_lib.h)."""

SLOWEST, FASTEST = 80, 450
"""Words a minute that espeak speaks at (speak_lib.h: espeakRATE)."""

FASTER: Final = {"gmw": 1.19, "roa": 1.08}
"""How much faster espeak reads this line's texts than it is told to, by family of languages: it
counts other words than prose has (`bench.paces`)."""

FULL_SCALE: Final = 32_768

_lock = threading.RLock()


def _hold() -> None:
    _lock.acquire()


def _release() -> None:
    _lock.release()


def _renew() -> None:
    global _lock  # noqa: PLW0603 - a lock that a thread held at the fork is held for ever
    _lock = threading.RLock()


# A fork in the middle of another thread's text would leave espeak half-way through it in the child.
os.register_at_fork(before=_hold, after_in_parent=_release, after_in_child=_renew)


@cache
def _espeak() -> tuple[Any, int]:
    """pyttsx3's binding of the library in the wheel, and the samples a second that it makes."""
    library = espeakng_loader.get_library_path()
    # The binding opens the library by its versioned name, and finds the one that is open already.
    named = f"{library}.1"
    ctypes.CDLL(named if Path(named).exists() else library, mode=ctypes.RTLD_GLOBAL)
    binding = import_module("pyttsx3.drivers._espeak")
    data = os.fsencode(espeakng_loader.get_data_path())
    rate = int(binding.Initialize(binding.AUDIO_OUTPUT_SYNCHRONOUS, 0, data, DONT_EXIT))
    if rate <= 0:
        raise SpeechError("espeak could not read its voices: install espeakng-loader again")
    return binding, rate


def _synthesised(text: str, voice: str, rate: float) -> bytes:
    """16-bit samples."""
    sound: list[bytes] = []
    lost: list[BaseException] = []

    def receive(samples: Any, count: int, _events: Any) -> int:  # noqa: ANN401 - ctypes
        try:
            if samples and count > 0:
                sound.append(ctypes.string_at(samples, 2 * count))
        except BaseException as error:  # noqa: BLE001 - ctypes would print it and go on
            lost.append(error)
            return 1  # espeak stops
        return 0

    with _lock, held():
        binding, _ = _espeak()
        binding.SetSynthCallback(receive)
        if binding.SetVoiceByName(voice.encode()) != 0:
            raise SpeechError(f"espeak has no voice {voice}")
        # After the voice, which resets the others; and all of them, since others speak here too.
        settings = (
            (binding.RATE, round(min(FASTEST, max(SLOWEST, rate)))),
            (binding.VOLUME, 100),
            (binding.PITCH, 50),
            (binding.RANGE, 50),
        )
        for parameter, value in settings:
            if binding.SetParameter(parameter, value, 0) != 0:
                raise SpeechError("espeak refused a setting of its voice")
        # What follows a NUL would not be said.
        failed = binding.Synth(text.replace("\0", " ").encode(), flags=binding.CHARS_UTF8)
    if lost:
        raise lost[0]
    made = b"".join(sound)
    if failed or not made:
        raise SpeechError("espeak made no sound")
    return made


@dataclass(slots=True)
class _Take:
    """What was spoken for one text: 16-bit samples."""

    sound: bytes = b""


class _Driver:
    """What pyttsx3 asks a driver for. Its engine calls ``save_to_file`` through ``proxy``."""

    def __init__(self, proxy: Any) -> None:  # noqa: ANN401 - pyttsx3 ships no types
        self._proxy = proxy
        self._properties: dict[str, Any] = {"voice": "", "rate": 150.0}

    def setProperty(self, name: str, value: object) -> None:  # noqa: N802 - pyttsx3's name
        self._properties[name] = value

    def getProperty(self, name: str) -> object:  # noqa: N802 - pyttsx3's name
        return self._properties[name]

    def save_to_file(self, text: str, into: "_Take") -> None:
        """Keep the sound in a take: there is no need of a file between espeak and numpy."""
        into.sound = _synthesised(text, self._properties["voice"], self._properties["rate"])
        self._proxy.notify("finished-utterance", completed=True)

    def startLoop(self) -> None:  # noqa: N802 - pyttsx3's name
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802 - pyttsx3's name
        self._proxy.setBusy(False)

    def iterate(self) -> Iterator[None]:
        self._proxy.setBusy(False)
        yield

    def stop(self) -> None:
        """Nothing plays that could be stopped."""

    def destroy(self) -> None:
        """Nothing to end: other engines of this process speak with the same library."""


def _engine() -> Any:  # noqa: ANN401 - pyttsx3 ships no types
    """An engine of pyttsx3 with the driver above."""
    import pyttsx3.drivers  # noqa: PLC0415 - needs the library that _espeak opens
    from pyttsx3.engine import Engine  # noqa: PLC0415 - as above

    module = types.ModuleType(f"pyttsx3.drivers.{DRIVER}")
    module.buildDriver = _Driver  # type: ignore[attr-defined] # what pyttsx3 looks for
    sys.modules[module.__name__] = module
    setattr(pyttsx3.drivers, DRIVER, module)
    return Engine(DRIVER, False)  # noqa: FBT003 - pyttsx3's own signature


class Espeak:
    """A voice of espeak, such as ``gmw/en-us``."""

    def __init__(self, voice: str) -> None:
        self._voice = voice
        self._faster = FASTER.get(voice.partition("/")[0], 1.0)
        self._failures: list[BaseException] = []
        with _lock:
            _espeak()
            self._engine = _engine()
        self._engine.connect("error", self._failed)
        # pyttsx3's engine is born busy; from here on each of its commands is done at once.
        self._engine.proxy.setBusy(False)
        self._engine.setProperty("voice", voice)

    @property
    def id(self) -> str:
        """As Voice has it."""
        return f"pyttsx3 {version('pyttsx3')} espeak {version('espeakng-loader')} {self._voice}"

    @property
    def samples_a_second(self) -> int:
        """As Voice has it."""
        return _espeak()[1]

    def speak(self, text: str, words_per_minute: float) -> "Samples":
        """As Voice has it."""
        if not text:
            raise SpeechError("there is nothing to say")
        take = _Take()
        with _lock:
            self._failures.clear()
            self._engine.setProperty("rate", words_per_minute / self._faster)
            self._engine.save_to_file(text, take)
            failures = list(self._failures)
        if failures:
            raise failures[0]
        if not take.sound:
            raise SpeechError("pyttsx3 did not have its driver speak")
        return np.frombuffer(take.sound, "<i2").astype(np.float32) * np.float32(1 / FULL_SCALE)

    def _failed(self, *, exception: BaseException, name: object = None) -> None:
        del name
        self._failures.append(exception)
