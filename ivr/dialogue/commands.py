"""The universal commands: what a caller can ask for in every node."""

from typing import Final, assert_never

from ivr.dialogue.actions import Turn
from ivr.dialogue.arriving import go, offer, present
from ivr.dialogue.book import Command, Pace, Phrase
from ivr.dialogue.draft import Draft
from ivr.dialogue.nodes import Read
from ivr.dialogue.state import GATE, Place

ABOUT_THE_LAST_WORDS: Final = frozenset(
    {Command.REPEAT, Command.PACE, Command.SLOWER, Command.FASTER}
)
"""Commands after which a question that was asked is asked again."""


def obey(draft: Draft, command: Command) -> Turn:
    """Do what the caller asked for."""
    state = draft.state
    draft.understood(state.place, state.trail)
    if state.asked and command in ABOUT_THE_LAST_WORDS:
        draft.change(asked=state.asked, questions=state.questions, left=state.left)
    match command:
        case Command.PERSON | Command.MAIN_MENU | Command.GOODBYE:
            return go(draft, _led_to(draft, command))
        case Command.BACK:
            return present(draft) if state.asked else back(draft)
        case Command.NEXT:
            return _next(draft)
        case Command.REPEAT:
            return _repeat(draft)
        case Command.LANGUAGE:
            return _other_language(draft)
        case Command.PACE | Command.SLOWER | Command.FASTER:
            return _other_pace(draft, command)
        case Command.HELP:
            draft.say(Phrase.HELP)
            return offer(draft)
        case _:
            assert_never(command)


def _led_to(draft: Draft, command: Command) -> str:
    service = draft.book.service
    if command is Command.PERSON:
        return service.person
    return service.main_menu if command is Command.MAIN_MENU else service.goodbye


def back(draft: Draft) -> Turn:
    """Return the caller to where they came from; at the top, say so and stay."""
    state = draft.state
    if state.trail:
        draft.understood(state.trail[-1], state.trail[:-1])
        return present(draft)
    main_menu = draft.book.service.main_menu
    if state.place.node != main_menu:
        draft.understood(Place(main_menu), ())
        return present(draft)
    draft.say(Phrase.AT_THE_TOP)
    return present(draft)


def advance(draft: Draft) -> Turn:
    """Go on to what follows in a reading: the next part, or after the last one the offer."""
    place = draft.state.place
    following = min(place.part + 1, draft.parts(place.node))
    draft.change(place=Place(place.node, following))
    return present(draft)


def _next(draft: Draft) -> Turn:
    place = draft.state.place
    if not isinstance(draft.book.nodes[place.node], Read):
        return offer(draft)
    # At the gate there is nothing to skip but the text itself, and at the offer nothing is left.
    if place.part == GATE or place.part >= draft.parts(place.node):
        return back(draft)
    return advance(draft)


def _repeat(draft: Draft) -> Turn:
    if draft.state.asked:
        return offer(draft)
    place = draft.state.place
    last = draft.parts(place.node) - 1
    if isinstance(draft.book.nodes[place.node], Read) and place.part > last:
        draft.change(place=Place(place.node, max(last, 0)))
    return present(draft)


def _other_language(draft: Draft) -> Turn:
    languages = list(draft.book.languages)
    if len(languages) == 1:
        draft.say(Phrase.NO_OTHER_LANGUAGE)
        return present(draft)
    position = languages.index(draft.state.language)
    return speak_in(draft, languages[(position + 1) % len(languages)])


def speak_in(draft: Draft, language: str) -> Turn:
    """Go on in a language, at the same place.

    Who has come no farther than the main menu has not understood the greeting, with what to do in
    an emergency in it, so they hear it now.
    """
    place, asked, left = draft.state.place, draft.state.asked, draft.state.left
    draft.understood(place, draft.state.trail)
    draft.change(language=language)
    draft.change(place=draft.fitting(place))
    draft.say(Phrase.OTHER_LANGUAGE)
    if left is not None:
        draft.change(asked=asked, left=left)
        draft.say(Phrase.RESUME)
        return offer(draft)
    if place.node == draft.book.service.main_menu and not draft.state.trail:
        return go(draft, draft.book.service.start)
    return present(draft)


def _other_pace(draft: Draft, command: Command) -> Turn:
    """Speak slower or faster by a step. The key speaks slower, and from there normally again."""
    paces = list(Pace)
    at = paces.index(draft.state.pace)
    slower = command is Command.SLOWER or (command is Command.PACE and at > 0)
    pace = paces[max(0, at - 1) if slower else min(len(paces) - 1, at + 1)]
    draft.change(pace=pace)
    draft.say(_PACES[pace])
    return _repeat(draft)


_PACES: Final = {
    Pace.SLOW: Phrase.PACE_SLOW,
    Pace.NORMAL: Phrase.PACE_NORMAL,
    Pace.FAST: Phrase.PACE_FAST,
}
