"""What a line keeps for its callers, and the honest answer about it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.dialogue.actions import DiscardMessage, KeepMessage, SendText
from ivr.dialogue.events import Outcome
from ivr.records.texts import MOST_OF_A_CALL
from ivr.settings import read_settings
from ivr.web.keeping import Caller, Keeper
from tests.records.kept import LEASE
from tests.web.twilio_requests import CALLER, ENVIRONMENT

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
OTHER = "+15555550143"
CALL = Caller(f"CA{'1' * 32}", CALLER, "en")


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    """The keeper of a line that is up."""
    made = Keeper(
        read_settings({**ENVIRONMENT, "IVR_DATABASE_URL": f"sqlite:///{tmp_path}/careline.db"})
    )
    made.start()
    yield made
    made.close()


def texted(keeper: Keeper, number: str = CALLER, kind: str = "named:hospice.what") -> Outcome:
    """What comes of asking for a text."""
    return keeper.perform(SendText(number, kind), CALL, 24, NOW).outcome


def test_a_text_is_only_said_to_go_if_it_does(keeper: Keeper) -> None:
    """One that failed is sent again; other words, or another number, are another text."""
    assert texted(keeper) is Outcome.DONE
    text = keeper.records.sending.claim(NOW, LEASE)
    assert text
    keeper.records.sending.failed(text.id, "30007", NOW)
    assert texted(keeper) is Outcome.DONE
    assert keeper.records.sending.waiting() == 1
    assert texted(keeper, kind="plain:hospice.what") is Outcome.DONE
    assert texted(keeper, OTHER) is Outcome.DONE
    assert keeper.records.sending.waiting() == MOST_OF_A_CALL
    assert texted(keeper, OTHER, "plain:hospice.what") is Outcome.REFUSED


def test_the_owner_of_a_telephone_is_told_that_they_want_no_texts(keeper: Keeper) -> None:
    """Who types somebody else's number is not."""
    for number in (CALLER, OTHER):
        keeper.records.texts.opt_out(number, NOW)
    assert texted(keeper) is Outcome.REFUSED
    assert texted(keeper, OTHER) is Outcome.DONE
    assert keeper.records.sending.waiting() == 0


@pytest.mark.parametrize("sid", ["", "RE1", f"RE{'g' * 32}", f"RE{'1' * 32}/../Messages", "é"])
def test_what_is_no_recording_is_not_said_to_be_kept(keeper: Keeper, sid: str) -> None:
    """Nobody could ever fetch it. One that is, is kept, or erased."""
    for effect in (KeepMessage(sid, 3), DiscardMessage(sid)):
        assert keeper.perform(effect, CALL, 24, NOW).outcome is Outcome.FAILED
    assert keeper.records.fetching.waiting() == 0
    for effect in (KeepMessage(f"RE{'aB' * 16}", 3), DiscardMessage(f"RE{'0' * 32}")):
        assert keeper.perform(effect, CALL, 24, NOW).outcome is Outcome.DONE
    assert keeper.records.fetching.waiting() == 2
