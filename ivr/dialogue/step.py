"""The one function that is the call: a book, a state and an event make a turn."""

from types import MappingProxyType
from typing import Final, assert_never

from ivr.dialogue.actions import Turn
from ivr.dialogue.arriving import go, present
from ivr.dialogue.book import Book, Command, Phrase, offer_id
from ivr.dialogue.commands import back
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
from ivr.dialogue.nodes import Menu, Read, Transfer
from ivr.dialogue.patience import after_silence
from ivr.dialogue.schedule import Clock
from ivr.dialogue.state import GATE, CallState, Place
from ivr.dialogue.understanding import answer_danger, answer_speech, pressed

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
    stands = _carry_over(draft)
    if stands and draft.state.language == state.language:
        return _answer(draft, event)
    if isinstance(event, SpeechHeard) and (urgent := answer_danger(draft, event.utterance)):
        return urgent
    draft.say(Phrase.NO_OTHER_LANGUAGE if stands else Phrase.BOOK_CHANGED)
    return present(draft)


def _answer(draft: Draft, event: Event) -> Turn:
    node = draft.book.nodes[draft.state.place.node]
    if isinstance(node, Transfer) and isinstance(event, DigitsPressed | SilenceFell | SpeechHeard):
        # Nobody can press or speak to us while they are connected: the outcome got lost.
        event = TransferEnded(TransferOutcome.FAILED)
    match event:
        case DigitsPressed():
            return pressed(draft, event.digits)
        case SilenceFell():
            return after_silence(draft)
        case SpeechHeard():
            return answer_speech(draft, event)
        case TransferEnded():
            return _transfer_ended(draft, event.outcome)
        case CallStarted():
            return go(draft, draft.book.service.start)
        case CallResumed():
            draft.understood(Place(draft.book.service.main_menu), ())
            if event.said and (urgent := answer_danger(draft, event.said)):
                return urgent
            draft.say(event.after)
            if draft.book.service.keys.get(event.pressed) is Command.PERSON:
                return go(draft, draft.book.service.person)
            draft.say(Phrase.AT_THE_TOP)
            return present(draft)
        case _:
            assert_never(event)


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
    """Bring a state of another book version into this one; False if its place is gone.

    A question is a place too: its keys must lead where they were said to lead.
    """
    book, state = draft.book, draft.state
    if state.book == book.version:
        return True
    language = state.language if state.language in book.languages else next(iter(book.languages))
    draft.change(
        book=book.version,
        language=language,
        trail=tuple(place for place in state.trail if _stands(book, place)),
    )
    offers = book.languages[language].passages
    asked = all(offer_id(name, 1) in offers for name in state.asked)
    if not asked or not _stands(book, state.place):
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
