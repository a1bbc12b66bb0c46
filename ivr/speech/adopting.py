"""People's recordings as sounds that a line plays, in place of a voice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ivr.dialogue.book import Book, Language, Pace
from ivr.speech.clips import hashed
from ivr.speech.duration import passage_seconds
from ivr.speech.index import Entry
from ivr.speech.mastering import levelled, trimmed
from ivr.speech.parts import Part
from ivr.speech.recordings import ENDING, FOLDER, REGISTER, Recording, recordings, register
from ivr.speech.studio import FORM, Studio
from ivr.speech.takes import at_pace, faults, take
from ivr.speech.voice import SpeechError


@dataclass(slots=True)
class Adopted:
    """The sounds of recordings by key, the files that are not used and why, and new keys.

    ``unwritten`` is the register of a language with the reason why it could not be written.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    refused: list[tuple[Path, str]] = field(default_factory=list)
    new: set[str] = field(default_factory=set)
    unwritten: tuple[Path, str] | None = None


def adopt(  # noqa: PLR0913 - where from, what of it, and whether to
    root: Path,
    book: Book,
    language: Language,
    parts: Sequence[Part],
    studio: Studio,
    *,
    make: bool,
    known: Mapping[str, Entry] | None = None,
) -> Adopted:
    """Check the recordings of a language, and put those that can be used into the cache.

    What the index of the folder has ``known`` until now is not listened to again. Unless ``make``,
    nothing is written, and those that are not in the cache are only counted.
    Raises OSError if there is no room.
    """
    words = {each.passage: each.words for each in parts}
    found, refused = recordings(root, language, words)
    adopted = Adopted(refused=refused)
    unread = [f"{path.stem}{ENDING}" for path, _ in refused]
    kept = []
    for each in found:
        mine = [part for part in parts if part.passage == each.passage]
        if each.stale:
            adopted.refused.append((each.path, "its words have changed since: record it again"))
            kept.append(each)
            continue
        try:
            _adopt(each, mine, book, language, studio, adopted, known or {}, make=make)
        except SpeechError as error:
            adopted.refused.append((each.path, str(error)))
        else:
            kept.append(each)
    if make:
        try:
            register(kept, words, unread)
        except OSError as error:
            path = root / "prompts" / language.code / FOLDER / REGISTER
            adopted.unwritten = (path, error.strerror or str(error))
    return adopted


def _adopt(  # noqa: PLR0913, PLR0917 - as above
    recording: Recording,
    parts: Sequence[Part],
    book: Book,
    language: Language,
    studio: Studio,
    adopted: Adopted,
    known: Mapping[str, Entry],
    *,
    make: bool,
) -> None:
    normal = book.service.paces[Pace.NORMAL]
    names = {
        part.key: (hashed([FORM, "recording", recording.sound, share]), share, part)
        for part in parts
        for share in [book.service.paces[part.pace] / normal]
    }
    there = {key: _there(known.get(key), name, studio) for key, (name, _, _) in names.items()}
    missing = [key for key, entry in there.items() if entry is None]
    if missing:
        expected = passage_seconds(language.passages[recording.passage], normal, language)
        samples, rate = take(recording.path, expected)
        wrong = list(faults(samples, rate, expected))
        if wrong:
            raise SpeechError("; ".join(wrong))
        adopted.new.update(missing)
        if not make:
            return
        for name, share, part in names.values():
            whole = trimmed(at_pace(samples, rate, share), rate)
            made = studio.keep(name, levelled(whole, rate), rate, part.words)
            there[part.key] = Entry(name, made.seconds, recorded=True, sizes=made.sizes)
    adopted.entries |= {key: entry for key, entry in there.items() if entry is not None}


def _there(known: Entry | None, name: str, studio: Studio) -> Entry | None:
    """The sound of a recording if it is in the cache, whole."""
    if known is not None and known.name == name and studio.cache.sizes(name) == known.sizes:
        return replace(known, recorded=True)
    found = studio.found(name)
    if found is None:
        return None
    return Entry(name, found.seconds, recorded=True, sizes=found.sizes)
