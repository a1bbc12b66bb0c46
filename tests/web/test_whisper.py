"""What staff who answer a transfer hear, and who gets the call."""

from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from ivr.settings import read_settings
from tests.web.twilio_requests import ENVIRONMENT, call_form, heard, post, staffed_app


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """The shipped line, with somebody to transfer to."""
    environment = {**ENVIRONMENT, "IVR_STAFF_NUMBERS": "+15555550100"}
    return staffed_app(read_settings(environment)).test_client()


def verbs(client: FlaskClient, language: str = "es", **form: str) -> list[str]:
    """The verbs that are answered to the other end of a transfer."""
    response = post(client, f"/voice/whisper/{language}", call_form(**form))
    return [verb.tag for verb in ET.fromstring(response.get_data(as_text=True))]


def test_who_answers_is_told_in_which_language_the_caller_listens(client: FlaskClient) -> None:
    """Twice, and in the first language of the line; without a key the call is not taken."""
    response = post(client, "/voice/whisper/es", call_form())
    assert heard(response).count("Spanish") == 2
    assert verbs(client) == ["Gather", "Gather", "Hangup"]


def test_one_takes_the_call(client: FlaskClient) -> None:
    """Nothing is left to say: the caller is connected."""
    assert verbs(client, Digits="1") == []


@pytest.mark.parametrize("digits", ["2", "#", "11"])
def test_any_other_key_does_not(client: FlaskClient, digits: str) -> None:
    """A tone of a machine is no consent."""
    assert verbs(client, Digits=digits) == ["Hangup"]


def test_a_language_that_is_not_spoken_is_hung_up_on(client: FlaskClient) -> None:
    """An address that nobody made connects nobody."""
    assert verbs(client, "xx") == ["Hangup"]


def test_a_whisper_that_nobody_signed_is_refused(client: FlaskClient) -> None:
    """It would tell that somebody is waiting."""
    assert client.post("/voice/whisper/en", data=call_form(Digits="1")).status_code == 403
