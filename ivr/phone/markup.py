"""TwiML text to verbs, as strict as Twilio: what it would refuse is refused with its code."""

from collections.abc import Callable, Mapping
from typing import Final
from xml.etree import ElementTree as ET

from ivr.phone.errors import SCHEMA, TwimlError
from ivr.phone.ssml import spoken
from ivr.phone.verbs import (
    KEYS,
    Dial,
    Gather,
    Hangup,
    Pause,
    Play,
    Record,
    Redirect,
    Reject,
    Say,
    Sms,
    Verb,
)

LARGEST_DOCUMENT: Final = 64 * 1024
"""Bytes (Twilio error 11750)."""

DEEPEST: Final = 12
"""Levels of elements: TwiML has two, and SSML a few more."""

MOST_LOOPS: Final = 1_000
"""Times that ``loop="0"`` says or plays something."""

LONGEST_NUMBER: Final = 9
"""Digits of a whole number: more than any time, count or length of TwiML has."""

LARGEST_SAY: Final = 3_000
"""Characters, markup included, that every Twilio voice takes."""

ATTRIBUTES: Final = {
    "Say": "voice language loop",
    "Play": "loop digits",
    "Pause": "length",
    "Gather": (
        "input action method timeout numDigits finishOnKey actionOnEmptyResult hints language "
        "speechTimeout speechModel enhanced profanityFilter maxSpeechTime partialResultCallback "
        "partialResultCallbackMethod bargeIn debug"
    ),
    "Redirect": "method",
    "Dial": (
        "action method timeout callerId answerOnBridge hangupOnStar timeLimit record trim "
        "recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent "
        "recordingTrack ringTone sequential referUrl referMethod events"
    ),
    "Record": (
        "action method timeout finishOnKey maxLength playBeep trim transcribe transcribeCallback "
        "recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent"
    ),
    "Hangup": "",
    "Reject": "reason",
    "Sms": "to from action method statusCallback",
    "Number": (
        "url method sendDigits statusCallback statusCallbackEvent statusCallbackMethod byoc "
        "machineDetection amdStatusCallback amdStatusCallbackMethod"
    ),
}

IN_GATHER: Final = frozenset({"Say", "Play", "Pause"})
MALFORMED, TOO_LARGE, SAY_TOO_LONG = 12100, 11750, 13520


def parse(text: str) -> tuple[Verb, ...]:
    """The verbs of a document, in order.

    Raises TwimlError, with Twilio's error code, if Twilio would not execute it.
    """
    if len(text.encode(errors="replace")) > LARGEST_DOCUMENT:
        raise TwimlError(TOO_LARGE, "the document is larger than 64 kB")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise TwimlError(MALFORMED, "a document type is not part of TwiML")
    try:
        root = ET.fromstring(text)  # noqa: S314 - entities can't be declared without a doctype
    except (ET.ParseError, ValueError) as error:
        raise TwimlError(MALFORMED, f"this is not XML: {error}") from error
    _check_depth(root)
    if root.tag != "Response":
        raise TwimlError(MALFORMED, f"the document starts with <{root.tag}>, not <Response>")
    return tuple(_verb(element) for element in root)


def _check_depth(root: ET.Element) -> None:
    level, depth = list(root), 1
    while level:
        depth += 1
        if depth > DEEPEST:
            raise TwimlError(SCHEMA, f"the document has more than {DEEPEST} levels of elements")
        level = [child for element in level for child in element]


def _verb(element: ET.Element) -> Verb:
    make = _VERBS.get(element.tag)
    if make is None:
        raise TwimlError(SCHEMA, f"<{element.tag}> is not a verb of TwiML that this phone knows")
    _check_attributes(element)
    return make(element)


def _check_attributes(element: ET.Element) -> None:
    known = ATTRIBUTES[element.tag].split()
    for name in element.attrib:
        if name not in known:
            raise TwimlError(SCHEMA, f"<{element.tag}> has no attribute {name}")


