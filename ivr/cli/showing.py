"""A text on a terminal: as callers hear it, and what has changed in it."""

import os
import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

import click

from ivr.authoring.differences import Heard, in_full
from ivr.authoring.problems import AuthoringError, Problem, describe
from ivr.authoring.vocabulary import Vocabulary
from ivr.authoring.wordings import AS_WRITTEN, Wording
from ivr.cli.reporting import coloured
from ivr.dialogue.wording import Aside, Digits, Hours, Pause, Piece, Words

WIDTH: Final = 88
SHORTEST_INDENT: Final = 6
"""Columns for what a part is, at least."""

_OLD: Final = re.compile(r"\[-.*?-\]", re.DOTALL)
_NEW: Final = re.compile(r"\{\+.*?\+\}", re.DOTALL)


def spoken(wording: Wording, vocabulary: Vocabulary) -> Heard:
    """A text as callers hear it; templates as they are written, since each choice fills them."""
    if wording.name in AS_WRITTEN:
        return wording.heard
    return [(what, joined(vocabulary.pieces(words))) for what, words in wording.heard]


def joined(pieces: Sequence[Piece]) -> str:
    """Pieces of speech as one text."""
    said = []
    for place, piece in enumerate(pieces):
        match piece:
            case Words(text) | Aside(_, text):
                said.append(text)
            case Hours():
                said.append("(whether it is open now)")
            case Pause():
                said.append("(pause)")
            case Digits(groups):
                # The full stop of the sentence is no part of what is said after a number.
                after = pieces[place + 1] if place + 1 < len(pieces) else None
                ends = after is None or (isinstance(after, Words) and after.text[:1].isupper())
                said.append(f"{'-'.join(groups)} (twice)" + "." * ends)
    return " ".join(said)


def in_lines(heard: Heard) -> Iterator[str]:
    """The parts of a text below one another, what each is at its left."""
    indent = max([SHORTEST_INDENT, *(len(what) for what, _ in heard)]) + 2
    for what, words in heard:
        yield textwrap.fill(
            words,
            WIDTH,
            initial_indent=f"  {what:{indent}}",
            subsequent_indent=" " * (indent + 2),
            break_long_words=False,
            break_on_hyphens=False,
        )


def changes(old: Heard, new: Heard) -> Iterator[str]:
    """The text with what changed in it, for a terminal."""
    return map(painted, in_lines(in_full(old, new)))


def painted(text: str) -> str:
    """The text with [-old-] in red and {+new+} in green; click drops both in a pipe."""
    text = _OLD.sub(lambda found: click.style(found.group(), fg="red"), text)
    return _NEW.sub(lambda found: click.style(found.group(), fg="green"), text)


def say(text: str = "", *, err: bool = False) -> None:
    """Print a text, in colours only where somebody looks who wants them."""
    click.echo(text, err=err, color=False if os.environ.get("NO_COLOR") else None)


def say_problems(found: AuthoringError) -> None:
    """Print problems of a book to stderr, as ``ivr check`` shows them."""
    for problem in found.problems:
        say_problem(problem, found.texts.get(problem.file, ""))


def say_problem(problem: Problem, text: str) -> None:
    """Print one problem to stderr, with an excerpt of its file's text."""
    say(coloured(problem, describe(problem, {problem.file: text})) + "\n", err=True)
