"""The console is there where it is wanted, and costs nothing where it is not."""

import subprocess
import sys

import pytest

from ivr.settings import read_settings
from ivr.web import create_app
from tests.web.console.browsing import Browser
from tests.web.servers import Server, free_port
from tests.web.twilio_requests import ENVIRONMENT

HEAVY = ("ivr.web.console.pages", "flask_login", "flask_wtf", "authlib")


@pytest.mark.parametrize(
    ("environment", "on"),
    [
        ({"IVR_INSECURE_LOCAL": "1"}, True),
        ({"IVR_INSECURE_LOCAL": "1", "IVR_CONSOLE": "0"}, False),
        (ENVIRONMENT, False),
        ({**ENVIRONMENT, "IVR_CONSOLE": "1"}, True),
    ],
)
def test_it_is_on_in_a_local_line_and_elsewhere_where_it_is_asked_for(
    environment: dict[str, str], *, on: bool
) -> None:
    """IVR_CONSOLE decides; unset, it is whether the line is local."""
    client = create_app(read_settings(environment)).test_client()
    assert client.get("/console/login").status_code == (200 if on else 404)


@pytest.mark.parametrize("more", [{}, {"IVR_CONSOLE": "1"}])
def test_what_is_not_used_is_not_in_memory(more: dict[str, str]) -> None:
    """A line without it imports nothing of it; with it, nothing of Authlib without an issuer."""
    absent = ("authlib",) if more else HEAVY
    code = (
        "import sys; from ivr.settings import read_settings; from ivr.web import create_app; "
        f"create_app(read_settings({ {**ENVIRONMENT, **more}!r})); "
        f"print([name for name in {absent!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


def test_other_pages_of_the_line_have_no_session() -> None:
    """Health and calls are answered as ever; the phone's form needs no token of the console."""
    client = create_app(read_settings({"IVR_INSECURE_LOCAL": "1"})).test_client()
    for answer in (client.get("/healthz"), client.post("/phone", data={"act": "hang_up"})):
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_links_are_right_below_a_path_of_a_proxy() -> None:
    """They are told from the page that is asked for, and not from the root."""
    environment = {"IVR_INSECURE_LOCAL": "1"}
    browser = Browser(create_app(read_settings(environment)).test_client())
    browser.open("/console")
    assert browser.path == "/console/login"
    assert 'href="../console/static/console.css"' in browser.page
    browser.open("/console/")
    assert (browser.path, browser.status) == ("/console/login", 200)


def test_whoever_starts_the_line_is_told_where_it_is() -> None:
    """And how to let somebody in."""
    with Server({"IVR_INSECURE_LOCAL": "1"}, free_port()) as server:
        server.kill()
    assert f"http://127.0.0.1:{server.port}/console (make a user: ivr user add" in server.output
