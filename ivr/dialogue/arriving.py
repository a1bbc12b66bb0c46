"""Coming to a node: what is spoken there, and what the turn then waits for."""

from dataclasses import replace
from typing import Final, assert_never

from ivr.dialogue.actions import Dial, HangUp, Turn
from ivr.dialogue.asking import ask, first_stage, keep, settle, text_number
from ivr.dialogue.book import Phrase, StaffGroup, ask_id, choices_id, gate_id, offer_id, part_id
from ivr.dialogue.draft import Draft
from ivr.dialogue.errors import EndlessTurnError
from ivr.dialogue.nodes import (
    Branch,
    Collect,
    Condition,
    Goodbye,
    InLanguage,
    Menu,
    Node,
    Reachable,
    Read,
    Record,
    Remember,
    Save,
    Say,
    Staffed,
    Text,
    Transfer,
)
from ivr.dialogue.state import GATE, Place, Stage, travelled

WAITING: Final = (Menu, Read, Collect, Record, Text)
"""Nodes at which the line waits for the caller."""

LONGEST_PATH: Final = 32
"""Nodes a turn may pass through before it waits; a sane book needs three or four."""


def go(draft: Draft, target: str) -> Turn:
    """Take the caller to a node and remember where they came from."""
    passed: list[str] = []
    node_id = target
    for _ in range(LONGEST_PATH):
        led = _led(draft, draft.book.nodes[node_id])
        if not isinstance(led, str):
            return led
        passed.append(node_id)
        node_id = led
    raise EndlessTurnError(LONGEST_PATH, tuple(passed))


def _led(draft: Draft, node: Node) -> Turn | str:
    """The turn that ends at a node, or the node that follows it."""
    match node:
        case Menu() | Read() | Collect() | Record():
            if isinstance(node, Collect):
                # What was typed before was another number.
                draft.change(wish=replace(draft.state.wish, typed=""))
            return arrive(draft, Place(node.id, _first(draft, node)))
        case Say():
            draft.read(node.id)
            return node.then
        case Branch():
            return fork(node, draft)
        case Text():
            return _led_to_text(draft, node)
        case Remember():
            _remember(draft, node)
            return node.then
        case Save():
            return _led_to_save(draft, node)
        case Transfer():
            return _led_to_people(draft, node)
        case Goodbye():
            draft.read(node.id)
            return draft.done(HangUp())
        case _:
            assert_never(node)


def _first(draft: Draft, node: Menu | Read | Collect | Record) -> int:
    if isinstance(node, Collect | Record):
        return first_stage(draft, node)
    return GATE if isinstance(node, Read) and node.ask_first else 0


def _led_to_text(draft: Draft, node: Text) -> Turn | str:
    if text_number(draft):
        return arrive(draft, Place(node.id))
    draft.say(Phrase.TEXT_NO_NUMBER)
    return node.otherwise


def _led_to_save(draft: Draft, node: Save) -> Turn | str:
    draft.understood(Place(node.id), _trail_to(draft, node.id))
    if kept := keep(draft):
        return kept
    draft.say(Phrase.NOT_SAVED)
    return node.otherwise


def _led_to_people(draft: Draft, node: Transfer) -> Turn | str:
    staff = draft.book.staff[node.to]
    if staff.numbers and draft.around.finds(staff):
        draft.read(node.id)
        draft.understood(Place(node.id), _trail_to(draft, node.id))
        return dial(draft, staff)
    draft.say(Phrase.TRANSFER_CLOSED if staff.numbers else Phrase.TRANSFER_NOBODY)
    return node.otherwise


def _remember(draft: Draft, node: Remember) -> None:
    wish = draft.state.wish
    topic = wish.topic if node.topic is None else node.topic
    best_time = node.best_time or wish.best_time
    draft.change(wish=replace(wish, best_time=best_time, topic=topic))


def arrive(draft: Draft, place: Place) -> Turn:
    """Move the caller to a place, remember where they came from, and speak what is there."""
    draft.understood(place, _trail_to(draft, place.node))
    return present(draft)


def _trail_to(draft: Draft, destination: str) -> tuple[Place, ...]:
    state, book = draft.state, draft.book
    if not isinstance(book.nodes[state.place.node], WAITING):
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
        case Collect() | Record() | Text():
            if isinstance(node, Collect):
                settle(draft, node)
                place = draft.state.place
            if place.part in (Stage.ASKED, Stage.TYPING) and not draft.state.wish.typed:
                draft.read(node.id)
            return offer(draft)
        case Say() | Branch() | Transfer() | Remember() | Save() | Goodbye():
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
        if node.topic and draft.state.heard != node.id:
            draft.change(heard=node.id)
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
    node = draft.book.nodes[place.node]
    if not draft.state.asked and isinstance(node, Collect | Record | Text):
        return ask(draft, node)
    if draft.state.asked:
        draft.speak(*(offer_id(name, key) for key, name in enumerate(draft.state.asked, 1)))
    else:
        draft.speak(gate_id(place.node) if place.part == GATE else choices_id(place.node))
    return draft.listen(draft.book.service.menu_timeout)


def dial(draft: Draft, staff: StaffGroup) -> Turn:
    """Call people: all of a group at once, or the one whose turn it is."""
    at = draft.state.place.part
    numbers = staff.numbers if staff.at_once else staff.numbers[at : at + 1]
    return draft.done(Dial(numbers, staff.ring, staff.whispers, returns=not staff.whispers))


def fork(branch: Branch, draft: Draft) -> str:
    """The node to which a branch leads in this call."""
    for case in branch.cases:
        if holds(case.condition, draft):
            return case.then
    return branch.otherwise


def holds(condition: Condition, draft: Draft) -> bool:
    """Whether a condition is true in this call."""
    match condition:
        case Reachable():
            staff = draft.book.staff[condition.group]
            return bool(staff.numbers) and draft.around.finds(staff)
        case Staffed():
            return bool(draft.book.staff[condition.group].numbers)
        case InLanguage():
            return draft.state.language == condition.language
        case _:
            assert_never(condition)
