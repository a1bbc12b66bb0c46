"""Options of commands that listen as the line does: in which language, and where the caller is."""

import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import click

from ivr.authoring import BookError, load
from ivr.authoring.destinations import Destinations
from ivr.cli.showing import say_problems
from ivr.dialogue import Book

MOST_NAMED: Final = 3
"""Nodes that a message about an unknown one names."""

language_option: Final = click.option(
    "--language", metavar="CODE", help="The language of the call; the book's first unless told."
)


def loaded(root: Path) -> Book:
    """The book below a folder; its problems are printed and end the command with 1."""
    try:
        return load(root)
    except BookError as error:
        say_problems(error)
        sys.exit(1)


def spoken(book: Book, language: str | None) -> str:
    """The language that was asked for, or the first.

    Raises BadParameter if the line doesn't speak it.
    """
    if language is None:
        return next(iter(book.languages))
    if language not in book.languages:
        names = ", ".join(book.languages)
        told = f'the line does not speak "{language}"; it speaks {names}'
        raise click.BadParameter(told, param_hint="--language")
    return language


def place(book: Book, node: str | None) -> str:
    """The node where the caller is: the one that was named, or the main menu.

    Raises BadParameter if there is no such node, or callers never wait there.
    """
    destinations = Destinations(book)
    if node is None:
        return book.service.main_menu
    if destinations.waits_at(node):
        return node
    if node in book.nodes:
        told = f'callers say nothing at "{node}": name a menu or a text'
    else:
        close = get_close_matches(node, destinations.waiting, MOST_NAMED, cutoff=0.0)
        told = f'there is no node "{node}"; the nearest are {", ".join(close)}'
    raise click.BadParameter(told, param_hint="--at")
