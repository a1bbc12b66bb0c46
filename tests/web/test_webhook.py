"""The webhook as Twilio meets it: signed, stateless, and never without an answer."""

import logging
import random
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from ivr.dialogue import CallResumed, Turn, step
from ivr.settings import read_settings, shipped_book
from ivr.web import create_app, line
from tests.manuscripts import FLOW, toy_files, write
from tests.web.twilio_requests import (
    CALLER,
    ENVIRONMENT,
    PUBLIC_URL,
    TOKEN,
    action_of,
    call_form,
    heard,
    post,
    staffed_app,
)

VERBS = {"Say", "Gather", "Dial", "Hangup", "Redirect", "Pause", "Play"}


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """The shipped line, with somebody to transfer to."""
    environment = {**ENVIRONMENT, "IVR_STAFF_NUMBERS": "+15555550100"}
    return staffed_app(read_settings(environment)).test_client()


def start(client: FlaskClient, **more: str) -> str:
    """Begin a call; where its next turn goes."""
    return action_of(post(client, "/voice", call_form(**more)))


def test_a_signed_request_starts_a_call(client: FlaskClient) -> None:
    """The caller hears the greeting as TwiML that Twilio takes."""
    response = post(client, "/voice", call_form(CallStatus="ringing"))
    assert response.status_code == 200
    assert response.mimetype == "text/xml"
    assert "Careline" in heard(response)
    assert "9 1 1" in heard(response)


def test_a_key_leads_on(client: FlaskClient) -> None:
    """The first menu's first key is the first flow."""
    response = post(client, start(client), call_form(Digits="1"))
    assert "come back" in heard(response)


def test_the_same_request_twice_gives_the_same_bytes(client: FlaskClient) -> None:
    """A request that Twilio repeats changes nothing and is answered alike."""
    action = start(client)
    for keys in ("1", "3", "2", "#", "0"):
        form = call_form(Digits=keys)
        first, second = (post(client, action, form).data for _ in range(2))
        assert first == second
        action = action_of(post(client, action, form))


def random_text(rng: random.Random, longest: int = 30) -> str:
    """Text of any script, control characters included."""
    alphabets = ["0123456789*#", "abc XYZ&=+%;<>\"'", "áñ¿😀\u202e\x00\x1f\r\n\t", "漢字"]
    return "".join(rng.choice(rng.choice(alphabets)) for _ in range(rng.randint(0, longest)))


def random_form(rng: random.Random, call_sid: str) -> dict[str, str]:
    """The parameters of some request of a call, strange ones included."""
    names = ["Digits", "SpeechResult", "DialCallStatus", "Confidence", "From", "To", "New"]
    form = call_form(call_sid)
    for name in rng.sample(names, rng.randint(0, 4)):
        form[name] = rng.choice(
            [random_text(rng), rng.choice("0123456789*#"), "completed", "busy", "+15555550123"]
        )
    return form


def test_three_thousand_random_signed_requests_all_get_twiml(client: FlaskClient) -> None:
    """Whatever a signed request holds, the answer is a 200 with valid TwiML."""
    rng = random.Random(20261123)  # noqa: S311 - the same requests in every run
    action = start(client)
    for number in range(3_000):
        junk = rng.random() < 0.2
        target = f"/voice/{rng.choice(['x', '%2F%27', 'a/b', 'A' * 500])}" if junk else action
        other = rng.random() < 0.1
        response = post(client, target, random_form(rng, f"CA{number}" if other else "CA1"))
        assert response.status_code == 200
        assert response.mimetype == "text/xml"
        root = ET.fromstring(response.get_data())
        assert {verb.tag for verb in root} <= VERBS
        assert len(response.data) < 64_000
        assert heard(response)
        hung_up = root.find("Hangup") is not None
        action = start(client) if hung_up or other else action_of(response)


def test_three_thousand_forged_requests_are_all_refused(client: FlaskClient) -> None:
    """Missing, wrong, borrowed and malformed signatures all get a 403."""
    rng = random.Random(20261123)  # noqa: S311 - the same requests in every run
    target = start(client).removeprefix(PUBLIC_URL)
    validator = RequestValidator(TOKEN)
    elsewhere = validator.compute_signature(f"{PUBLIC_URL}/other", call_form())
    forgeries: list[Callable[[], str | None]] = [
        lambda: None,
        lambda: "",
        lambda: elsewhere,
        lambda: rng.randbytes(20).hex(),
        lambda: "é" * rng.randint(1, 40),
        lambda: RequestValidator("another token").compute_signature(
            PUBLIC_URL + target, call_form(Digits="1")
        ),
        lambda: validator.compute_signature(PUBLIC_URL + target, call_form(Digits="2")),
    ]
    for number in range(3_000):
        signature = forgeries[number % len(forgeries)]()
        headers = {} if signature is None else {"X-Twilio-Signature": signature}
        path = rng.choice(["/voice", target, "/voice/status"])
        response = client.post(path, data=call_form(Digits="1"), headers=headers)
        assert response.status_code == 403
        assert response.data == b""


