"""What a browser plays of what the line says; sound is made the first time it is asked for."""

import logging
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ivr.phone.listening import heard_text, length
from ivr.phone.verbs import Pause, Play, Say
from ivr.speech.cache import WIDE_FILE, SoundCache
from ivr.speech.sounds import Clip
from ivr.speech.voice import SpeechError, Voice
from ivr.web.failures import log_failure

if TYPE_CHECKING:
    from ivr.speech.studio import Studio

log = logging.getLogger("ivr.web")

_OURS: Final = re.compile(r"(?:.*/)?audio/([0-9a-f]{32})\.(?:wav|flac)")


@dataclass(frozen=True, slots=True)
class Said:
    """Something that is said: its words, their locale, and the address of the sound.

    Addresses are relative to the page, which need not know what stands before it. A pause has no
    words. ``language`` is empty where it is not known, ``audio`` where there is none.
    """

    text: str
    language: str
    audio: str
    seconds: float


class Sounds:
    """The sounds in a folder. One is made at a time: the rest of the process answers calls.

    ``engines`` are those that a book wants by locale, as `ivr render` takes them.
    """

    def __init__(self, folder: Path, engines: Mapping[str, Sequence[str]] | None = None) -> None:
        self._cache = SoundCache(folder)
        self._engines = engines or {}
        self._studio: Studio | None = None
        self._lock = threading.Lock()

    def said(self, verb: Say | Play | Pause) -> Said:
        """What is heard of a verb. Where no sound can be had there are words only."""
        try:
            if isinstance(verb, Say) and heard_text(verb):
                return self._spoken(verb)
            if isinstance(verb, Play):
                return self._played(verb)
        except (SpeechError, OSError, RuntimeError) as error:  # the last is soundfile's
            log_failure("a sound could not be made", error)
        language = verb.language if isinstance(verb, Say) else ""
        return Said(heard_text(verb), language, "", length(verb))

    def _spoken(self, say: Say) -> Said:
        with self._lock:
            made = self._ready().made([Clip(say.language, say.sounds)])
        return Said(heard_text(say), say.language, _address(made.name), made.seconds)

    def _played(self, play: Play) -> Said:
        """A file of ours in the form for browsers, with the words that are written in it."""
        ours = _OURS.fullmatch(urlsplit(play.url).path)
        if ours is None or not self._cache.path(ours[1], WIDE_FILE).is_file():
            return Said(heard_text(play), "", play.url, length(play))
        import soundfile  # noqa: PLC0415 - what it needs is not held in memory before

        with soundfile.SoundFile(self._cache.path(ours[1], WIDE_FILE)) as file:
            words = file.comment or heard_text(play)
            return Said(words, "", _address(ours[1]), len(file) / file.samplerate)

    def _ready(self) -> "Studio":
        if self._studio is None:
            from ivr.speech.studio import Studio  # noqa: PLC0415 - as above

            self._studio = Studio(self._cache, self._voice)
        return self._studio

    def _voice(self, locale: str) -> Voice:
        """The voice for a locale. The studio asks once, so what is missing is told once."""
        from ivr.speech.voices import ENGINES, choose  # noqa: PLC0415 - as above

        choice = choose(locale, self._engines.get(locale, ENGINES))
        if choice.notice:
            log.warning("%s", choice.notice)
        return choice.voice


def _address(name: str) -> str:
    return f"audio/{name}{WIDE_FILE}"
