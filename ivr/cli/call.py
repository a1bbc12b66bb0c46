"""``ivr call``: a telephone call in the terminal."""

import sys
from pathlib import Path
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
    from ivr.phone.tape import StudioSpeaker


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

    --aloud and --record speak with the voices that are installed here, as `ivr render` would:
    Twilio's sound better.
    """
    try:
        if record is not None:
            _ready_to_write(record)
        _Call(Lines(url, _speaker() if aloud or record else None), aloud, record).make(file)
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

    def __init__(self, lines: Lines, aloud: bool, record: Path | None) -> None:  # noqa: FBT001
        self._lines = lines
        self._aloud = aloud
        self._record = record

    def make(self, file: Path | None) -> None:
        """Make the call, by a call file if there is one."""
        if file is None:
            self._talk()
        else:
            self._play(file)

    def _talk(self) -> None:
        handset = self._lines.handset()
        if not self._aloud or self._lines.speaker is None:
            terminal.call(handset, sys.stdin, sys.stdout)
        else:
            from ivr.phone.loudspeaker import Loudspeaker  # noqa: PLC0415 - opens the sound card

            loudspeaker = Loudspeaker(self._lines.speaker)
            try:
                terminal.call(handset, sys.stdin, sys.stdout, loudspeaker)
                loudspeaker.finish()
            finally:
                loudspeaker.close()
        self._keep(handset)

    def _play(self, file: Path) -> None:
        made: list[Handset] = []
        result = script.play(callfile.load(file), _kept(self._lines, made))
        click.echo(result.transcript)
        for handset in made:
            self._keep(handset)
            if self._aloud and self._lines.speaker is not None:
                from ivr.phone.loudspeaker import play_whole  # noqa: PLC0415 - as above

                play_whole(handset, self._lines.speaker)
        if result.failure:
            click.echo(f"\n{result.failure}", err=True)
            sys.exit(1)

    def _keep(self, handset: Handset) -> None:
        if self._record is not None and self._lines.speaker is not None:
            from ivr.phone.tape import write_tape  # noqa: PLC0415 - numpy

            seconds = write_tape(handset, self._lines.speaker, self._record)
            click.echo(f"Recorded {seconds:.0f} seconds in {self._record}.")


def _kept(lines: Lines, made: list[Handset]) -> script.Connect:
    def connect(*settings: object) -> Handset:
        made.append(lines.handset(*settings))  # type: ignore[arg-type] # as script has them
        return made[-1]

    return connect


def _speaker() -> "StudioSpeaker":
    from ivr.phone.tape import StudioSpeaker  # noqa: PLC0415 - numpy, where sound is wanted
    from ivr.speech.cache import SoundCache  # noqa: PLC0415 - as above
    from ivr.speech.studio import Studio  # noqa: PLC0415 - as above
    from ivr.speech.voices import choose  # noqa: PLC0415 - as above

    return StudioSpeaker(Studio(SoundCache(audio_folder()), lambda locale: choose(locale).voice))


def _ready_to_write(record: Path) -> None:
    """Find out before the call that its recording can't be written. Raises OSError then."""
    with record.open("ab"):
        pass
