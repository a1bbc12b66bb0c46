"""What each passage says, for whoever compares it with a recording."""

from collections.abc import Mapping

from ivr.authoring.texts import Kind, Text
from ivr.dialogue.book import Book, Pace, part_id
from ivr.speech.clips import clips
from ivr.speech.sounds import written


def recordable(book: Book, language: str) -> Mapping[str, str]:
    """What each passage says that can be recorded, by its id."""
    own = book.languages[language]
    return {
        passage.id: said
        for passage in own.passages.values()
        if passage.id not in own.timed and (said := written(clips(passage, own, book, Pace.NORMAL)))
    }


def parts(texts: list[Text], language: str) -> Mapping[str, Text]:
    """The texts of a language by the passages that say them."""
    found: dict[str, Text] = {}
    for text in texts:
        if text.kind is Kind.PART and text.language == language:
            found[part_passage(text)] = text
    return found


def part_passage(text: Text) -> str:
    """The passage that says a part."""
    last = text.route[-1]
    return part_id(text.node, last if isinstance(last, int) else 0)
