"""What speaks for each destination: the words that its phrases have and others' have not.

Every word, and every two words side by side, is evidence. It counts for more the fewer
destinations it speaks for (its information, from the entropy of how it is spread), and for each
destination by its share of the phrases there. Sums of evidence, not products of probabilities:
an old caller's twenty other words must not outweigh the two that matter.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, pairwise
from math import log
from statistics import median
from typing import Final

from ivr.dialogue.grammar.hearing import Heard, Said

CAUTION: Final = 1.5
"""How often a word must have been written before it is half believed: one phrase is little."""

FEW_PHRASES: Final = 30.0
"""Phrases that a destination is counted as having besides its own, so that few don't weigh most."""

SATURATION: Final = 100.0
"""How soon more of a word's share adds little: two kinds of evidence beat twice the same."""

PAIR: Final = 0.4
"""What two words side by side count for, against a word by itself."""

WHOLE_PHRASE: Final = 0.3
"""What a phrase adds when all its words were said, against the same words one by one."""

NOTHING_ELSE: Final = 1.0
"""What a phrase adds besides when nothing else was said: its author meant just that."""

NEGLIGIBLE: Final = 0.05
"""Evidence that is left out: it decides nothing, and costs time."""

Feature = str | tuple[str, str]
"""What speaks for destinations: a word, or two words side by side."""


class Evidence:
    """The evidence of one language: the words of every phrase, by destination.

    ``typical`` is how much the words of a phrase tell, in the middle of all phrases.
    """

    __slots__ = ("_phrases", "_verbatim", "_weights", "destinations", "typical")

    def __init__(self, phrases: Mapping[str, Sequence[Said]]) -> None:
        self.destinations = tuple(phrases)
        sizes = [len(said) + FEW_PHRASES for said in phrases.values()]
        spread = _spread([[each.words for each in said] for said in phrases.values()])
        information: dict[Feature, float] = {}
        self._weights: dict[Feature, tuple[tuple[int, float], ...]] = {}
        for feature, found in spread.items():
            told, weights = _weights(found, sizes, pair=isinstance(feature, tuple))
            information[feature] = told
            if weights:
                self._weights[feature] = weights
        self._phrases = self._by_rarest_word(phrases.values(), spread, information)
        entries = chain.from_iterable(self._phrases.values())
        self.typical = median([weight for *_, weight in entries] or [0.0])

    def _by_rarest_word(
        self,
        phrases: Iterable[Sequence[Said]],
        spread: Mapping[Feature, Sequence[object]],
        information: Mapping[Feature, float],
    ) -> Mapping[str, tuple[tuple[frozenset[str], int, float], ...]]:
        found: dict[str, list[tuple[frozenset[str], int, float]]] = defaultdict(list)
        verbatim: dict[tuple[str, ...], list[int]] = defaultdict(list)
        tells = information.__getitem__
        places = {word: len(where) for word, where in spread.items() if isinstance(word, str)}
        for number, said in enumerate(phrases):
            for one in said:
                if one.is_one_word_among_fillers:
                    verbatim[one.verbatim].append(number)
            whole = (frozenset(one.words) for one in said if not one.is_one_word_among_fillers)
            for phrase in dict.fromkeys(whole):
                if phrase:
                    rarest = min(phrase, key=places.__getitem__)
                    found[rarest].append((phrase, number, sum(map(tells, phrase))))
        self._verbatim = {words: tuple(numbers) for words, numbers in verbatim.items()}
        return {word: tuple(entries) for word, entries in found.items()}

    def _by_words(self, heard: Heard) -> list[float]:
        scores = [0.0] * len(self.destinations)
        weights = self._weights
        said = heard.words
        features: tuple[Feature, ...] = (*set(said), *set(pairwise(said)))
        for feature in features:
            for number, weight in weights.get(feature, ()):
                scores[number] += weight
        return scores

    def scores(self, heard: Heard) -> list[float]:
        """How much words and whole phrases speak for each destination, in their order."""
        scores = self._by_words(heard)
        words = frozenset(heard.words)
        best: dict[int, float] = {}
        for word in words & self._phrases.keys():
            for phrase, number, weight in self._phrases[word]:
                if phrase <= words:
                    whole = len(phrase) == len(words)
                    bonus = NOTHING_ELSE + weight if whole else WHOLE_PHRASE * weight
                    best[number] = max(best.get(number, 0.0), bonus)
        for number in self._verbatim.get(heard.verbatim, ()):
            best[number] = max(best.get(number, 0.0), NOTHING_ELSE)
        for number, weight in best.items():
            scores[number] += weight
        return scores

    def written(self, heard: Heard) -> set[str]:
        """The destinations of which a phrase has just these words."""
        words = frozenset(heard.words)
        entries = chain.from_iterable(self._phrases.get(word, ()) for word in words)
        return {self.destinations[number] for phrase, number, _ in entries if phrase == words}

    def reasons(self, heard: Heard, destination: str) -> list[tuple[str, float]]:
        """The words that speak for a destination, and how much, the strongest first."""
        number = self.destinations.index(destination)
        said = heard.words
        features: tuple[Feature, ...] = (*said, *pairwise(said))
        found = []
        for feature in dict.fromkeys(features):
            weight = dict(self._weights.get(feature) or ()).get(number)
            if weight:
                written = feature if isinstance(feature, str) else " ".join(feature)
                found.append((written, weight))
        return sorted(found, key=lambda reason: -reason[1])


def _spread(
    phrases: Collection[Sequence[Sequence[str]]],
) -> dict[Feature, list[tuple[int, int]]]:
    """In how many phrases of which destinations each word stands, and each pair of words.

    A pair that was written once is left out: that two words stand side by side once is chance.
    """
    single = [Counter(chain.from_iterable(map(set, said))) for said in phrases]
    paired = [Counter(chain.from_iterable(map(set, map(pairwise, said)))) for said in phrases]
    total: Counter[tuple[str, str]] = Counter()
    for counts in paired:
        total.update(counts)
    spread: dict[Feature, list[tuple[int, int]]] = defaultdict(list)
    for number, (words, pairs) in enumerate(zip(single, paired, strict=True)):
        for word, count in words.items():
            spread[word].append((number, count))
        for pair, count in pairs.items():
            if total[pair] > 1:
                spread[pair].append((number, count))
    return spread


def _weights(
    found: Sequence[tuple[int, int]], sizes: Sequence[float], *, pair: bool
) -> tuple[float, tuple[tuple[int, float], ...]]:
    """How much a word tells at all, and how much it speaks for each destination.

    ``found`` is in how many phrases of which destinations it stands.
    """
    destinations = len(sizes)
    total = sum([count for _, count in found])
    believed = total / (total + CAUTION)
    shares = [count / sizes[number] for number, count in found]
    scale = believed / sum(shares)
    rest = (1 - believed) / destinations
    entropy = (len(found) - destinations) * rest * log(rest)
    spread = []
    for share in shares:
        part = share * scale
        spread.append(part)
        entropy -= (part + rest) * log(part + rest)
    information = max(0.0, 1 - entropy / log(destinations)) if destinations > 1 else 1.0
    scale = information * (PAIR if pair else 1.0) / log(1 + SATURATION)
    weights = [
        (number, weight)
        for (number, _), part in zip(found, spread, strict=True)
        if (weight := scale * log(1 + SATURATION * part)) >= NEGLIGIBLE
    ]
    return information, tuple(weights)
