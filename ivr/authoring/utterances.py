"""Files of utterances: what callers say, a line each, and where it should lead them."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from ivr.authoring.destinations import Destinations
from ivr.errors import CarelineError

MEASURED: Final = "measured"
"""The part of a file that is for measuring only: who learns from it measures nothing more."""

PARTS: Final = ("dev", "tuning", MEASURED)

MOST_COLUMNS: Final = 4


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody says, in which language, and the printed name of where it should lead.

    ``part`` is empty where a file has no parts. ``line`` counts from 1.
    """

    line: int
    part: str
    language: str
    text: str
    destination: str


class UtterancesError(CarelineError):
    """Raised if lines of a file can't be used; ``faults`` tells each, with its line, in order."""

    def __init__(self, faults: list[tuple[int, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(faults)} lines can't be used")


def read_utterances(
    path: Path, languages: list[str], language: str, destinations: Destinations
) -> list[Utterance]:
    """The utterances of a file, in its order.

    A line is an utterance and a destination, with a tab between them; or a language and these; or
    a part, a language and these. ``language`` is that of lines which name none. Empty lines, and
    lines that begin with #, are skipped.

    Raises UtterancesError, with every line that can't be used, and OSError.
    """
    reader = _Reader(languages, language, destinations)
    found, faults = [], []
    for number, raw in enumerate(path.read_bytes().splitlines(), 1):
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            faults.append((number, f"byte 0x{raw[error.start]:02x} is not valid UTF-8"))
            continue
        if not text.strip() or text.startswith("#"):
            continue
        read = reader.line(number, text)
        if isinstance(read, Utterance):
            found.append(read)
        else:
            faults.append((number, read))
    if faults:
        raise UtterancesError(faults)
    return found


class _Reader:
    def __init__(self, languages: list[str], language: str, destinations: Destinations) -> None:
        self._languages = languages
        self._language = language
        self._destinations = destinations

    def line(self, number: int, text: str) -> Utterance | str:
        """The utterance of a line, or what is wrong with it."""
        columns = [column.strip() for column in text.split("\t")]
        if not 1 < len(columns) <= MOST_COLUMNS:
            count = f"{len(columns)} columns" if len(columns) > 1 else "no tab in it"
            return f"it has {count}; write the utterance, a tab, and the destination"
        *before, said, written = columns
        *part, language = before or [self._language]
        for fault in self._faults("".join(part), language, said, bool(part)):
            return fault
        destination = self._destinations.known(written)
        if destination is None:
            return f'there is no destination "{written}"{self._meant(written)}'
        return Utterance(number, "".join(part), language, said, destination)

    def _faults(self, part: str, language: str, said: str, in_parts: bool) -> Iterator[str]:  # noqa: FBT001 - of a pair
        if in_parts and part not in PARTS:
            yield f'there is no part "{part}"; the parts are {", ".join(PARTS)}'
        if language not in self._languages:
            names = ", ".join(self._languages)
            yield f'the line does not speak "{language}"; it speaks {names}'
        if not said:
            yield "the utterance is empty"

    def _meant(self, written: str) -> str:
        close = get_close_matches(written, self._destinations.names, 1)
        return f'; did you mean "{close[0]}"?' if close else ""
