"""Everything a line says in one language, as passages. Rules have looked at the words before."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from ivr.authoring.choices import choices, spoken_choices
from ivr.authoring.hints import hints
from ivr.authoring.hours import hours_passages, split_at_hours, times_of
from ivr.authoring.listening import danger_nodes
from ivr.authoring.manuscript import Manuscript
from ivr.authoring.schema import LanguageShape, ServiceShape, TemplatesShape
from ivr.authoring.texting import texts
from ivr.authoring.vocabulary import Vocabulary
from ivr.dialogue.book import (
    BETWEEN_DIGITS,
    Language,
    Phrase,
    ask_id,
    digit_id,
    part_id,
    phrase_id,
    whisper_id,
)
from ivr.dialogue.nodes import Collect, Menu, Node, Read, Save, Text
from ivr.dialogue.wording import Digits, Hours, Passage, Pause, Words

DIGITS: Final = "0123456789"

REST: Final = 400
"""Milliseconds after a group of digits that is read back: to listen, not to write."""


def speak(
    book: Manuscript, service: ServiceShape, nodes: Mapping[str, Node], language: str
) -> Language:
    """Everything the line says in one language.

    Raises LookupError if words are missing that a rule should have asked for.
    """
    own = book.words[language].service
    if own is None:
        raise LookupError(language)
    vocabulary = Vocabulary(book, service, language)
    shape = service.languages[language]
    passages = hours_passages(book.directory or {}, own.hours, shape.locale)
    parts: dict[str, int] = {}
    for phrase in Phrase:
        # One that no node of this line says may be missing; a rule asks for all others.
        if phrase in own.phrases:
            at = phrase_id(phrase)
            passages[at] = Passage(at, vocabulary.pieces(own.phrases[phrase]))
    if any(isinstance(node, Collect | Save | Text) for node in nodes.values()):
        passages.update((each.id, each) for each in _digits())
    passages.update((each.id, each) for each in _whispers(own.templates.whisper, service, shape))
    for node in nodes.values():
        found = _of_node(node, vocabulary, own.templates, service.main_menu)
        passages.update((passage.id, passage) for passage in found)
        parts[node.id] = sum(passage.id.rpartition("/")[2].isdigit() for passage in found)
    resuming = own.phrases.get(Phrase.RESUME_LABEL)
    offered = spoken_choices(nodes, vocabulary, own.templates, resuming)
    passages.update((each.id, each) for each in offered)
    timed = {}
    for passage in list(passages.values()):
        if any(isinstance(piece, Hours) for piece in passage.pieces):
            fragments = split_at_hours(passage)
            passages.update((each.id, each) for each in fragments if isinstance(each, Passage))
            timed[passage.id] = tuple(
                each.id if isinstance(each, Passage) else each for each in fragments
            )
    return Language(
        code=language,
        locale=shape.locale,
        voice=shape.voice,
        engines=tuple(shape.engines),
        voice_words_per_minute=shape.voice_words_per_minute,
        passages=MappingProxyType(passages),
        parts=MappingProxyType(parts),
        lexicon=vocabulary.lexicon,
        hints=hints(book, service, nodes, language),
        timed=MappingProxyType(timed),
        numbered=frozenset(
            passage.id
            for passage in passages.values()
            if any(isinstance(piece, Digits) for piece in passage.pieces)
        ),
        texts=MappingProxyType(texts(nodes, vocabulary, own.templates, danger_nodes(service))),
    )


def _digits() -> Iterator[Passage]:
    """Each digit by itself, for numbers that nobody knows before the call."""
    for digit in DIGITS:
        yield Passage(digit_id(digit), (Words(digit),))
    yield Passage(BETWEEN_DIGITS, (Pause(REST),))


def _whispers(
    template: str | None, service: ServiceShape, shape: LanguageShape
) -> Iterator[Passage]:
    """What staff are told of a caller in each language, in words of this one."""
    names = times_of(shape.locale)
    for code in service.languages if template else ():
        name = (names.languages.get(code) if names else None) or code
        yield Passage(whisper_id(code), (Words((template or "").replace("{language}", name)),))


def _of_node(
    node: Node, vocabulary: Vocabulary, templates: TemplatesShape, main_menu: str
) -> list[Passage]:
    flow, _, name = node.id.partition(".")
    prompt = vocabulary.words.prompts[flow].get(name)
    if prompt is None:
        return []
    found = [
        Passage(part_id(node.id, part), vocabulary.pieces(text))
        for part, text in enumerate(prompt.say)
    ]
    if prompt.ask_first:
        found.append(Passage(ask_id(node.id), vocabulary.pieces(prompt.ask_first)))
    if isinstance(node, Menu | Read):
        found += choices(node, vocabulary, templates, main_menu)
    return found
