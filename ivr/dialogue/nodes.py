"""The kinds of node that a flow is made of, as frozen values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Menu:
    """Closed choices: each key leads to a node.

    With ``ask_first`` a warning is spoken before the choices, and choosing is the consent.
    """

    id: str
    options: Mapping[str, str]
    ask_first: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A text read in parts, and what is offered after it.

    With ``ask_first`` the caller is asked before the first part, and silence is never a yes.
    ``topic`` tells whether it is something that staff who call back could prepare for.
    """

    id: str
    options: Mapping[str, str]
    ask_first: bool = False
    topic: bool = True


@dataclass(frozen=True, slots=True)
class Say:
    """A text spoken without waiting for the caller, and the node that follows it."""

    id: str
    then: str


@dataclass(frozen=True, slots=True)
class Reachable:
    """True while the group of staff has a number to dial, and is there."""

    group: str

    def __str__(self) -> str:
        return f"reachable: {self.group}"


@dataclass(frozen=True, slots=True)
class Staffed:
    """True if the group of staff has a number to dial, whether or not anybody is there now."""

    group: str

    def __str__(self) -> str:
        return f"staffed: {self.group}"


@dataclass(frozen=True, slots=True)
class InLanguage:
    """True in a call that is in this language."""

    language: str

    def __str__(self) -> str:
        return f"language: {self.language}"


Condition = Reachable | Staffed | InLanguage


@dataclass(frozen=True, slots=True)
class Case:
    """One way out of a branch."""

    condition: Condition
    then: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A silent fork: the first case that holds, and otherwise another node."""

    id: str
    cases: tuple[Case, ...]
    otherwise: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """Connects the caller with a group of people; ``otherwise`` follows when nobody is reached."""

    id: str
    to: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class Collect:
    """Asks for a telephone number, offering first the one that the caller is calling from."""

    id: str
    then: str


@dataclass(frozen=True, slots=True)
class Remember:
    """Keeps in mind what choosing this node said about a wish, such as the best time; silent."""

    id: str
    best_time: str
    topic: bool | None
    then: str


@dataclass(frozen=True, slots=True)
class Save:
    """Keeps the wish to be called back, and tells its reference once it is kept."""

    id: str
    then: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class Record:
    """Records a message for the staff; ``longest`` is in seconds."""

    id: str
    longest: int
    then: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class Text:
    """Sends what the caller was just reading, in short, to a telephone, and leads back there.

    ``of`` is the reading that is sent where they come from none. ``otherwise`` follows where no
    number is known to send it to.
    """

    id: str
    of: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class Goodbye:
    """Says its words and ends the call."""

    id: str


Errand = Collect | Record | Text
"""Nodes that ask the caller in several stages, for the line to do something for them."""

Node = Menu | Read | Say | Branch | Transfer | Errand | Remember | Save | Goodbye


THEN: Final = "then"
OTHERWISE: Final = "otherwise"


def ways(node: Node) -> Iterator[tuple[str, str]]:
    """Each way on from a node: a key, a condition, THEN or OTHERWISE; and the node it leads to."""
    match node:
        case Menu() | Read():
            yield from node.options.items()
        case Branch():
            yield from ((str(case.condition), case.then) for case in node.cases)
            yield OTHERWISE, node.otherwise
        case Say() | Collect() | Remember():
            yield THEN, node.then
        case Save() | Record():
            yield THEN, node.then
            yield OTHERWISE, node.otherwise
        case Transfer() | Text():
            yield OTHERWISE, node.otherwise
        case Goodbye():
            pass


def targets(node: Node) -> tuple[str, ...]:
    """Every node that this one can lead to by itself, in the order in which it names them."""
    return tuple(target for _, target in ways(node))
