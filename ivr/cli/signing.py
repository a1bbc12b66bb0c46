"""One person at one book: texts are shown, asked about, and recorded one after another."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from ivr.authoring.approvals import Standing, fingerprint
from ivr.authoring.approving import Choice, Signer, obstacles, record
from ivr.authoring.differences import signed_words
from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.wordings import Wording
from ivr.cli.showing import changes, in_lines, say, say_problem, spoken

RULE: Final = "changed-text"
"""What a refusal is called, as rules are."""

WHY: Final = "the approval would hold words that nobody read"


class Signing:
    """The way through the texts that one person wants to approve.

    Without ``asking``, every text is agreed to, and all are recorded at the end.
    """

    def __init__(self, root: Path, book: Examined, signer: Signer, *, asking: bool) -> None:
        self._root = root
        self._book = book
        self._signer = signer
        self._asking = asking
        self._obstacles = obstacles(book)
        self._approved = 0
        self._refused = 0

    def go_through(self, choices: Sequence[Choice]) -> bool:
        """Show each text and record what is agreed to; whether all are approved at the end.

        What a pattern chose is left out if it is approved already.

        Raises ApprovalsFileError or OSError if an approval can't be recorded; those before it are.
        """
        wanted = [
            choice
            for choice in choices
            if choice.named or choice.approval.standing is not Standing.APPROVED
        ]
        if not wanted:
            say(f"Nothing to approve: all {len(choices)} texts are approved already.")
            return True
        agreed: list[Wording] = []
        stopped = False
        for place, choice in enumerate(wanted, 1):
            if self._is_refused(choice):
                self._refused += 1
                continue
            self._show(choice, f"{place} of {len(wanted)}")
            answer = self._answer()
            if answer == "q":
                stopped = True
                break
            if answer == "y":
                agreed.append(choice.approval.wording)
            if self._asking:
                self._record(agreed)
                agreed = []
        self._record(agreed)
        left = len(wanted) - self._approved - self._refused
        self._sum_up(len(choices) - len(wanted), left, stopped=stopped)
        return not left and not self._refused

    def _is_refused(self, choice: Choice) -> bool:
        wording, last = choice.approval.wording, choice.approval.last
        for problem in self._obstacles.get(wording.id, ()):
            say_problem(problem, wording.source.text)
        now = fingerprint(wording)
        if choice.printed in ("", now):
            return wording.id in self._obstacles
        message = f'"{wording.id}" is "{now}" now, and not "{choice.printed}"'
        fix = f"read what it says now, and approve {wording.id}@{now}"
        _say_refusal(wording, f"{message}: its words have changed", fix)
        if last is not None and last.words and last.hash == choice.printed:
            say("What has changed since:")
            for line in changes(signed_words(last), wording.heard):
                say(line)
        return True

    def _show(self, choice: Choice, place: str) -> None:
        wording, last = choice.approval.wording, choice.approval.last
        at = wording.source.position(wording.route, key=True)
        say()
        say(click.style(f"{wording.id}  ({place})", bold=True))
        say(f"{wording.source.file}:{at.line}, fingerprint {fingerprint(wording)}")
        for line in in_lines(spoken(wording, self._book.vocabularies[wording.language])):
            say(line)
        if last is None:
            return
        signed = f"{last.by}, {last.role}, approved it on {last.day}"
        if choice.approval.standing is not Standing.LAPSED:
            say(f"{signed}; your approval would take the place of theirs.")
        elif not last.words:
            say(f"{signed}; it has changed since, and the old words were not written down.")
        else:
            say(f"{signed}. As it is written, this has changed since:")
            for line in changes(signed_words(last), wording.heard):
                say(line)

    def _answer(self) -> str:
        if not self._asking:
            return "y"
        question = f"Do you approve it, as {self._signer.name}, {self._signer.role}? [y/N/q]"
        answers = {"y": "y", "yes": "y", "n": "n", "no": "n", "q": "q", "quit": "q"}
        try:
            while True:
                written = click.prompt(question, default="n", show_default=False, prompt_suffix=" ")
                answer = answers.get(str(written).strip().lower())
                if answer is not None:
                    return answer
                say("y approves it, n or Enter doesn't, q stops")
        except click.Abort:
            say()
            return "q"

    def _record(self, agreed: Sequence[Wording]) -> None:
        if not agreed:
            return
        today = self._book.today
        changed = record(self._root, agreed, self._signer, today)
        for old, new in changed:
            self._refused += 1
            if new is None:
                message = f'"{old.id}" is gone since it was shown, or can\'t be read'
                _say_refusal(old, message, "run `ivr check`, and approve it when it is there")
                continue
            message = f'"{old.id}" was changed while it was shown'
            _say_refusal(new, message, "read what it says now, and approve it again")
            say("What has changed meanwhile:")
            for line in changes(old.heard, new.heard):
                say(line)
        self._approved += len(agreed) - len(changed)

    def _sum_up(self, before: int, left: int, *, stopped: bool) -> None:
        told = [f"{self._approved} approved"]
        told += [f"{before} approved before"] * bool(before)
        told += [f"{self._refused} refused"] * bool(self._refused)
        told += [f"{left} not approved{' (stopped)' * stopped}"] * bool(left)
        say("\n" + ", ".join(told))


def _say_refusal(wording: Wording, message: str, fix: str) -> None:
    at = wording.source.position(wording.route, key=True)
    problem = Problem(wording.source.file, at.line, at.column, RULE, message, WHY, fix, at.length)
    say_problem(problem, wording.source.text)
