"""From how much speaks for each destination to one meaning: danger, a place, or a question."""

from dataclasses import dataclass, field
from typing import Final

from ivr.dialogue.grammar.listener import Listener
from ivr.dialogue.grammar.meanings import (
    COMMAND,
    LANGUAGE,
    NOISE,
    Danger,
    Destination,
    Meaning,
    Unclear,
    Unsure,
)

FAINT: Final = 0.35
"""The part of the least evidence that is enough for danger: a cry for help can be short."""

WORRYING: Final = 0.8
"""The part of the likeliest destination's evidence at which danger is not out of the question."""

HINTED: Final = 0.1
"""The part of that evidence from which a word or two are asked about ("scan", "treatment")."""

FEW_WORDS: Final = 2
"""Words, without fillers, of an utterance that is too short to say which of several it means."""

CLEAR_LEAD: Final = 0.04
"""The part of the likeliest destination's evidence by which it must lead the next one."""

MOST_ASKED: Final = 3
"""Destinations that one question names: more can't be kept in mind while listening."""


@dataclass(slots=True)
class Weighed:
    """How much speaks for each destination of a language, in an utterance of so many words.

    ``top`` is how much speaks for the likeliest of all, danger included.
    """

    listener: Listener
    scores: list[float]
    words: int
    top: float = field(init=False)

    def __post_init__(self) -> None:
        self.top = max(self.scores, default=0.0)

    def at_least(self, score: float) -> list[str]:
        """What may be asked about and has so much for it, the likeliest first."""
        never = {*self.listener.dangers, NOISE}
        destinations = self.listener.evidence.destinations
        places = [at for at, found in enumerate(self.scores) if found >= score]
        places.sort(key=lambda at: -self.scores[at])
        return [destinations[at] for at in places if destinations[at] not in never]


def choose(weighed: Weighed) -> Meaning:
    """What is meant, where no pattern of danger was found."""
    listener, scores = weighed.listener, weighed.scores
    destinations = listener.evidence.destinations
    dangers = [(scores[at], destinations[at]) for at in listener.danger_places]
    alarming, danger = max(dangers, default=(0.0, ""))
    besides = list(scores)
    for at in listener.danger_places:
        besides[at] = 0.0
    top = max(besides, default=0.0)
    if alarming > top and _is_heard(weighed, alarming):
        return Danger(danger, listener.code)
    if not top or destinations[besides.index(top)] == NOISE:
        return Unclear()
    if weighed.top < listener.enough:
        return _asked_about(weighed)
    close = weighed.at_least(weighed.top * (1 - CLEAR_LEAD))
    in_doubt = alarming >= WORRYING * top
    if len(close) == 1:
        worry = Danger(danger, listener.code) if in_doubt else None
        return Destination(close[0], listener.code, worry)
    if in_doubt or not close:
        # Where it would have to ask anyway, the line asks nobody who may be in danger.
        return Danger(danger, listener.code)
    return Unsure(tuple(close[:MOST_ASKED]), listener.code)


def _is_heard(weighed: Weighed, alarming: float) -> bool:
    """Whether evidence of danger is enough to answer it, where it is the likeliest."""
    enough = weighed.listener.enough
    return alarming >= (FAINT * enough if weighed.words > 1 else enough)


def _asked_about(weighed: Weighed) -> Meaning:
    """What is asked about a word or two that could mean several things; nothing of more words."""
    listener = weighed.listener
    if weighed.words > FEW_WORDS or weighed.top < HINTED * listener.enough:
        return Unclear()
    # Whoever says one word for many things is served best by the menus that hold them.
    names = sorted(weighed.at_least(weighed.top / 2), key=lambda name: name not in listener.general)
    names = [name for name in names if not name.startswith((COMMAND, LANGUAGE))]
    return Unsure(tuple(names[:MOST_ASKED]), listener.code) if names else Unclear()
