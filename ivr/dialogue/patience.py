"""Silence and misunderstanding: rephrase, shorten, offer people, then end kindly.

The stages are those of ``docs/architecture.md``; the two counts never mix, and neither resets
the other, so that a caller who alternates between them still comes to the end of the ladder.
"""

from ivr.dialogue.actions import Turn
from ivr.dialogue.arriving import go, offer, present
from ivr.dialogue.book import Phrase, gate_id, keys_id
from ivr.dialogue.commands import advance
from ivr.dialogue.draft import Draft
from ivr.dialogue.nodes import Menu, Read
from ivr.dialogue.state import GATE, Place

FIRST, SECOND, THIRD = 1, 2, 3


def after_silence(draft: Draft) -> Turn:
    """Answer a caller who was silent. In the middle of a reading, silence means: go on."""
    place = draft.state.place
    if is_mid_reading(draft) and not draft.state.asked:
        return advance(draft)
    draft.change(silences=draft.state.silences + 1)
    reading = isinstance(draft.book.nodes[place.node], Read) and place.part != GATE
    if reading and not draft.state.asked:
        draft.change(place=Place(place.node, draft.parts(place.node)))
    return _climb(draft, draft.state.silences, Phrase.NO_INPUT_FIRST, Phrase.NO_INPUT_SECOND)


def after_misunderstanding(draft: Draft, first: Phrase = Phrase.NO_MATCH_FIRST) -> Turn:
    """Answer a caller who pressed or said something that means nothing here.

    ``first`` is what is said the first time.
    """
    attempt = draft.state.misunderstandings + 1
    draft.change(misunderstandings=attempt)
    if attempt == FIRST and is_mid_reading(draft) and not draft.state.asked:
        draft.say(first)
        return present(draft)
    return _climb(draft, attempt, first, Phrase.NO_MATCH_SECOND)


def is_mid_reading(draft: Draft) -> bool:
    """Whether the caller is in a text that goes on by itself."""
    place = draft.state.place
    reading = isinstance(draft.book.nodes[place.node], Read)
    return reading and GATE < place.part < draft.parts(place.node) - 1


def _climb(draft: Draft, attempt: int, first: Phrase, second: Phrase) -> Turn:
    place = draft.state.place
    if attempt == FIRST:
        draft.say(first)
        return offer(draft)
    if attempt == SECOND:
        draft.change(asked=())
        draft.say(second)
        if not isinstance(draft.book.nodes[place.node], Menu | Read):
            return offer(draft)
        if is_mid_reading(draft):
            draft.say(Phrase.MORE)
        draft.speak(gate_id(place.node) if place.part == GATE else keys_id(place.node))
    elif attempt == THIRD:
        draft.change(asked=())
        draft.say(Phrase.OFFER_PEOPLE)
    else:
        draft.say(Phrase.LAST_NUMBERS)
        return go(draft, draft.book.service.goodbye)
    return draft.listen(draft.book.service.menu_timeout)
