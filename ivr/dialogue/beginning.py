"""How a call begins: with the greeting, and with a question where an earlier call broke off."""

from typing import Final

from ivr.dialogue.actions import ForgetPlace, Perform, Turn
from ivr.dialogue.arriving import arrive, go, offer
from ivr.dialogue.book import Command, Phrase
from ivr.dialogue.circumstances import Left
from ivr.dialogue.draft import Draft
from ivr.dialogue.grammar.meanings import COMMAND
from ivr.dialogue.nodes import Read, Say
from ivr.dialogue.state import Place

RESUME: Final = "resume"
"""Where a caller leads who goes on where an earlier call broke off; no node is called so."""

QUESTION: Final = (RESUME, f"{COMMAND}{Command.MAIN_MENU}")


def begin(draft: Draft) -> Turn:
    """Greet the caller, and ask whether to go on where they were. Nothing tells what that was."""
    service, left = draft.book.service, draft.around.left
    if left is None or not _can_go_on(draft, left):
        return go(draft, service.start)
    draft.change(language=left.language)
    greeting = draft.book.nodes[service.start]
    if isinstance(greeting, Say):
        draft.read(greeting.id)
    draft.understood(Place(service.main_menu), ())
    draft.change(asked=QUESTION, left=left.place)
    draft.say(Phrase.RESUME)
    return offer(draft)


def answer_resuming(draft: Draft, name: str) -> Turn:
    """Go on where the caller was, or forget it."""
    left = draft.state.left
    draft.change(asked=(), left=None)
    if name == RESUME and left is not None:
        part = min(left.part, draft.parts(left.node))
        return arrive(draft, Place(left.node, part))
    return draft.done(Perform(ForgetPlace()))


def _can_go_on(draft: Draft, left: Left) -> bool:
    known = left.language in draft.book.languages
    return known and isinstance(draft.book.nodes.get(left.place.node), Read)
