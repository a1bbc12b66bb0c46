"""Which sound says which words: written by `ivr render`, read when a line starts."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ivr.dialogue.book import Book, Language, Pace
from ivr.speech.cache import Sizes, SoundCache, is_name, write_whole
from ivr.speech.clips import clip_key, clips

FILE: Final = "index.json"

FORM: Final = 2
"""Another number means another form of the file, which is then read as if it were not there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A sound: its name in the cache, its seconds, and whether a person recorded it.

    A file that has another size than ``sizes`` is damaged, and is not played.
    """

    name: str
    seconds: float
    recorded: bool
    sizes: Sizes


@dataclass(frozen=True, slots=True)
class SoundIndex:
    """The sounds of a folder by what they say (``ivr.speech.clips.clip_key``)."""

    folder: Path
    entries: Mapping[str, Entry] = field(default_factory=lambda: MappingProxyType({}))

    def said(self, language: Language, book: Book, pace: Pace) -> Mapping[str, Entry]:
        """The sounds that a line plays, by passage: recordings, and the others if it wants them."""
        if not self.entries:
            return {}
        found = {}
        for passage in language.passages.values():
            entry = self.entries.get(clip_key(clips(passage, language, book, pace)))
            if entry is not None and (entry.recorded or book.service.rendered):
                found[passage.id] = entry
        return found

    def measured(self, book: Book) -> Book:
        """The book with the lengths of what callers hear at the normal pace, as was measured."""
        if not self.entries:
            return book
        pace = book.service.paces[Pace.NORMAL]
        languages = {
            code: replace(
                language,
                lengths={
                    (passage, pace): entry.seconds
                    for passage, entry in self.said(language, book, Pace.NORMAL).items()
                },
            )
            for code, language in book.languages.items()
        }
        return replace(book, languages=MappingProxyType(languages))

    def path(self, entry: Entry) -> Path:
        """The telephone's file of a sound."""
        return SoundCache(self.folder).path(entry.name)


def read_index(folder: Path) -> SoundIndex:
    """The index of a folder; an empty one where there is none, or none that can be read."""
    try:
        content = json.loads((folder / FILE).read_bytes())
        if content["form"] != FORM:
            return SoundIndex(folder)
        entries = {key: _entry(entry) for key, entry in content["sounds"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return SoundIndex(folder)
    except RecursionError:  # lists in lists in lists
        return SoundIndex(folder)
    return SoundIndex(folder, MappingProxyType(entries))


def write_index(index: SoundIndex) -> None:
    """Put an index into its folder. Raises OSError, and leaves the old one, if it can't."""
    sounds = {
        key: (entry.name, round(entry.seconds, 3), entry.recorded, *entry.sizes)
        for key, entry in sorted(index.entries.items())
    }
    content = json.dumps({"form": FORM, "sounds": sounds}, indent=0)
    write_whole(index.folder / FILE, content.encode())


def _entry(written: tuple[str, float, bool, int, int]) -> Entry:
    """One sound of an index. Raises ValueError if there can be none like that."""
    name, seconds, recorded, narrow, wide = written
    if not (is_name(name) and math.isfinite(seconds) and seconds >= 0 <= narrow and wide >= 0):
        raise ValueError("no sound is like that")
    return Entry(name, float(seconds), bool(recorded), (int(narrow), int(wide)))
