"""A whole day at the console: nothing of a caller is logged, or stands in an address."""

import logging

import pytest

from ivr.records import Records
from tests.records.kept import NOW, NUMBER, wish
from tests.web.console.browsing import PASSWORD, Browser, calls

NOTE = "zebra crossing"
TOPIC = "recurrence.kind_regional"


def test_no_log_line_and_no_address_tells_anything(
    eve: Browser, records: Records, caplog: pytest.LogCaptureFixture
) -> None:
    """Every logger at its chattiest, every page, right and wrong."""
    reference = records.requests.create(wish(topic=TOPIC), NOW)
    voicemail = records.voicemails.add(
        provider_sid="RE1", number=NUMBER, language="en", seconds=1, now=NOW
    )
    records.fetching.fetched(voicemail, b"RIFF", NOW)
    calls(records, 9)
    places = []
    with caplog.at_level(logging.DEBUG):
        eve.send(f"/console/requests/{reference}/take")
        places.append(eve.path)
        eve.send(f"{reference}/note", text=NOTE)
        places.append(eve.path)
        for path in (f"voicemails/{voicemail}", f"voicemails/{voicemail}/sound", "numbers",
                     "audit", "requests", "nothing", "requests/1"):  # fmt: skip
            eve.open(f"/console/{path}")
            places.append(eve.path)
        eve.send("/console/logout", csrf_token="")
        eve.open(f"/console/requests/{reference}")
        eve.send(f"{reference}/done")
        eve.send("/console/logout")
        eve.enter("eve", "a wrong password")
    assert caplog.records
    for private in (NUMBER, "5555550100", "555-0100", NOTE, "zebra", TOPIC, PASSWORD):
        assert private not in caplog.text
        assert private not in " ".join(places)
