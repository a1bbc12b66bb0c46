"""``ivr call``: a telephone call in the terminal."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from ivr.authoring import describe
from ivr.authoring.problems import AuthoringError
from ivr.cli.lines import Lines
from ivr.phone import callfile, script, terminal
from ivr.phone.errors import PhoneError
from ivr.phone.handset import Handset
from ivr.settings import SettingsError, audio_folder

if TYPE_CHECKING:
    from ivr.phone.loudspeaker import Loudspeaker


@click.command()
@click.option("--url", help="The webhook to call, such as http://127.0.0.1:8000/voice.")
@click.option(
    "--script",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Play a call file instead of asking for keys, and show the call.",
)
@click.option("--aloud", is_flag=True, help="Also speak: what the line says is heard.")
@click.option(
    "--record",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the whole call to this WAV file, both sides of it.",
)
def call(url: str | None, file: Path | None, *, aloud: bool, record: Path | None) -> None:
    """Call the line from the terminal.

    Without --url the book on this machine is called (IVR_BOOK, or the shipped one), without a
    server. With --url any TwiML webhook is; requests are signed if TWILIO_AUTH_TOKEN is set.

    --aloud and --record speak with the voices that are installed here, the book's own engines
    first, as `ivr render` would: Twilio's sound better. Ctrl-C ends the call, and what was heard
    until then is recorded.
    """
    try:
        with _place_for(record), _spoken(url, wanted=aloud or record is not None) as lines:
            _Call(lines, record, aloud=aloud).make(file)
    except AuthoringError as error:
        for problem in error.problems:
            click.echo(describe(problem, error.texts) + "\n", err=True)
        sys.exit(1)
    except PhoneError as error:
        click.echo(f"The call can't be made: {error}.", err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"The call can't be written to {record}: {error.strerror or error}.", err=True)
        sys.exit(1)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error


class _Call:
    """One call of the command."""

    def __init__(self, lines: Lines, record: Path | None, *, aloud: bool) -> None:
        self._lines = lines
        self._aloud = aloud
        self._record = record

    def make(self, file: Path | None) -> None:
        """Make the call, by a call file if there is one."""
        with self._loudspeaker() as loudspeaker:
            if file is None:
                self._talk(loudspeaker)
            else:
                self._play(file, loudspeaker)

    @contextmanager
    def _loudspeaker(self) -> "Iterator[Loudspeaker | None]":
        """The loudspeaker, opened before the call, which nobody makes in vain then."""
        if not self._aloud or self._lines.speaker is None:
            yield None
            return
        from ivr.phone.loudspeaker import Loudspeaker  # noqa: PLC0415 - opens the sound card

        loudspeaker = Loudspeaker(self._lines.speaker)
        try:
            yield loudspeaker
        finally:
            loudspeaker.close()

    def _talk(self, loudspeaker: "Loudspeaker | None") -> None:
        handset = self._lines.handset()
        try:
            terminal.call(handset, sys.stdin, sys.stdout, loudspeaker)
            if loudspeaker:
                loudspeaker.finish()
        finally:  # a call that is broken off by Ctrl-C was a call, too
            self._keep(handset)

    def _play(self, file: Path, loudspeaker: "Loudspeaker | None") -> None:
        made: list[Handset] = []
        try:
            result = script.play(callfile.load(file), _kept(self._lines, made))
            click.echo(result.transcript)
        finally:
            for handset in made:
                self._keep(handset)
        for handset in made:
            if loudspeaker:
                loudspeaker.play_call(handset)
        if result.failure:
            click.echo(f"\n{result.failure}", err=True)
            sys.exit(1)

    def _keep(self, handset: Handset) -> None:
        if self._record is None or self._lines.speaker is None:
            return
        from ivr.phone.tape import write_tape  # noqa: PLC0415 - numpy

        seconds = round(write_tape(handset, self._lines.speaker, self._record))
        if seconds:
            click.echo(f"Recorded {seconds} second{'s' * (seconds != 1)} in {self._record}.")
        else:
            click.echo("Nothing was heard, so nothing is recorded.", err=True)


def _kept(lines: Lines, made: list[Handset]) -> script.Connect:
    lines.anew()

    def connect(*settings: object) -> Handset:
        made.append(lines.handset(*settings))  # type: ignore[arg-type] # as script has them
        return made[-1]

    return connect


@contextmanager
def _spoken(url: str | None, *, wanted: bool) -> Iterator[Lines]:
    """Lines to call; spoken by the voices that are installed here, if that is ``wanted``."""
    with closing(Lines(url)) as lines:
        if wanted:
            yield from _with_voices(lines)
        else:
            yield lines


def _with_voices(lines: Lines) -> Iterator[Lines]:
    """The lines, spoken by the voices that are installed here."""
    from ivr.phone.tape import Kept, StudioSpeaker  # noqa: PLC0415 - numpy, where sound is wanted
    from ivr.speech.studio import Studio  # noqa: PLC0415 - as above
    from ivr.speech.voices import Voices  # noqa: PLC0415 - as above

    voice = Voices(lines.engines, lambda notice: click.echo(f"{notice}.", err=True))
    with TemporaryDirectory(prefix="careline-") as folder:
        lines.speaker = StudioSpeaker(Studio(Kept(audio_folder(), Path(folder)), voice))
        yield lines
        for reason in sorted(lines.speaker.unspoken):
            click.echo(f"Some of the call has no sound: {reason}.", err=True)


@contextmanager
def _place_for(record: Path | None) -> Iterator[None]:
    """Finds out before the call that its recording can't be written. Raises OSError then.

    A file that was made for that does not stay if nothing comes of the call.
    """
    if record is None:
        yield
        return
    new = not record.exists()
    with record.open("ab"):
        pass
    try:
        yield
    finally:
        if new and record.is_file() and not record.stat().st_size:
            record.unlink()
