"""A Book: everything a line says and where everything leads, complete, checked and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ivr.dialogue.grammar import Grammar
from ivr.dialogue.lexicon import Lexicon
from ivr.dialogue.nodes import Node
from ivr.dialogue.schedule import Moment, Schedule, StaffHours
from ivr.dialogue.wording import Hours, Passage


class Pace(StrEnum):
    """How fast the line speaks."""

    SLOW = "slow"
    NORMAL = "normal"
    FAST = "fast"


class Command(StrEnum):
    """What a caller can ask for in every node."""

    PERSON = "person"
    BACK = "back"
    NEXT = "next"
    REPEAT = "repeat"
    LANGUAGE = "language"
    PACE = "pace"
    MAIN_MENU = "main_menu"
    SLOWER = "slower"
    FASTER = "faster"
    GOODBYE = "goodbye"
    HELP = "help"


class Phrase(StrEnum):
    """The line's own words, in ``prompts/<language>/service.yaml``: what no single node says."""

    MORE = "more"
    NUMBER_AGAIN = "number_again"
    NO_INPUT_FIRST = "no_input_first"
    NO_INPUT_SECOND = "no_input_second"
    NO_MATCH_FIRST = "no_match_first"
    NO_MATCH_SECOND = "no_match_second"
    NO_MATCH_SPOKEN = "no_match_spoken"
    CLARIFY = "clarify"
    CONFIRM = "confirm"
    HELP = "help"
    IN_CASE = "in_case"
    LANGUAGE_HEARD = "language_heard"
    OFFER_PEOPLE = "offer_people"
    LAST_NUMBERS = "last_numbers"
    TIME_WARNING = "time_warning"
    TIME_UP = "time_up"
    AT_THE_TOP = "at_the_top"
    PACE_NORMAL = "pace_normal"
    PACE_FAST = "pace_fast"
    PACE_SLOW = "pace_slow"
    OTHER_LANGUAGE = "other_language"
    NO_OTHER_LANGUAGE = "no_other_language"
    TRANSFER_NOBODY = "transfer_nobody"
    TRANSFER_CLOSED = "transfer_closed"
    TRANSFER_NEXT = "transfer_next"
    TRANSFER_BUSY = "transfer_busy"
    TRANSFER_NO_ANSWER = "transfer_no_answer"
    TRANSFER_FAILED = "transfer_failed"
    TRANSFER_ENDED = "transfer_ended"
    BOOK_CHANGED = "book_changed"
    LOST_PLACE = "lost_place"
    APOLOGY = "apology"
    OUT_OF_ORDER = "out_of_order"
    OWN_NUMBER = "own_number"
    OWN_NUMBER_KEYS = "own_number_keys"
    TYPE_NUMBER = "type_number"
    TYPED_SO_FAR = "typed_so_far"
    TYPE_ON = "type_on"
    TYPED = "typed"
    TYPED_KEYS = "typed_keys"
    NOT_A_NUMBER = "not_a_number"
    REFERENCE = "reference"
    REFERENCE_AGAIN = "reference_again"
    NOT_SAVED = "not_saved"
    RECORD_KEYS = "record_keys"
    RECORD_NOW = "record_now"
    NOTHING_RECORDED = "nothing_recorded"
    RECORDED = "recorded"
    RECORDED_KEYS = "recorded_keys"
    DISCARDED = "discarded"
    NOT_DISCARDED = "not_discarded"
    TEXT_TO = "text_to"
    TEXT_KEYS = "text_keys"
    TEXT_SENT = "text_sent"
    TEXT_REFUSED = "text_refused"
    TEXT_NO_NUMBER = "text_no_number"
    RESUME = "resume"
    RESUME_LABEL = "resume_label"


GATE_KEY: Final = "1"
"""The key that says yes when a reading asks first."""

