"""``ivr worker``: does what no caller waits for."""

import logging
import os
import signal
import sqlite3
import sys
import threading
from typing import TYPE_CHECKING

import click

from ivr.authoring import BookError, describe
from ivr.cli.records import Opened, opened

if TYPE_CHECKING:
    from ivr.jobs.composing import Compose


@click.command()
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 12))
@click.option("--beside", is_flag=True, hidden=True, help="End when standard input does.")
def worker(*, threads: int, beside: bool) -> None:
    """Send texts, fetch voicemails, remind staff, delete what is old.

    It runs until it is told to end (SIGTERM, SIGINT), and finishes what it has begun. Start as many
    as you like, on any machine that reaches the database: a text is sent by one of them. One is
    enough for a line, but there has to be one: `ivr serve` brings its own in a local line only.

    Exit status: 0, 1 when it could not start, 2 for a wrong command line or missing settings.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    with opened(make=True) as line:
        # Here and not above: they are slow to load, and no other command needs them.
        from ivr.jobs.worker import Worker, quiet  # noqa: PLC0415

        quiet()
        working = Worker(line.settings, line.records, _composer(line))
        if beside:
            threading.Thread(target=_end_with_input, name="input", daemon=True).start()
        try:
            working.run(threads, lambda: click.echo(_what_it_does(line, beside=beside)))
        except (OSError, sqlite3.Error) as error:
            raise click.ClickException(
                f"the queue can't be opened: {type(error).__name__}. Is IVR_QUEUE_URL right, and "
                "may this user write there?"
            ) from None


def _composer(line: Opened) -> "Compose":
    if not line.settings.can_text:
        return lambda _kind, _language: None
    from ivr.authoring import load  # noqa: PLC0415 - slow, and only needed for texts
    from ivr.jobs.composing import composer  # noqa: PLC0415 - as above

    try:
        return composer(load(line.settings.book, line.settings.staff))
    except BookError as error:
        for problem in error.problems:
            click.echo(describe(problem, error.texts) + "\n", err=True)
        raise


def _what_it_does(line: Opened, *, beside: bool) -> str:
    settings = line.settings
    done = ["deletes what is old", "reminds of requests that wait"]
    done += ["fetches voicemails"] * settings.can_fetch + ["sends texts"] * settings.can_text
    told = f"A worker is up. It {', '.join(done)}."
    if beside:
        return told
    told += f"\n  The database is {line.records.place}"
    if not settings.can_fetch:
        told += (
            "\n  Without TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN it can't ask Twilio for anything"
        )
    elif not settings.can_text:
        told += "\n  Without IVR_TEXTS_FROM it sends no texts"
    return told


def _end_with_input() -> None:
    """End this process when who started it is gone, however that came about."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
