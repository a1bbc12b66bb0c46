import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from twilio.request_validator import RequestValidator

from ivr.phone.handset import Ended, Handset
from ivr.phone.transport import Exchange, Http, Reply, Wsgi
from tests.phone.webhooks import URL, Webhook, response, said

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    Way = Callable[[WSGIApplication], AbstractContextManager[tuple[Exchange, str]]]

TOKEN = "12345"
HELLO = response("<Say>Hello.</Say>")


class QuietHandler(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Write nothing."""


@contextmanager
def served(application: "WSGIApplication") -> Iterator[str]:
    """The address of a real server on loopback that runs this application."""
    with make_server("127.0.0.1", 0, application, handler_class=QuietHandler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def over_http(application: "WSGIApplication") -> Iterator[tuple[Exchange, str]]:
    """A way to a real server, and its address."""
    exchange = Http(TOKEN)
    with served(application) as address:
        try:
            yield exchange, address
        finally:
            exchange.close()


@contextmanager
def in_process(application: "WSGIApplication") -> Iterator[tuple[Exchange, str]]:
    """A way to the application itself, and its address."""
    yield Wsgi(application, TOKEN), "http://line.example"


WAYS = pytest.mark.parametrize("way", [in_process, over_http])


@WAYS
@pytest.mark.parametrize("target", ["/voice", "/voice?a=1&b=%27%2F%7B", "/"])
def test_requests_are_signed_as_twilio_signs_them(way: "Way", target: str) -> None:
    """Twilio's own validator accepts every POST, over either way, and an action's after it."""
    webhook = Webhook([response('<Gather numDigits="1" action="/next?c=%2F"/>'), HELLO])
    with way(webhook) as (exchange, address):
        handset = Handset(exchange, address + target)
        handset.dial()
        handset.press("1")
    validator = RequestValidator(TOKEN)
    for url, asked in zip((target, "/next?c=%2F"), webhook.asked, strict=True):
        assert validator.validate(address + url, dict(asked.form), asked.signature)
        assert not validator.validate(address + "/x", dict(asked.form), asked.signature)


@WAYS
def test_a_get_is_signed_with_its_query(way: "Way") -> None:
    """A GET has its parameters in the signed address, and no form."""
    webhook = Webhook([HELLO])
    with way(webhook) as (exchange, address):
        reply = exchange.request("GET", f"{address}/v?a=1", {"Digits": "#", "From": "+1"})
    (asked,) = webhook.asked
    assert asked.query == "a=1&Digits=%23&From=%2B1"
    assert RequestValidator(TOKEN).validate(f"{address}/v?{asked.query}", {}, asked.signature)
    assert reply.url == f"{address}/v?a=1"


def test_without_a_token_nothing_is_signed() -> None:
    """An exchange that knows no token sends no signature."""
    webhook = Webhook([HELLO])
    Wsgi(webhook).request("POST", URL, {})
    assert not webhook.asked[0].signature


def broken(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """An application that raises."""
    raise RuntimeError(environ, start_response)


def breaking(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """An application that raises while it answers."""
    start_response("200 OK", [("Content-Type", "text/xml")])
    yield b"<Response>"
    raise RuntimeError(environ)


def redirecting(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """An application that redirects to itself for ever."""
    start_response("302 Found", [("Location", "/again"), ("Content-Type", "text/xml")])
    return [b""]


def moved(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """An application that has moved, and says what it was asked there."""
    if environ["PATH_INFO"] == "/voice":
        start_response("302 Found", [("Location", "/voice/"), ("Content-Type", "text/xml")])
        return [b""]
    start_response("200 OK", [("Content-Type", "text/xml")])
    method, length = environ["REQUEST_METHOD"], environ.get("CONTENT_LENGTH") or "0"
    return [response(f"<Say>{method} of {length}</Say>").encode()]


@WAYS
@pytest.mark.parametrize(
    ("application", "code"),
    [
        (Webhook([HELLO], status="500 Oh"), 11217),
        (Webhook([HELLO], status="404 No"), 11217),
        (Webhook([HELLO], status="304 Old"), 11217),
        (Webhook(['{"say": "hello"}'], "application/json"), 12300),
        (Webhook([HELLO], "text/html; charset=utf-8"), 12300),
        (Webhook([HELLO], ""), 12300),
        (Webhook(["<Response><Say>Hello"]), 12100),
        (Webhook([f"<!DOCTYPE Response>{HELLO}"]), 12100),
        (Webhook([f"<Response>{' ' * 70_000}</Response>"]), 11750),
        (Webhook([response("<Fly/>")]), 12200),
        (Webhook([response("<Gather><Dial>+15555550100</Dial></Gather>")]), 12200),
        (Webhook([response(f"<Say>{'a' * 3_001}</Say>")]), 13520),
        (Webhook([response("<Redirect/>")]), 11215),
        (Webhook([response("<Redirect>ftp://line.example/</Redirect>")]), 11100),
        (Webhook([response("<Redirect>http://[/</Redirect>")]), 11100),
        (Webhook([response("<Redirect>http://x:port/</Redirect>")]), 11100),
        (redirecting, 11215),
    ],
)
def test_a_webhook_that_misbehaves_breaks_the_call_with_twilios_code(
    way: "Way", application: "WSGIApplication", code: int
) -> None:
    """The caller hears that an application error occurred, and the code says which."""
    with way(application) as (exchange, address):
        handset = Handset(exchange, f"{address}/voice")
        handset.dial()
    assert handset.ended is not None
    assert (handset.ended.by, handset.ended.code) == ("error", code)
    assert "application error" in said(handset)[-1]


@pytest.mark.parametrize("application", [broken, breaking])
def test_an_exception_of_the_application_is_status_500(application: "WSGIApplication") -> None:
    """What a server would answer comes back, whenever the application raises."""
    reply = Wsgi(application).request("POST", URL, {})
    assert reply == Reply(500, "", "RuntimeError", URL)


@WAYS
def test_a_redirect_loses_what_was_posted(way: "Way") -> None:
    """As with Twilio, the second request is a GET without parameters."""
    with way(moved) as (exchange, address):
        handset = Handset(exchange, f"{address}/voice")
        handset.dial()
    assert said(handset) == ["GET of 0"]


@WAYS
def test_plain_text_is_read_aloud(way: "Way") -> None:
    """text/plain is spoken, whatever it is, takes its time, and ends the call."""
    with way(Webhook(["Hello\nthere."], "text/plain")) as (exchange, address):
        handset = Handset(exchange, address)
        handset.dial()
    assert said(handset) == ["Hello there."]
    assert handset.clock > 0
    assert handset.ended == Ended("line")


@WAYS
@pytest.mark.parametrize(
    ("content_type", "before", "encoding"),
    [
        ("text/xml", "", "utf-8"),
        ("TEXT/XML", "", "utf-8"),
        ("application/xml", '<?xml version="1.0" encoding="ISO-8859-1"?>', "latin-1"),
        ("text/xml; charset=iso-8859-1", "", "latin-1"),
        ("text/xml; charset=martian", "", "utf-8"),
        ("text/xml; charset=utf-16", "", "utf-16"),
    ],
)
def test_a_document_is_read_in_its_own_encoding(
    way: "Way", content_type: str, before: str, encoding: str
) -> None:
    """Without a charset XML is UTF-8, or what its declaration says."""

    def application(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", content_type)])
        return [(before + response("<Say>¿Está bien?</Say>")).encode(encoding)]

    with way(application) as (exchange, address):
        handset = Handset(exchange, address)
        handset.dial()
    assert said(handset) == ["¿Está bien?"]


def test_a_port_where_nobody_answers_breaks_the_call() -> None:
    """A webhook that can't be reached is error 11200, with the reason named."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        exchange = Http()
        handset = Handset(exchange, f"http://127.0.0.1:{unused.getsockname()[1]}/voice")
        handset.dial()
        exchange.close()
    assert handset.ended is not None
    assert handset.ended.code == 11200
    assert "ConnectionError" in handset.ended.reason


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://line.example/care/voice/x?a=1", "/voice/x"),
        ("http://line.example/care", "/"),
        ("http://line.example/voice", "/voice"),
    ],
)
def test_a_prefix_is_taken_away_after_signing(url: str, path: str) -> None:
    """As a proxy does: the application sees the rest, and the whole address is signed."""
    webhook = Webhook([HELLO])
    Wsgi(webhook, TOKEN, "/care").request("POST", url, {"CallSid": "CA1"})
    asked = webhook.asked[0]
    assert asked.path == path
    assert RequestValidator(TOKEN).validate(url, asked.form, asked.signature)
