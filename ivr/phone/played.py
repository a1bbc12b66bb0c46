"""What a line plays: the words and the length of its sound files, read out of them."""

import io
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urljoin

from ivr.phone.transport import Exchange
from ivr.phone.verbs import Gather, Play, Verb


def listened_to(verbs: Iterable[Verb], exchange: Exchange, document: str) -> tuple[Verb, ...]:
    """The verbs with every Play's words and seconds, where its file tells them.

    Addresses are relative to that of the ``document``. Files of this line hold their words as a
    comment; of others only the length is known.
    """
    return tuple(_listened_to(verb, exchange, document) for verb in verbs)


def _listened_to(verb: Verb, exchange: Exchange, document: str) -> Verb:
    match verb:
        case Gather():
            nested = tuple(
                _played(each, exchange, document) if isinstance(each, Play) else each
                for each in verb.nested
            )
            return replace(verb, nested=nested)
        case Play():
            return _played(verb, exchange, document)
        case _:
            return verb


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
            return replace(play, seconds=len(file) / file.samplerate, words=file.comment)
    except (RuntimeError, ValueError):
        return play
