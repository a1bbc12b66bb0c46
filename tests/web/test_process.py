"""The real process: it starts safely or not at all, and its death drops no call."""

import re
import socket
import subprocess
import sys

import pytest

from tests.web.servers import Server, free_port
from tests.web.twilio_requests import ENVIRONMENT, call_form

ACTION = re.compile(r'action="([^"]+)"')


def action_in(twiml: str) -> str:
    """Where the answer to a turn goes."""
    found = ACTION.search(twiml)
    assert found, twiml
    return found.group(1)


def test_a_killed_server_drops_no_call() -> None:
    """Kill -9 in the middle of a call, a restart, and the caller is where they were."""
    port = free_port()
    with Server(ENVIRONMENT, port) as server:
        _, twiml = server.post("/voice", call_form())
        for key in "13":
            _, twiml = server.post(action_in(twiml), call_form(Digits=key))
        server.kill()
    with Server(ENVIRONMENT, port) as restarted:
        status, twiml = restarted.post(action_in(twiml), call_form(Digits="2"))
        assert status == 200
        assert "armpit" in twiml
        assert restarted.post(action_in(twiml), call_form(Digits="*"))[0] == 200


def test_two_workers_answer_one_call_by_turns() -> None:
    """Nothing about a call is held in a process, so any worker answers any turn."""
    with Server(ENVIRONMENT, free_port(), "--workers", "2") as server:
        _, twiml = server.post("/voice", call_form())
        for key in "133" + "9" * 12:
            status, twiml = server.post(action_in(twiml), call_form(Digits=key))
            assert status == 200
            assert "lost our place" not in twiml


@pytest.mark.parametrize("name", ["IVR_PUBLIC_URL", "IVR_SECRET_KEY", "TWILIO_AUTH_TOKEN"])
def test_an_unsafe_line_does_not_start_and_says_why(name: str) -> None:
    """Exit status 2, and a message that names what is missing."""
    environment = {key: value for key, value in ENVIRONMENT.items() if key != name}
    done = serve(environment, "--port", "0")
    assert done.returncode == 2
    assert name in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104 - refused
def test_a_local_line_never_listens_beyond_this_machine(host: str) -> None:
    """IVR_INSECURE_LOCAL=1 with any other address than loopback is refused before listening."""
    done = serve({"IVR_INSECURE_LOCAL": "1"}, "--host", host, "--port", "0")
    assert done.returncode == 2
    assert "this machine" in done.stderr


def test_a_local_line_listens_on_loopback_and_says_how_to_call() -> None:
    """It prints the address, the command and the way to Twilio; other addresses don't answer."""
    with Server({"IVR_INSECURE_LOCAL": "1"}, free_port()) as server:
        status, twiml = server.post("/voice", call_form())
        assert status == 200
        assert "Careline" in twiml
        with socket.socket() as sock:
            sock.settimeout(2)
            assert sock.connect_ex(("127.0.0.2", server.port)) != 0
    assert f"ivr call --url http://127.0.0.1:{server.port}/voice" in server.output
    assert "IVR_PUBLIC_URL" in server.output


def test_a_port_that_is_taken_is_said_so_at_once() -> None:
    """The operator reads which port, and how to choose another."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = serve({"IVR_INSECURE_LOCAL": "1"}, "--port", port)
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert "--port" in done.stderr


def test_a_broken_book_does_not_start_and_is_described(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The operator reads the editor's message instead of a traceback."""
    folder = tmp_path_factory.mktemp("empty")
    done = serve({"IVR_INSECURE_LOCAL": "1", "IVR_BOOK": str(folder)}, "--port", "0")
    assert done.returncode == 1
    assert "flows/service.yaml:1:1" in done.stderr
    assert "Traceback" not in done.stderr


def serve(environment: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    """``ivr serve`` where it is expected to end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "ivr.cli", "serve", *options],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