def _whole(element: ET.Element, name: str, default: int) -> int:
    value = element.get(name)
    if value is None:
        return default
    if not (value.isascii() and value.isdecimal() and len(value) <= LONGEST_NUMBER):
        raise TwimlError(SCHEMA, f"{name} of <{element.tag}> is not a whole number")
    return int(value)


def _loop(element: ET.Element) -> int:
    return min(_whole(element, "loop", 1) or MOST_LOOPS, MOST_LOOPS)


def _method(element: ET.Element) -> str:
    method = element.get("method", "POST").upper()
    if method not in {"GET", "POST"}:
        raise TwimlError(SCHEMA, f"method of <{element.tag}> is GET or POST")
    return method


def _say(element: ET.Element) -> Say:
    if len(ET.tostring(element, "unicode").rstrip()) > LARGEST_SAY:
        raise TwimlError(SAY_TOO_LONG, f"a <Say> is longer than {LARGEST_SAY} characters")
    return Say(spoken(element), element.get("language", "en-US"), _loop(element))


def _gather(element: ET.Element) -> Gather:
    nested = []
    for child in element:
        if child.tag not in IN_GATHER:
            raise TwimlError(SCHEMA, f"<{child.tag}> can't stand in a <Gather>")
        verb = _verb(child)
        assert isinstance(verb, Say | Play | Pause)  # noqa: S101 - as IN_GATHER says
        nested.append(verb)
    inputs = frozenset(element.get("input", "dtmf").split())
    if not inputs <= {"dtmf", "speech"}:
        raise TwimlError(SCHEMA, "the input of a <Gather> is dtmf, speech, or both")
    finish = element.get("finishOnKey", "#")
    if len(finish) > 1 or finish not in KEYS:
        raise TwimlError(SCHEMA, "finishOnKey of a <Gather> is one key, or empty")
    digits = element.get("numDigits")
    return Gather(
        nested=tuple(nested),
        action=element.get("action"),
        method=_method(element),
        inputs=inputs,
        timeout=_whole(element, "timeout", 5),
        num_digits=None if digits is None else _whole(element, "numDigits", 1),
        finish_on_key=finish,
        action_on_empty_result=element.get("actionOnEmptyResult") == "true",
        language=element.get("language", ""),
    )


def _dial(element: ET.Element) -> Dial:
    numbers = [element.text.strip()] if element.text and element.text.strip() else []
    whispers = set()
    for child in element:
        if child.tag != "Number":
            raise TwimlError(SCHEMA, f"this phone can't dial a <{child.tag}>")
        _check_attributes(child)
        numbers.append((child.text or "").strip())
        whispers.add(child.get("url"))
    if len(whispers) > 1:
        raise TwimlError(SCHEMA, "this phone plays the same to whoever answers a <Dial>")
    return Dial(
        tuple(numbers),
        element.get("action"),
        _method(element),
        _whole(element, "timeout", 30),
        element.get("callerId"),
        next(iter(whispers), None),
        element.get("hangupOnStar") == "true",
    )


def _text(element: ET.Element) -> str:
    return (element.text or "").strip()


def _record(element: ET.Element) -> Record:
    finish = element.get("finishOnKey", KEYS)
    if not set(finish) <= set(KEYS):
        raise TwimlError(SCHEMA, "finishOnKey of a <Record> is keys, or empty")
    return Record(
        element.get("action"),
        _method(element),
        _whole(element, "timeout", 5),
        _whole(element, "maxLength", 3_600),
        finish,
    )


_VERBS: Final[Mapping[str, Callable[[ET.Element], Verb]]] = {
    "Say": _say,
    "Play": lambda element: Play(_text(element), _loop(element)),
    "Pause": lambda element: Pause(_whole(element, "length", 1)),
    "Gather": _gather,
    "Redirect": lambda element: Redirect(_text(element), _method(element)),
    "Dial": _dial,
    "Record": _record,
    "Hangup": lambda _: Hangup(),
    "Reject": lambda element: Reject(element.get("reason", "rejected")),
    "Sms": lambda element: Sms(_text(element), element.get("to")),
}
