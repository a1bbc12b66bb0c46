"""Plays a call on the machine's own loudspeaker, until the caller acts."""

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from time import sleep
from typing import TYPE_CHECKING, Any, Final

import miniaudio
import numpy as np

from ivr.phone.errors import PhoneError
from ivr.phone.handset import Handset
from ivr.phone.tape import StudioSpeaker, sound, tape
from ivr.phone.verbs import Pause, Play, Say
from ivr.speech.mastering import WIDE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ivr.speech.voice import Samples

FULL_SCALE: Final = 32_767

FRAME: Final = 0.05
"""Seconds between two looks at whether something still plays."""


class Loudspeaker:
    """Plays sound while other things happen.

    ``backends`` are miniaudio's, the system's own unless told. Raises PhoneError if there is no
    way to play sound.
    """

    def __init__(self, speaker: StudioSpeaker, backends: "list[Any] | None" = None) -> None:
        self._speaker = speaker
        try:
            with _silent_libraries():
                self._device = miniaudio.PlaybackDevice(
                    output_format=miniaudio.SampleFormat.SIGNED16,
                    nchannels=1,
                    sample_rate=WIDE,
                    backends=backends,
                )
        except miniaudio.MiniaudioError as error:
            raise PhoneError(
                "there is no way to play sound here; leave --aloud out, or listen to a file that "
                "--record makes"
            ) from error
        self._left: Samples = np.zeros(0, dtype=np.float32)

    def play(self, verbs: "Iterable[Say | Play | Pause]") -> None:
        """Play what a line says, from the beginning, instead of what was played until now."""
        pieces = [sound(verb, self._speaker, WIDE) for verb in verbs]
        self.play_samples(np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.float32))

    def play_call(self, handset: Handset) -> None:
        """Play a whole call that was made, to its end."""
        self.play_samples(tape(handset, self._speaker, WIDE))
        self.finish()

    def play_samples(self, samples: "Samples") -> None:
        """Play samples, WIDE of them a second, instead of what was played until now."""
        self.stop()
        self._left = samples
        source = self._source()
        next(source)  # miniaudio sends the first number of frames into a generator that waits
        self._device.start(source)

    def stop(self) -> None:
        """Be quiet at once."""
        if self._device.running:
            self._device.stop()

    @property
    def playing(self) -> bool:
        """Whether something is still to be heard."""
        return len(self._left) > 0

    def finish(self) -> None:
        """Wait until everything was heard."""
        while self.playing:
            sleep(FRAME)

    def close(self) -> None:
        """Give the loudspeaker back."""
        self._device.close()

    def _source(self) -> Generator[bytes, int, None]:
        frames = yield b""
        while True:
            now, self._left = self._left[:frames], self._left[frames:]
            quiet = np.zeros(frames - len(now), dtype=np.float32)
            scaled = np.concatenate([now, quiet]) * FULL_SCALE
            frames = yield scaled.astype(np.int16).tobytes()


@contextmanager
def _silent_libraries() -> Iterator[None]:
    """Keep libraries of the system, which write what they miss, from writing it."""
    stderr = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(stderr, 2)
        os.close(nowhere)
        os.close(stderr)
