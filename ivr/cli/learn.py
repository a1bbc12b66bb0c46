"""``ivr learn``: which utterances are misled, and the phrase that would mend each."""

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from ivr.authoring.destinations import Destinations
from ivr.authoring.examined import Examined
from ivr.authoring.learning import Lesson
from ivr.authoring.learning import learn as lesson_of
from ivr.authoring.manuscript import read_manuscript
from ivr.authoring.phrase_search import Miss
from ivr.authoring.utterances import MEASURED, Utterance, UtterancesError, read_utterances
from ivr.cli.book import book_argument
from ivr.cli.places import language_option, loaded, spoken
from ivr.cli.showing import say
from ivr.dialogue import Book
from ivr.settings import shipped_book


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@book_argument
@language_option
def learn(*, file: Path, book: Path | None, language: str | None) -> None:
    """Compare where callers of BOOK would be taken with where they should be.

    FILE holds what callers say, a line each: the utterance, a tab, and where it should lead, as
    `ivr route` prints it (hospice.grief, emergency, command:back, clarify). A language and a tab
    may stand before it (es); else --language is meant. Lines that begin with # are skipped.

    Each utterance that is misled is shown with where it went, and with the shortest phrase that
    would mend it: the words, the file and the place to add them. Every such phrase was tried: no
    other utterance of FILE and no phrase of the book goes astray by it. Read it before you add
    it; only you know whether other people would say it and mean something else.

    Lines of a part called "measured" are left out, so that what is measured is never learned.

    Exit status: 0 when every utterance leads where it should, 1 when one does not or the book
    can't be read, 2 for a wrong command line or lines of FILE that can't be used.
    """
    root = book or shipped_book()
    made = loaded(root)
    code = spoken(made, language)
    every = _utterances(file, made, code)
    used = [each for each in every if each.part != MEASURED]
    lesson = lesson_of(Examined(read_manuscript(root), made=made), used)
    for line in _told(lesson):
        say(line)
    if left_out := len(every) - len(used):
        say(f'{left_out} lines of the part "{MEASURED}" were left out: they are for measuring')
    sys.exit(1 if lesson.misses else 0)


def _utterances(file: Path, book: Book, language: str) -> Sequence[Utterance]:
    try:
        return read_utterances(file, list(book.languages), language, Destinations(book))
    except OSError as error:
        told = f"{file} can't be read: {error.strerror}"
        raise click.BadParameter(told, param_hint="FILE") from None
    except UtterancesError as error:
        for line, fault in error.faults:
            say(f"{file}:{line}: {fault}", err=True)
        raise click.UsageError(f"{file}: {error}, so nothing was tried") from None


def _told(lesson: Lesson) -> Iterator[str]:
    by_destination: dict[str, list[Miss]] = defaultdict(list)
    for miss in lesson.misses:
        by_destination[miss.utterance.destination].append(miss)
    for destination, misses in sorted(by_destination.items(), key=lambda each: -len(each[1])):
        yield click.style(f"{destination}: {_counted(len(misses), 'miss', 'misses')}", bold=True)
        for miss in misses:
            yield from _lines(miss)
        yield ""
    for saying, got in lesson.lost:
        yield f'all of these phrases together would take "{saying.text}" to {got}: add fewer'
    for language, total in lesson.total.items():
        right = lesson.right[language]
        share = 100 * right / total
        then = lesson.then[language]
        after = f"; {then} with every phrase above" if then != right else ""
        yield f"{language}: {right} of {total} right ({share:.1f} %){after}"
    if not lesson.total:
        yield "there is no utterance in it"


def _lines(miss: Miss) -> Iterator[str]:
    said = miss.utterance
    yield f'  {said.language}  "{said.text}" (line {said.line}) goes to {miss.got}'
    if miss.addition is None:
        yield f"      no phrase mends it: {miss.why}"
        return
    file, key = miss.addition.place
    yield f'      add "{miss.addition.phrase}" to {file} ({key})'


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
