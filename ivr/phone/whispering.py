"""The other end of a Dial: what somebody who answers is told, and whether they take the call."""

from collections.abc import Callable, Mapping
from typing import Final

from ivr.phone import results
from ivr.phone.listening import heard_text
from ivr.phone.verbs import Gather, Hangup, Pause, Play, Reject, Say, Verb

TAKES: Final = "1"
"""The key that somebody presses who was told to, and who takes the call."""

Fetch = Callable[[str, Mapping[str, str]], tuple[Verb, ...]]


def whispered(url: str, fetch: Fetch, *, takes: bool) -> tuple[str, bool]:
    """What is said to somebody who answers, and whether they are connected afterwards.

    Who ``takes`` the call presses a key as soon as one is asked for; a machine presses none.
    """
    said: list[str] = []
    verbs = list(fetch(url, {}))
    while verbs:
        verb = verbs.pop(0)
        match verb:
            case Say() | Play() | Pause():
                said.append(heard_text(verb))
            case Gather():
                said += [heard_text(nested) for nested in verb.nested]
                if takes:
                    verbs = list(fetch(verb.action or url, results.keys(TAKES)))
            case Hangup() | Reject():
                return " ".join(filter(None, said)), False
            case _:
                break
    return " ".join(filter(None, said)), True
