"""Everything a line says in one language, as passages. Rules have looked at the words before."""

from collections.abc import Mapping
from types import MappingProxyType

from ivr.authoring.choices import choices
from ivr.authoring.manuscript import Manuscript
from ivr.authoring.schema import ServiceShape, TemplatesShape
from ivr.authoring.vocabulary import Vocabulary
from ivr.dialogue.book import Language, Phrase, ask_id, part_id, phrase_id
from ivr.dialogue.nodes import Menu, Node, Read
from ivr.dialogue.wording import Passage


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
    passages: dict[str, Passage] = {}
    parts: dict[str, int] = {}
    for phrase in Phrase:
        at = phrase_id(phrase)
        passages[at] = Passage(at, vocabulary.pieces(own.phrases[phrase]))
    for node in nodes.values():
        found = _of_node(node, vocabulary, own.templates, service.main_menu)
        passages.update((passage.id, passage) for passage in found)
        parts[node.id] = sum(passage.id.rpartition("/")[2].isdigit() for passage in found)
    shape = service.languages[language]
    return Language(
        code=language,
        locale=shape.locale,
        voice=shape.voice,
        voice_words_per_minute=shape.voice_words_per_minute,
        passages=MappingProxyType(passages),
        parts=MappingProxyType(parts),
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
