"""``ivr serve``: the line under gunicorn."""

import ipaddress
import socket
import sys
from datetime import UTC, datetime
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from ivr.authoring import BookError, describe
from ivr.authoring.examined import Examined
from ivr.authoring.governance import notice
from ivr.authoring.manuscript import read_manuscript
from ivr.cli.companion import Companion
from ivr.settings import Settings, SettingsError, read_settings
from ivr.web import create_app

MISUSE = 2


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
@click.option(
    "--worker/--no-worker",
    default=None,
    help="Have `ivr worker` run beside it, and end with it. On in a local line, else off.",
)
def serve(*, host: str, port: int, workers: int, threads: int, worker: bool | None) -> None:
    """Answer calls: the webhook that Twilio (or the software phone) talks to.

    Settings come from the environment; what is missing is named. With IVR_INSECURE_LOCAL=1 the
    line needs no settings, and listens on this machine only.
    """
    try:
        settings = read_settings()
    except SettingsError as error:
        click.echo(str(error), err=True)
        sys.exit(MISUSE)
    if settings.insecure_local and not _is_loopback(host):
        click.echo(
            "IVR_INSECURE_LOCAL=1 checks no signatures, so the line listens on this machine "
            "only: leave --host out, or give it a loopback address such as 127.0.0.1.",
            err=True,
        )
        sys.exit(MISUSE)
    refusal = _cannot_listen(host, port)
    if refusal:
        click.echo(refusal, err=True)
        sys.exit(1)
    try:
        app = create_app(settings)
    except BookError as error:
        for problem in error.problems:
            click.echo(describe(problem, error.texts) + "\n", err=True)
        click.echo(f"Careline does not start: {error}.", err=True)
        sys.exit(1)
    companion = Companion()
    with_worker = settings.insecure_local if worker is None else worker

    def ready(server: Any) -> None:  # noqa: ANN401 - gunicorn's own
        click.echo(_how_to_call(settings, server.LISTENERS[0]))
        if with_worker:
            companion.start()

    options = {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "preload_app": True,
        "keepalive": 75,
        "loglevel": "warning",
        "proc_name": "careline",
        "control_socket_disable": True,
        "when_ready": ready,
        "on_exit": lambda _server: companion.stop(),
    }
    _Server(app, options).run()


def _is_loopback(host: str) -> bool:
    """Whether every address that a host name stands for is this machine's own."""
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(address).is_loopback for address in found)


def _cannot_listen(host: str, port: int) -> str:
    """Why nothing can listen there, or nothing. Asked first, since gunicorn only retries."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as sock:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(address)
    except OSError as error:
        return (
            f"Careline can't listen at {host}, port {port}: {error.strerror or error}. "
            "Choose another with --port (or `make run PORT=8001`)."
        )
    return ""


def _how_to_call(settings: Settings, listener: Any) -> str:  # noqa: ANN401 - gunicorn's own
    host, port = listener.sock.getsockname()[:2]
    told = notice(Examined(read_manuscript(settings.book), datetime.now(UTC).date()))
    approvals = f"{told}\n" if told else ""
    local = f"http://{'[' + host + ']' if ':' in host else host}:{port}"
    if settings.insecure_local:
        return (
            f"Careline is up at {local} (this machine only; no signatures are checked).\n\n"
            f"{_web_phone(settings, local)}"
            f"{_console(settings, local)}"
            f"  Call it from another terminal:  ivr call --url {local}/voice\n"
            "    (in a checkout the command is .venv/bin/ivr)\n"
            "  Connect a Twilio number: set TWILIO_AUTH_TOKEN, IVR_SECRET_KEY and\n"
            "    IVR_PUBLIC_URL, start `ivr serve` without IVR_INSECURE_LOCAL, and point the\n"
            "    number's voice webhook (HTTP POST) at <IVR_PUBLIC_URL>/voice.\n\n"
            f"{approvals}Stop it with Ctrl-C."
        )
    return (
        f"Careline is up at {local}, known to callers as {settings.public_url}.\n"
        f"  Twilio, when a call comes in (HTTP POST):  {settings.public_url}/voice\n"
        f"  Twilio, call status changes (HTTP POST):   {settings.public_url}/voice/status\n"
        f"{_web_phone(settings, settings.public_url)}"
        f"{_console(settings, settings.public_url)}"
        f"\n{approvals}".rstrip()
    )


def _web_phone(settings: Settings, address: str) -> str:
    """Where browsers call the line, if they can."""
    return f"  Call it from a browser:  {address}/phone\n" if settings.web_phone else ""


def _console(settings: Settings, address: str) -> str:
    """Where staff see to requests, if they can, and who lets them in."""
    if not settings.console:
        return ""
    return (
        f"  Console for staff:  {address}/console (make a user: ivr user add NAME --role staff)\n"
    )


class _Server(BaseApplication):  # type: ignore[misc] # gunicorn ships no types
    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self._app = app
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app
