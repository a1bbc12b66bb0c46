"""``ivr render``: the sound of a book, made ahead of calls."""

import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import click

from ivr.cli.book import book_argument
from ivr.cli.places import loaded, spoken
from ivr.dialogue import Book, Pace
from ivr.dialogue.book import Language
from ivr.settings import audio_folder, shipped_book
from ivr.speech.cache import SoundCache
from ivr.speech.index import Entry, SoundIndex, read_index, write_index
from ivr.speech.locking import alone
from ivr.speech.parts import Part, parts
from ivr.speech.rendering import default_jobs, render, stale
from ivr.speech.studio import Studio
from ivr.speech.voice import SpeechError
from ivr.speech.voices import Voices, engines

MOST_NAMED = 5
"""Failures that are named; of the others the number is told."""


@click.command("render")
@book_argument
@click.option("--language", metavar="CODE", help="This language only.")
@click.option(
    "--pace",
    type=click.Choice([pace.value for pace in Pace]),
    help="This pace only; all three unless told.",
)
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes; one a processor unless told.")
@click.option("--check", "checking", is_flag=True, help="Make nothing; say what is to be made.")
@click.option("--prune", is_flag=True, help="Also delete sound that this book does not need.")
def render_command(  # noqa: PLR0913 - options of a command
    *,
    book: Path | None,
    language: str | None,
    pace: str | None,
    jobs: int | None,
    checking: bool,
    prune: bool,
) -> None:
    """Make the sound of BOOK (a folder; the shipped book unless told), ahead of calls.

    Every text is spoken in each language and at each pace by the first of the language's engines
    that is installed, and kept in IVR_AUDIO (var/audio unless set). What is there already is not
    made again. Recordings in prompts/<language>/audio/ are checked, and used instead.

    A line plays sound if flows/service.yaml says `speech: rendered`, and recordings always. It
    looks for new sound when it starts.

    Exit status: 0 when all of it is there, 1 when something is missing or can't be used, 2 for a
    wrong command line.
    """
    if prune and (language or pace or checking):
        raise click.UsageError("--prune looks at all of the sound: leave out the other options")
    root = book or shipped_book()
    made = loaded(root)
    languages = [made.languages[spoken(made, language)]] if language else [*made.languages.values()]
    paces = [Pace(pace)] if pace else list(Pace)
    folder = audio_folder()
    try:
        if checking:
            complete = _Session(root, made, languages, paces, folder).check()
        else:
            with _ended_as_by_ctrl_c(), alone(folder):
                session = _Session(root, made, languages, paces, folder)
                complete = session.render(jobs or default_jobs(), prune)
    except SpeechError as error:
        click.echo(f"Sound can't be made: {error}.", err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(
            f"Sound can't be kept in {folder}: {error.strerror or error}. What was there is there "
            "still. Make room, or set IVR_AUDIO to another folder.",
            err=True,
        )
        sys.exit(1)
    sys.exit(0 if complete else 1)


@contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """A time in which SIGTERM, as a service manager sends it, ends the command like Ctrl-C."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Session:
    """One run of the command."""

    def __init__(
        self,
        root: Path,
        book: Book,
        languages: Sequence[Language],
        paces: Sequence[Pace],
        folder: Path,
    ) -> None:
        self._root = root
        self._book = book
        self._languages = languages
        self.index = read_index(folder)
        self._voices = Voices(
            engines(book), lambda notice: click.echo(f"Note: {notice}.", err=True)
        )
        self._studio = Studio(SoundCache(self.index.folder), self._voices)
        # Passages that say the same share a sound, and each may be recorded under its own name.
        self._parts = tuple(parts(book, languages, paces))
        self._wanted = {part.key: part for part in self._parts}

    def check(self) -> bool:
        """Say what is to be made; whether all of it is there."""
        entries, new, complete = self._recorded(make=False)
        missing = len(new | {part.key for part in self._missing(entries)})
        if missing:
            click.echo(f"{missing} of {len(self._wanted)} sounds are to be made: run `ivr render`.")
        else:
            click.echo(f"All {len(self._wanted)} sounds are there.")
        return complete and not missing

    def render(self, jobs: int, prune: bool) -> bool:  # noqa: FBT001 - an option of the command
        """Make what is missing; whether all of it is there now."""
        began = perf_counter()
        self._studio.cache.sweep()
        entries, new, complete = self._recorded(make=True)
        # Before anything is rendered: recordings are played even where no voice can be had.
        self._keep(entries)
        missing = self._missing(entries)
        with click.progressbar(
            length=len(missing), label="Rendering", file=sys.stderr, show_pos=True
        ) as bar:
            result = render(missing, self._book, self.index.folder, jobs, bar.update)
        entries |= result.entries
        self._keep(entries)
        if prune:
            self._prune(entries)
        there = [entries[key] for key in self._wanted if key in entries]
        click.echo(
            f"{result.made + len(new)} sounds were made in {perf_counter() - began:.1f} seconds. "
            f"{len(there)} are there: {sum(one.seconds for one in there) / 60:.0f} minutes of "
            f"speech, in {self.index.folder}."
        )
        for failure in result.failures[:MOST_NAMED]:
            click.echo(f"Could not be made: {failure}", err=True)
        if len(result.failures) > MOST_NAMED:
            click.echo(f"... and {len(result.failures) - MOST_NAMED} more.", err=True)
        if not self._book.service.rendered:
            click.echo("Twilio's voice speaks until flows/service.yaml says `speech: rendered`.")
        return complete and not result.failures

    def _missing(self, entries: dict[str, Entry]) -> list[Part]:
        known = SoundIndex(self.index.folder, entries)
        return stale(self._wanted.values(), known, self._studio)

    def _recorded(self, *, make: bool) -> tuple[dict[str, Entry], set[str], bool]:
        """Every sound that is known, recordings included; which are new; if all can be used."""
        from ivr.speech.adopting import adopt  # noqa: PLC0415 - numpy, where there is sound

        self._voices.choose_all()
        # What was a recording is one no more, unless it is found again.
        entries = {
            key: entry
            for key, entry in self.index.entries.items()
            if not (entry.recorded and key in self._wanted)
        }
        new: set[str] = set()
        complete = True
        for language in self._languages:
            own = [part for part in self._parts if part.language == language.code]
            found = adopt(
                self._root,
                self._book,
                language,
                own,
                self._studio,
                make=make,
                known=self.index.entries,
            )
            entries |= found.entries
            new |= found.new
            for path, why in found.refused:
                complete = False
                click.echo(f"{path.relative_to(self._root)} is not used: {why}.", err=True)
            if found.unwritten is not None:
                complete = False
                path, why = found.unwritten
                click.echo(
                    f"{path.relative_to(self._root)} can't be written ({why}): it says which words "
                    "each recording was made for, and without it nobody notices when they change. "
                    "Make it writable, and run `ivr render` again.",
                    err=True,
                )
        return entries, new, complete

    def _keep(self, entries: Mapping[str, Entry]) -> None:
        """Write the index: of what this book says it is ours, of all else as others left it."""
        folder = self.index.folder
        theirs = read_index(folder).entries
        merged = {key: entry for key, entry in theirs.items() if key not in self._wanted}
        merged |= {key: entry for key, entry in entries.items() if key in self._wanted}
        if merged != theirs:
            write_index(SoundIndex(folder, merged))

    def _prune(self, entries: Mapping[str, Entry]) -> None:
        """Delete what this book does not need."""
        cache = self._studio.cache
        kept = {key: entry for key, entry in entries.items() if key in self._wanted}
        write_index(SoundIndex(self.index.folder, kept))
        needed = {entry.name for entry in kept.values()}
        unneeded = [name for name in cache.names() if name not in needed]
        freed = sum(map(cache.remove, unneeded))
        click.echo(f"{len(unneeded)} sounds were deleted, {freed / 1e6:.0f} MB.")
