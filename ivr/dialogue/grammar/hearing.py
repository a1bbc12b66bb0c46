"""How one language is heard: from an utterance to stems, and which of them are meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ivr.dialogue.grammar.patterns import DEGREES, Element, Pattern
from ivr.dialogue.grammar.spelling import Vocabulary
from ivr.dialogue.grammar.words import (
    BETWEEN,
    STOP,
    NumberWords,
    Rewriting,
    counted,
    folded_together,
)

NEGATED_WORDS: Final = 2
"""Words after a negation that it still denies ("no chest pain", "not a hospice nurse")."""

MOST_WAYS: Final = 64
"""Patterns that one line may stand for."""

DENIED: Final = "not "
"""What stands before a word that was denied."""

ALTERNATIVE: Final = "|"
"""What stands between words of a pattern of which one is enough."""

AT_ONCE: Final = "+"
"""What stands before a word of a pattern that follows the one before it at once."""


@dataclass(frozen=True, slots=True)
class SpeechWords:
    """What ``prompts/<language>/speech.yaml`` says about hearing a language.

    ``fillers`` mean nothing, ``rewrites`` are what is heard and what is meant by it, ``negations``
    deny what follows them, ``breaks`` end what was said before.
    """

    numbers: NumberWords
    fillers: tuple[str, ...] = ()
    rewrites: Mapping[str, str] = field(default_factory=dict)
    negations: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """An utterance: stems in order, STOP where it pauses, and the positions of those denied.

    ``verbatim`` is every word that was said, fillers too.
    """

    stems: tuple[str, ...]
    denied: frozenset[int] = frozenset()
    verbatim: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """The stems without pauses; "not hospice" makes the one word "not hospice"."""
        denied = self.denied
        return [
            f"{DENIED}{stem}" if denied and at in denied else stem
            for at, stem in enumerate(self.stems)
            if stem != STOP
        ]


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase as it is heard: its words, and every word of it, fillers too."""

    words: Sequence[str]
    verbatim: tuple[str, ...]

    @property
    def is_one_word_among_fillers(self) -> bool:
        """Whether the phrase alone tells more than its only word ("the blues", "my treatment")."""
        return len(self.words) <= 1 and len(self.verbatim) > len(self.words)


