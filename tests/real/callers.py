"""Callers who ask to be called back, and who bring again whatever the line did not answer."""

import random
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ivr.phone.handset import Handset, Numbers
from ivr.phone.listening import heard_text
from ivr.phone.transport import FOUND, Http, Reply

WORDS = {"en": "call me back", "es": "quiero que me llamen"}
REFERENCES = re.compile(
    r"(?:reference number|more, it|de referencia|lo repito,) (?:is|es)((?: \d){4})"
)
TOPIC = "hospice.hospice_what"
TO_TOPIC = "41#"
TIMES = {"1": "morning", "2": "afternoon", "3": "any"}
AREAS = (212, 312, 415, 617, 713)
"""With the hundred numbers of each that belong to nobody (555-0100 to 555-0199): 500 callers."""

BROKEN = 0.2
"""Of how many callers an answer is lost: what was committed is then brought again for certain."""

TRIES = 50
PATIENCE = 60
"""Seconds in which a line that was killed is up again."""


@dataclass(frozen=True)
class Caller:
    """What somebody is going to do. ``calls_from`` is empty where they hide their number.

    Who ``stops`` hangs up after so many acts, the last of which would have agreed to all of it.
    With ``broken`` the first answer to that one is lost on its way.
    """

    number: str
    calls_from: str
    language: str
    listens: bool
    best_time: str
    tells: bool
    call_sid: str
    broken: bool
    stops: int | None = None

    @property
    def acts(self) -> list[str]:
        """Keys, and words, from the greeting to the end."""
        typed = [self.number.removeprefix("+1") + "#", "1"]
        if self.calls_from == self.number:
            number = ["1"]
        else:
            number = ["2", *typed] if self.calls_from else typed
        before = ("8" if self.language == "es" else "") + (TO_TOPIC if self.listens else "")
        last = "1" if self.tells else "2"
        return [*before, WORDS[self.language], *number, self.best_time, last]

    @property
    def asked(self) -> tuple[str, str, str, str | None]:
        """What is to be kept: number, language, time, topic."""
        topic = TOPIC if self.listens and self.tells else None
        return (self.number, self.language, TIMES[self.best_time], topic)


def callers(chance: random.Random) -> Iterator[Caller]:
    """Five hundred; every third stops somewhere between asking and agreeing to the last of it."""
    for place, area in enumerate(area for area in AREAS for _ in range(100)):
        number = f"+1{area}55501{place % 100:02}"
        caller = Caller(
            number=number,
            calls_from=chance.choice([number, "", f"+1555555{place:04}"]),
            language=chance.choice(["en", "es"]),
            listens=chance.random() < 0.5,
            best_time=chance.choice("123"),
            tells=chance.random() < 0.5,
            call_sid=f"CA{place:032x}",
            broken=chance.random() < BROKEN,
        )
        if place % 3 == 0:
            asking = caller.acts.index(WORDS[caller.language])
            stops = chance.randrange(asking + 1, len(caller.acts))
            caller = Caller(**{**vars(caller), "stops": stops})
        yield caller


@dataclass
class Traffic:
    """What goes on between all callers and the line. ``up`` is set while the line is."""

    up: threading.Event = field(default_factory=threading.Event)
    last: int = 0
    """How many callers have sent the answer after which their wish is kept."""
    again: int = 0
    """How many of these answers had to be brought more than once."""
    changed: threading.Condition = field(default_factory=threading.Condition)

    def at_last(self) -> None:
        """A caller is about to send that answer."""
        with self.changed:
            self.last += 1
            self.changed.notify_all()

    def wait_for_last(self, count: int) -> bool:
        """Until so many have; whether they have in time."""
        with self.changed:
            return self.changed.wait_for(lambda: self.last >= count, PATIENCE)


class Persistent(Http):
    """Twilio with a fallback address that is the same: what fails is brought again as it was.

    ``failed`` counts how often the line did not answer what was sent last. Where ``loses``, the
    next answer is lost.
    """

    def __init__(self, traffic: Traffic) -> None:
        super().__init__()
        self._traffic = traffic
        self.failed = 0
        self.loses = False

    def request(self, method: str, url: str, params: Mapping[str, str]) -> Reply:
        """Send it until it is answered, or the line does not come back."""
        self.failed = 0
        reply = super().request(method, url, params)
        if self.loses and reply.status == FOUND:
            reply = super().request(method, url, params)
        while reply.status != FOUND and self.failed < TRIES and self._traffic.up.wait(PATIENCE):
            self.failed += 1
            reply = super().request(method, url, params)
        return reply


def call(caller: Caller, url: str, traffic: Traffic) -> list[str]:
    """Place the call; every reference that is heard after the last act."""
    exchange = Persistent(traffic)
    numbers = Numbers(caller=caller.calls_from or "anonymous", call_sid=caller.call_sid)
    handset = Handset(exchange, url, numbers)
    handset.dial()
    *acts, last = caller.acts
    for act in acts[: caller.stops]:
        if act == WORDS[caller.language]:
            handset.say(act)
        else:
            handset.press(act)
    if caller.stops is None:
        traffic.at_last()
        exchange.loses = caller.broken
        handset.press(last)
        traffic.again += exchange.failed > 0
    texts = [heard.text for heard in handset.heard[handset.since :]]
    texts += map(heard_text, handset.to_come)
    handset.hang_up()
    exchange.close()
    found = REFERENCES.findall(" ".join(filter(None, texts)))
    return [digits.replace(" ", "") for digits in found]
