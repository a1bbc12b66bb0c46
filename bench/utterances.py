"""How rightly utterances are understood: shares and confusions, by part and language."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from ivr.authoring.utterances import MEASURED, PARTS, Utterance

MOST_CONFUSIONS: Final = 10
"""Pairs of destinations that are named for a part and a language."""

MOST_SHOWN: Final = 2
"""Utterances that are shown for a pair; none of the measured part ever is."""

Route = Callable[[str, str], str]
"""From an utterance and its language to the printed name of a destination."""


def told(
    utterances: Sequence[Utterance], route: Route, dangers: Iterable[str], *, confusions: bool
) -> Iterator[str]:
    """Lines on every part and language, in the order of the parts."""
    alarms = frozenset(dangers)
    groups = {(each.part, each.language): None for each in utterances}
    order = {part: number for number, part in enumerate(PARTS)}
    for part, language in sorted(groups, key=lambda group: (order.get(group[0], -1), group[1])):
        here = [each for each in utterances if (each.part, each.language) == (part, language)]
        pairs = [(each, route(each.text, language)) for each in here]
        yield f"  {part or '(no part)'}, {language}: {_shares(pairs, alarms)}"
        if confusions:
            yield from _confusions(pairs, shown=part != MEASURED)


def accuracy(utterances: Iterable[Utterance], route: Route) -> float:
    """The share of utterances that are understood rightly, in percent."""
    right = [route(each.text, each.language) == each.destination for each in utterances]
    return 100 * sum(right) / len(right)


def _shares(pairs: Sequence[tuple[Utterance, str]], alarms: frozenset[str]) -> str:
    right = [each.destination == got for each, got in pairs]
    danger = [(each.destination, got) for each, got in pairs if each.destination in alarms]
    rest = [got for each, got in pairs if each.destination not in alarms]
    recalled = [got in alarms for _, got in danger]
    exact = [wanted == got for wanted, got in danger]
    false = [got in alarms for got in rest]
    return (
        f"right {_share(right)}; danger answered as danger {_share(recalled)}, "
        f"as the right one {_share(exact)}; false alarms {_share(false)} of the rest"
    )


def _share(found: Sequence[bool]) -> str:
    if not found:
        return "- (0)"
    return f"{100 * sum(found) / len(found):.1f} % ({sum(found)}/{len(found)})"


def _confusions(pairs: Sequence[tuple[Utterance, str]], *, shown: bool) -> Iterator[str]:
    wrong = [(each, got) for each, got in pairs if each.destination != got]
    counts = Counter((each.destination, got) for each, got in wrong)
    for (right, got), count in counts.most_common(MOST_CONFUSIONS):
        examples = [
            f'"{each.text}"' for each, other in wrong if (each.destination, other) == (right, got)
        ]
        tail = f": {', '.join(examples[:MOST_SHOWN])}" if shown else ""
        yield f"    {count:4} {right} -> {got}{tail}"
