"""A manuscript with more phrases in it, as if an editor had written them, and where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ivr.authoring.manuscript import Manuscript
from ivr.authoring.schema import PromptShape
from ivr.dialogue.grammar.meanings import COMMAND, LANGUAGE


@dataclass(frozen=True, slots=True)
class Addition:
    """A phrase for a destination of the grammar, in one language."""

    phrase: str
    destination: str
    language: str

    @property
    def place(self) -> tuple[str, str]:
        """The file that it is written to, and the keys in it that lead there."""
        if self.destination.startswith(COMMAND):
            name = self.destination.removeprefix(COMMAND)
            return f"prompts/{self.language}/speech.yaml", f"commands, {name}, phrases"
        if self.destination.startswith(LANGUAGE):
            # A language is asked for in every language; its own folder holds the words.
            code = self.destination.removeprefix(LANGUAGE)
            return f"prompts/{code}/service.yaml", "asked_by"
        flow, _, name = self.destination.partition(".")
        return f"prompts/{self.language}/{flow}.yaml", f"{name}, phrases"


def with_phrases(book: Manuscript, additions: Iterable[Addition]) -> Manuscript:
    """The manuscript with these phrases added at the end of those that stand there.

    What is shared with the first one is not copied, and neither is changed.
    """
    made = replace(book, words={code: replace(words) for code, words in book.words.items()})
    for each in additions:
        if each.destination.startswith(COMMAND):
            _to_command(made, each)
        elif each.destination.startswith(LANGUAGE):
            _to_language(made, each)
        else:
            _to_node(made, each)
    return made


def _to_command(book: Manuscript, added: Addition) -> None:
    words = book.words[added.language]
    name = added.destination.removeprefix(COMMAND)
    shape = words.speech.commands.named[name]
    shape = shape.model_copy(update={"phrases": [*shape.phrases, added.phrase]})
    commands = words.speech.commands.model_copy(update={name: shape})
    words.speech = words.speech.model_copy(update={"commands": commands})


def _to_language(book: Manuscript, added: Addition) -> None:
    words = book.words[added.destination.removeprefix(LANGUAGE)]
    if words.service is not None:
        asked_by = [*words.service.asked_by, added.phrase]
        words.service = words.service.model_copy(update={"asked_by": asked_by})


def _to_node(book: Manuscript, added: Addition) -> None:
    words = book.words[added.language]
    flow, _, name = added.destination.partition(".")
    prompts = words.prompts.get(flow, {})
    shape = prompts.get(name) or PromptShape()
    shape = shape.model_copy(update={"phrases": [*shape.phrases, added.phrase]})
    words.prompts = {**words.prompts, flow: {**prompts, name: shape}}
