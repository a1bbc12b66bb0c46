"""``ivr test``: plays call files and says which calls went as written."""

import sys
from contextlib import closing
from pathlib import Path

import click

from ivr.authoring import describe
from ivr.authoring.problems import AuthoringError
from ivr.cli.lines import Lines
from ivr.phone import callfile, script

DEFAULT_FOLDER = Path("tests/calls")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--url", help="Call this webhook instead of the book on this machine.")
@click.option("-v", "--verbose", is_flag=True, help="Show every call, not only the failed ones.")
def test(paths: tuple[Path, ...], url: str | None, *, verbose: bool) -> None:
    """Play the call files in PATHS (files or folders; tests/calls unless given).

    Exit status: 0 when every call went as written, 1 when one did not, 2 for a wrong command line.
    """
    files = _files(paths or (DEFAULT_FOLDER,))
    if not files:
        raise click.UsageError("there is no call file (*.yaml) here")
    with closing(Lines(url)) as lines:
        failed, left_out = _played(files, lines, url, verbose=verbose)
    placed = len(files) - left_out
    click.echo(f"{placed} calls, {failed} failed" + (f", {left_out} not placed" * bool(left_out)))
    sys.exit(1 if failed else 0)


def _played(files: list[Path], lines: Lines, url: str | None, *, verbose: bool) -> tuple[int, int]:
    """How many of the calls in files failed, and how many could not be placed."""
    failed = left_out = 0
    for file in files:
        try:
            loaded = callfile.load(file)
            if url is not None and (loaded.environment or loaded.at):
                left_out += 1
                click.echo(
                    f"{file}: not placed: it sets the line's environment or clock, --url can't"
                )
                continue
            result = script.play(loaded, lines.anew())
        except AuthoringError as error:
            failed += 1
            for problem in error.problems:
                click.echo(describe(problem, error.texts) + "\n")
            continue
        if result.failure:
            failed += 1
            click.echo(script.report(result) + "\n")
        elif verbose:
            click.echo(f"{file}: {loaded.title}\n{result.transcript}\n")
    return failed, left_out


def _files(paths: tuple[Path, ...]) -> list[Path]:
    found = [
        file
        for path in paths
        for file in (sorted(path.rglob("*.yaml")) if path.is_dir() else [path])
    ]
    return list(dict.fromkeys(found))
