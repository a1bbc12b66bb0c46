"""What callers can say, from the words of a book, for the grammar. Rules have looked at it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ivr.authoring.choices import ASKED_FOR
from ivr.authoring.manuscript import Manuscript
from ivr.authoring.references import full_name
from ivr.authoring.schema import NumbersShape, ServiceShape
from ivr.authoring.vocabulary import Vocabulary
from ivr.authoring.yaml_source import Position, Route, YamlSource
from ivr.dialogue.grammar import Danger, Grammar, NumberWords, Speech, SpeechWords
from ivr.dialogue.grammar.hearing import ALTERNATIVE, AT_ONCE
from ivr.dialogue.grammar.meanings import COMMAND, LANGUAGE, NOISE
from ivr.dialogue.grammar.patterns import DEGREES
from ivr.dialogue.grammar.words import folded
from ivr.dialogue.nodes import Menu, Node, Remember


def grammar(book: Manuscript, service: ServiceShape, nodes: Mapping[str, Node]) -> Grammar:
    """The grammar of a line."""
    return Grammar(
        {language: speech(book, service, nodes, language) for language in service.languages},
        general=general(nodes),
    )


def general(nodes: Mapping[str, Node]) -> frozenset[str]:
    """The destinations that hold more particular ones."""
    return frozenset(node.id for node in nodes.values() if isinstance(node, Menu))


def speech(
    book: Manuscript, service: ServiceShape, nodes: Mapping[str, Node], language: str
) -> Speech:
    """Everything that callers can say in one language."""
    words = book.words[language]
    heard = words.speech
    danger = danger_nodes(service)
    prompts = {
        node: words.prompts.get(node.partition(".")[0], {}).get(node.partition(".")[2])
        for node in danger
    }
    return Speech(
        words=SpeechWords(
            numbers=_numbers(heard.numbers),
            fillers=tuple(heard.fillers),
            rewrites=MappingProxyType(heard.rewrites),
            negations=tuple(heard.negations),
            breaks=tuple(heard.breaks),
        ),
        phrases=MappingProxyType(phrases(book, service, nodes, language)),
        dangers={node: tuple(found.danger) if found else () for node, found in prompts.items()},
        harmless=tuple(each for found in prompts.values() if found for each in found.not_danger),
        long_ago=tuple(heard.long_ago),
        keys=MappingProxyType(heard.keys),
        key_words=tuple(heard.key_words),
        yes=tuple(heard.affirmations),
        no=tuple(heard.refusals),
        local=frozenset(node.id for node in nodes.values() if isinstance(node, Remember)),
    )


def danger_nodes(service: ServiceShape) -> dict[str, str]:
    """The nodes that answer danger to life, in order, and their short names."""
    return {full_name(node, "service"): name for name, node in service.listening.danger.items()}


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something that callers say: for which destination, in which language, and where it stands."""

    phrase: str
    destination: str
    language: str
    source: YamlSource
    route: Route

    @property
    def at(self) -> Position:
        """Where it stands: an entry of a list, or a line of a text."""
        if self.route in self.source.values:
            return self.source.position(self.route)
        return self.source.within(self.route[:-1], self.phrase)


def phrases(
    book: Manuscript, service: ServiceShape, nodes: Mapping[str, Node], language: str
) -> dict[str, list[str]]:
    """What callers say in one language, by destination: nodes, commands, languages.

    Every language can be asked for in every language: who does not understand the one that is
    spoken says so in their own. How a node is offered is a way to ask for it, too.
    """
    vocabulary = Vocabulary(book, service, language)
    found: dict[str, list[str]] = {}
    for spoken in _spoken(book, nodes, language):
        if spoken.destination not in found:
            label = vocabulary.label(spoken.destination)
            found[spoken.destination] = [label] if label else []
        found[spoken.destination].append(spoken.phrase)
    if book.words[language].speech.noise:
        found[NOISE] = list(book.words[language].speech.noise)
    for other in service.languages if len(service.languages) > 1 else ():
        asked = [spoken.phrase for spoken in _asked_by(book, other)]
        if asked:
            found[f"{LANGUAGE}{other}"] = asked
    return found


