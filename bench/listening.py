"""How fast the line understands, what it keeps in memory, and what noise does to it."""

import gc
import tracemalloc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import cycle, islice, product
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.listening import general, speech
from ivr.authoring.utterances import Utterance
from ivr.dialogue.grammar import Grammar, Speech
from ivr.dialogue.grammar.meanings import COMMAND, LANGUAGE

TOPICS: Final = 150
"""Destinations of the generated book, commands and languages among them."""

TIMED: Final = 5_000
"""Utterances whose times are taken."""

KEPT_AFTER: Final = 20_000
"""Utterances after which what was allocated has to be free again."""

NOISE: Final = 10_000
"""Characters of each noise."""

REPEATS: Final = 3


def grown(examined: Examined) -> Grammar:
    """The grammar of the shipped book with variants of its topics, so that there are TOPICS.

    A variant has the phrases of a topic, each with a word of its own in the place of its longest.
    """
    languages = {
        code: _grown(speech(examined.manuscript, examined.service, examined.nodes, code))
        for code in examined.book.languages
    }
    return Grammar(languages, general(examined.nodes))


def _grown(shipped: Speech) -> Speech:
    phrases: dict[str, Sequence[str]] = dict(shipped.phrases)
    topics = [name for name in phrases if not name.startswith((COMMAND, LANGUAGE))]
    words = _invented()
    for number, topic in enumerate(islice(cycle(topics), max(0, TOPICS - len(phrases)))):
        own = [next(words) for _ in range(3)]
        phrases[f"variant{number}.{topic.partition('.')[2]}"] = [
            _with(phrase, own[at % len(own)]) for at, phrase in enumerate(shipped.phrases[topic])
        ]
    return replace(shipped, phrases=phrases)


def _with(phrase: str, word: str) -> str:
    longest = max(phrase.split(), key=len)
    return phrase.replace(longest, word, 1)


def _invented() -> Iterator[str]:
    for syllables in product(("ba", "do", "ki", "lu", "me", "po", "ra", "su"), repeat=4):
        yield "".join(syllables)


def microseconds(
    grammar: Grammar, utterances: Sequence[Utterance], nearby: Sequence[str]
) -> tuple[float, float]:
    """The median and the 99th percentile of an utterance, every language listened to."""
    times = []
    for each in islice(cycle(utterances), max(TIMED, len(utterances))):
        began = perf_counter()
        grammar.understand(each.text, each.language, nearby)
        times.append(perf_counter() - began)
    return 1e6 * median(times), 1e6 * quantiles(times, n=100)[98]


def bytes_kept(grammar: Grammar, utterances: Sequence[Utterance], nearby: Sequence[str]) -> int:
    """Bytes that stay allocated after KEPT_AFTER utterances, after as many to warm up."""
    tracemalloc.start()
    try:
        before = 0
        for _ in range(2):
            before = tracemalloc.get_traced_memory()[0]
            for each in islice(cycle(utterances), KEPT_AFTER):
                grammar.understand(each.text, each.language, nearby)
            gc.collect()
        return tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()


def noises(utterances: Sequence[Utterance]) -> Mapping[str, str]:
    """Texts of NOISE characters in which nobody says anything."""
    random = Random(5)  # noqa: S311 - the same noise each time, and no secret
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = [word for each in utterances for word in each.text.split()]
    strange = ("".join(random.choices(letters, k=random.randint(2, 9))) for _ in range(NOISE))
    known = (random.choice(words) for _ in range(NOISE))
    scripts = "aж中ñع한ßअ🙂é "
    texts = {
        "random letters as words": " ".join(strange),
        "known words at random": " ".join(known),
        "one known word": f"{words[0]} " * NOISE,
        "one unknown word": "xylofon " * NOISE,
        "digits": "".join(random.choices("0123456789 ", k=NOISE)),
        "number words": "one hundred and " * NOISE,
        "punctuation": "".join(random.choices(".,;:!?¿¡ ", k=NOISE)),
        "one letter": "a" * NOISE,
        "one letter at a time": "a " * NOISE,
        "mixed scripts": "".join(random.choices(scripts, k=NOISE)),
        "combining marks": "e\u0301\u0302" * NOISE,
    }
    return {name: text[:NOISE] for name, text in texts.items()}


def milliseconds(grammar: Grammar, text: str, language: str) -> float:
    """The median of a few times."""
    times = []
    for _ in range(REPEATS):
        began = perf_counter()
        grammar.understand(text, language)
        times.append(perf_counter() - began)
    return 1e3 * median(times)