HANDSET_KEYS: Final = frozenset("0123456789*#")
"""The keys of a telephone (ITU-T E.161)."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the line.

    ``passages`` holds every passage by id, ``parts`` the number of parts of every text, and
    ``voice_words_per_minute`` how fast the voice speaks when it is left alone. ``hints`` are what
    callers may say, for the recogniser, the most useful first. ``timed`` holds the passages that
    tell whether a line answers now: what each is made of, in order. ``numbered`` are the passages
    that say a telephone number. ``engines`` make sound of them ahead of calls, the first that is
    there; ``lengths`` is how many seconds what was made takes, by passage and words a minute.
    ``texts`` are the bodies of texts to telephones, by kind.
    """

    code: str
    locale: str
    voice: str
    voice_words_per_minute: int
    passages: Mapping[str, Passage] = field(repr=False)
    parts: Mapping[str, int] = field(repr=False)
    lexicon: Lexicon
    hints: tuple[str, ...] = field(repr=False)
    timed: Mapping[str, tuple[str | Hours, ...]] = field(repr=False)
    numbered: frozenset[str] = field(repr=False)
    engines: tuple[str, ...] = ()
    lengths: Mapping[tuple[str, int], float] = field(default_factory=dict, repr=False)
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class StaffGroup:
    """People a call can be transferred to: numbers in E.164, and how long to ring, in seconds.

    With ``at_once`` all numbers ring together, otherwise one after another. With ``whispers``
    who answers has to press a key to take the call; without, they are not our own people, and a
    caller can come back with a key. Nobody is called when they are not there; without
    ``hours`` they always are.
    """

    numbers: tuple[str, ...]
    ring: int
    at_once: bool = False
    whispers: bool = True
    hours: StaffHours | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """What is true of the whole line. Times are in seconds.

    ``paces`` is in words a minute; ``trail`` is how many places ``back`` can return to;
    ``rendered`` tells whether sound that was made ahead is played instead of Twilio's voice, and
    ``listens`` whether there is anything that callers can say. ``danger`` holds the nodes
    that answer danger to life by their short names, in order; ``advice`` is the node that answers
    what only a doctor can. ``confirm_below`` is the recogniser's confidence, from 0 to 1, below
    which the line asks. ``help_numbers`` are the nodes of danger by the number that somebody would
    dial for them. ``typing_timeout`` ends a number that is typed. ``answer_within`` is how many
    hours the staff have to call back, and ``resume_within`` how many minutes a caller whose call
    broke off can go on where they were; 0 for never.
    """

    name: str
    start: str
    main_menu: str
    person: str
    goodbye: str
    keys: Mapping[str, Command]
    paces: Mapping[Pace, int]
    menu_timeout: int
    reading_timeout: int
    number_timeout: int
    longest_call: int
    warn_before: int
    trail: int
    rendered: bool
    listens: bool
    danger: Mapping[str, str]
    advice: str | None
    confirm_below: float
    help_numbers: Mapping[str, str]
    typing_timeout: int
    answer_within: int
    resume_within: int


@dataclass(frozen=True, slots=True)
class Book:
    """A line, whole. ``version`` is a hash of what its files say.

    ``languages`` is in the order in which the line offers them; the first one opens the call.
    Staff come from the environment and are no part of the version. ``hours`` tells when somebody
    answers a telephone line, by its id in the directory, where that is known. ``grammar``
    understands what callers say.
    """

    version: str
    service: Service
    nodes: Mapping[str, Node] = field(repr=False)
    languages: Mapping[str, Language]
    staff: Mapping[str, StaffGroup] = field(repr=False)
    hours: Mapping[str, Schedule] = field(repr=False)
    grammar: Grammar


def offer_id(destination: str, position: int) -> str:
    """The passage that offers a destination under the key ``position`` of a question."""
    return f"offer/{destination}/{position}"


def part_id(node: str, part: int) -> str:
    """The passage that holds one part of a node's text, counted from 0."""
    return f"{node}/{part}"


def ask_id(node: str) -> str:
    """The passage that warns before a node that asks first."""
    return f"{node}/ask"


def gate_id(node: str) -> str:
    """The passage that offers yes and no at the gate of a reading."""
    return f"{node}/gate"


def choices_id(node: str) -> str:
    """The passage that names a node's choices: a menu's options, or what follows a reading."""
    return f"{node}/choices"


def keys_id(node: str) -> str:
    """The passage that names a node's choices in the shortest form, for the second attempt."""
    return f"{node}/keys"


def phrase_id(phrase: Phrase) -> str:
    """The passage that holds one of the line's own phrases."""
    return f"service/{phrase}"


def digit_id(digit: str) -> str:
    """The passage that says one digit."""
    return f"digit/{digit}"


BETWEEN_DIGITS: Final = "digit/pause"
"""The passage that is silent between groups of digits."""


def whisper_id(language: str) -> str:
    """The passage that tells who answers that a caller waits who listens in this language."""
    return f"whisper/{language}"


def hours_id(line: str, moment: Moment) -> str:
    """The passage that tells how a telephone line stands."""
    return f"hours/{line}/{moment.standing}-{moment.minute}"
