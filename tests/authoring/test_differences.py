"""Differences, as a person reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.authoring.differences import LONGEST, Mark, differences, in_full, in_short

WORDS = st.lists(st.sampled_from(["ab", "c", "d", "e", "f"]), min_size=1, max_size=6).map(" ".join)
TEXTS = st.lists(st.tuples(st.sampled_from(["label", "say"]), WORDS), max_size=4)
SAID = "Our cats like a quiet home. Most of them want to live with another cat. Come and see."


def test_a_changed_word_is_shown_with_a_few_words_around_it() -> None:
    """What is the same is left out, and said to be."""
    old, new = [("label", "cats"), ("say", SAID)], [("label", "cats")]
    new.append(("say", SAID.replace("quiet", "calm")))
    assert in_short(old, new) == "… Our cats like a [-quiet-] {+calm+} home. Most of them …"


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ([("say", "a")], [("say", "a"), ("say", "b c")], [("say", "a"), ("{+say+}", "{+b c+}")]),
        ([("ask_first", "a"), ("say", "b")], [("say", "b")], [("[-ask_first-]", "[-a-]")]),
        ([("say", "a b")], [("say", "a"), ("say", "b")], [("say", "a"), ("{+say+}", "b")]),
    ],
)
def test_parts_that_come_go_and_split_are_marked(
    old: list[tuple[str, str]], new: list[tuple[str, str]], shown: list[tuple[str, str]]
) -> None:
    """The name of a part carries the mark, so that a pause between parts is no secret."""
    assert in_full(old, new)[: len(shown)] == shown
    assert in_short(old, new)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_a_difference(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    """No word is lost, added or moved, whatever the texts are."""
    runs = differences(old, new)
    for text, other in ((old, Mark.ADDED), (new, Mark.REMOVED)):
        kept = [run for run in runs if run.mark is not other]
        assert [word for run in kept for word in run.words] == [
            word for _, words in text for word in words.split()
        ]
        assert [run.what for run in kept if run.what] == [what for what, _ in text]


def test_a_rewritten_text_is_cut_in_a_table() -> None:
    """A row of a table stays a row, which shows both wordings, and no mark is left open."""
    old, new = [("say", "old " * 200)], [("say", "new " * 200)]
    runs = f"[-{'old ' * 19}…-] {{+{'new ' * 19}…+}}"
    assert in_short(old, new) == runs
    many = "".join(f"same{number} old " for number in range(60))
    short = in_short([("say", many)], [("say", many.replace("old", "newer"))])
    assert len(short) <= LONGEST
    assert short.endswith(" …")
    assert short.count("[-") == short.count("-]")
    assert short.count("{+") == short.count("+}") > 1
