"""Everything a line says in one language, as passages. Rules have looked at the words before."""

from collections.abc import Mapping
from types import MappingProxyType

from ivr.authoring.choices import choices, spoken_choices
from ivr.authoring.hints import hints
from ivr.authoring.hours import hours_passages, split_at_hours
from ivr.authoring.manuscript import Manuscript
from ivr.authoring.schema import ServiceShape, TemplatesShape
from ivr.authoring.vocabulary import Vocabulary
from ivr.dialogue.book import Language, Phrase, ask_id, part_id, phrase_id
from ivr.dialogue.nodes import Menu, Node, Read
from ivr.dialogue.wording import Digits, Hours, Passage


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
        at = phrase_id(phrase)
        passages[at] = Passage(at, vocabulary.pieces(own.phrases[phrase]))
    for node in nodes.values():
        found = _of_node(node, vocabulary, own.templates, service.main_menu)
        passages.update((passage.id, passage) for passage in found)
        parts[node.id] = sum(passage.id.rpartition("/")[2].isdigit() for passage in found)
    passages.update((each.id, each) for each in spoken_choices(nodes, vocabulary, own.templates))
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
    )


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
