"""``make bench-speech``: how utterances are understood, how fast, and what else one would use."""

import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Final

from rapidfuzz import fuzz, process, utils

from bench import listening, utterances
from ivr.authoring import load
from ivr.authoring.destinations import Destinations
from ivr.authoring.examined import Examined
from ivr.authoring.listening import phrases
from ivr.authoring.manuscript import read_manuscript
from ivr.authoring.utterances import Utterance, read_utterances
from ivr.settings import shipped_book

FILE: Final = Path("tests/data/utterances.tsv")

MOST_KEPT: Final = 4_096
"""Bytes that may stay after 20,000 utterances: less than one object for each, by far."""

COMPARED: Final = 300
"""Utterances whose time is compared with the baseline's, spread over the file."""


class Baseline:
    """Every phrase of the book, and the one most alike: what one would use otherwise."""

    def __init__(self, examined: Examined) -> None:
        self._destinations = Destinations(examined.book)
        self._phrases: list[str] = []
        self._names: list[str] = []
        for code in examined.book.languages:
            every = phrases(examined.manuscript, examined.service, examined.nodes, code)
            for destination, said in every.items():
                self._phrases += [utils.default_process(phrase) for phrase in said]
                self._names += [self._destinations.printed(destination)] * len(said)

    def route(self, utterance: str, _language: str) -> str:
        """The destination of the phrase that is most alike."""
        said = utils.default_process(utterance)
        _, _, at = process.extractOne(said, self._phrases, scorer=fuzz.token_set_ratio)
        return self._names[at]


def main(file: Path = FILE) -> int:
    """Measure and print; 1 if memory grows, 2 if there is nothing to measure with."""
    root = shipped_book()
    book = load(root)
    examined = Examined(read_manuscript(root), made=book)
    destinations = Destinations(book)
    at = book.service.main_menu
    first, *_ = book.languages
    if not file.exists():
        print(f"{file} is not there: nothing to measure with", file=sys.stderr)
        return 2
    said = read_utterances(file, list(book.languages), first, destinations)
    dangers = list(destinations.dangers)

    def route(text: str, language: str) -> str:
        return destinations.reached(text, language, at)

    print(f"{len(said)} utterances of {file}, said at the main menu:")
    for line in utterances.told(said, route, dangers, confusions=True):
        print(line)
    nearby = tuple(destinations.nearby(at))
    print("\nAn utterance, in microseconds, every language listened to:")
    grown = listening.grown(examined)
    for name, grammar in (
        ("the shipped book", book.grammar),
        (f"a book of {listening.TOPICS} topics", grown),
    ):
        middle, late = listening.microseconds(grammar, said, nearby)
        print(f"  {name}: median {middle:.0f}, 99th percentile {late:.0f}")
    kept = listening.bytes_kept(book.grammar, said, nearby)
    print(f"\nBytes that stay after {listening.KEPT_AFTER:,} utterances: {kept:,}", end=" ")
    print(f"(at most {MOST_KEPT:,})")
    print(f"\n{listening.NOISE:,} characters of noise, in milliseconds:")
    for name, text in listening.noises(said).items():
        shipped, more = (
            listening.milliseconds(each, text, first) for each in (book.grammar, grown)
        )
        print(f"  {name}: {shipped:.1f}; with {listening.TOPICS} topics {more:.1f}")
    _compare(Baseline(examined), said, dangers, examined)
    print(f"\n{'missed: memory' if kept > MOST_KEPT else 'every number holds'}")
    return 1 if kept > MOST_KEPT else 0


def _compare(
    baseline: Baseline, said: Sequence[Utterance], dangers: Sequence[str], examined: Examined
) -> None:
    book = examined.book
    destinations = Destinations(book)
    at = book.service.main_menu
    sample = said[:: max(1, len(said) // COMPARED)]
    began = perf_counter()
    for each in sample:
        baseline.route(each.text, each.language)
    turned = perf_counter()
    for each in sample:
        destinations.reached(each.text, each.language, at)
    ours, theirs = perf_counter() - turned, turned - began
    print("\nWhat one would use otherwise: rapidfuzz's token_set_ratio with every phrase")
    print(f"  {1e6 * theirs / len(sample):.0f} microseconds an utterance, the line", end=" ")
    print(f"{1e6 * ours / len(sample):.0f}: the line is {theirs / ours:.1f} times as fast")
    for line in utterances.told(said, baseline.route, dangers, confusions=False):
        print(line)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
