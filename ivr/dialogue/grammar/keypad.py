"""Keys and short answers by voice: "press two", "number too", "yes please"."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from ivr.dialogue.grammar.hearing import Ear
from ivr.dialogue.grammar.words import STOP, Rewriting, folded


class Keypad:
    """The names of the keys in one language, and its yes and no."""

    __slots__ = ("_around", "_ear", "_keys", "_longest", "_no", "_of_answers", "_of_keys", "_yes")

    def __init__(
        self,
        ear: Ear,
        keys: Mapping[str, Iterable[str]],
        around: Collection[str],
        yes: Collection[str],
        no: Collection[str],
    ) -> None:
        self._ear = ear
        named = ((key, name) for key, names in keys.items() for name in (key, *names))
        self._keys = {tuple(found): key for key, name in named if (found := _words(ear, name))}
        self._longest = max(map(len, self._keys), default=0)
        self._around = _removing(ear, around)
        self._yes, self._no = _removing(ear, yes), _removing(ear, no)
        # Most utterances have a word that stands in no key and no answer, and are refused by it.
        meaningless = ear.filler_words | {STOP}
        self._of_keys = meaningless.union(*self._keys, *(_words(ear, each) for each in around))
        self._of_answers = meaningless.union(*(_words(ear, each) for each in (*yes, *no)))

    def key(self, words: Sequence[str]) -> str | None:
        """The key that an utterance names, however often, and nothing besides."""
        if not self._of_keys.issuperset(words):
            return None
        left = [word for word in self._ear.content(self._around(words)) if word != STOP]
        found = None
        position = 0
        while position < len(left):
            for length in range(self._longest, 0, -1):
                key = self._keys.get(tuple(left[position : position + length]))
                if key is not None and found in (None, key):
                    found = key
                    position += length
                    break
            else:
                return None
        return found

    def consent(self, words: Sequence[str]) -> bool | None:
        """Whether an utterance is a yes or a no, and nothing besides."""
        if not self._of_answers.issuperset(words):
            return None
        if self._is_only(self._no, words):
            return False
        return True if self._is_only(self._yes, words) else None

    def _is_only(self, answers: Rewriting, words: Sequence[str]) -> bool:
        left = answers(words)
        return len(left) < len(words) and not set(self._ear.content(left)) - {STOP}


def _words(ear: Ear, text: str) -> list[str]:
    return [word for word in ear.words(folded(text)) if word != STOP]


def _removing(ear: Ear, texts: Iterable[str]) -> Rewriting:
    found = [tuple(_words(ear, text)) for text in texts]
    return Rewriting({words: () for words in found if words})
