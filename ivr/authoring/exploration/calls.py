"""Breadth-first through every state of a line, with every kind of event, by ``step`` itself.

States that differ only in pace, or in the trail that `back` reads, are explored once: pace changes
no way, and every place on a trail is explored as a place. Every event is tried where nothing has
gone wrong yet; on the ladder of attempts, those that lead up or off it, since an event that is
understood does not depend on earlier attempts. The tests hold these as properties of ``step``.
Where ``step`` asks who of the staff can be reached, both answers are followed.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from ivr.authoring.exploration.acts import SILENCE, Acts, Situation, situation
from ivr.authoring.exploration.findings import Broken, Promise
from ivr.authoring.exploration.stand_ins import NEVER, Asked, Remembered, closed, there
from ivr.dialogue.actions import (
    Dial,
    Effect,
    HangUp,
    Listen,
    Perform,
    SendText,
    Turn,
)
from ivr.dialogue.book import Book, Command
from ivr.dialogue.circumstances import Circumstances, Left
from ivr.dialogue.events import (
    CallStarted,
    DigitsPressed,
    Event,
    Outcome,
    Performed,
    SpeechHeard,
)
from ivr.dialogue.nodes import Collect, Read, Text
from ivr.dialogue.state import CallState, Place, opening
from ivr.dialogue.wording import Digits

Step = Callable[[Book, CallState, Event, int, Circumstances], Turn]
MOST_ATTEMPTS: Final = 12
"""Attempts after which a ladder that has not ended is taken to have no end."""

REFERENCE: Final = "1234"

SOMEBODY: Final = "+15555550100"
SOMEBODY_ELSE: Final = "+15555550101"
CALLER: Final = "+12125550143"


class Explorer:
    """Explores one book: with everybody of its staff reachable, with nobody, and out of hours."""

    def __init__(
        self,
        book: Book,
        step: Step,
        labels: Mapping[str, Mapping[str, str]],
        alarms: Mapping[str, Mapping[str, str]],
    ) -> None:
        people = (SOMEBODY, SOMEBODY_ELSE)
        self._staff = Asked({name: there(group, people) for name, group in book.staff.items()})
        nobody = {name: replace(group, numbers=()) for name, group in book.staff.items()}
        away = {name: closed(group, people) for name, group in book.staff.items()}
        grammar = Remembered(book.grammar)
        self.book = replace(book, staff=self._staff, grammar=grammar)
        self._others = (
            replace(book, staff=nobody, grammar=grammar),
            replace(book, staff=away, grammar=grammar),
        )
        self.broken: list[Broken] = []
        self.reached: set[str] = set()
        self.transitions = 0
        self._heard: set[tuple[str, str]] = set()
        self.came_by: dict[Situation, tuple[Situation | None, Event]] = {}
        self.edges: list[tuple[Situation, Event, Situation]] = []
        self._step = step
        clock = {hours.zone: 0 for hours in book.hours.values()} | {NEVER.schedule.zone: 0}
        self._around = Circumstances(clock, caller=CALLER)
        self.acts = Acts(self.book, labels, alarms)
        self._alarms = alarms
        self._keys = self.acts.keys
        self._numbers = {
            (language.code, passage.id)
            for language in book.languages.values()
            for passage in language.passages.values()
            if any(isinstance(piece, Digits) for piece in passage.pieces)
        }

    def explore(self) -> None:
        """Make every call."""
        start = opening(self.book)
        self._waiting = deque[Turn]()
        for around in (self._around, *self._called_before()):
            for first in self._in(self.book, around, start, CallStarted(), None):
                if isinstance(first.ending, HangUp):
                    self._break(Promise.WAY_ON, first, (CallStarted(),), "the call ends at once")
                else:
                    self._come_to(first, None, CallStarted())
        while self._waiting:
            turn = self._waiting.popleft()
            here = situation(turn.state)
            for event in self.acts.after(turn):
                for following in self._tried(turn.state, event, here):
                    self._look_at(turn, event, following)
                    if not isinstance(following.ending, HangUp):
                        there = situation(following.state)
                        self.edges.append((here, event, there))
                        if there not in self.came_by:
                            self._come_to(following, here, event)
            self._time_up(turn, here)

    def _called_before(self) -> Iterator[Circumstances]:
        """A call after one that broke off, where the line remembers those."""
        if self.book.service.resume_within:
            for node in self.book.nodes.values():
                if isinstance(node, Read):
                    left = Left(Place(node.id), next(iter(self.book.languages)))
                    yield replace(self._around, left=left)
                    return

    def _come_to(self, turn: Turn, origin: Situation | None, event: Event) -> None:
        here = situation(turn.state)
        self.came_by[here] = (origin, event)
        if max(turn.state.silences, turn.state.misunderstandings) > MOST_ATTEMPTS:
            promise = Promise.MISUNDERSTANDING_ENDS
            self._break(promise, turn, self.call_to(here), "asking again goes on for ever")
            return
        self._waiting.append(turn)

    def call_to(self, here: Situation | None) -> tuple[Event, ...]:
        """The shortest call that leads to a situation."""
        events: list[Event] = []
        while here is not None:
            here, event = self.came_by[here]
            events.append(event)
        return tuple(reversed(events)) or (CallStarted(),)

    def _tried(self, state: CallState, event: Event, here: Situation | None) -> Iterator[Turn]:
        """The turns that an event can lead to: several where it matters who is there or calls."""
        self._staff.asked = False
        asks_number = False
        for turn in self._in(self.book, self._around, state, event, here):
            asks_number |= isinstance(self.book.nodes[turn.state.place.node], Collect | Text)
            yield turn
        if self._staff.asked:
            for book in self._others:
                yield from self._in(book, self._around, state, event, here)
        if asks_number:
            withheld = replace(self._around, caller="")
            yield from self._in(self.book, withheld, state, event, here)

    def _in(
        self,
        book: Book,
        around: Circumstances,
        state: CallState,
        event: Event,
        here: Situation | None,
    ) -> Iterator[Turn]:
        """The turns in one world: several where what the line does can go well or badly."""
        turn = self._try(book, state, event, here, around)
        if turn is None or not isinstance(turn.ending, Perform):
            yield from () if turn is None else (turn,)
            return
        if isinstance(event, Performed):
            detail = "one thing that is done leads to another, and the caller waits for all"
            self._break(Promise.ANSWER, turn, self._call(here, event), detail)
            return
        for outcome in _outcomes(turn.ending.effect):
            done = Performed(outcome, REFERENCE if outcome is Outcome.DONE else "")
            for following in self._in(book, around, turn.state, done, here):
                passages = (*turn.speech.passages, *following.speech.passages)
                yield replace(following, speech=replace(following.speech, passages=passages))

    def _try(
        self,
        book: Book,
        state: CallState,
        event: Event,
        here: Situation | None,
        around: Circumstances | None = None,
    ) -> Turn | None:
        self.transitions += 1
        try:
            turn = self._step(book, state, event, 0, around or self._around)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is what we look for
            detail = f"the program stops with {type(error).__name__}"
            self.broken.append(
                Broken(Promise.ANSWER, state.place.node, self._call(here, event), detail)
            )
            return None
        self.reached.add(turn.state.place.node)
        if not turn.speech.passages and not isinstance(turn.ending, Perform):
            self._break(Promise.ANSWER, turn, self._call(here, event), "the line says nothing")
        if isinstance(turn.ending, Listen) and turn.ending.most_digits < 1:
            self._break(Promise.ANSWER, turn, self._call(here, event), "no key is waited for")
        for passage in turn.speech.passages:
            spoken = (turn.speech.language, passage)
            if spoken in self._heard:
                continue
            self._heard.add(spoken)
            self.reached.add(passage.rpartition("/")[0])
            if passage not in book.languages[turn.speech.language].passages:
                detail = f'there are no words for "{passage}"'
                self._break(Promise.ANSWER, turn, self._call(here, event), detail)
        return turn

    def _look_at(self, turn: Turn, event: Event, following: Turn) -> None:
        if isinstance(event, SpeechHeard) and not isinstance(turn.ending, Dial):
            answer = self._alarms.get(turn.state.language, {}).get(event.utterance)
            if answer not in (None, following.state.place.node):
                call = (*self.call_to(situation(turn.state)), event)
                self._break(
                    Promise.DANGER, turn, call, f'"{event.utterance}" does not lead to "{answer}"'
                )
        if not isinstance(event, DigitsPressed) or isinstance(turn.ending, Dial):
            return
        if event == self._keys[Command.PERSON] and not self._helps(following):
            call = (*self.call_to(situation(turn.state)), event)
            self._break(Promise.PERSON, turn, call, "nobody is called, and no number is read")
        if self.book.service.keys.get(event.digits) not in (None, Command.PERSON):
            return
        origin, there = turn.state, following.state.place.node
        on_the_way = {place.node for place in origin.trail}
        moved = not isinstance(following.ending, Dial | HangUp) and there != origin.place.node
        if moved and there not in on_the_way:
            returned = self._try(self.book, following.state, self._keys[Command.BACK], None)
            if returned is None or returned.state.place != origin.place:
                call = (*self.call_to(situation(origin)), event, self._keys[Command.BACK])
                self._break(Promise.BACK, turn, call, "the caller is led somewhere else")

    def _helps(self, turn: Turn) -> bool:
        language = turn.speech.language
        return isinstance(turn.ending, Dial) or any(
            (language, passage) in self._numbers for passage in turn.speech.passages
        )

    def _time_up(self, turn: Turn, here: Situation) -> None:
        longest = self.book.service.longest_call
        for event in (SILENCE, self._keys[Command.PERSON]):
            self.transitions += 1
            try:
                last = self._step(self.book, turn.state, event, longest, self._around)
                detail = "" if isinstance(last.ending, HangUp) else "the call goes on"
            except Exception as error:  # noqa: BLE001 - a last turn that fails is what we look for
                detail = f"the program stops with {type(error).__name__}"
            if detail:
                self._break(Promise.CALL_ENDS, turn, self.call_to(here), detail)

    def _call(self, here: Situation | None, event: Event) -> tuple[Event, ...]:
        return (*self.call_to(here), event) if here else (event,)

    def _break(self, promise: Promise, turn: Turn, call: tuple[Event, ...], detail: str) -> None:
        self.broken.append(Broken(promise, turn.state.place.node, call, detail))


def _outcomes(effect: Effect) -> tuple[Outcome, ...]:
    """What can come of something that the line does; only a text can be refused."""
    return tuple(Outcome) if isinstance(effect, SendText) else (Outcome.DONE, Outcome.FAILED)
