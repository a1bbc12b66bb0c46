"""A menu choice on this line is health information: nothing of a call is written down."""

import logging
from base64 import urlsafe_b64decode

import pytest

from ivr.dialogue import Book
from ivr.settings import read_settings
from ivr.web import create_app
from tests.web.servers import Server, free_port
from tests.web.test_process import action_in
from tests.web.twilio_requests import CALLER, ENVIRONMENT, PUBLIC_URL, action_of, call_form, post

UTTERANCE = "zebra hospice sentence"
ODD_DIGITS = "70707"
WHOLE_CALL = [
    {"Digits": "1"},
    {"Digits": "3"},
    {"Digits": "3"},
    {"Digits": "1"},
    {"Digits": ODD_DIGITS},
    {"SpeechResult": UTTERANCE, "Confidence": "0.9"},
    {"Digits": "0"},
    {"DialCallStatus": "busy"},
    {"Digits": "*"},
    {"Digits": ""},
]


def private_words(book: Book) -> list[str]:
    """What must not be found: the numbers, what was pressed and said, and every topic."""
    topics = [name for node in book.nodes for name in (node, node.partition(".")[2])]
    # "menu", "more" and the like are words of programs too.
    telling = [topic for topic in topics if "_" in topic or "." in topic]
    return [
        CALLER,
        CALLER.removeprefix("+"),
        "5555550199",
        UTTERANCE,
        "zebra",
        ODD_DIGITS,
        *telling,
    ]


def assert_silent(text: str, book: Book) -> None:
    """Nothing private stands in a text."""
    for word in private_words(book):
        assert word not in text, word


def test_no_log_line_and_no_address_of_a_whole_call_tells_anything(
    book: Book, caplog: pytest.LogCaptureFixture
) -> None:
    """Every logger at its chattiest, every address, in a call that meets faults too."""
    environment = {**ENVIRONMENT, "IVR_STAFF_NUMBERS": "+15555550100"}
    with caplog.at_level(logging.DEBUG):
        client = create_app(read_settings(environment)).test_client()
        action = action_of(post(client, "/voice", call_form()))
        for step in WHOLE_CALL:
            assert_silent(action, book)
            token = action.removeprefix(f"{PUBLIC_URL}/voice/")
            raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
            assert_silent(raw.decode("latin-1"), book)
            response = post(client, action, call_form(**step))
            action = action_of(response)
        post(client, action, call_form("CA2", Digits=ODD_DIGITS))
        client.post(action.removeprefix(PUBLIC_URL), data=call_form(Digits=ODD_DIGITS))
        post(client, "/voice/status", call_form(CallStatus="completed"))
    assert caplog.records
    assert_silent(caplog.text, book)


def test_the_process_prints_nothing_of_a_call(book: Book) -> None:
    """What the real server writes to its terminal during a whole call holds nothing of it."""
    environment = {**ENVIRONMENT, "IVR_STAFF_NUMBERS": "+15555550100"}
    with Server(environment, free_port()) as server:
        _, twiml = server.post("/voice", call_form())
        for step in WHOLE_CALL:
            _, twiml = server.post(action_in(twiml), call_form(**step))
        server.post("/voice/junk", call_form(Digits=ODD_DIGITS))
        server.kill()
    assert "lost its place" in server.output
    assert_silent(server.output, book)
