"""Events and calls of any kind, for properties."""

from hypothesis import strategies as st

from ivr.dialogue import (
    CallResumed,
    CallStarted,
    DigitsPressed,
    Event,
    Phrase,
    SilenceFell,
    SpeechHeard,
    TransferEnded,
    TransferOutcome,
)
from ivr.dialogue.events import MessageRecorded, Outcome, Performed

KEYS = st.sampled_from("0123456789*#").map(DigitsPressed)

EVENTS: st.SearchStrategy[Event] = st.one_of(
    KEYS,
    KEYS,
    KEYS,
    st.just(SilenceFell()),
    st.text(max_size=12).map(DigitsPressed),
    st.text(max_size=40).map(SpeechHeard),
    st.sampled_from(TransferOutcome).map(TransferEnded),
    st.just(CallStarted()),
    st.sampled_from(["2125550142", "212555", "0005550142#", "*", "212*"]).map(DigitsPressed),
    st.sampled_from([MessageRecorded("RE1", 30), MessageRecorded("", 0)]),
    st.sampled_from(Outcome).map(lambda outcome: Performed(outcome, "1234")),
    st.sampled_from([Phrase.LOST_PLACE, Phrase.APOLOGY]).map(
        CallResumed  # type: ignore[arg-type] # only these two are drawn
    ),
)

MOMENTS = st.one_of(st.integers(0, 3_000), st.integers(3_300, 3_700))
"""Seconds since the beginning of a call, often near its longest duration."""
