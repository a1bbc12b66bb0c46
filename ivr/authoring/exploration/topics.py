"""The quickest way to each text: keys to press, and seconds to listen before pressing them."""

from collections.abc import Mapping
from heapq import heappop, heappush
from itertools import count

from ivr.authoring.exploration.findings import Topic
from ivr.dialogue.book import Book, Language, Pace, ask_id, choices_id, part_id
from ivr.dialogue.nodes import Branch, Menu, Read, Say
from ivr.dialogue.wording import Words
from ivr.speech.duration import passage_seconds, piece_seconds


def topics(book: Book, language: Language, labels: Mapping[str, str]) -> tuple[Topic, ...]:
    """The quickest way from the main menu to each text that menus lead to.

    Only menus are followed: what is offered after a text is heard after the whole of it.
    """
    order = count()
    start = book.service.main_menu
    waiting: list[tuple[float, int, int, str, tuple[str, ...], tuple[str, ...]]]
    waiting = [(0.0, 0, next(order), start, (), (start,))]
    found: dict[str, Topic] = {}
    seen: set[str] = set()
    while waiting:
        seconds, _, _, name, keys, path = heappop(waiting)
        if name in seen:
            continue
        seen.add(name)
        node = book.nodes[name]
        match node:
            case Read():
                found[name] = Topic(name, keys, round(seconds, 1), path)
            case Menu():
                heard = menu_seconds(book, language, node, labels)
                for key, target in node.options.items():
                    step = (seconds + heard[key], len(keys) + 1, next(order))
                    heappush(waiting, (*step, target, (*keys, key), (*path, target)))
            case Say():
                said = seconds + _parts_seconds(book, language, name)
                then = (said, len(keys), next(order), node.then, keys, (*path, node.then))
                heappush(waiting, then)
            case Branch():
                for target in (*(case.then for case in node.cases), node.otherwise):
                    entry = (seconds, len(keys), next(order), target, keys, (*path, target))
                    heappush(waiting, entry)
            case _:
                pass
    return tuple(sorted(found.values(), key=lambda topic: (-topic.seconds, topic.node)))


def menu_seconds(
    book: Book, language: Language, node: Menu, labels: Mapping[str, str]
) -> dict[str, float]:
    """For each key of a menu: the seconds from its first word until its option was named."""
    pace = book.service.paces[Pace.NORMAL]
    elapsed = _parts_seconds(book, language, node.id)
    if node.ask_first:
        elapsed += passage_seconds(language.passages[ask_id(node.id)], pace, language)
    options = iter(node.options.items())
    named = {}
    choices = language.passages[choices_id(node.id)]
    estimated = sum(piece_seconds(piece, pace, language) for piece in choices.pieces)
    # Where the sound was measured, what is said before an option takes its share of that.
    share = passage_seconds(choices, pace, language) / estimated
    for piece in choices.pieces:
        option = next(options, None) if isinstance(piece, Words) else None
        if isinstance(piece, Words) and option is not None:
            key, target = option
            until = Words(_up_to(piece.text, labels.get(target, "")))
            named[key] = elapsed + share * piece_seconds(until, pace, language)
        elapsed += share * piece_seconds(piece, pace, language)
    return named


def _up_to(text: str, label: str) -> str:
    start = text.find(label)
    return text[: start + len(label)] if label and start >= 0 else text


def whole_menu_seconds(book: Book, language: Language, node: Menu) -> float:
    """How long a menu takes with its warning, its title and all its choices."""
    pace = book.service.paces[Pace.NORMAL]
    warning = [ask_id(node.id)] if node.ask_first else []
    whole = [*warning, choices_id(node.id)]
    return _parts_seconds(book, language, node.id) + sum(
        passage_seconds(language.passages[passage], pace, language) for passage in whole
    )


def _parts_seconds(book: Book, language: Language, node: str) -> float:
    pace = book.service.paces[Pace.NORMAL]
    return sum(
        passage_seconds(language.passages[part_id(node, part)], pace, language)
        for part in range(language.parts.get(node, 0))
    )
