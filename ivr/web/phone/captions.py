"""In which languages the sounds of a book are spoken; their files hold the words alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ivr.dialogue.book import Book, Pace
from ivr.speech.clips import clips
from ivr.speech.index import SoundIndex
from ivr.speech.sounds import Clip, written


@dataclass(frozen=True, slots=True)
class Part:
    """Words in one language: a reader of the page pronounces them by its locale."""

    text: str
    language: str


Captions = Mapping[str, tuple[Part, ...]]
"""The parts of sounds by name."""


def captions(book: Book, index: SoundIndex) -> Captions:
    """What is said in each sound that a line plays."""
    found: dict[str, tuple[Part, ...]] = {}
    for language in book.languages.values():
        for pace in Pace:
            for passage, entry in index.said(language, book, pace).items():
                if entry.name not in found:
                    said = clips(language.passages[passage], language, book, pace)
                    found[entry.name] = _parts(said)
    return found


def _parts(said: Sequence[Clip]) -> tuple[Part, ...]:
    return tuple(Part(written([clip]), clip.language) for clip in said)
