"""What travels in the page: opened by every key of the line for an hour, and by nobody else."""

import pytest

from ivr.phone.call import Numbers
from ivr.phone.snapshot import Snapshot
from ivr.phone.transport import Reply
from ivr.web.phone.sealing import OLDEST, Seal, SealError

NOW = 1_800_000_000.5
CALL = Snapshot(
    Numbers(caller="+15555550142", call_sid="CA1"),
    Reply(200, "text/xml", "<Response><Gather/></Response>", "http://line.example/voice"),
    executed=1,
    clock=12.25,
    audible=7.5,
)


def test_a_call_comes_out_as_it_went_in() -> None:
    """Every part of it, exactly."""
    seal = Seal(["secret"])
    assert seal.open(seal.close(CALL, NOW), NOW + OLDEST - 1) == CALL


def test_a_call_can_not_be_read_in_the_page() -> None:
    """Neither numbers nor what is said stand in it, and it fits into a form as it is."""
    sealed = Seal(["secret"]).close(CALL, NOW)
    assert "5555550142" not in sealed
    assert sealed.replace("-", "").replace("_", "").rstrip("=").isalnum()


def test_an_old_page_can_not_go_on() -> None:
    """After an hour without an act a call is over."""
    seal = Seal(["secret"])
    with pytest.raises(SealError):
        seal.open(seal.close(CALL, NOW), NOW + OLDEST + 1)


def test_keys_rotate() -> None:
    """What an older key sealed is opened; what a retired one sealed is not."""
    sealed = Seal(["old"]).close(CALL, NOW)
    assert Seal(["new", "old"]).open(sealed, NOW) == CALL
    with pytest.raises(SealError):
        Seal(["new"]).open(sealed, NOW)


@pytest.mark.parametrize("junk", ["", "junk", "ä", "gAAAA", "\0"])
def test_junk_is_refused(junk: str) -> None:
    """Nothing but a sealed call is opened."""
    with pytest.raises(SealError):
        Seal(["secret"]).open(junk, NOW)
