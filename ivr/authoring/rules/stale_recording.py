"""stale-recording: words have changed since somebody recorded them."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem
from ivr.authoring.recorded import texts_by_passage
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.yaml_source import YamlSource
from ivr.speech.parts import recordable
from ivr.speech.recordings import ENDING, REGISTER, recording_name


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Compare the words of each recording with those it was made for."""
    for language, words in book.manuscript.words.items():
        if not words.recordings.readable:
            file = f"prompts/{language}/audio/{REGISTER}"
            message = "this can't be read, so nobody knows what the recordings were made for"
            fix = "put it back as it was, or delete it if every recording says what is written now"
            yield rule.problem(YamlSource(file), (), message, fix=fix)
        if not words.recordings.register:
            continue
        texts = texts_by_passage(book.texts, language)
        for passage in words.recordings.stale(recordable(book.book, book.book.languages[language])):
            name = f"{recording_name(passage)}{ENDING}"
            message = f'the recording "{name}" was made for other words'
            text = texts.get(passage)
            if text is not None:
                yield rule.problem(text.source, text.route, message)
            else:
                yield rule.problem(YamlSource(f"prompts/{language}/audio/{name}"), (), message)


RULE = Rule(
    name="stale-recording",
    group=Group.WORDS,
    stage=Stage.WHOLE,
    about=(
        "A recording says what was written when `ivr render` first met it. When the words change, "
        "it is not played any more, and a voice says the new words instead."
    ),
    why="callers hear a voice instead of the person who recorded the rest",
    fix="record it again under the same name and run `ivr render`, or put the words back",
    check=check,
    example=Example(
        "prompts/en/audio/animals.cats.1.wav",
        "",
        "RIFF",
        17,
        8,
        reported_in="prompts/en/animals.yaml",
        also=(
            (
                "prompts/en/audio/recordings.json",
                "",
                '{"animals.cats.1.wav": {"sound": "0", "words": "0"}}\n',
            ),
        ),
    ),
    severity="warning",
)
