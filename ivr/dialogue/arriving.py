"""Coming to a node: what is spoken there, and what the turn then waits for."""

from typing import Final, assert_never

from ivr.dialogue.actions import Dial, HangUp, Turn
from ivr.dialogue.book import Book, Phrase, ask_id, choices_id, gate_id, offer_id, part_id
from ivr.dialogue.draft import Draft
from ivr.dialogue.errors import EndlessTurnError
from ivr.dialogue.nodes import (
    Branch,
    Condition,
    Goodbye,
    InLanguage,
    Menu,
    Reachable,
    Read,
    Say,
    Transfer,
)
from ivr.dialogue.state import GATE, CallState, Place, travelled

LONGEST_PATH: Final = 32
"""Nodes a turn may pass through before it waits; a sane book needs three or four."""


def go(draft: Draft, target: str) -> Turn:
    """Take the caller to a node and remember where they came from."""
    book = draft.book
    passed: list[str] = []
    node_id = target
    for _ in range(LONGEST_PATH):
        node = book.nodes[node_id]
        match node:
            case Menu() | Read():
                first = GATE if isinstance(node, Read) and node.ask_first else 0
                return arrive(draft, Place(node.id, first))
            case Say():
                draft.read(node.id)
                node_id = node.then
            case Branch():
                node_id = fork(node, book, draft.state)
            case Transfer():
                staff = book.staff[node.to]
                if staff.numbers:
                    draft.read(node.id)
                    draft.understood(Place(node.id), _trail_to(draft, node.id))
                    return draft.done(Dial(staff))
                draft.say(Phrase.TRANSFER_NOBODY)
                node_id = node.otherwise
            case Goodbye():
                draft.read(node.id)
                return draft.done(HangUp())
            case _:
                assert_never(node)
        passed.append(node.id)
    raise EndlessTurnError(LONGEST_PATH, tuple(passed))


def arrive(draft: Draft, place: Place) -> Turn:
    """Move the caller to a place, remember where they came from, and speak what is there."""
    draft.understood(place, _trail_to(draft, place.node))
    return present(draft)


def _trail_to(draft: Draft, destination: str) -> tuple[Place, ...]:
    state, book = draft.state, draft.book
    if not isinstance(book.nodes[state.place.node], (Menu, Read)):
        return travelled(state.trail, Place(destination), destination, book.service.trail)
    return travelled(state.trail, state.place, destination, book.service.trail)


def present(draft: Draft) -> Turn:
    """Speak what stands at the caller's place, and wait there."""
    place = draft.state.place
    node = draft.book.nodes[place.node]
    match node:
        case Menu():
            if node.ask_first:
                draft.speak(ask_id(node.id))
            draft.read(node.id)
            return offer(draft)
        case Read():
            return _present_reading(draft, node, place.part)
        case Say() | Branch() | Transfer() | Goodbye():
            return go(draft, node.id)
        case _:
            assert_never(node)


def _present_reading(draft: Draft, node: Read, part: int) -> Turn:
    if part == GATE:
        draft.speak(ask_id(node.id))
        return offer(draft)
    parts = draft.parts(node.id)
    if part < parts:
        draft.read(node.id, (part,))
    if part + 1 >= parts:
        return offer(draft)
    service = draft.book.service
    timeout = service.reading_timeout
    if part_id(node.id, part) in draft.language.numbered:
        draft.say(Phrase.NUMBER_AGAIN)
        timeout = service.number_timeout
    if part == 0:
        draft.say(Phrase.MORE)
    return draft.listen(timeout)


def offer(draft: Draft) -> Turn:
    """Speak the choices that the caller has, at their place or by a question, and wait for one."""
    place = draft.state.place
    if draft.state.asked:
        draft.speak(*(offer_id(name, key) for key, name in enumerate(draft.state.asked, 1)))
    else:
        draft.speak(gate_id(place.node) if place.part == GATE else choices_id(place.node))
    return draft.listen(draft.book.service.menu_timeout)


def fork(branch: Branch, book: Book, state: CallState) -> str:
    """The node to which a branch leads in this call."""
    for case in branch.cases:
        if holds(case.condition, book, state):
            return case.then
    return branch.otherwise


def holds(condition: Condition, book: Book, state: CallState) -> bool:
    """Whether a condition is true in this call."""
    match condition:
        case Reachable():
            return bool(book.staff[condition.group].numbers)
        case InLanguage():
            return state.language == condition.language
        case _:
            assert_never(condition)
