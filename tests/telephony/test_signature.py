"""Signatures: Twilio's own vectors, agreement with its validator, and no exception ever."""

from collections.abc import Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from ivr.telephony.signature import Verifier, raw_target, sign, signed_url

# The example of Twilio's documentation and of its libraries' tests.
VECTOR_URL = "https://example.com/myapp.php?foo=1&bar=2"
VECTOR_PARAMS = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675310",
    "Digits": "1234",
    "From": "+14158675310",
    "To": "+18005551212",
}
VECTOR = "L/OH5YylLD5NRKLltdqwSvS0BnU="

TEXT = st.text(max_size=15).filter(lambda text: text.isprintable() or text == "")
PARAMS: st.SearchStrategy[Mapping[str, str]] = st.one_of(
    st.dictionaries(TEXT, TEXT, max_size=10),
    st.lists(st.tuples(TEXT, TEXT), max_size=10).map(MultiDict),
)
HOSTS = st.sampled_from(["line.example", "line.example:443", "line.example:8443", "127.0.0.1:80"])
URLS = st.builds(
    lambda scheme, host, path: f"{scheme}://{host}{path}",
    st.sampled_from(["http", "https"]),
    HOSTS,
    st.sampled_from(["", "/", "/voice", "/voice/abc-_?x=%27%2F", "/a//b?c=d&c=e"]),
)


def test_the_documented_vector_is_made_and_accepted() -> None:
    """Twilio's published example gives Twilio's published signature."""
    assert sign("12345", VECTOR_URL, VECTOR_PARAMS) == VECTOR
    assert Verifier(["12345"]).accepts(VECTOR_URL, VECTOR_PARAMS, VECTOR)


@given(url=URLS, params=PARAMS)
def test_signatures_are_those_of_twilios_library(url: str, params: Mapping[str, str]) -> None:
    """Any address and parameters, repeats included, are signed as Twilio's library signs them."""
    assert sign("t0ken", url, params) == RequestValidator("t0ken").compute_signature(url, params)


@given(url=URLS, signed_at=URLS, params=PARAMS, token=st.sampled_from(["one", "two", "three"]))
@example("https://line.example/voice", "https://line.example:443/voice", {}, "one")
@example("https://line.example:443/voice", "https://line.example/voice", {}, "two")
def test_what_twilios_library_accepts_is_accepted_and_nothing_else(
    url: str, signed_at: str, params: Mapping[str, str], token: str
) -> None:
    """With and without a port, with either of two tokens, the verdict is the library's."""
    signature = sign(token, signed_at, params)
    expected = any(
        RequestValidator(known).validate(url, params, signature) for known in ("one", "two")
    )
    assert Verifier(["one", "two"]).accepts(url, params, signature) == expected


@given(
    url=st.one_of(URLS, st.text(max_size=30)),
    params=PARAMS,
    signature=st.one_of(st.none(), st.text(max_size=40), st.just(VECTOR)),
)
@example("https://line.example:port/voice", {}, "x")
@example("https://[::1/voice", {}, "x")
@example("https://line.example/\ud800", {}, "x")
def test_junk_is_refused_and_never_an_exception(
    url: str, params: Mapping[str, str], signature: str | None
) -> None:
    """Whatever stands in the header or the address, the answer is no."""
    assert Verifier(["token"]).accepts(url, params, signature) is False


def test_without_tokens_nothing_is_accepted() -> None:
    """A line without a token trusts nobody, not even an empty key."""
    assert not Verifier([]).accepts(VECTOR_URL, {}, sign("", VECTOR_URL, {}))


@pytest.mark.parametrize(
    ("public_url", "target", "expected"),
    [
        ("https://x.example", "/voice", "https://x.example/voice"),
        ("https://x.example", "/voice?a=%27", "https://x.example/voice?a=%27"),
        ("https://x.example/care", "/voice", "https://x.example/care/voice"),
        ("https://x.example/care", "/care/voice", "https://x.example/care/voice"),
        ("https://x.example/care", "/careful", "https://x.example/care/careful"),
        ("https://x.example", "http://inner:8000/voice/t", "https://x.example/voice/t"),
        ("https://x.example", "http://inner:8000", "https://x.example/"),
        ("https://x.example", "//voice", "https://x.example//voice"),
    ],
)
def test_the_signed_address_is_the_public_one(public_url: str, target: str, expected: str) -> None:
    """Whatever proxies did, the address is rebuilt from the configured one and the raw target."""
    assert signed_url(public_url, target) == expected


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"RAW_URI": "/voice/%27?x=%2F", "PATH_INFO": "/voice/'"}, "/voice/%27?x=%2F"),
        ({"REQUEST_URI": "/voice/%7B"}, "/voice/%7B"),
        ({"PATH_INFO": "/voice/a b\xc3\xa9", "QUERY_STRING": "x=%27"}, "/voice/a%20b%C3%A9?x=%27"),
        ({"SCRIPT_NAME": "/care", "PATH_INFO": "/voice", "QUERY_STRING": ""}, "/care/voice"),
        ({}, ""),
    ],
)
def test_the_target_is_taken_as_it_was_sent(environ: dict[str, str], expected: str) -> None:
    """What the server kept of the request line is used before anything that was decoded."""
    assert raw_target(environ) == expected
