"""What Twilio posts, as events."""

import pytest

from ivr.dialogue.events import MessageRecorded, TransferEnded, TransferOutcome
from ivr.telephony.inbound import caller_number, event

SID = "RE" + "0a" * 16
URL = f"https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/{SID}"


@pytest.mark.parametrize(
    ("number", "known"),
    [
        ("+12125550142", True),
        ("+442079460000", True),
        ("anonymous", False),
        ("Anonymous", False),
        ("client:careline-web-phone", False),
        ("sip:ana@example.org", False),
        ("", False),
        *((f"+{number}", False) for number in ("266696687", "7378742833", "2562533", "8656696")),
        ("+86282452253", False),
        ("+17378742833", False),
        ("+1266696687", False),
    ],
)
def test_a_number_that_is_withheld_is_no_number(number: str, *, known: bool) -> None:
    """Carriers send words on the keypad for it, which all who withhold theirs share."""
    assert caller_number({"From": number}) == (number if known else "")


@pytest.mark.parametrize(
    ("status", "bridged", "outcome"),
    [
        ("completed", "true", TransferOutcome.COMPLETED),
        ("answered", "", TransferOutcome.COMPLETED),
        ("completed", "false", TransferOutcome.DECLINED),
        ("busy", "false", TransferOutcome.BUSY),
        ("canceled", "false", TransferOutcome.CANCELED),
        ("no-answer", "", TransferOutcome.NO_ANSWER),
        ("new", "", TransferOutcome.FAILED),
    ],
)
def test_a_transfer_that_was_answered_and_not_taken_was_declined(
    status: str, bridged: str, outcome: TransferOutcome
) -> None:
    """Twilio calls it completed, and tells that nobody was connected."""
    form = {"DialCallStatus": status, "DialBridged": bridged}
    assert event(form) == TransferEnded(outcome)


@pytest.mark.parametrize(
    ("form", "seconds"),
    [
        ({"RecordingUrl": URL, "RecordingDuration": "12"}, 12),
        ({"RecordingUrl": f"{URL}.json", "RecordingDuration": "12", "Digits": "hangup"}, 12),
        ({"RecordingUrl": f"{URL}/", "RecordingDuration": "0"}, 0),
        ({"RecordingUrl": URL}, 1),
        ({"RecordingUrl": URL, "RecordingDuration": "12.5"}, 1),
        ({"RecordingUrl": URL, "RecordingDuration": "-1"}, 1),
        ({"RecordingUrl": "https://example.org/", "RecordingSid": SID}, 1),
    ],
)
def test_a_recording_is_known_by_its_sid_however_it_is_told(
    form: dict[str, str], seconds: int
) -> None:
    """One whose length is not told is taken to be one, so that it is kept."""
    assert event(form) == MessageRecorded(SID, seconds)
