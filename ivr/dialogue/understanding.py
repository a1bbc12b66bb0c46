"""What follows from what a caller said: go there, obey, ask, or say how to be understood."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final, assert_never

from ivr.dialogue.actions import Turn
from ivr.dialogue.arriving import go, offer, present
from ivr.dialogue.beginning import RESUME, answer_resuming
from ivr.dialogue.book import GATE_KEY, Command, Phrase, offer_id
from ivr.dialogue.commands import back, obey, speak_in
from ivr.dialogue.draft import NOISY, Draft
from ivr.dialogue.errands import NO, YES, chosen, heard_nothing, recorded, typed
from ivr.dialogue.events import DigitsPressed, Event, MessageRecorded, SilenceFell, SpeechHeard
from ivr.dialogue.grammar import (
    Consent,
    Danger,
    Destination,
    Meaning,
    SpokenKey,
    Unclear,
    Unsure,
)
from ivr.dialogue.grammar.meanings import COMMAND, LANGUAGE
from ivr.dialogue.nodes import Collect, Menu, Read, Record, Remember, Text
from ivr.dialogue.patience import after_misunderstanding, after_silence, is_mid_reading
from ivr.dialogue.state import GATE, Place, Stage

FEWEST_SAID: Final = 7
"""Digits in an utterance from which it is taken for a telephone number."""

MOST_QUESTIONS: Final = 2
"""Questions about what a caller meant, one after another, before keys are offered instead."""


def answer_speech(draft: Draft, said: SpeechHeard) -> Turn:
    """Answer what a caller said. Danger comes before everything, and is never asked about."""
    state = draft.state
    meaning = draft.book.grammar.understand(said.utterance, state.language, _nearby(draft))
    sure = said.confidence is None or said.confidence >= draft.book.service.confirm_below
    if isinstance(meaning, Destination) and meaning.worry:
        if not sure:
            return _follow(draft, meaning.worry)  # danger waits for no confirmation
        draft.say(Phrase.IN_CASE)
    if sure or isinstance(meaning, Danger | Unsure):
        return _follow(draft, meaning)
    return _confirm(draft, meaning)


def answer_danger(draft: Draft, utterance: str) -> Turn | None:
    """Answer danger in what was said where nothing else of it can be answered; None without any."""
    meaning = draft.book.grammar.understand(utterance, draft.state.language)
    return _help_at_once(draft, meaning) if isinstance(meaning, Danger) else None


def _nearby(draft: Draft) -> Collection[str]:
    state = draft.state
    if state.asked:
        return state.asked
    node = draft.book.nodes[state.place.node]
    return tuple(node.options.values()) if isinstance(node, Menu | Read) else ()


def _help_at_once(draft: Draft, danger: Danger) -> Turn:
    """Danger is answered in the language in which it was said."""
    if danger.language != draft.state.language:
        draft.change(language=danger.language)
        draft.change(place=draft.fitting(draft.state.place))
    return go(draft, danger.node)


def _follow(draft: Draft, meaning: Meaning) -> Turn:
    match meaning:
        case SpokenKey():
            return pressed(draft, meaning.key)
        case Consent():
            return _consent(draft, yes=meaning.yes)
        case Destination():
            if meaning.language != draft.state.language:
                draft.say(Phrase.LANGUAGE_HEARD)
            return reach(draft, meaning.name)
        case Unsure():
            return _ask(draft, meaning.names, Phrase.CLARIFY)
        case Unclear():
            if draft.state.misunderstandings >= NOISY and is_mid_reading(draft):
                return after_silence(draft)
            return after_misunderstanding(draft, Phrase.NO_MATCH_SPOKEN)
        case Danger():
            return _help_at_once(draft, meaning)
        case _:
            assert_never(meaning)


def _confirm(draft: Draft, meaning: Meaning) -> Turn:
    """Ask whether it was heard right; what can't be asked about was not understood."""
    match meaning:
        case SpokenKey():
            name = _behind(draft, meaning.key)
        case Destination():
            name = meaning.name
        case _:
            return _follow(draft, Unclear())
    return _ask(draft, (name,) if name else (), Phrase.CONFIRM)


def _ask(draft: Draft, names: Sequence[str], phrase: Phrase) -> Turn:
    """Ask which of these the caller meant; after two such questions, offer keys instead."""
    passages = draft.language.passages
    known = tuple(name for name in names if offer_id(name, 1) in passages)
    if not known or draft.state.questions >= MOST_QUESTIONS:
        draft.change(asked=())
        return after_misunderstanding(draft, Phrase.NO_MATCH_SPOKEN)
    draft.change(asked=known, questions=draft.state.questions + 1)
    draft.say(phrase)
    return offer(draft)


