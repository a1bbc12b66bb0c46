"""What a browser plays of what the line says; sound is made the first time it is asked for."""

import logging
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ivr.phone.listening import heard_text, length
from ivr.phone.verbs import Pause, Play, Say
from ivr.speech.cache import TELEPHONE_FILE, WIDE_FILE, SoundCache
from ivr.speech.sounds import Clip
from ivr.speech.voice import SpeechError
from ivr.web.failures import log_failure
from ivr.web.phone.captions import Captions, Part

if TYPE_CHECKING:
    from ivr.speech.studio import Made, Studio

log = logging.getLogger("ivr.web")

NO_ROOM: Final = 60.0
"""Seconds for which no new sound is made after one could not be kept."""

_KINDS: Final = (WIDE_FILE, TELEPHONE_FILE)

_OURS: Final = re.compile(r"(?:.*/)?audio/([0-9a-f]{32})\.(?:wav|flac)")


@dataclass(frozen=True, slots=True)
class Said:
    """Something that is said: its words, their locale, and the address of the sound.

    Addresses are relative to the page, which need not know what stands before it. A pause has no
    words. ``language`` is empty where it is not known, ``audio`` where there is none. ``parts``
    are those of a text in several languages.
    """

    text: str
    language: str
    audio: str
    seconds: float
    parts: tuple[Part, ...] = ()


class Sounds:
    """The sounds in a folder. One is made at a time: the rest of the process answers calls.

    ``engines`` are those that a book wants by locale, as `ivr render` takes them, and ``captions``
    those of its sounds. ``now`` is in seconds, from any time on.
    """

    def __init__(
        self,
        folder: Path,
        engines: Mapping[str, Sequence[str]] | None = None,
        captions: Captions | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cache = SoundCache(folder)
        self._engines = engines or {}
        self._captions = captions or {}
        self._now = now
        self._studio: Studio | None = None
        self._lock = threading.Lock()
        self._no_room_until = 0.0
        self._no_room_told = False

    def said(self, verb: Say | Play | Pause) -> Said:
        """What is heard of a verb. Where no sound can be had there are words only."""
        try:
            if isinstance(verb, Say) and heard_text(verb):
                return self._spoken(verb)
            if isinstance(verb, Play):
                return self._played(verb)
        # RuntimeError is what soundfile raises, and ImportError an engine that is not whole.
        except (SpeechError, OSError, RuntimeError, ImportError) as error:
            log_failure("a sound could not be made", error)
        language = verb.language if isinstance(verb, Say) else ""
        return Said(heard_text(verb), language, "", length(verb))

    def _spoken(self, say: Say) -> Said:
        with self._lock:
            made = self._made([Clip(say.language, say.sounds)])
        if made is None:
            return Said(heard_text(say), say.language, "", length(say))
        return Said(heard_text(say), say.language, _address(made.name), made.seconds)

    def _made(self, clips: Sequence[Clip]) -> "Made | None":
        """The sound of these clips; None where no room for it is known to be.

        To make a sound takes long, and is in vain if it can't be kept.
        """
        studio = self._ready()
        name = studio.name(clips)
        if self._now() < self._no_room_until and not self._cache.has(name):
            return None
        try:
            made = studio.made(clips)
        except OSError as error:
            self._no_room_until = self._now() + NO_ROOM
            if not self._no_room_told:
                log_failure("sound can't be kept in the folder of IVR_AUDIO", error)
            self._no_room_told = True
            return None
        if self._now() >= self._no_room_until:
            self._no_room_told = False  # it could be kept again
        return made

    def _played(self, play: Play) -> Said:
        """A file of ours in the form for browsers, with the words that are written in it."""
        ours = _OURS.fullmatch(urlsplit(play.url).path)
        kind = next(filter(partial(self._is_there, ours[1]), _KINDS), "") if ours else ""
        if ours is None or not kind:
            return Said(heard_text(play), "", play.url, length(play))
        import soundfile  # noqa: PLC0415 - what it needs is not held in memory before

        parts = self._captions.get(ours[1], ())
        language = max(parts, key=lambda part: len(part.text)).language if parts else ""
        with soundfile.SoundFile(self._cache.path(ours[1], kind)) as file:
            words = file.comment or heard_text(play)
            seconds = len(file) / file.samplerate
        several = parts if len(parts) > 1 else ()
        return Said(words, language, _address(ours[1], kind), seconds, several)

    def _is_there(self, name: str, kind: str) -> bool:
        return self._cache.path(name, kind).is_file()

    def _ready(self) -> "Studio":
        if self._studio is None:
            from ivr.speech.studio import Studio  # noqa: PLC0415 - as above
            from ivr.speech.voices import Voices  # noqa: PLC0415 - as above

            self._studio = Studio(self._cache, Voices(self._engines, partial(log.warning, "%s")))
        return self._studio


def _address(name: str, kind: str = WIDE_FILE) -> str:
    return f"audio/{name}{kind}"
