"""``ivr call``: a telephone call in the terminal."""

import sys
from pathlib import Path

import click

from ivr.authoring import describe
from ivr.authoring.problems import AuthoringError
from ivr.cli.lines import Lines
from ivr.phone import callfile, script, terminal
from ivr.settings import SettingsError


@click.command()
@click.option("--url", help="The webhook to call, such as http://127.0.0.1:8000/voice.")
@click.option(
    "--script",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Play a call file instead of asking for keys, and show the call.",
)
def call(url: str | None, file: Path | None) -> None:
    """Call the line from the terminal.

    Without --url the book on this machine is called (IVR_BOOK, or the shipped one), without a
    server. With --url any TwiML webhook is; requests are signed if TWILIO_AUTH_TOKEN is set.
    """
    try:
        if file is None:
            terminal.call(Lines(url).handset(), sys.stdin, sys.stdout)
            return
        loaded = callfile.load(file)

        result = script.play(loaded, Lines(url).handset)
    except AuthoringError as error:
        for problem in error.problems:
            click.echo(describe(problem, error.texts) + "\n", err=True)
        sys.exit(1)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    click.echo(result.transcript)
    if result.failure:
        click.echo(f"\n{result.failure}", err=True)
        sys.exit(1)
