"""The search for phrases: many are sifted together, and each that is proposed is tried alone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ivr.authoring.adding import Addition
from ivr.authoring.probes import PHRASE, Line, Probes, Saying
from ivr.authoring.runs import Run, runs
from ivr.authoring.unmendable import before_phrases, no_phrase
from ivr.authoring.utterances import Utterance
from ivr.dialogue.grammar import Grammar

FEW: Final = 4
"""Phrases that are tried one by one from the start: more of them are sifted together first."""

FEWEST_OF_DANGER: Final = 2
"""Words, without fillers, of a phrase for danger: one word alone would alarm too many callers."""


@dataclass(frozen=True, slots=True)
class Miss:
    """An utterance that leads to ``got``: the phrase that would mend it, or why none does."""

    utterance: Utterance
    got: str
    addition: Addition | None
    why: str


@dataclass(slots=True)
class _Sought:
    """A phrase that is looked for; ``taken`` is what the last one tried would have led astray.

    ``sifted_out`` tells whether a run of words was passed over without being tried alone.
    """

    utterance: Utterance
    destination: str
    runs: list[Run]
    at: int = 0
    sifted_out: bool = False
    taken: tuple[str, Saying, str] | None = None
    found: Addition | None = None

    @property
    def addition(self) -> Addition:
        """The phrase that is tried next."""
        return self.of(self.runs[self.at])

    @property
    def open(self) -> bool:
        """Whether it is still looked for."""
        return self.found is None and self.at < len(self.runs)

    @property
    def whole(self) -> Addition:
        """The phrase of all the words: without fillers, where it is one, for that says most."""
        return self.of(max(self.runs, key=lambda run: len(run.stems)))

    def of(self, run: Run) -> Addition:
        """A run of words as a phrase for the right destination."""
        return Addition(run.phrase, self.destination, self.utterance.language)


class Search:
    """Looks for phrases that lead nothing of ``phrases`` and ``utterances`` astray.

    That holds for utterances that are misled now, too: two of them may want the same words.
    """

    def __init__(
        self,
        line: Line,
        utterances: Iterable[Utterance],
        phrases: Iterable[Saying],
    ) -> None:
        self._line = line
        said = [
            Saying(each.text, each.language, each.destination, f"line {each.line}")
            for each in utterances
        ]
        self._probes = Probes(line, [*phrases, *said])

    def astray(self, additions: Sequence[Addition]) -> Iterator[tuple[Saying, str]]:
        """Phrases of the book that would lead elsewhere with all of these, and where to."""
        for saying, got in self._probes.lost(self._line.with_phrases(additions)):
            if saying.what == PHRASE:
                yield saying, got

    def misses(self, wrong: Sequence[tuple[Utterance, str]]) -> Iterator[Miss]:
        """Every miss, in order, with what would mend it."""
        why = {each.line: before_phrases(self._line, each) for each, _ in wrong}
        searched = {each.line: self._sought(each) for each, _ in wrong if not why[each.line]}
        self._search(list(searched.values()))
        for each, got in wrong:
            sought = searched.get(each.line)
            if sought is None:
                yield Miss(each, got, None, why[each.line])
            elif sought.found is not None:
                yield Miss(each, got, sought.found, "")
            else:
                told = no_phrase(self._line, self._probes, each, sought.destination, sought.taken)
                yield Miss(each, got, None, told)

    def _sought(self, utterance: Utterance) -> _Sought:
        language = utterance.language
        found = runs(
            utterance.text,
            lambda text: self._line.stems(text, language),
            self._probes.frequency[language],
            self._probes.own(language, utterance.destination),
        )
        destinations = self._line.destinations
        if utterance.destination in destinations.dangers:
            found = [run for run in found if len(run.stems) >= FEWEST_OF_DANGER]
        return _Sought(utterance, destinations.meant(utterance.destination), found)

    def _search(self, searched: Sequence[_Sought]) -> None:
        reachable = self._reachable([each for each in searched if each.runs])
        self._try(reachable)
        # Phrases for two places that meet in one utterance hide each other while they are sifted
        # together, so what was not found is looked for again among those for its own place.
        again: dict[str, list[_Sought]] = defaultdict(list)
        for each in reachable:
            if each.found is None and each.sifted_out:
                each.at = 0
                again[each.destination].append(each)
        for one in again.values():
            self._try(one)

    def _try(self, searched: Sequence[_Sought]) -> None:
        left = list(searched)
        while left:
            for each in left if len(left) <= FEW else self._sifted(left):
                if self._holds(each):
                    each.found = each.addition
                else:
                    each.at += 1
            left = [each for each in left if each.open]

    def _reachable(self, searched: Sequence[_Sought]) -> list[_Sought]:
        """Those that lead there with all their words as a phrase: no part of them says more."""
        if not searched:
            return []
        wholes = self._line.with_phrases([each.whole for each in searched])
        return [
            each
            for each in searched
            if self._arrives(each, wholes)
            or self._arrives(each, self._line.with_phrases([each.whole]))
        ]

    def _sifted(self, left: Sequence[_Sought]) -> list[_Sought]:
        """Those whose next phrases are likely to do; the others go on to the one after it."""
        additions = [each.addition for each in left]
        together = self._line.with_phrases(additions)
        stems = [
            set(self._line.stems(each.addition.phrase, each.utterance.language)) for each in left
        ]
        likely = [self._arrives(each, together) for each in left]
        for saying, got in self._probes.lost(together, additions):
            heard = set(self._line.stems(saying.text, saying.language))
            for number, each in enumerate(left):
                if got == each.utterance.destination and stems[number] <= heard:
                    likely[number] = False
                    each.taken = each.addition.phrase, saying, got
        for number, each in enumerate(left):
            each.at += not likely[number]
            each.sifted_out |= not likely[number]
        return [each for number, each in enumerate(left) if likely[number]]

    def _arrives(self, each: _Sought, grammar: Grammar) -> bool:
        said = each.utterance
        return self._line.reached(said.text, said.language, grammar) == said.destination

    def _holds(self, each: _Sought) -> bool:
        """Whether the next phrase by itself does what it should, and nothing besides."""
        grammar = self._line.with_phrases([each.addition])
        if not self._arrives(each, grammar) or not self._line.leads(each.addition, grammar):
            return False
        for saying, got in self._probes.lost(grammar, [each.addition]):
            each.taken = each.addition.phrase, saying, got
            return False
        return True
