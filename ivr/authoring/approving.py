"""Approving texts: which are meant, what stands against it, and whether they are what was read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from ivr.authoring.approvals import Approval, fingerprint
from ivr.authoring.approvals_file import FILE, is_empty, locked, put
from ivr.authoring.checking import found_by
from ivr.authoring.examined import Examined
from ivr.authoring.manuscript import read_manuscript
from ivr.authoring.problems import Problem, nearest
from ivr.authoring.rule import Stage
from ivr.authoring.rules import RULES
from ivr.authoring.schema import HASH_LENGTH, ApprovalShape, HeardShape
from ivr.authoring.wordings import Wording, wordings
from ivr.errors import CarelineError

SHARED: Final = ("flows/service.yaml", "prompts/directory.yaml", "prompts/sources.yaml", FILE)
"""Files that every text rests on."""

TEMPLATES_BESIDE: Final = ("hours", "key_names")
"""Keys of ``prompts/<language>/service.yaml`` that are signed for with its templates."""

_FINGERPRINT: Final = re.compile(rf"[0-9a-f]{{{HASH_LENGTH}}}")


class ChoiceError(CarelineError):
    """Raised if what somebody wrote chooses no text; ``written`` is that, ``fix`` helps."""

    def __init__(self, written: str, what: str, fix: str) -> None:
        self.written = written
        self.fix = fix
        super().__init__(f"{what}; {fix}")


@dataclass(frozen=True, slots=True)
class Signer:
    """Who approves, and what makes them fit to."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A text that somebody wants to approve.

    ``printed`` is the fingerprint that their paper shows, if they gave one. ``named`` tells
    whether the text was named itself, and not by a pattern.
    """

    approval: Approval
    printed: str = ""
    named: bool = False


def choose(written: Sequence[str], book: Examined) -> list[Choice]:
    """The texts that ids, patterns and ids with fingerprints choose, each once.

    Raises ChoiceError if one of them chooses nothing, or can't be understood.
    """
    found: dict[tuple[str, str], Choice] = {}
    for each in written:
        for choice in _chosen(each, book.approved):
            found.setdefault((choice.approval.wording.id, choice.printed), choice)
    printed = {name for name, given in found if given}
    return [choice for (name, given), choice in found.items() if given or name not in printed]


def _chosen(written: str, texts: Sequence[Approval]) -> Iterator[Choice]:
    name, at, printed = written.strip().partition("@")
    printed = printed.lower()
    found = [each for each in texts if each.wording.id == name]
    named = bool(found)
    found = found or [each for each in texts if fnmatchcase(each.wording.id, name)]
    if not found:
        fix = nearest(name, [each.wording.id for each in texts], "texts")
        raise ChoiceError(written, f'there is no text "{name}"', fix)
    if at and not named:
        fix = "write one text before the @, without * and ?"
        raise ChoiceError(written, f'"{written}" gives many texts one fingerprint', fix)
    if at and not _FINGERPRINT.fullmatch(printed):
        fix = f"copy its {HASH_LENGTH} letters and digits (0 to 9, a to f) from the printed script"
        raise ChoiceError(written, f'"{printed}" is no fingerprint', fix)
    for each in found:
        yield Choice(each, printed, named)


def unread(written: Sequence[str], book: Examined) -> list[Problem]:
    """What keeps the files from being read in which the chosen texts stand, or on which they rest.

    A file that can't be read hides its texts: nobody could tell whether a pattern means them.
    """
    empty = FILE in book.manuscript.sources and is_empty(book.manuscript.sources[FILE])
    rules = [rule for rule in RULES.values() if rule.stage is Stage.READ and rule.blocking]
    return [
        problem
        for problem in found_by(rules, book)
        if (problem.file in SHARED and not (empty and problem.file == FILE))
        or any(_may_be_in(problem.file, each) for each in written)
    ]


def _may_be_in(file: str, written: str) -> bool:
    language, slash, _ = written.partition("/")
    folder, _, rest = file.removeprefix("prompts/").partition("/")
    return bool(rest) and (not slash or fnmatchcase(folder, language))


def obstacles(book: Examined) -> dict[str, list[Problem]]:
    """What is so wrong with texts that the line could not start, by the id of the text."""
    rules = [rule for rule in RULES.values() if rule.stage is Stage.SHAPED and rule.blocking]
    problems = found_by(rules, book)
    found: dict[str, list[Problem]] = {}
    for wording in (each.wording for each in book.approved):
        file, lines = wording.source.file, _lines_of(wording)
        mine = [each for each in problems if each.file == file and each.line in lines]
        if mine:
            found[wording.id] = mine
    return found


def _lines_of(wording: Wording) -> set[int]:
    """The lines on which a text stands; what menus are made of stands under several keys."""
    beside = TEMPLATES_BESIDE if wording.route == ("templates",) else ()
    routes = [wording.route, *((key,) for key in beside if (key,) in wording.source.keys)]
    return {line for route in routes for line in wording.source.lines_of(route)}


def record(
    root: Path, shown: Sequence[Wording], signer: Signer, day: date
) -> list[tuple[Wording, Wording | None]]:
    """Record the approval of texts as they were shown.

    The book is read again: a text whose words are others by now is not recorded. These are
    returned, each with what it is now, which is None where it is gone or can't be read.

    Raises ApprovalsFileError and OSError as ``approvals_file.put`` does.
    """
    with locked(root):
        now = {wording.id: wording for wording in wordings(read_manuscript(root))}
        changed = [
            (wording, now.get(wording.id))
            for wording in shown
            if wording.id not in now or now[wording.id].heard != wording.heard
        ]
        refused = {wording.id for wording, _ in changed}
        entries = {
            wording.id: ApprovalShape(
                hash=fingerprint(wording),
                by=signer.name,
                role=signer.role,
                day=day.isoformat(),
                words=[HeardShape(what=what, words=words) for what, words in wording.heard],
            )
            for wording in shown
            if wording.id not in refused
        }
        if entries:
            put(root, entries)
    return changed
