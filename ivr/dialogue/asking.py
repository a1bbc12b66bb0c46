"""What a caller is asked at each stage of an errand: of a number, of a message, of a text."""

from dataclasses import replace
from typing import Final, assert_never

from ivr.dialogue.actions import KeepRequest, Perform, Turn
from ivr.dialogue.book import Phrase
from ivr.dialogue.draft import Draft
from ivr.dialogue.nodes import Collect, Errand, Read, Record, Text
from ivr.dialogue.numbers import LAST_DIGITS, MOST_TYPED, callable_number, groups, typed_number
from ivr.dialogue.state import GATE, Place, Stage

ANY_TIME: Final = "any"

RECORDED_KEYS: Final = "1234"
ONE_OR_TWO: Final = {Collect: "12", Record: "1", Text: "123"}

STAGES: Final = {
    Collect: frozenset({Stage.ASKED, Stage.TYPING, Stage.CONFIRMING}),
    Record: frozenset({Stage.ASKED, Stage.RECORDING, Stage.RECORDED, Stage.RECORDING_AGAIN}),
    Text: frozenset({Stage.ASKED}),
}
"""The stages of each kind of errand."""


def answers(node: Errand, stage: int) -> frozenset[str]:
    """The keys that mean something at a stage of an errand."""
    if isinstance(node, Collect) and stage == Stage.TYPING:
        return frozenset("0123456789*#")
    return frozenset(RECORDED_KEYS if stage == Stage.RECORDED else ONE_OR_TWO[type(node)])


def first_stage(draft: Draft, node: Errand) -> Stage:
    """Where an errand begins: who calls without a number has to type one.

    So has who wants a text somewhere else than to the number that they are calling from.
    """
    if isinstance(node, Collect) and (_is_for_text(draft, node) or not _own(draft)):
        return Stage.TYPING
    return Stage.ASKED


def settle(draft: Draft, node: Collect) -> None:
    """Move to the stage that fits what is known: a whole number is confirmed, no other is."""
    stage, known = draft.state.place.part, typed_number(draft.state.wish.typed) is not None
    if known and stage == Stage.TYPING:
        stage = Stage.CONFIRMING
    elif (stage == Stage.CONFIRMING and not known) or (stage == Stage.ASKED and not _own(draft)):
        stage = Stage.TYPING
    draft.change(place=Place(node.id, stage))


def collected(draft: Draft, node: Collect, number: str) -> None:
    """Keep a number for what it was asked for: to be called back, or for a text."""
    wish = draft.state.wish
    if _is_for_text(draft, node):
        draft.change(wish=replace(wish, text_to=number))
    else:
        draft.change(wish=replace(wish, number=number))


def _is_for_text(draft: Draft, node: Collect) -> bool:
    return isinstance(draft.book.nodes[node.then], Text)


def _own(draft: Draft) -> str:
    """The number that the caller is calling from, if staff can call it and texts can go there."""
    own = draft.around.caller
    return own if callable_number(own) else ""


def ask(draft: Draft, node: Errand) -> Turn:
    """Ask what the errand has to know at the caller's stage, and wait for it."""
    if isinstance(node, Collect):
        settle(draft, node)
    stage = Stage(draft.state.place.part)
    match node:
        case Collect():
            return _ask_for_number(draft, stage)
        case Record():
            draft.say(Phrase.RECORDED_KEYS if stage is Stage.RECORDED else Phrase.RECORD_KEYS)
        case Text():
            draft.say(Phrase.TEXT_TO)
            draft.say_digits([text_number(draft)[-LAST_DIGITS:]])
            draft.say(Phrase.TEXT_KEYS)
        case _:
            assert_never(node)
    return draft.listen(draft.book.service.menu_timeout)


def text_number(draft: Draft) -> str:
    """The number that a text goes to: the one that the caller gave, or is calling from."""
    return draft.state.wish.text_to or _own(draft)


def what_was_read(draft: Draft) -> str | None:
    """The text that the caller came from, if they came from one and heard any of it."""
    nodes = draft.book.nodes
    for place in reversed(draft.state.trail):
        if isinstance(nodes[place.node], Read) and place.part != GATE:
            return place.node
    return None


def keep(draft: Draft) -> Turn | None:
    """Have the wish to be called back kept; None where there is no number to call."""
    wish = draft.state.wish
    if not wish.number:
        return None
    topic = (draft.state.heard or None) if wish.topic else None
    return draft.done(Perform(KeepRequest(wish.number, wish.best_time or ANY_TIME, topic)))


def _ask_for_number(draft: Draft, stage: Stage) -> Turn:
    typed = draft.state.wish.typed
    if stage is Stage.TYPING:
        if typed:
            draft.say(Phrase.TYPED_SO_FAR)
            draft.say_digits(groups(typed))
            draft.say(Phrase.TYPE_ON)
        else:
            draft.say(Phrase.TYPE_NUMBER)
        return draft.listen(draft.book.service.typing_timeout, max(1, MOST_TYPED - len(typed)))
    if stage is Stage.CONFIRMING:
        draft.say(Phrase.TYPED)
        draft.say_digits(groups(typed))
        draft.say(Phrase.TYPED_KEYS)
    else:
        draft.say(Phrase.OWN_NUMBER)
        draft.say_digits([draft.around.caller[-LAST_DIGITS:]])
        draft.say(Phrase.OWN_NUMBER_KEYS)
    return draft.listen(draft.book.service.menu_timeout)
