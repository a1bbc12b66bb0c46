"""unknown-recording: a recording is named after no text, or is no WAV file."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem, nearest
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.yaml_source import YamlSource
from ivr.speech.parts import recordable
from ivr.speech.recordings import ENDING, recording_name, save_as_wav


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Report each recording that would never be played."""
    for language, words in book.manuscript.words.items():
        for name in words.recordings.others:
            source = YamlSource(f"prompts/{language}/audio/{name}")
            yield rule.problem(source, (), f'"{name}" is no WAV file', fix=save_as_wav(name))
        if not words.recordings.names:
            continue
        said = recordable(book.book, book.book.languages[language])
        names = [f"{recording_name(passage)}{ENDING}" for passage in said]
        for name in words.recordings.strays(said):
            source = YamlSource(f"prompts/{language}/audio/{name}")
            message = f'no text is called "{name[: -len(ENDING)]}"'
            yield rule.problem(source, (), message, fix=nearest(name, names, "texts"))


RULE = Rule(
    name="unknown-recording",
    group=Group.WORDS,
    stage=Stage.WHOLE,
    about=(
        "Recordings in prompts/<language>/audio/ are named <flow>.<node>.<part>.wav, parts counted "
        "from 1. docs/sound.md has the other names."
    ),
    why="nobody would ever hear this recording",
    fix="name it after the text that it says",
    check=check,
    example=Example("prompts/en/audio/animals.cat.1.wav", "", "RIFF", 1, 1),
)
