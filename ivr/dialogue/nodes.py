"""The kinds of node that a flow is made of, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass


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
    """

    id: str
    options: Mapping[str, str]
    ask_first: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """A text spoken without waiting for the caller, and the node that follows it."""

    id: str
    then: str


@dataclass(frozen=True, slots=True)
class Reachable:
    """True while the group of staff has a number to dial."""

    group: str

    def __str__(self) -> str:
        return f"reachable: {self.group}"


@dataclass(frozen=True, slots=True)
class InLanguage:
    """True in a call that is in this language."""

    language: str

    def __str__(self) -> str:
        return f"language: {self.language}"


Condition = Reachable | InLanguage


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
    """Connects the caller with a group of staff; ``otherwise`` follows when nobody is reached."""

    id: str
    to: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class Goodbye:
    """Says its words and ends the call."""

    id: str


Node = Menu | Read | Say | Branch | Transfer | Goodbye


def targets(node: Node) -> tuple[str, ...]:
    """Every node that this one can lead to by itself, in the order in which it names them."""
    match node:
        case Menu() | Read():
            return tuple(node.options.values())
        case Say():
            return (node.then,)
        case Branch():
            return (*(case.then for case in node.cases), node.otherwise)
        case Transfer():
            return (node.otherwise,)
        case Goodbye():
            return ()
