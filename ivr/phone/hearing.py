"""What a caller has heard so far, and how much time has passed."""

from collections.abc import Iterable

from ivr.phone.call import Act, Heard
from ivr.phone.listening import heard_text, length
from ivr.phone.verbs import Pause, Play, Say


class Hearing:
    """The caller's side of the sound.

    ``heard`` is everything played so far, and ``since`` how much of it was played before the
    caller's last act. ``clock`` is the seconds since the call began, and ``audible`` those of
    them in which the line spoke, or paused between words. ``played`` holds the verbs that were
    played since the caller's last act, and ``acts`` everything that the caller did.
    """

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.since = 0
        self.clock = 0.0
        self.audible = 0.0
        self.played: list[Say | Play | Pause] = []
        self.acts: list[Act] = []

    def _act(self) -> None:
        """Note that the caller acts now: what is played from here on is the answer."""
        self.since = len(self.heard)
        self.played.clear()

    def _listen(self, verbs: Iterable[Say | Play | Pause], limit: float | None = None) -> None:
        """Hear these verbs, or the first ``limit`` seconds of them."""
        for verb in verbs:
            whole = length(verb)
            played = whole if limit is None else min(whole, limit)
            text = heard_text(verb)
            if text and (played or not whole):
                self.heard.append(Heard(text, self.clock, played, verb))
            self.played.append(verb)
            self.clock += played
            self.audible += played
            if limit is not None:
                limit -= played
