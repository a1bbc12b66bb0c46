"""The rule unknown-recording: what lies beside recordings and is played to nobody."""

from pathlib import Path

from ivr.authoring.checking import check
from ivr.authoring.example import EXAMPLE_DAY
from tests.manuscripts import toy_book


def test_a_file_that_is_no_wav_is_reported(tmp_path: Path) -> None:
    """Another format and a folder, each by its name; a WAV file in capitals is a recording."""
    toy_book(tmp_path)
    folder = tmp_path / "prompts/en/audio"
    (folder / "old").mkdir(parents=True)
    for name in ("main.tea.1.WAV", "main.tea.2.mp3", "recordings.json"):
        (folder / name).write_text("{}")
    only = {"unknown-recording"}
    found = check(tmp_path, EXAMPLE_DAY, only=only).problems
    assert [(problem.file, problem.message) for problem in found] == [
        ("prompts/en/audio/main.tea.2.mp3", '"main.tea.2.mp3" is no WAV file'),
        ("prompts/en/audio/old", '"old" is no WAV file'),
    ]
    assert found[0].fix == 'save it as WAV, "main.tea.2.wav", or keep it elsewhere'
