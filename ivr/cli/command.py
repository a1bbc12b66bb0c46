"""The ``ivr`` command and its subcommands, put together."""

import click

from ivr.cli.check import check
from ivr.cli.serve import serve


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="careline", prog_name="ivr")
def main() -> None:
    """Careline: a telephone line that reads medically sourced information aloud."""


main.add_command(serve)
main.add_command(check)