def phrase_places(
    book: Manuscript, service: ServiceShape, nodes: Mapping[str, Node]
) -> Iterator[Spoken]:
    """Every phrase of a line, where it stands."""
    for language in service.languages:
        yield from _spoken(book, nodes, language)
        if len(service.languages) > 1:
            yield from _asked_by(book, language)


def _spoken(book: Manuscript, nodes: Mapping[str, Node], language: str) -> Iterator[Spoken]:
    words = book.words[language]
    for node in nodes.values():
        flow, _, name = node.id.partition(".")
        prompt = words.prompts.get(flow, {}).get(name)
        if isinstance(node, ASKED_FOR) and prompt is not None:
            source = book.sources[f"prompts/{language}/{flow}.yaml"]
            for position, phrase in enumerate(prompt.phrases):
                yield Spoken(phrase, node.id, language, source, (name, "phrases", position))
    for command, shape in words.speech.commands.named.items():
        source = book.sources[f"prompts/{language}/speech.yaml"]
        for position, phrase in enumerate(shape.phrases):
            route: Route = ("commands", command, "phrases", position)
            yield Spoken(phrase, f"{COMMAND}{command}", language, source, route)


def _asked_by(book: Manuscript, language: str) -> Iterator[Spoken]:
    own = book.words[language].service
    source = book.sources[f"prompts/{language}/service.yaml"]
    for position, phrase in enumerate(own.asked_by if own else ()):
        route: Route = ("asked_by", position)
        yield Spoken(phrase, f"{LANGUAGE}{language}", language, source, route)


def patterns(book: Manuscript, service: ServiceShape) -> Iterator[Spoken]:
    """Every pattern of danger, of what only looks like it, and of what is long ago."""
    for language in service.languages:
        words = book.words[language]
        for node in danger_nodes(service):
            flow, _, name = node.partition(".")
            prompt = words.prompts.get(flow, {}).get(name)
            if prompt is None:
                continue
            source = book.sources[f"prompts/{language}/{flow}.yaml"]
            for field in ("danger", "not_danger"):
                for position, pattern in enumerate(getattr(prompt, field)):
                    yield Spoken(pattern, node, language, source, (name, field, position))
        for position, pattern in enumerate(words.speech.long_ago):
            source = book.sources[f"prompts/{language}/speech.yaml"]
            yield Spoken(pattern, "", language, source, ("long_ago", position))


def sample(pattern: str) -> str:
    """Words that a pattern finds: the first of each choice, and a high fever for {degrees}."""
    words = (part.removeprefix(AT_ONCE).partition(ALTERNATIVE)[0] for part in pattern.split())
    return " ".join(words).replace(DEGREES, "102")


def alarms(book: Manuscript, service: ServiceShape, grammar: Grammar) -> dict[str, dict[str, str]]:
    """By language: what somebody in danger may say, and the node that answers, one for each.

    Only what is taken for danger where nothing was asked; what is not, a rule reports.
    """
    found: dict[str, dict[str, str]] = {language: {} for language in service.languages}
    for place in patterns(book, service):
        said = found[place.language]
        if place.route[1] != "danger" or place.destination in said.values():
            continue
        words = sample(place.phrase)
        if grammar.understand(words, place.language) == Danger(place.destination, place.language):
            said[words] = place.destination
    return found


def _numbers(shape: NumbersShape) -> NumberWords:
    return NumberWords(
        values={_word(word): value for word, value in shape.values.items()},
        half=frozenset(map(_word, shape.half)),
        point=frozenset(map(_word, shape.point)),
        joins=frozenset(map(_word, shape.joins)),
    )


def _word(text: str) -> str:
    return (folded(text) or [text])[0]
