"""What follows from what a caller answers in the stages of an errand."""

from dataclasses import replace
from typing import Any, Final

from ivr.dialogue.actions import (
    DiscardMessage,
    KeepMessage,
    Perform,
    RecordMessage,
    SendText,
    Turn,
)
from ivr.dialogue.arriving import go, offer, present
from ivr.dialogue.asking import collected, text_number, what_was_read
from ivr.dialogue.book import Command, Phrase
from ivr.dialogue.commands import back
from ivr.dialogue.draft import Draft
from ivr.dialogue.events import MessageRecorded, Outcome, Performed
from ivr.dialogue.nodes import Collect, Errand, Read, Record, Save, Text
from ivr.dialogue.numbers import is_whole, typed_number
from ivr.dialogue.patience import after_misunderstanding, after_silence
from ivr.dialogue.state import Place, Stage

YES: Final = "1"
NO: Final = "2"
"""The keys of an errand's questions, as its phrases name them."""

ERASES: Final = "3"
"""The key that throws a message away."""

ELSEWHERE: Final = "3"
"""The key that sends a text to another number."""

START_OVER: Final = "*"
TYPED: Final = frozenset("0123456789*")

NAMED: Final = "named:"
PLAIN: Final = "plain:"
"""Which text: with names in it, or with nothing but telephone numbers. The node follows."""


def chosen(draft: Draft, node: Errand, key: str) -> Turn | None:
    """What a key does at the caller's stage of an errand; None if it does nothing."""
    stage = Stage(draft.state.place.part)
    match node:
        case Collect():
            return _chosen_number(draft, node, stage, key)
        case Record():
            return _chosen_of_message(draft, node, stage, key)
        case Text():
            if key == ELSEWHERE:
                return go(draft, node.otherwise)
            return _send(draft, node, key)


def typed(draft: Draft, node: Collect, keys: str) -> Turn:
    """Answer digits of a number. What was typed before a pause is not lost: it goes on there."""
    before = draft.state.wish.typed
    keys = "".join(key for key in keys if key in TYPED)
    *forgotten, last = keys.split(START_OVER)
    if not (last or forgotten):
        return after_silence(draft)
    if forgotten:
        if not (before or last or any(forgotten)):
            return back(draft)
        before = ""
    if draft.book.service.keys.get(last) is Command.PERSON and not before:
        return go(draft, draft.book.service.person)
    digits = before + last
    if danger := draft.book.service.help_numbers.get(digits):
        return go(draft, danger)
    number = typed_number(digits)
    if number is None and is_whole(digits):
        _move(draft, node, Stage.TYPING)
        _wish(draft, typed="")
        return after_misunderstanding(draft, Phrase.NOT_A_NUMBER)
    _move(draft, node, Stage.CONFIRMING if number else Stage.TYPING)
    _wish(draft, typed=digits)
    return offer(draft)


def recorded(draft: Draft, node: Record, event: MessageRecorded) -> Turn:
    """Keep a message at once, whatever the caller does next: they may well hang up."""
    if not event.message:
        return heard_nothing(draft, node)
    if event.seconds < 1:
        _move(draft, node, Stage.ASKED)
        return draft.done(Perform(DiscardMessage(event.message)))
    _move(draft, node, Stage.RECORDED)
    _wish(draft, message=event.message)
    return draft.done(Perform(KeepMessage(event.message, event.seconds)))


def heard_nothing(draft: Draft, node: Record) -> Turn:
    """Answer a caller who was to leave a message, and said nothing."""
    _move(draft, node, Stage.ASKED)
    return after_misunderstanding(draft, Phrase.NOTHING_RECORDED)