@pytest.mark.parametrize("body", [b"%", b"a=%zz", b"\xff\xfe", b"=&=&", b"a" * 70_000, b"\x00"])
def test_a_malformed_body_is_refused(client: FlaskClient, body: bytes) -> None:
    """What can't be read can't be verified: 403, not an error."""
    headers = {"X-Twilio-Signature": "x", "Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/voice", data=body, headers=headers).status_code == 403


def test_another_account_is_refused(client: FlaskClient) -> None:
    """A signature with our token and another AccountSid is not ours."""
    form = {**call_form(), "AccountSid": "AC" + "9" * 32}
    assert post(client, "/voice", form).status_code == 403


def test_a_token_that_is_being_retired_is_still_accepted() -> None:
    """During a rotation Twilio signs with the old token until the new one is promoted."""
    environment = {**ENVIRONMENT, "TWILIO_AUTH_TOKEN": f"new-token,{TOKEN}"}
    client = create_app(read_settings(environment)).test_client()
    for token in ("new-token", TOKEN):
        assert post(client, "/voice", call_form(), token).status_code == 200
    assert post(client, "/voice", call_form(), "older-token").status_code == 403


def test_a_call_with_the_place_of_another_call_goes_on_politely(client: FlaskClient) -> None:
    """A token presented by another call is not opened: an apology, and the main menu."""
    action = action_of(post(client, start(client), call_form(Digits="4")))
    response = post(client, action, call_form("CA2", Digits="1"))
    assert response.status_code == 200
    assert "lost our place" in heard(response)
    assert "press 5" in heard(response)
    after = post(client, action_of(response), call_form("CA2", Digits="1"))
    assert "lost our place" not in heard(after)


def test_a_number_set_to_get_is_answered_all_the_same(client: FlaskClient) -> None:
    """A signed GET has its parameters in the address; its caller is as real as any."""
    query = "CallSid=CA7&AccountSid=" + ENVIRONMENT["TWILIO_ACCOUNT_SID"] + "&From=%2B15555550142"
    url = f"{PUBLIC_URL}/voice?{query}"
    signature = RequestValidator(TOKEN).compute_signature(url, {})
    response = client.get(f"/voice?{query}", headers={"X-Twilio-Signature": signature})
    assert response.status_code == 200
    assert "Careline" in heard(response)
    assert client.get(f"/voice?{query}").status_code == 403


@pytest.mark.parametrize("path", ["/voice/", "/voice//", "/voice?x=1", "/voice/?a=%27b%2F"])
def test_no_form_of_the_address_is_redirected(client: FlaskClient, path: str) -> None:
    """A redirect would lose the POST body and the signature."""
    assert post(client, path, call_form()).status_code == 200


def test_the_status_of_a_call_is_taken_and_answered_empty(client: FlaskClient) -> None:
    """204 for what is signed, 403 for what is not."""
    form = call_form(CallStatus="completed", CallDuration="61", SequenceNumber="3")
    assert post(client, "/voice/status", form).status_code == 204
    assert client.post("/voice/status", data=form).status_code == 403


def test_operators_see_that_the_line_is_up(client: FlaskClient) -> None:
    """Health says ok; readiness says which book is loaded."""
    assert client.get("/healthz").data == b"ok\n"
    ready = client.get("/readyz").get_json()
    assert ready["ready"] is True
    assert len(ready["book"]) == 12


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("busy", "on other calls"),
        ("no-answer", "Nobody picked up"),
        ("failed", "did not go through"),
        ("canceled", "back with Careline"),
        ("something-new", "did not go through"),
        ("completed", "back with Careline"),
    ],
)
def test_a_transfer_goes_on_whatever_came_of_it(
    client: FlaskClient, outcome: str, words: str
) -> None:
    """Each outcome is said, and the call waits for the caller again."""
    response = post(client, start(client), call_form(Digits="0"))
    for number in ("+15555550100", "+15555550101"):
        if f">{number}</Number>" in response.get_data(as_text=True):
            response = post(client, action_of(response), call_form(DialCallStatus=outcome))
    assert words in heard(response)
    assert action_of(response)


def test_a_call_goes_on_in_a_changed_book(tmp_path: Path) -> None:
    """A deploy between two turns: the node stays, or the caller hears why not."""
    folder = write(tmp_path / "old", toy_files())
    old = create_app(read_settings({**ENVIRONMENT, "IVR_BOOK": str(folder)})).test_client()
    action = action_of(post(old, start(old), call_form(Digits="1")))
    flow = FLOW.replace("1: tea, ", "").replace(
        "{language: eo, then: tea}", "{language: eo, then: hard}"
    )
    flow = flow.replace("otherwise: tea", "otherwise: hard").replace(
        "  tea:\n    read: {also: {2: hard}}\n", ""
    )
    files = {**toy_files(), "flows/main.yaml": flow}
    for language in ("en", "eo"):
        words = files[f"prompts/{language}/main.yaml"]
        before, _, rest = words.partition("tea:\n")
        files[f"prompts/{language}/main.yaml"] = before + rest[rest.index("hard:") :]
    kept, gone = (
        create_app(read_settings({**ENVIRONMENT, "IVR_BOOK": str(write(tmp_path / name, changed))}))
        for name, changed in (
            ("kept", {**toy_files(), "flows/main.yaml": FLOW.replace("3: soft", "4: soft")}),
            ("gone", files),
        )
    )
    assert "Tea two" in heard(post(kept.test_client(), action, call_form(Digits="#")))
    response = post(gone.test_client(), action, call_form(Digits="#"))
    assert "book_changed" in heard(response)
    assert action_of(response)


