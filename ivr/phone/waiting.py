"""What the line waits for, what it says meanwhile, and how long it waits."""

from ivr.phone.hearing import Hearing
from ivr.phone.listening import until_named
from ivr.phone.verbs import Dial, Gather, Pause, Play, Record, Say, Verb


class Waiting(Hearing):
    """The line while it is the caller's turn. ``waiting`` is the verb that waits, if one does."""

    def __init__(self) -> None:
        super().__init__()
        self._rest: list[Verb] = []
        self.waiting: Gather | Dial | Record | None = None

    @property
    def to_come(self) -> tuple[Say | Play | Pause, ...]:
        """What the line says now while it waits; a key would interrupt it."""
        return self.waiting.nested if isinstance(self.waiting, Gather) else ()

    @property
    def answer(self) -> tuple[Say | Play | Pause, ...]:
        """What the line says to the caller's last act, in order, what it says now included."""
        return (*self.played, *self.to_come)

    @property
    def patience(self) -> int:
        """Seconds of silence, after what is said now, before the line goes on by itself."""
        then = self._listens_next
        return (self.waiting.timeout if self.waiting else 0) + (then.timeout if then else 0)

    @property
    def takes_speech(self) -> bool:
        """Whether words are heard, now or as soon as what is said now is over."""
        gathers = (self.waiting, self._listens_next)
        listens = any(isinstance(each, Gather) and "speech" in each.inputs for each in gathers)
        return listens or isinstance(self.waiting, Record)

    @property
    def language(self) -> str:
        """The locale in which the line listens, such as en-US; empty where it does not say."""
        gathers = (self.waiting, self._listens_next)
        named = (each.language for each in gathers if isinstance(each, Gather))
        return next(filter(None, named), "")

    @property
    def _listens_next(self) -> Gather | None:
        """The Gather that listens where the one that waits takes keys only, and goes on to it."""
        now = self.waiting
        if (
            isinstance(now, Gather)
            and "speech" not in now.inputs
            and not now.action_on_empty_result
            and self._rest
            and isinstance(then := self._rest[0], Gather)
            and not then.nested
        ):
            return then
        return None

    def _hear(self, after: str | None = None) -> None:
        """Hear what is coming until the caller acts: to its end, or until ``after`` was said."""
        coming = self.to_come
        self._listen(coming, None if after is None else until_named(coming, after))
        self._act()
