"""The lean form parser agrees with werkzeug's on everything."""

import io
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.formparser import parse_form_data

from ivr.telephony.form import MalformedFormError, parse

FIELDS = st.lists(st.tuples(st.text(max_size=12), st.text(max_size=20)), max_size=30)
CROOKED = st.lists(
    st.sampled_from(
        ["&", "=", "+", "%", "%2B", "%2b", "%zz", "%C3", "%A9", "%26", ";", "a", "é", "\x00", "%00"]
    ),
    max_size=25,
).map(lambda pieces: "".join(pieces).encode())


def as_werkzeug_reads(body: bytes) -> list[tuple[str, str]]:
    """The form of a request with this body, by werkzeug."""
    environ = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    _, form, _ = parse_form_data(environ, silent=False)
    return list(form.items(multi=True))


def pairs(form: dict[str, str]) -> list[tuple[str, str]]:
    """Every parameter of a form, repeats included."""
    return list(form.items(multi=True) if isinstance(form, MultiDict) else form.items())


@given(fields=FIELDS)
def test_what_was_encoded_is_decoded(fields: list[tuple[str, str]]) -> None:
    """Any parameters come back from a well-formed body, in order, blanks and repeats included."""
    assert pairs(parse(urlencode(fields).encode())) == list(MultiDict(fields).items(multi=True))


@given(body=st.one_of(CROOKED, st.binary(max_size=60), FIELDS.map(lambda f: urlencode(f).encode())))
def test_any_body_is_read_as_werkzeug_reads_it(body: bytes) -> None:
    """What werkzeug accepts gives the same parameters; what it refuses is refused."""
    try:
        expected = as_werkzeug_reads(body)
    except ValueError:
        with pytest.raises(MalformedFormError):
            parse(body)
    else:
        assert pairs(parse(body)) == expected


def test_a_telephone_number_keeps_its_plus() -> None:
    """The encoded plus of a number is no space."""
    assert parse(b"From=%2B15555550142&Name=a+b") == {"From": "+15555550142", "Name": "a b"}


def test_a_body_that_is_not_text_is_refused() -> None:
    """Bytes that aren't UTF-8 have no parameters."""
    with pytest.raises(MalformedFormError):
        parse(b"a=\xff")
