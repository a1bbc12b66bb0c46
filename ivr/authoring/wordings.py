"""What a person signs for: each text of a language as a whole, with every word that is heard."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ivr.authoring.manuscript import Manuscript, Words
from ivr.authoring.schema import PromptShape
from ivr.authoring.yaml_source import Route, YamlSource

SPELLED: Final = "letter by letter"
"""What stands for how a word is said that is spelled."""


AS_WRITTEN: Final = frozenset({"service.templates", "service.card", "lexicon.words"})
"""Names of texts in which no marks are filled in where they are shown to a person."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in one language.

    ``id`` is the language and the name: ``en/recurrence.men`` for the words of a node,
    ``en/service.apology`` for a phrase of the line, ``en/service.templates`` for how menus and
    keys are spoken, ``en/service.card`` for the printed card, ``en/lines.acs`` for the name of a
    telephone line, ``en/lexicon.words`` for how hard words are said. ``heard`` is what it is made
    of, as it is written: what each part is (``label``, ``ask_first``, ``say``, ``text``, the
    name of a template, or a hard word), and its words with their white space folded.
    """

    id: str
    heard: tuple[tuple[str, str], ...]
    source: YamlSource
    route: Route

    @property
    def language(self) -> str:
        """The code of the language."""
        return self.id.partition("/")[0]

    @property
    def name(self) -> str:
        """The name without the language; the same in every language."""
        return self.id.partition("/")[2]


def wordings(book: Manuscript) -> Iterator[Wording]:
    """Every text of a book, language by language, in the order of the files."""
    for language, words in book.words.items():
        for flow, prompts in words.prompts.items():
            source = book.sources[f"prompts/{language}/{flow}.yaml"]
            for name, prompt in prompts.items():
                yield Wording(f"{language}/{flow}.{name}", _of_prompt(prompt), source, (name,))
        yield from _of_the_line(book, language, words)


def _of_the_line(book: Manuscript, language: str, words: Words) -> Iterator[Wording]:
    if words.service is not None:
        source = book.sources[f"prompts/{language}/service.yaml"]
        for name, text in words.service.phrases.items():
            said = (("say", _folded(text)),)
            yield Wording(f"{language}/service.{name}", said, source, ("phrases", name))
        templates = {name: text for _, name, text in words.service.filled_in}
        zones = words.service.hours.zones if words.service.hours else {}
        templates |= {f"zone {zone}": name for zone, name in zones.items()}
        spoken = {
            **templates,
            **{f"key {key}": said for key, said in sorted(words.service.key_names.items())},
            **{
                f"command {name}": shape.label
                for name, shape in words.speech.commands.named.items()
            },
        }
        heard = tuple((name, _folded(text)) for name, text in spoken.items())
        yield Wording(f"{language}/service.templates", heard, source, ("templates",))
        if words.service.card is not None:
            card = tuple((name, _folded(text)) for name, text in words.service.card)
            yield Wording(f"{language}/service.card", card, source, ("card",))
    for line, name in (words.line_names or {}).items():
        source = book.sources[f"prompts/{language}/lines.yaml"]
        yield Wording(f"{language}/lines.{line}", (("say", _folded(name)),), source, (line,))
    if sayings := tuple(_sayings(words)):
        yield Wording(
            f"{language}/lexicon.words",
            sayings,
            book.sources[f"prompts/{language}/lexicon.yaml"],
            (),
        )


def _sayings(words: Words) -> Iterator[tuple[str, str]]:
    """Each hard word that is said in another way than it is written, in the order of letters."""
    for word, saying in sorted(words.lexicon.items()):
        if saying.spelled or saying.said:
            yield word, SPELLED if saying.spelled else _folded(saying.said or "")


def _of_prompt(prompt: PromptShape) -> tuple[tuple[str, str], ...]:
    heard = [("label", prompt.label), ("ask_first", prompt.ask_first)]
    heard += [("say", part) for part in prompt.say]
    heard.append(("text", prompt.text))
    return tuple((what, _folded(text)) for what, text in heard if text)


def _folded(text: str) -> str:
    return " ".join(text.split())
