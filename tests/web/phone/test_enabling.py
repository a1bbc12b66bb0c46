"""The web phone is there where it is wanted, and costs nothing where it is not."""

import subprocess
import sys
from pathlib import Path

import pytest

from ivr.settings import read_settings
from ivr.web import create_app
from tests.web.phone.browsing import Browser
from tests.web.servers import Server, free_port
from tests.web.twilio_requests import ENVIRONMENT

HEAVY = ("ivr.web.phone", "ivr.phone", "ivr.speech.studio", "numpy", "soundfile", "pyttsx3")


@pytest.mark.parametrize(
    ("environment", "on"),
    [
        ({"IVR_INSECURE_LOCAL": "1"}, True),
        ({"IVR_INSECURE_LOCAL": "1", "IVR_WEB_PHONE": "0"}, False),
        (ENVIRONMENT, False),
        ({**ENVIRONMENT, "IVR_WEB_PHONE": "1"}, True),
    ],
)
def test_it_is_on_in_a_local_line_and_elsewhere_where_it_is_asked_for(
    environment: dict[str, str], *, on: bool
) -> None:
    """IVR_WEB_PHONE decides; unset, it is whether the line is local."""
    client = create_app(read_settings(environment)).test_client()
    assert client.get("/phone").status_code == (200 if on else 404)


@pytest.mark.parametrize("path", ["", "/careline"])
def test_it_calls_a_line_that_checks_signatures(path: str, tmp_path: Path) -> None:
    """In production its calls are signed for the public address, below a path of a proxy too."""
    environment = {
        **ENVIRONMENT,
        "IVR_PUBLIC_URL": f"https://line.example.org{path}",
        "IVR_WEB_PHONE": "1",
        "IVR_AUDIO": str(tmp_path),
    }
    browser = Browser(create_app(read_settings(environment)).test_client())
    browser.open()
    browser.send(act="call")
    browser.send(keys="1")
    assert "Cancer coming back" in browser.heard


@pytest.mark.parametrize("more", [{}, {"IVR_WEB_PHONE": "1"}])
def test_what_is_not_used_is_not_in_memory(more: dict[str, str]) -> None:
    """A line without it imports nothing of it; with it, nothing of sound before a sound is made."""
    absent = HEAVY if not more else HEAVY[2:]
    code = (
        "import sys; from ivr.settings import read_settings; from ivr.web import create_app; "
        f"client = create_app(read_settings({ {**ENVIRONMENT, **more}!r})).test_client(); "
        "client.get('/phone'); "
        f"print([name for name in {absent!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_whoever_starts_the_line_is_told_where_it_is() -> None:
    """The banner names the address of the page."""
    with Server({"IVR_INSECURE_LOCAL": "1"}, free_port()) as server:
        server.kill()
    assert f"http://127.0.0.1:{server.port}/phone" in server.output
