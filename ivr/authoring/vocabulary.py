"""What marks and keys stand for in one language, and what is wrong with its words."""

from collections.abc import Mapping

from ivr.authoring.manuscript import Manuscript, Words
from ivr.authoring.marks import FORMS, MarkError, Marks, PhoneLine, parse
from ivr.authoring.problems import Problem, nearest
from ivr.authoring.schema import ServiceShape, ServiceWordsShape
from ivr.authoring.yaml_source import Route
from ivr.dialogue.wording import Piece


class Vocabulary:
    """One language of a manuscript: its words, and the problems found in them so far.

    ``own`` holds the line's own words, ``keys`` the spoken name of each command's key.
    """

    def __init__(
        self, book: Manuscript, service: ServiceShape, language: str, own: ServiceWordsShape
    ) -> None:
        self.book = book
        self.words: Words = book.words[language]
        self.own = own
        self.folder = f"prompts/{language}"
        self.problems: list[Problem] = []
        self.keys: Mapping[str, str] = {
            command: self.key_name(key) for command, key in service.keys.model_dump().items()
        }
        self._marks = Marks(self._lines(), self.keys)

    def key_name(self, key: str) -> str:
        """How a key is called; a digit is called by itself."""
        return self.own.key_names.get(key, key)

    def label(self, node: str) -> str | None:
        """How menus offer a node, by its full name."""
        flow, _, name = node.partition(".")
        prompt = self.words.prompts.get(flow, {}).get(name)
        return prompt.label if prompt else None

    def problem(  # noqa: PLR0913, PLR0917 - a problem has this many parts
        self, file: str, route: Route, rule: str, message: str, why: str, fix: str
    ) -> None:
        """Note a problem in one of the language's files, named without folder and ending."""
        source = self.book.sources[f"{self.folder}/{file}.yaml"]
        self.problems.append(source.problem(route, rule, message, why=why, fix=fix))

    def pieces(self, file: str, route: Route, text: str) -> tuple[Piece, ...]:
        """A text as pieces; what is wrong with its marks is noted."""
        pieces, errors = parse(text, self._marks)
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
