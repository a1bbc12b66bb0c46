"""The one function that is the call: a book, a state and an event make a turn."""

from types import MappingProxyType
from typing import Final, assert_never

from ivr.dialogue.actions import Turn
from ivr.dialogue.arriving import go, present
from ivr.dialogue.book import GATE_KEY, Book, Command, Phrase
from ivr.dialogue.commands import back, obey, speak_in
from ivr.dialogue.draft import Draft
from ivr.dialogue.events import (
    CallResumed,
    CallStarted,
    DigitsPressed,
    Event,
    SilenceFell,
    SpeechHeard,
    TransferEnded,
    TransferOutcome,
)
from ivr.dialogue.hearing import language_asked_for
from ivr.dialogue.nodes import Menu, Read, Transfer
from ivr.dialogue.patience import after_misunderstanding, after_silence
from ivr.dialogue.schedule import Clock
from ivr.dialogue.state import GATE, CallState, Place

NO_CLOCK: Final[Clock] = MappingProxyType({})

AFTER_TRANSFER = {
    TransferOutcome.BUSY: Phrase.TRANSFER_BUSY,
    TransferOutcome.NO_ANSWER: Phrase.TRANSFER_NO_ANSWER,
    TransferOutcome.FAILED: Phrase.TRANSFER_FAILED,
}


def step(
    book: Book, state: CallState, event: Event, elapsed: int = 0, clock: Clock = NO_CLOCK
) -> Turn:
    """Answer one event of a call.

    ``elapsed`` is how many seconds the call has lasted, and ``clock`` the time now in the zones of
    the lines whose hours are told; without it, nothing is said of them. The turn waits for the
    caller, transfers them, or ends the call with words. A state of another version of the book
    goes on where its node still exists, and otherwise from the main menu with an apology.

    Raises EndlessTurnError if the book leads in circles without ever waiting; a book made by
    ``ivr.authoring`` can't.
    """
    draft = Draft(book, state, clock)
    if elapsed >= book.service.longest_call:
        _carry_over(draft)
        draft.say(Phrase.TIME_UP)
        return go(draft, book.service.goodbye)
    if elapsed >= book.service.longest_call - book.service.warn_before and not state.warned:
        draft.change(warned=True)
        draft.say(Phrase.TIME_WARNING)
    if not _carry_over(draft):
        draft.say(Phrase.BOOK_CHANGED)
        return present(draft)
    if draft.state.language != state.language:
        draft.say(Phrase.NO_OTHER_LANGUAGE)
        return present(draft)
    return _answer(draft, event)


def _answer(draft: Draft, event: Event) -> Turn:
    node = draft.book.nodes[draft.state.place.node]
    if isinstance(node, Transfer) and isinstance(event, DigitsPressed | SilenceFell | SpeechHeard):
        # Nobody can press or speak to us while they are connected: the outcome got lost.
        event = TransferEnded(TransferOutcome.FAILED)
    match event:
        case DigitsPressed():
            return _pressed(draft, event.digits)
        case SilenceFell():
            return after_silence(draft)
        case SpeechHeard():
            language = language_asked_for(draft.book, event.utterance)
            if language is not None:
                return speak_in(draft, language)
            return after_misunderstanding(draft, Phrase.NO_MATCH_SPOKEN)
        case TransferEnded():
            return _transfer_ended(draft, event.outcome)
        case CallStarted():
            return go(draft, draft.book.service.start)
        case CallResumed():
            draft.say(event.after)
            draft.understood(Place(draft.book.service.main_menu), ())
            if draft.book.service.keys.get(event.pressed) is Command.PERSON:
                return go(draft, draft.book.service.person)
            draft.say(Phrase.AT_THE_TOP)
            return present(draft)
        case _:
            assert_never(event)


def _pressed(draft: Draft, digits: str) -> Turn:
    place = draft.state.place
    command = draft.book.service.keys.get(digits)
    if command is not None:
        return obey(draft, command)
    node = draft.book.nodes[place.node]
    if place.part == GATE and isinstance(node, Read):
        if digits == GATE_KEY:
            draft.understood(Place(place.node), draft.state.trail)
            return present(draft)
    elif isinstance(node, (Menu, Read)):
        target = node.options.get(digits)
        if target is not None:
            return go(draft, target)
    return after_misunderstanding(draft)


def _transfer_ended(draft: Draft, outcome: TransferOutcome) -> Turn:
    node = draft.book.nodes[draft.state.place.node]
    if not isinstance(node, Transfer):
        return present(draft)
    if outcome is TransferOutcome.COMPLETED:
        draft.say(Phrase.TRANSFER_ENDED)
        return back(draft)
    draft.say(AFTER_TRANSFER[outcome])
    return go(draft, node.otherwise)


def _carry_over(draft: Draft) -> bool:
    """Bring a state of another book version into this one; False if its place is gone."""
    book, state = draft.book, draft.state
    if state.book == book.version:
        return True
    language = state.language if state.language in book.languages else next(iter(book.languages))
    draft.change(
        book=book.version,
        language=language,
        trail=tuple(place for place in state.trail if _stands(book, place)),
    )
    if not _stands(book, state.place):
        draft.understood(Place(book.service.main_menu), ())
        return False
    node = book.nodes[state.place.node]
    part = min(state.place.part, draft.parts(node.id))
    if part == GATE and not (isinstance(node, Read) and node.ask_first):
        part = 0
    draft.change(place=Place(state.place.node, part))
    return True


def _stands(book: Book, place: Place) -> bool:
    """Whether callers can be at a place: its node is there, and is one that waits for them."""
    return isinstance(book.nodes.get(place.node), Menu | Read | Transfer)
