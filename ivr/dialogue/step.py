"""The one function that is the call: a book, a state and an event make a turn."""

from typing import assert_never

from ivr.dialogue.actions import Turn
from ivr.dialogue.arriving import WAITING, dial, go, present
from ivr.dialogue.asking import STAGES, first_stage
from ivr.dialogue.beginning import begin
from ivr.dialogue.book import Book, Command, Phrase, offer_id
from ivr.dialogue.circumstances import UNKNOWN, Circumstances
from ivr.dialogue.commands import back
from ivr.dialogue.draft import Draft
from ivr.dialogue.errands import ERASES, performed
from ivr.dialogue.events import (
    CallResumed,
    CallStarted,
    DigitsPressed,
    Event,
    MessageRecorded,
    Performed,
    SilenceFell,
    SpeechHeard,
    TransferEnded,
    TransferOutcome,
)
from ivr.dialogue.nodes import Collect, Node, Read, Record, Text, Transfer
from ivr.dialogue.patience import after_silence
from ivr.dialogue.state import GATE, CallState, Place, Stage
from ivr.dialogue.understanding import answer_danger, answer_speech, answer_stage, pressed

AFTER_TRANSFER = {
    TransferOutcome.BUSY: Phrase.TRANSFER_BUSY,
    TransferOutcome.DECLINED: Phrase.TRANSFER_NO_ANSWER,
    TransferOutcome.NO_ANSWER: Phrase.TRANSFER_NO_ANSWER,
    TransferOutcome.FAILED: Phrase.TRANSFER_FAILED,
}


def step(
    book: Book,
    state: CallState,
    event: Event,
    elapsed: int = 0,
    around: Circumstances = UNKNOWN,
) -> Turn:
    """Answer one event of a call.

    ``elapsed`` is how many seconds the call has lasted, and ``around`` what is known besides:
    without a clock, nothing is said of hours. The turn waits for the caller, transfers them, ends
    the call with words, or tells what has to be done before it can go on. A state of another
    version of the book goes on where its node still exists, and otherwise from the main menu
    with an apology.

    Raises EndlessTurnError if the book leads in circles without ever waiting; a book made by
    ``ivr.authoring`` can't.
    """
    draft = Draft(book, state, around)
    if elapsed >= book.service.longest_call and not _is_never_late(book, state, event):
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


def _is_never_late(book: Book, state: CallState, event: Event) -> bool:
    """Whether something is done however late it comes: a message is kept, or erased again."""
    if isinstance(event, MessageRecorded | Performed):
        return True
    at_message = isinstance(book.nodes.get(state.place.node), Record)
    recorded = at_message and state.place.part == Stage.RECORDED
    return recorded and event == DigitsPressed(ERASES)


def _answer(draft: Draft, event: Event) -> Turn:
    node = draft.book.nodes[draft.state.place.node]
    if isinstance(node, Collect | Record) and (turn := answer_stage(draft, node, event)):
        return turn
    match _told(node, event):
        case DigitsPressed(digits):
            return pressed(draft, digits)
        case SilenceFell():
            return after_silence(draft)
        case SpeechHeard() as said:
            return answer_speech(draft, said)
        case TransferEnded(outcome):
            return _transfer_ended(draft, outcome)
        case CallStarted():
            return begin(draft)
        case CallResumed() as resumed:
            return _resumed(draft, resumed)
        case Performed() as done:
            return performed(draft, done)
        case MessageRecorded():
            return present(draft)
        case never:
            assert_never(never)


def _told(node: Node, event: Event) -> Event:
    """What an event says where somebody is being called.

    Nobody can press or speak to us while they are connected: the outcome got lost.
    """
    if isinstance(node, Transfer) and isinstance(event, DigitsPressed | SilenceFell | SpeechHeard):
        return TransferEnded(TransferOutcome.FAILED)
    return event


def _resumed(draft: Draft, event: CallResumed) -> Turn:
    draft.understood(Place(draft.book.service.main_menu), ())
    if event.said and (urgent := answer_danger(draft, event.said)):
        return urgent
    draft.say(event.after)
    if draft.book.service.keys.get(event.pressed) is Command.PERSON:
        return go(draft, draft.book.service.person)
    draft.say(Phrase.AT_THE_TOP)
    return present(draft)


def _transfer_ended(draft: Draft, outcome: TransferOutcome) -> Turn:
    node = draft.book.nodes[draft.state.place.node]
    if not isinstance(node, Transfer):
        return present(draft)
    if outcome not in AFTER_TRANSFER:
        draft.say(Phrase.TRANSFER_ENDED)
        return back(draft)
    staff, following = draft.book.staff[node.to], draft.state.place.part + 1
    if not staff.at_once and following < len(staff.numbers):
        draft.change(place=Place(node.id, following))
        draft.say(Phrase.TRANSFER_NEXT)
        return dial(draft, staff)
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
    draft.change(place=Place(node.id, _part(draft, node, state.place.part)))
    return True


def _part(draft: Draft, node: Node, part: int) -> int:
    """The part of a node at which a caller is who was at that part in another version."""
    if isinstance(node, Collect | Record | Text):
        return part if part in STAGES[type(node)] else first_stage(draft, node)
    if isinstance(node, Transfer):
        return part
    if part == GATE and not (isinstance(node, Read) and node.ask_first):
        return 0
    return min(part, draft.parts(node.id))


def _stands(book: Book, place: Place) -> bool:
    """Whether callers can be at a place: its node is there, and is one that waits for them."""
    return isinstance(book.nodes.get(place.node), (*WAITING, Transfer))