class Ear:
    """Hears one language, which consists of ``phrases`` and whatever else is ``written``.

    ``said`` is what each of the phrases says; whoever makes an ear takes it from there.
    """

    __slots__ = (
        "_breaks", "_fillers", "_negations", "_numbers", "_rewriting", "_vocabulary",
        "filler_words", "said",
    )  # fmt: skip

    def __init__(
        self, language: str, words: SpeechWords, phrases: Sequence[str], written: Sequence[str]
    ) -> None:
        self._numbers = words.numbers
        self._rewriting = Rewriting({})
        meant = _apart(self._together((*words.rewrites, *words.rewrites.values())))
        simple = dict(
            zip(map(tuple, meant), map(tuple, meant[len(words.rewrites) :]), strict=False)
        )
        simple.pop((), None)
        once = Rewriting(simple)
        # What is meant is rewritten too: "can't" is "can not", and that is "cannot".
        self._rewriting = Rewriting({heard: tuple(once(what)) for heard, what in simple.items()})
        fillers = list(map(tuple, _apart(self._together(words.fillers))))
        self._fillers = Rewriting({filler: () for filler in fillers if filler})
        self.filler_words = frozenset(word for filler in fillers for word in filler)
        negations = self._together([each for each in words.negations if len(each.split()) == 1])
        breaks = self._together(words.breaks)
        said = self._together(phrases)
        known = {*said, *self._together(written), *negations, *breaks}
        known.update(word for heard in (*simple, *fillers) for word in heard)
        self._vocabulary = Vocabulary(language, known - {STOP, BETWEEN})
        stem = self._vocabulary.stem
        self._negations = frozenset(map(stem, negations)) - {BETWEEN}
        self._breaks = frozenset(map(stem, breaks)) - {BETWEEN}
        content = _apart(list(map(stem, self._fillers(said))))
        self.said = [
            Said(self._heard(stems).words, tuple(word for word in raw if word != STOP))
            for stems, raw in zip(content, _apart(said), strict=True)
        ]

    def _together(self, texts: Sequence[str]) -> list[str]:
        """The words of many texts, counted and rewritten in one go, with BETWEEN after each."""
        return self._rewriting(counted(folded_together(texts), self._numbers))

    def words(self, tokens: Sequence[str]) -> list[str]:
        """Folded words as they are meant: counted, misspelt ones corrected; STOP at pauses."""
        return self._rewriting(self._vocabulary.corrected(counted(tokens, self._numbers)))

    def content(self, words: Sequence[str]) -> list[str]:
        """Words without fillers."""
        return self._fillers(words)

    def known(self, tokens: Sequence[str]) -> float:
        """The share of folded words that somebody wrote down in this language, from 0 to 1.

        Misspelt words are not known: what they are corrected to is a guess in either language.
        """
        words = [token for token in tokens if token.isalpha()]
        return sum(map(self._vocabulary.has, words)) / len(words) if words else 0.0

    def hear(self, words: Sequence[str]) -> Heard:
        """What words of an utterance say, and which of them were denied."""
        verbatim = tuple(word for word in words if word != STOP)
        return self._heard(list(map(self._vocabulary.stem, self._fillers(words))), verbatim)

    def _heard(self, stems: Sequence[str], verbatim: tuple[str, ...] = ()) -> Heard:
        if self._negations.isdisjoint(stems):
            return Heard(tuple(stems), verbatim=verbatim)
        denied: list[int] = []
        left = 0
        fresh = False
        for position, each in enumerate(stems):
            if each in self._negations:
                left, fresh = NEGATED_WORDS, True
                continue
            if each == STOP or (each in self._breaks and not fresh):
                left = 0
            elif left:
                denied.append(position)
                left -= 1
            fresh = False
        return Heard(tuple(stems), frozenset(denied), verbatim)

    def patterns(self, written: Sequence[str]) -> list[Pattern]:
        """Patterns as their authors wrote them: "cannot breathe|breath" or "want +to +die".

        A word that is meant as several, such as a contraction, makes a pattern of its own. What
        holds nothing but fillers makes none.
        """
        choices = [[_choice(part) for part in pattern.split()] for pattern in written]
        words = list({word for parts in choices for _, each in parts for word in each})
        heard = _apart(self._fillers(self._together(words)))
        stem = self._vocabulary.stem
        stems = {
            word: tuple(stem(each) for each in said if each != STOP)
            for word, said in zip(words, heard, strict=True)
        }
        stems[DEGREES] = (DEGREES,)
        return [
            Pattern(pattern, elements)
            for pattern, parts in zip(written, choices, strict=True)
            for elements in _ways(
                [(at_once, [stems[each] for each in said]) for at_once, said in parts]
            )
        ]


def _choice(part: str) -> tuple[bool, list[str]]:
    """Whether a word of a pattern follows at once, and the words of which it is one."""
    return part.startswith(AT_ONCE), part.removeprefix(AT_ONCE).split(ALTERNATIVE)


def _ways(parts: Sequence[tuple[bool, Sequence[tuple[str, ...]]]]) -> list[tuple[Element, ...]]:
    """The sequences of elements that a pattern stands for; none for one without words."""
    begun: list[tuple[Element, ...]] = [()]
    for at_once, said in parts:
        single = frozenset(stems[0] for stems in said if len(stems) == 1)
        ways: list[tuple[Element, ...]] = [(Element(single, at_once),)] if single else []
        for stems in said:
            if len(stems) > 1:
                rest = (Element(frozenset({stem}), next=True) for stem in stems[1:])
                ways.append((Element(frozenset(stems[:1]), at_once), *rest))
        if ways:
            begun = [(*before, *way) for before in begun for way in ways][:MOST_WAYS]
    return [elements for elements in begun if elements]


def _apart(words: Sequence[str]) -> list[Sequence[str]]:
    """The words of each of many texts."""
    found = []
    begin = 0
    for end in [at for at, word in enumerate(words) if word == BETWEEN]:
        found.append(words[begin:end])
        begin = end + 1
    return found
