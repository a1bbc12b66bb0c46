"""Words as passages: texts with their marks resolved, and menus spoken from their labels."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ivr.authoring.linking import KEY_ORDER
from ivr.authoring.manuscript import Manuscript, Words
from ivr.authoring.marks import FORMS, MarkError, Marks, PhoneLine, count_words, parse
from ivr.authoring.problems import Problem, nearest, quoted
from ivr.authoring.schema import PromptShape, ServiceShape, ServiceWordsShape
from ivr.authoring.yaml_source import Route
from ivr.dialogue import wording
from ivr.dialogue.book import (
    GATE_KEY,
    Language,
    Phrase,
    ask_id,
    choices_id,
    gate_id,
    keys_id,
    part_id,
    phrase_id,
)
from ivr.dialogue.nodes import Branch, Menu, Node, Read
from ivr.dialogue.wording import Passage, Pause, Piece

MOST_WORDS: Final = 95
"""Words in a part: 45 seconds for a slow voice (the voice rules' own limit)."""

BETWEEN_OPTIONS: Final = Pause(250)
"""With the third of a second that a voice rests after a sentence, 500 to 750 ms (ACIXD)."""

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
    words = book.words[language]
    if words.service is None:
        return None, []
    speaker = _Speaker(book, service, nodes, language, words, words.service)
    speaker.phrases()
    for node in nodes.values():
        speaker.node(node)
    speaker.unused()
    shape = service.languages[language]
    return (
        Language(
            code=language,
            locale=shape.locale,
            voice=shape.voice,
            voice_words_per_minute=shape.voice_words_per_minute,
            passages=MappingProxyType(speaker.passages),
            parts=MappingProxyType(speaker.parts),
        ),
        speaker.problems,
    )


class _Speaker:
    def __init__(  # noqa: PLR0913, PLR0917 - built in one place
        self,
        book: Manuscript,
        service: ServiceShape,
        nodes: Mapping[str, Node],
        language: str,
        words: Words,
        own: ServiceWordsShape,
    ) -> None:
        self.book = book
        self.nodes = nodes
        self.words = words
        self.own = own
        self.folder = f"prompts/{language}"
        self.problems: list[Problem] = []
        self.passages: dict[str, Passage] = {}
        self.parts: dict[str, int] = {}
        self.keys = {
            command: self.key_name(key) for command, key in service.keys.model_dump().items()
        }
        self.marks = Marks(self._lines(), self.keys)
        self.offered = {
            target
            for node in nodes.values()
            if isinstance(node, Menu | Read)
            for target in node.options.values()
        }

    def key_name(self, key: str) -> str:
        return self.own.key_names.get(key, key)

    def problem(  # noqa: PLR0913, PLR0917 - a problem has this many parts
        self, file: str, route: Route, rule: str, message: str, why: str, fix: str
    ) -> None:
        source = self.book.sources[f"{self.folder}/{file}.yaml"]
        self.problems.append(source.problem(route, rule, message, why=why, fix=fix))

    def _lines(self) -> dict[str, PhoneLine] | None:
        """The telephone lines by id; None, and nothing more said, where a file can't be used."""
        directory, names = self.book.directory, self.words.line_names
        if directory is None or names is None:
            return None
        for name in directory:
            if name not in names:
                self.problem(
                    "lines",
                    (),
                    "missing-prompt",
                    f'line "{name}" of the directory has no name in this language',
                    "a caller would hear a number and not whose it is",
                    f'add "{name}: …"',
                )
        for name in names:
            if name not in directory:
                self.problem(
                    "lines",
                    (name,),
                    "unknown-line",
                    f'line "{name}" is not in the directory',
                    "nobody would ever hear this name",
                    nearest(name, list(directory), "lines"),
                )
        return {
            name: PhoneLine(names[name], tuple(shape.number.split("-")))
            for name, shape in directory.items()
            if name in names
        }

    def phrases(self) -> None:
        wanted = [phrase.value for phrase in Phrase]
        for name in wanted:
            text = self.own.phrases.get(name)
            if text is None:
                self.problem(
                    "service",
                    ("phrases",),
                    "missing-prompt",
                    f'phrase "{name}" is missing',
                    "the line would have nothing to say at this moment",
                    f'add "{name}: …"',
                )
            else:
                pieces = self.pieces("service", ("phrases", name), text)
                self.passages[phrase_id(Phrase(name))] = Passage(phrase_id(Phrase(name)), pieces)
        for name in self.own.phrases:
            if name not in wanted:
                self.problem(
                    "service",
                    ("phrases", name),
                    "unused-prompt",
                    f'the line has no phrase "{name}"',
                    "nobody would ever hear it",
                    nearest(name, wanted, "phrases"),
                )
        for name, marks in TEMPLATE_MARKS.items():
            text = getattr(self.own.templates, name)
            missing = [f"{{{mark}}}" for mark in marks if f"{{{mark}}}" not in text]
            if missing:
                self.problem(
                    "service",
                    ("templates", name),
                    "template-mark",
                    f'template "{name}" has no {quoted(missing)}',
                    "a caller would not hear what to press, or for what",
                    f"write {quoted(missing)} where it belongs",
                )

    def pieces(self, file: str, route: Route, text: str) -> tuple[Piece, ...]:
        pieces, errors = parse(text, self.marks)
        for error in errors:
            self._mark_problem(file, route, error)
        return pieces

    def _mark_problem(self, file: str, route: Route, error: MarkError) -> None:
        known = error.known or FORMS
        whats = {"unknown-mark": "marks", "unknown-line": "lines", "unknown-command": "commands"}
        self.problem(
            file,
            route,
            error.rule,
            f'"{error.mark}" can\'t be spoken',
            "a caller would hear the braces, or nothing",
            nearest(error.mark, known, whats[error.rule]),
        )

    def node(self, node: Node) -> None:
        flow, _, name = node.id.partition(".")
        prompts = self.words.prompts.get(flow)
        if prompts is None:
            # A file that can't be used has been reported; one that isn't there has not.
            if f"{self.folder}/{flow}.yaml" not in self.book.sources:
                self._missing_file(flow)
            return
        prompt = prompts.get(name)
        if prompt is None:
            if isinstance(node, Branch) and node.id not in self.offered:
                return
            self.problem(
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
                self.problem(
                    flow,
                    at,
                    "long-part",
                    f"this part has {words} words; {MOST_WORDS} is the most",
                    "a caller would have to listen for more than 45 seconds without a break",
                    "split it into two parts, each after a dash",
                )
            passage = Passage(part_id(node.id, part), self.pieces(flow, at, text))
            self.passages[passage.id] = passage
        self.parts[node.id] = len(prompt.say)
        if prompt.ask_first:
            pieces = self.pieces(flow, (name, "ask_first"), prompt.ask_first)
            self.passages[ask_id(node.id)] = Passage(ask_id(node.id), pieces)
        if isinstance(node, Menu | Read):
            self._choices(node)

    def _missing_file(self, flow: str) -> None:
        source = self.book.sources[f"flows/{flow}.yaml"]
        self.problems.append(
            source.problem(
                ("flow",),
                "missing-prompt",
                f'flow "{flow}" has no words: there is no {self.folder}/{flow}.yaml',
                why="a caller who comes here would hear nothing",
                fix="write the file, with one entry for each node",
            )
        )

    def _check(self, node: Node, flow: str, name: str, prompt: PromptShape) -> None:
        if not prompt.say and not isinstance(node, Menu | Branch):
            why, fix = "a caller who comes here would hear nothing", 'write "say:" and the words'
            self.problem(flow, (name,), "missing-prompt", f'"{name}" says nothing', why, fix)
        if prompt.label is not None and set(prompt.label) & set("{}"):
            why, fix = "a caller would hear the braces", "write a label of plain words"
            self.problem(flow, (name, "label"), "mark-in-label", "a label holds a mark", why, fix)
        if node.id in self.offered and prompt.label is None:
            why, fix = "a menu could not offer it", 'write "label:" and a few words'
            self.problem(flow, (name,), "missing-label", f'"{name}" has no label', why, fix)
        asks = isinstance(node, Menu | Read) and node.ask_first
        if asks != (prompt.ask_first is not None):
            message = f'"{name}" asks first and has no words for it'
            if not asks:
                message = f'"{name}" has a warning, and its node does not ask first'
            why = "a caller would meet hard words unprepared, or the warning would not be heard"
            fix = "write `ask_first` in the flow (true) and in the prompt (words), or in neither"
            self.problem(flow, (name,), "ask-first", message, why, fix)
        for position, source in enumerate(prompt.sources):
            if self.book.facts is not None and source not in self.book.facts:
                self.problem(
                    flow,
                    (name, "sources", position),
                    "unknown-source",
                    f'source "{source}" is not in prompts/sources.yaml',
                    "nobody could check what a caller is told",
                    nearest(source, list(self.book.facts), "sources"),
                )

    def _choices(self, node: Menu | Read) -> None:
        templates = self.own.templates
        full = self._options(node, templates.option)
        short = self._options(node, templates.option_short)
        if isinstance(node, Read):
            full = [*full, BETWEEN_OPTIONS, *self._filled(templates.after_reading)]
            short = [*short, BETWEEN_OPTIONS, *self._filled(templates.after_reading_short)]
            if node.ask_first:
                gate = Passage(gate_id(node.id), tuple(self._filled(templates.gate)))
                self.passages[gate.id] = gate
        for passage_id, pieces in ((choices_id(node.id), full), (keys_id(node.id), short)):
            self.passages[passage_id] = Passage(passage_id, tuple(pieces))

    def _options(self, node: Menu | Read, template: str) -> list[Piece]:
        pieces: list[Piece] = []
        for key, target in node.options.items():
            flow, _, name = target.partition(".")
            prompt = self.words.prompts.get(flow, {}).get(name)
            if prompt is None or prompt.label is None:
                continue
            marks = {"label": prompt.label, "key": self.key_name(key)}
            pieces += [BETWEEN_OPTIONS, wording.Words(_fill(template, marks))]
        return pieces if isinstance(node, Read) else pieces[1:]

    def _filled(self, template: str) -> list[Piece]:
        return [wording.Words(_fill(template, {**self.keys, "yes": self.key_name(GATE_KEY)}))]

    def unused(self) -> None:
        for flow, prompts in self.words.prompts.items():
            for name in prompts:
                if f"{flow}.{name}" in self.nodes:
                    continue
                nodes = [n.partition(".")[2] for n in self.nodes if n.startswith(f"{flow}.")]
                self.problem(
                    flow,
                    (name,),
                    "unused-prompt",
                    f'flow "{flow}" has no node "{name}"',
                    "nobody would ever hear these words",
                    nearest(name, nodes, "nodes"),
                )


def _fill(template: str, marks: Mapping[str, str]) -> str:
    for mark, value in marks.items():
        template = template.replace(f"{{{mark}}}", value)
    return " ".join(template.split())


__all__ = ["KEY_ORDER", "speak"]
