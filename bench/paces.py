"""How fast each voice reads the texts of this line, against how fast it was told to."""

from collections.abc import Sequence

from ivr.authoring import load
from ivr.dialogue import Book
from ivr.dialogue.wording import Words
from ivr.settings import shipped_book
from ivr.speech.duration import seconds
from ivr.speech.mastering import trimmed
from ivr.speech.voice import Voice
from ivr.speech.voices import ENGINES, choose, speaks

TEXTS = 20
"""Texts that are read in each language."""

BOUNDS = (40.0, 500.0)
"""Words a minute between which a voice's is looked for."""


def main() -> None:
    """Print the words a minute of each voice at each pace of the book."""
    book = load(shipped_book())
    for language in book.languages.values():
        texts = _texts(book, language.code)
        for engine in ENGINES:
            if not speaks(engine, language.locale):
                continue
            voice = choose(language.locale, [engine]).voice
            for wanted in book.service.paces.values():
                found = _words_per_minute(voice, texts, wanted)
                print(f"{voice.id}: told {wanted}, reads {found:.0f} words a minute")


def _texts(book: Book, language: str) -> Sequence[str]:
    passages = book.languages[language].passages
    firsts = [passages[at] for at in passages if at.startswith("care.") and at.endswith("/0")]
    said = [[piece.text for piece in each.pieces if isinstance(piece, Words)] for each in firsts]
    return [" ".join(texts) for texts in said[:TEXTS]]


def _words_per_minute(voice: Voice, texts: Sequence[str], wanted: float) -> float:
    """At how many words a minute `ivr.speech.duration` would expect what the voice takes."""
    rate = voice.samples_a_second
    taken = sum(len(trimmed(voice.speak(text, wanted), rate, 0)) / rate for text in texts)
    low, high = BOUNDS
    while high - low > 1 / 2:
        middle = (low + high) / 2
        slower = sum(seconds(text, middle) for text in texts) > taken
        low, high = (middle, high) if slower else (low, middle)
    return low


if __name__ == "__main__":
    main()
