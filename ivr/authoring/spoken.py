"""Everything a line says in one language, as passages; and every problem of its words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ivr.authoring.choices import choices
from ivr.authoring.manuscript import Manuscript
from ivr.authoring.marks import count_words
from ivr.authoring.problems import Problem, nearest, quoted
from ivr.authoring.schema import PromptShape, ServiceShape
from ivr.authoring.vocabulary import Vocabulary
from ivr.authoring.yaml_source import Route
from ivr.dialogue.book import Language, Phrase, ask_id, part_id, phrase_id
from ivr.dialogue.nodes import Branch, Menu, Node, Read
from ivr.dialogue.wording import Passage

MOST_WORDS: Final = 95
"""Words in a part: 45 seconds for a slow voice (the voice rules' own limit)."""

TEMPLATE_MARKS: Final = {
    "option": ("label", "key"),
    "option_short": ("label", "key"),
    "gate": ("yes", "back"),
    "after_reading": ("repeat", "back"),
    "after_reading_short": ("repeat", "back"),
}


def speak(
    book: Manuscript, service: ServiceShape, nodes: Mapping[str, Node], language: str
) -> tuple[Language | None, list[Problem]]:
    """Everything the line says in one language, and every problem of its words.

    The language is None where its own words (``service.yaml``) can't be used.
    """
    own = book.words[language].service
    if own is None:
        return None, []
    vocabulary = Vocabulary(book, service, language, own)
    speaker = _Speaker(nodes, vocabulary)
    speaker.phrases()
    speaker.templates()
    for node in nodes.values():
        speaker.node(node)
    speaker.unused()
    shape = service.languages[language]
    spoken = Language(
        code=language,
        locale=shape.locale,
        voice=shape.voice,
        voice_words_per_minute=shape.voice_words_per_minute,
        passages=MappingProxyType(speaker.passages),
        parts=MappingProxyType(speaker.parts),
    )
    return spoken, vocabulary.problems


class _Speaker:
    def __init__(self, nodes: Mapping[str, Node], vocabulary: Vocabulary) -> None:
        self.nodes = nodes
        self.vocabulary = vocabulary
        self.passages: dict[str, Passage] = {}
        self.parts: dict[str, int] = {}
        self.offered = {
            target
            for node in nodes.values()
            if isinstance(node, Menu | Read)
            for target in node.options.values()
        }

    def phrases(self) -> None:
        wanted = [phrase.value for phrase in Phrase]
        for name in wanted:
            text = self.vocabulary.own.phrases.get(name)
            if text is None:
                self.vocabulary.problem(
                    "service",
                    ("phrases",),
                    "missing-prompt",
                    f'phrase "{name}" is missing',
                    "the line would have nothing to say at this moment",
                    f'add "{name}: …"',
                )
            else:
                pieces = self.vocabulary.pieces("service", ("phrases", name), text)
                self.passages[phrase_id(Phrase(name))] = Passage(phrase_id(Phrase(name)), pieces)
        for name in self.vocabulary.own.phrases:
            if name not in wanted:
                self.vocabulary.problem(
                    "service",
                    ("phrases", name),
                    "unused-prompt",
                    f'the line has no phrase "{name}"',
                    "nobody would ever hear it",
                    nearest(name, wanted, "phrases"),
                )

    def templates(self) -> None:
        for name, marks in TEMPLATE_MARKS.items():
            text = getattr(self.vocabulary.own.templates, name)
            missing = [f"{{{mark}}}" for mark in marks if f"{{{mark}}}" not in text]
            if missing:
                self.vocabulary.problem(
                    "service",
                    ("templates", name),
                    "template-mark",
                    f'template "{name}" has no {quoted(missing)}',
                    "a caller would not hear what to press, or for what",
                    f"write {quoted(missing)} where it belongs",
                )

    def node(self, node: Node) -> None:
        flow, _, name = node.id.partition(".")
        prompts = self.vocabulary.words.prompts.get(flow)
        if prompts is None:
            # A file that can't be used has been reported; one that isn't there has not.
            if f"{self.vocabulary.folder}/{flow}.yaml" not in self.vocabulary.book.sources:
                self._missing_file(flow)
            return
        prompt = prompts.get(name)
        if prompt is None:
            if isinstance(node, Branch) and node.id not in self.offered:
                return
            self.vocabulary.problem(
                flow,
                (),
                "missing-prompt",
                f'node "{name}" has no words',
                "a caller who comes here would hear nothing",
                f'add "{name}:" with what is to be said',
            )
            return
        self._check(node, flow, name, prompt)
        for part, text in enumerate(prompt.say):
            at: Route = (name, "say", part) if len(prompt.say) > 1 else (name, "say")
            words = count_words(text)
            if words > MOST_WORDS:
                self.vocabulary.problem(
                    flow,
                    at,
                    "long-part",
                    f"this part has {words} words; {MOST_WORDS} is the most",
                    "a caller would have to listen for more than 45 seconds without a break",
                    "split it into two parts, each after a dash",
                )
            passage = Passage(part_id(node.id, part), self.vocabulary.pieces(flow, at, text))
            self.passages[passage.id] = passage
        self.parts[node.id] = len(prompt.say)
        if prompt.ask_first:
            pieces = self.vocabulary.pieces(flow, (name, "ask_first"), prompt.ask_first)
            self.passages[ask_id(node.id)] = Passage(ask_id(node.id), pieces)
        if isinstance(node, Menu | Read):
            for passage in choices(node, self.vocabulary):
                self.passages[passage.id] = passage

    def _missing_file(self, flow: str) -> None:
        source = self.vocabulary.book.sources[f"flows/{flow}.yaml"]
        self.vocabulary.problems.append(
            source.problem(
                ("flow",),
                "missing-prompt",
                f'flow "{flow}" has no words: there is no {self.vocabulary.folder}/{flow}.yaml',
                why="a caller who comes here would hear nothing",
                fix="write the file, with one entry for each node",
            )
        )

    def _check(self, node: Node, flow: str, name: str, prompt: PromptShape) -> None:
        if not prompt.say and not isinstance(node, Menu | Branch):
            why, fix = "a caller who comes here would hear nothing", 'write "say:" and the words'
            self.vocabulary.problem(
                flow, (name,), "missing-prompt", f'"{name}" says nothing', why, fix
            )
        if prompt.label is not None and set(prompt.label) & set("{}"):
            why, fix = "a caller would hear the braces", "write a label of plain words"
            self.vocabulary.problem(
                flow, (name, "label"), "mark-in-label", "a label holds a mark", why, fix
            )
        if node.id in self.offered and prompt.label is None:
            why, fix = "a menu could not offer it", 'write "label:" and a few words'
            self.vocabulary.problem(
                flow, (name,), "missing-label", f'"{name}" has no label', why, fix
            )
        asks = isinstance(node, Menu | Read) and node.ask_first
        if asks != (prompt.ask_first is not None):
            message = f'"{name}" asks first and has no words for it'
            if not asks:
                message = f'"{name}" has a warning, and its node does not ask first'
            why = "a caller would meet hard words unprepared, or the warning would not be heard"
            fix = "write `ask_first` in the flow (true) and in the prompt (words), or in neither"
            self.vocabulary.problem(flow, (name,), "ask-first", message, why, fix)
        for position, source in enumerate(prompt.sources):
            if self.vocabulary.book.facts is not None and source not in self.vocabulary.book.facts:
                self.vocabulary.problem(
                    flow,
                    (name, "sources", position),
                    "unknown-source",
                    f'source "{source}" is not in prompts/sources.yaml',
                    "nobody could check what a caller is told",
                    nearest(source, list(self.vocabulary.book.facts), "sources"),
                )

    def unused(self) -> None:
        for flow, prompts in self.vocabulary.words.prompts.items():
            for name in prompts:
                if f"{flow}.{name}" in self.nodes:
                    continue
                nodes = [n.partition(".")[2] for n in self.nodes if n.startswith(f"{flow}.")]
                self.vocabulary.problem(
                    flow,
                    (name,),
                    "unused-prompt",
                    f'flow "{flow}" has no node "{name}"',
                    "nobody would ever hear these words",
                    nearest(name, nodes, "nodes"),
                )