def test_a_fault_is_an_apology_and_a_way_on(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """When a turn fails the caller hears sorry and the main menu; the log names no digit."""
    action = start(client)
    real = step

    def broken(*args: object) -> Turn:
        if not isinstance(args[2], CallResumed):
            private = f"digits 4 of {CALLER}"
            raise KeyError(private)
        return real(*args)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr(line, "step", broken)
    response = post(client, action, call_form(Digits="4"))
    assert response.status_code == 200
    assert "something went wrong" in heard(response)
    assert action_of(response)
    assert "KeyError" in caplog.text
    assert "digits 4" not in caplog.text
    assert CALLER not in caplog.text


def test_a_fault_leaves_the_call_as_it_was_but_for_its_place(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A caller who chose slow speech hears the apology slowly, and 0 still leads to a person."""
    slow = action_of(post(client, start(client), call_form(Digits="7")))
    real = step

    def broken(*args: object) -> Turn:
        if not isinstance(args[2], CallResumed):
            raise ZeroDivisionError
        return real(*args)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr(line, "step", broken)
    response = post(client, slow, call_form(Digits="0"))
    assert 'rate="76%"' in response.get_data(as_text=True)
    assert "I am calling somebody for you now" in heard(response)


def test_a_request_without_a_signature_is_refused_before_its_body_is_read() -> None:
    """Who sends half a request, unsigned, keeps nobody waiting."""

    class Unread:
        def read(self, *_: int) -> bytes:
            raise AssertionError

    said: list[str] = []

    def start(status: str, _headers: object, _error: object = None, /) -> Callable[[bytes], object]:
        said.append(status)
        return lambda _: None

    app = create_app(read_settings(ENVIRONMENT))
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/voice",
        "CONTENT_LENGTH": "100",
        "wsgi.input": Unread(),
    }
    app.wsgi_app(environ, start)
    assert said == ["403 Forbidden"]


def test_when_even_the_apology_fails_the_caller_hears_whom_to_call(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last resort was made when the line started, and depends on nothing."""
    action = start(client)
    monkeypatch.setattr(line, "step", lambda *_: 1 / 0)
    response = post(client, action, call_form(Digits="4"))
    assert response.status_code == 200
    assert "9 1 1" in heard(response)
    assert response.get_data(as_text=True).endswith("<Hangup /></Response>")


def test_the_last_resort_is_in_the_language_of_the_call(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who went on in Spanish is not told in English whom to call."""
    spanish = action_of(post(client, start(client), call_form(Digits="8")))
    monkeypatch.setattr(line, "step", lambda *_: 1 / 0)
    response = post(client, spanish, call_form(Digits="4"))
    assert "cuelgue y marque el 9 1 1" in heard(response)
    assert 'language="es-US"' in response.get_data(as_text=True)
    assert 'language="en-US"' not in response.get_data(as_text=True)


def test_who_lost_their_place_is_offered_the_other_language_again(client: FlaskClient) -> None:
    """With the address of a call its language is lost, and a Spanish caller hears English."""
    response = post(client, "/voice/not-a-token", call_form(Digits="4"))
    assert "I lost our place. Para español, oprima 8." in heard(response)


@pytest.fixture
def local() -> FlaskClient:
    """A line that checks no signatures."""
    return create_app(read_settings({"IVR_INSECURE_LOCAL": "1"})).test_client()


def test_a_local_line_answers_this_machine_only(local: FlaskClient) -> None:
    """Without signatures, what comes from elsewhere or through a proxy is refused."""
    assert local.post("/voice", data=call_form()).status_code == 200
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert local.post("/voice", data=call_form(), environ_overrides=elsewhere).status_code == 403
    tunnel = {"X-Forwarded-For": "192.0.2.7"}
    assert local.post("/voice", data=call_form(), headers=tunnel).status_code == 403


def test_a_local_line_uses_addresses_of_its_own(local: FlaskClient) -> None:
    """Without a public address, actions are relative to where the phone called."""
    assert action_of(local.post("/voice", data=call_form())).startswith("/voice/")


def test_an_unknown_page_is_no_fault(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """A scanner's request gets a plain 404, and no line in the log."""
    with caplog.at_level(logging.INFO):
        response = client.get("/admin.php")
    assert response.status_code == 404
    assert response.mimetype == "text/plain"
    assert not caplog.records


def test_the_shipped_book_is_the_one_that_is_served(client: FlaskClient) -> None:
    """Without IVR_BOOK the line reads the book that comes with it."""
    assert (shipped_book() / "flows" / "service.yaml").exists()
    assert client.get("/readyz").get_json()["languages"] == ["en", "es"]