def performed(draft: Draft, event: Performed) -> Turn:
    """Tell the caller what came of what they asked for, and go on."""
    node = draft.book.nodes[draft.state.place.node]
    done = event.outcome is Outcome.DONE
    match node:
        case Save():
            return _saved(draft, node, event)
        case Record():
            return _message_seen_to(draft, node, done=done)
        case Text():
            if event.outcome is Outcome.FAILED:
                draft.say(Phrase.NOT_SAVED)
                return go(draft, draft.book.service.person)
            draft.say(Phrase.TEXT_SENT if done else Phrase.TEXT_REFUSED)
            return _back_to_reading(draft)
        case _:
            return present(draft)


def _saved(draft: Draft, node: Save, event: Performed) -> Turn:
    if event.outcome is not Outcome.DONE:
        draft.say(Phrase.NOT_SAVED)
        return go(draft, node.otherwise)
    draft.read(node.id)
    for phrase in (Phrase.REFERENCE, Phrase.REFERENCE_AGAIN):
        draft.say(phrase)
        draft.say_digits([event.reference])
    return go(draft, node.then)


def _chosen_number(draft: Draft, node: Collect, stage: Stage, key: str) -> Turn | None:
    if key == NO:
        _move(draft, node, Stage.TYPING)
        _wish(draft, typed="")
        return offer(draft)
    if key != YES or stage is Stage.TYPING:
        return None
    confirmed = typed_number(draft.state.wish.typed) if stage is Stage.CONFIRMING else None
    collected(draft, node, confirmed or draft.around.caller)
    return go(draft, node.then)


def _chosen_of_message(draft: Draft, node: Record, stage: Stage, key: str) -> Turn | None:
    if stage is not Stage.RECORDED:
        return _record(draft, node) if key == YES else None
    message = draft.state.wish.message
    match key:
        case "1":
            draft.replay(message)
            return offer(draft)
        case "2":
            _move(draft, node, Stage.RECORDING_AGAIN)
            return draft.done(Perform(DiscardMessage(message)))
        case "3":
            _wish(draft, message="")
            return draft.done(Perform(DiscardMessage(message)))
        case "4":
            return go(draft, node.then)
        case _:
            return None


def _record(draft: Draft, node: Record) -> Turn:
    _move(draft, node, Stage.RECORDING)
    draft.say(Phrase.RECORD_NOW)
    return draft.done(RecordMessage(node.longest))


def _message_seen_to(draft: Draft, node: Record, *, done: bool) -> Turn:
    """Go on after a message was kept, or thrown away, or neither worked."""
    stage = draft.state.place.part
    if stage == Stage.ASKED:
        return heard_nothing(draft, node)
    if stage == Stage.RECORDING_AGAIN:
        if not done:
            draft.say(Phrase.NOT_DISCARDED)
        return _record(draft, node)
    if draft.state.wish.message:
        if done:
            draft.say(Phrase.RECORDED)
            return offer(draft)
        _wish(draft, message="")
        draft.say(Phrase.NOT_SAVED)
        return go(draft, node.otherwise)
    draft.say(Phrase.DISCARDED if done else Phrase.NOT_DISCARDED)
    return go(draft, node.then)


def _send(draft: Draft, node: Text, key: str) -> Turn | None:
    kinds = {YES: NAMED, NO: PLAIN}
    if key not in kinds:
        return None
    # Not every reading has a text of each kind; then it is that of who comes from none.
    wanted = [f"{kinds[key]}{reading}" for reading in (what_was_read(draft), node.of) if reading]
    kind = next((each for each in wanted if each in draft.language.texts), wanted[-1])
    return draft.done(Perform(SendText(text_number(draft), kind)))


def _back_to_reading(draft: Draft) -> Turn:
    """Back to the text that was sent, past the questions that came after it."""
    trail = draft.state.trail
    while trail and not isinstance(draft.book.nodes[trail[-1].node], Read):
        trail = trail[:-1]
    draft.change(trail=trail)
    return back(draft)


def _move(draft: Draft, node: Errand, stage: Stage) -> None:
    draft.change(place=Place(node.id, stage))


def _wish(draft: Draft, **said: Any) -> None:  # noqa: ANN401 - the fields of Wish
    draft.change(wish=replace(draft.state.wish, **said))
