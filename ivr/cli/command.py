"""The ``ivr`` command and its subcommands, put together."""

import click

from ivr.cli.approve import approve
from ivr.cli.call import call
from ivr.cli.check import check
from ivr.cli.forget import forget
from ivr.cli.graph import graph
from ivr.cli.jobs import jobs
from ivr.cli.learn import learn
from ivr.cli.new import new
from ivr.cli.purge import purge
from ivr.cli.render import render_command
from ivr.cli.requests import requests
from ivr.cli.reseal import reseal
from ivr.cli.review import review
from ivr.cli.route import route
from ivr.cli.schema import schema
from ivr.cli.script import script
from ivr.cli.serve import serve
from ivr.cli.test import test
from ivr.cli.user import user
from ivr.cli.worker import worker


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="careline", prog_name="ivr")
def main() -> None:
    """Careline: a telephone line that reads medically sourced information aloud."""


COMMANDS = (
    serve,
    worker,
    call,
    check,
    test,
    route,
    learn,
    new,
    render_command,
    script,
    review,
    approve,
    schema,
    graph,
    requests,
    jobs,
    user,
    purge,
    forget,
    reseal,
)
for command in COMMANDS:
    main.add_command(command)
