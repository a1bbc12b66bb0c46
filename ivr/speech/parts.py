"""Everything that a line can say, part by part: what is rendered, recorded, and looked up."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ivr.dialogue.book import Book, Language, Pace
from ivr.speech.clips import clip_key, clips
from ivr.speech.sounds import Clip, written


@dataclass(frozen=True, slots=True)
class Part:
    """A passage of a book at a pace: what is said, and the key of it, whichever voice says it."""

    language: str
    passage: str
    pace: Pace
    clips: tuple[Clip, ...]
    key: str

    @property
    def words(self) -> str:
        """What is said, as a person would write it down: the same at every pace."""
        return written(self.clips)


def parts(book: Book, languages: Iterable[Language], paces: Sequence[Pace]) -> Iterator[Part]:
    """What a line can say at these paces, but for passages of which only pieces are said."""
    for language in languages:
        for pace in paces:
            for passage in language.passages.values():
                said = clips(passage, language, book, pace)
                if said and passage.id not in language.timed:
                    yield Part(language.code, passage.id, pace, said, clip_key(said))


def recordable(book: Book, language: Language) -> Mapping[str, str]:
    """The words of each passage of a language that can be recorded, by its id."""
    return {
        part.passage: words
        for part in parts(book, [language], [Pace.NORMAL])
        if (words := part.words)
    }
