"""What a line plays and says, with how long it takes: read out of its sound, or spoken here."""

import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Protocol
from urllib.parse import urljoin

from ivr.phone.transport import Exchange
from ivr.phone.verbs import Gather, Pause, Play, Say, Verb


class Speaker(Protocol):
    """Speaks what a line says, as Twilio's voices would."""

    def seconds(self, say: Say) -> float | None:
        """How long it takes, once; None if it can't be spoken."""


def listened_to(verbs: Iterable[Verb], exchange: Exchange, document: str) -> tuple[Verb, ...]:
    """The verbs with every Play's words and seconds, where its file tells them.

    Addresses are relative to that of the ``document``. Files of this line hold their words as a
    comment; of others only the length is known.
    """

    def play(verb: Say | Play | Pause) -> Say | Play | Pause:
        return _played(verb, exchange, document) if isinstance(verb, Play) else verb

    return _changed(verbs, play)


def spoken(verbs: Iterable[Verb], speaker: Speaker) -> tuple[Verb, ...]:
    """The verbs with every Say's seconds, as the speaker says it."""

    def say(verb: Say | Play | Pause) -> Say | Play | Pause:
        return replace(verb, seconds=speaker.seconds(verb)) if isinstance(verb, Say) else verb

    return _changed(verbs, say)


def _changed(
    verbs: Iterable[Verb], change: Callable[[Say | Play | Pause], Say | Play | Pause]
) -> tuple[Verb, ...]:
    changed: list[Verb] = []
    for verb in verbs:
        match verb:
            case Gather():
                changed.append(replace(verb, nested=tuple(map(change, verb.nested))))
            case Say() | Play() | Pause():
                changed.append(change(verb))
            case _:
                changed.append(verb)
    return tuple(changed)


def _played(play: Play, exchange: Exchange, document: str) -> Play:
    try:
        content = exchange.download(urljoin(document, play.url))
    except ValueError:  # no address at all
        content = None
    if not content:
        return play
    import soundfile  # noqa: PLC0415 - brings numpy, and most lines play nothing

    try:
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            length = len(file) / file.samplerate
            return replace(play, seconds=length, words=file.comment, sound=content)
    except (RuntimeError, ValueError):
        return play
