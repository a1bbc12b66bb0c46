"""People's recordings as sounds that a line plays, in place of a voice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ivr.dialogue.book import Book, Language, Pace
from ivr.speech.clips import hashed
from ivr.speech.duration import passage_seconds
from ivr.speech.index import Entry
from ivr.speech.mastering import levelled, trimmed
from ivr.speech.recordings import Recording, recordings, register
from ivr.speech.rendering import Part
from ivr.speech.sounds import written
from ivr.speech.studio import FORM, Studio
from ivr.speech.takes import at_pace, faults, take
from ivr.speech.voice import SpeechError


@dataclass(slots=True)
class Adopted:
    """The sounds of recordings by key, the files that are not used and why, and new keys."""

    entries: dict[str, Entry] = field(default_factory=dict)
    refused: list[tuple[Path, str]] = field(default_factory=list)
    new: set[str] = field(default_factory=set)


def adopt(  # noqa: PLR0913 - where from, what of it, and whether to
    root: Path,
    book: Book,
    language: Language,
    parts: Sequence[Part],
    studio: Studio,
    *,
    make: bool,
) -> Adopted:
    """Check the recordings of a language, and put those that can be used into the cache.

    Unless ``make``, nothing is written, and those that are not in the cache are only counted.
    Raises OSError if there is no room.
    """
    found, strays = recordings(root, language, {each.passage: _words(each) for each in parts})
    adopted = Adopted()
    adopted.refused += [
        (path, "no text is called so; docs/sound.md tells how to name it") for path in strays
    ]
    kept = []
    for each in found:
        mine = [part for part in parts if part.passage == each.passage]
        if each.stale:
            adopted.refused.append((each.path, "its words have changed since: record it again"))
            kept.append(each)
            continue
        try:
            _adopt(each, mine, book, language, studio, adopted, make=make)
        except SpeechError as error:
            adopted.refused.append((each.path, str(error)))
        else:
            kept.append(each)
    if make:
        register(kept, {each.passage: _words(each) for each in parts})
    return adopted


def _adopt(  # noqa: PLR0913, PLR0917 - as above
    recording: Recording,
    parts: Sequence[Part],
    book: Book,
    language: Language,
    studio: Studio,
    adopted: Adopted,
    *,
    make: bool,
) -> None:
    normal = book.service.paces[Pace.NORMAL]
    names = {
        part.key: (hashed([FORM, "recording", recording.sound, share]), share, part)
        for part in parts
        for share in [book.service.paces[part.pace] / normal]
    }
    missing = [key for key, (name, _, _) in names.items() if not studio.cache.has(name)]
    if missing:
        samples, rate = take(recording.path)
        expected = passage_seconds(language.passages[recording.passage], normal, language)
        wrong = list(faults(samples, rate, expected))
        if wrong:
            raise SpeechError("; ".join(wrong))
        adopted.new.update(missing)
        if not make:
            return
        for name, share, part in names.values():
            whole = trimmed(at_pace(samples, rate, share), rate)
            studio.keep(name, levelled(whole, rate), rate, _words(part))
    for key, (name, _, _) in names.items():
        adopted.entries[key] = Entry(name, studio.found(name).seconds, recorded=True)


def _words(part: Part) -> str:
    return written(part.clips)
