"""A book while it is examined: as far as it could be made, and what every rule looks at."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from ivr.authoring.approvals import Approval, approval_of
from ivr.authoring.exploration.findings import Exploration
from ivr.authoring.linking import link
from ivr.authoring.manuscript import Manuscript
from ivr.authoring.marks import MarkError
from ivr.authoring.problems import Problem
from ivr.authoring.references import Reference, references
from ivr.authoring.schema import ApprovalShape, PromptShape, ServiceShape
from ivr.authoring.texts import Kind, Text, texts
from ivr.authoring.vocabulary import Vocabulary
from ivr.authoring.wordings import wordings
from ivr.authoring.yaml_source import Route, YamlSource
from ivr.dialogue.book import Book
from ivr.dialogue.nodes import Menu, Node, Read

BRACES: Final = frozenset("{}")

LONGEST_SAY: Final = 3_000
"""Characters of one Say (Twilio's voices)."""


@dataclass
class Examined:
    """A manuscript and what could be made of it so far.

    ``made`` and ``explored`` are there from the stages at which rules may ask for them, and
    ``replays`` holds a call file for each problem that a call shows.
    """

    manuscript: Manuscript
    today: date = date.min
    made: Book | None = None
    explored: Exploration | None = None
    replays: dict[Problem, str] = field(default_factory=dict)

    @property
    def service(self) -> ServiceShape:
        """``flows/service.yaml`` in its shape.

        Raises LookupError before the stage at which it is there.
        """
        if self.manuscript.service is None:
            raise LookupError("flows/service.yaml")
        return self.manuscript.service

    @property
    def book(self) -> Book:
        """The book.

        Raises LookupError before the stage at which it is there.
        """
        if self.made is None:
            raise LookupError("book")
        return self.made

    @property
    def exploration(self) -> Exploration:
        """What was found by making every call.

        Raises LookupError before the stage at which it is there.
        """
        if self.explored is None:
            raise LookupError("exploration")
        return self.explored

    @property
    def approvals(self) -> dict[str, ApprovalShape]:
        """Who approved which text; nobody, where there is no such file."""
        return self.manuscript.approvals

    @cached_property
    def approved(self) -> list[Approval]:
        """How it stands with the approval of every text, in the order of the files."""
        texts = wordings(self.manuscript)
        return [approval_of(wording, self.approvals, self.today) for wording in texts]

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Every node that is exactly one kind, by its full name."""
        return link(self.manuscript, self.service)

    @cached_property
    def names(self) -> list[str]:
        """The full name of everything that stands where a node stands."""
        flows = self.manuscript.flows.items()
        return [f"{flow}.{name}" for flow, shape in flows for name in shape.nodes]

    @cached_property
    def references(self) -> list[Reference]:
        """Every place that names a node."""
        return list(references(self.manuscript, self.service))

    @cached_property
    def texts(self) -> list[Text]:
        """Every text that a caller can hear or read."""
        return list(texts(self.manuscript))

    @cached_property
    def speakable(self) -> list[Text]:
        """The texts that are short enough to be spoken; the others were no texts for a caller."""
        return [text for text in self.texts if len(text.text) <= LONGEST_SAY]

    @cached_property
    def vocabularies(self) -> dict[str, Vocabulary]:
        """What marks stand for, by language."""
        return {
            language: Vocabulary(self.manuscript, self.service, language)
            for language in self.manuscript.words
        }

    @cached_property
    def mark_errors(self) -> list[tuple[Text, MarkError]]:
        """Every mark that can't be filled in, and the text in which it stands."""
        return [
            (text, error)
            for text in self.speakable
            if text.is_marked and not BRACES.isdisjoint(text.text)
            for error in self._errors_of(text)
        ]

    def _errors_of(self, text: Text) -> list[MarkError]:
        vocabulary = self.vocabularies[text.language]
        sent = text.kind is Kind.SENT
        return vocabulary.written_errors(text.text) if sent else vocabulary.mark_errors(text.text)

    def in_flow(self, node: str) -> tuple[YamlSource, Route]:
        """The file and the route at which a node stands in its flow."""
        flow, _, name = node.partition(".")
        return self.manuscript.sources[f"flows/{flow}.yaml"], ("nodes", name)

    def in_words(self, node: str, language: str) -> tuple[YamlSource, Route]:
        """The file and the route at which the words of a node stand in a language."""
        flow, _, name = node.partition(".")
        return self.manuscript.sources[f"prompts/{language}/{flow}.yaml"], (name,)

    def words_of(self, node: str, language: str) -> PromptShape | None:
        """The words of a node in a language, if there are any."""
        flow, _, name = node.partition(".")
        return self.manuscript.words[language].prompts.get(flow, {}).get(name)

    @cached_property
    def offered(self) -> set[str]:
        """The full name of every node that a menu or a reading offers."""
        return {
            target
            for node in self.nodes.values()
            if isinstance(node, Menu | Read)
            for target in node.options.values()
        }
