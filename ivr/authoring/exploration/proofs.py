"""What the graph of all calls proves: nobody is caught in it, and waiting comes to an end."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from ivr.authoring.exploration.acts import MEANINGLESS, SILENCE, Situation
from ivr.authoring.exploration.calls import Explorer
from ivr.authoring.exploration.findings import Broken, Promise
from ivr.dialogue.events import DigitsPressed, Event, MessageRecorded, TransferEnded


def ways_on(explorer: Explorer) -> Iterator[Broken]:
    """For each node from which no caller can get to the main menu: the shortest call there."""
    leads_here: dict[Situation, set[Situation]] = defaultdict(set)
    for origin, event, there in explorer.edges:
        # A failure of the line leads to the main menu too, and is no way on for a caller.
        if isinstance(event, DigitsPressed | TransferEnded | MessageRecorded):
            leads_here[there].add(origin)
    main_menu = explorer.book.service.main_menu
    waiting = [here for here in explorer.came_by if here[0] == main_menu]
    safe = set(waiting)
    while waiting:
        for origin in leads_here[waiting.pop()]:
            if origin not in safe:
                safe.add(origin)
                waiting.append(origin)
    caught = [here for here in explorer.came_by if here not in safe]
    yield from _one_a_node(
        Promise.WAY_ON, caught, explorer.call_to, "no key leads to the main menu"
    )


def waiting_ends(explorer: Explorer) -> Iterator[Broken]:
    """For each ladder of attempts that has no end: the shortest call into its circle."""
    silent = [(here, there) for here, event, there in explorer.edges if event == SILENCE]
    lost = [
        (here, there)
        for here, event, there in explorer.edges
        if event in (SILENCE, MEANINGLESS) or explorer.acts.means_nothing(here, event)
    ]
    for promise, edges, detail in (
        (Promise.SILENCE_ENDS, silent, "silence goes on for ever"),
        (Promise.MISUNDERSTANDING_ENDS, lost, "asking again goes on for ever"),
    ):
        circle = circling(edges)
        caught = [here for here in explorer.came_by if here in circle]
        yield from _one_a_node(promise, caught, explorer.call_to, detail)


def circling(edges: Iterable[tuple[Situation, Situation]]) -> set[Situation]:
    """The situations from which these edges need not lead to an end."""
    following: dict[Situation, set[Situation]] = defaultdict(set)
    preceding: dict[Situation, set[Situation]] = defaultdict(set)
    for origin, there in edges:
        following[origin].add(there)
        preceding[there].add(origin)
    open_ways = {origin: len(found) for origin, found in following.items()}
    left = set(following) | set(preceding)
    done = [here for here in left if here not in open_ways]
    while done:
        here = done.pop()
        left.discard(here)
        for origin in preceding[here]:
            open_ways[origin] -= 1
            if not open_ways[origin]:
                done.append(origin)
    return left


def _one_a_node(
    promise: Promise,
    situations: Iterable[Situation],
    call_to: Callable[[Situation], tuple[Event, ...]],
    detail: str,
) -> Iterator[Broken]:
    seen: set[str] = set()
    for here in situations:
        if here[0] not in seen:
            seen.add(here[0])
            yield Broken(promise, here[0], call_to(here), detail)