def reach(draft: Draft, name: str) -> Turn:
    """Take the caller to a destination: a node, a command, or another language."""
    if name.startswith(COMMAND):
        return obey(draft, Command(name.removeprefix(COMMAND)))
    if name.startswith(LANGUAGE):
        return speak_in(draft, name.removeprefix(LANGUAGE))
    return go(draft, name)


def _reach_answered(draft: Draft, name: str) -> Turn:
    """Go where a caller chose to go; the question is over, so "repeat" doesn't repeat it."""
    if RESUME in draft.state.asked:
        return answer_resuming(draft, name)
    draft.change(asked=())
    return reach(draft, name)


def _asks_yes_or_no(draft: Draft, node: Menu) -> bool:
    """Whether a menu is a question for the staff's sake, with one answer for yes and one for no."""
    answers = [draft.book.nodes[target] for target in node.options.values()]
    topics = [answer.topic for answer in answers if isinstance(answer, Remember)]
    return topics == [True, False]


def answer_stage(draft: Draft, node: Collect | Record, event: Event) -> Turn | None:
    """Answer what only means something at a stage of an errand: digits of a number, a message."""
    stage = draft.state.place.part
    if isinstance(node, Record):
        if isinstance(event, MessageRecorded):
            return recorded(draft, node, event)
        waits = stage == Stage.RECORDING and isinstance(event, SilenceFell)
        return heard_nothing(draft, node) if waits else None
    if draft.state.asked:
        return None
    if stage == Stage.TYPING and isinstance(event, DigitsPressed):
        return typed(draft, node, event.digits)
    if isinstance(event, SpeechHeard):
        if urgent := answer_danger(draft, event.utterance):
            return urgent
        said = "".join(character for character in event.utterance if character.isdigit())
        if len(said) >= FEWEST_SAID and said.isascii():
            draft.change(wish=replace(draft.state.wish, typed=""))
            return typed(draft, node, said)
    return None


def pressed(draft: Draft, digits: str) -> Turn:
    """Answer keys that the caller pressed, or called by name."""
    command = draft.book.service.keys.get(digits)
    if command is not None:
        return obey(draft, command)
    node = draft.book.nodes[draft.state.place.node]
    if not draft.state.asked and isinstance(node, Collect | Record | Text):
        return chosen(draft, node, digits) or after_misunderstanding(draft)
    name = _behind(draft, digits)
    if name is None:
        return after_misunderstanding(draft)
    if name == draft.state.place.node and not draft.state.asked:
        draft.understood(Place(name), draft.state.trail)
        return present(draft)
    return _reach_answered(draft, name)


def _behind(draft: Draft, key: str) -> str | None:
    """The destination under a key: of a question, of a gate, of a menu or of an offer."""
    state = draft.state
    command = draft.book.service.keys.get(key)
    if command is not None:
        return f"{COMMAND}{command}"
    if state.asked:
        offered = {str(position): name for position, name in enumerate(state.asked, 1)}
        return offered.get(key)
    node = draft.book.nodes[state.place.node]
    if state.place.part == GATE and isinstance(node, Read):
        return node.id if key == GATE_KEY else None
    return node.options.get(key) if isinstance(node, Menu | Read) else None


def _consent(draft: Draft, *, yes: bool) -> Turn:
    state = draft.state
    if RESUME in state.asked:
        return _reach_answered(draft, state.asked[0 if yes else 1])
    if state.asked:
        if yes and len(state.asked) == 1:
            return _reach_answered(draft, state.asked[0])
        if not yes:
            draft.change(asked=())
        return after_misunderstanding(draft, Phrase.NO_MATCH_SPOKEN)
    node = draft.book.nodes[state.place.node]
    if state.place.part == GATE and isinstance(node, Read):
        return pressed(draft, GATE_KEY) if yes else back(draft)
    if isinstance(node, Collect):
        return pressed(draft, YES if yes else NO)
    if isinstance(node, Record | Text) and state.place.part == Stage.ASKED:
        return pressed(draft, YES) if yes else back(draft)
    if isinstance(node, Menu) and _asks_yes_or_no(draft, node):
        return pressed(draft, tuple(node.options)[0 if yes else 1])
    return _follow(draft, Unclear())
