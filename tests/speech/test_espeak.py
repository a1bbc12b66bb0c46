"""espeak inside this process: a thousand texts, threads and forks, and none comes out wrong."""

import ctypes
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Timer
from typing import Final

import numpy as np
import pytest

from ivr.speech.espeak import FASTEST, SLOWEST, Espeak
from ivr.speech.voice import SpeechError

SAME: Final = 900
"""Samples by which espeak's own lengths differ from time to time: 40 ms."""

VOICES: Final = ("gmw/en-us", "roa/es-419")
RATES: Final = (90.0, 125.0, 150.0, 175.0, 260.0)
TEXTS: Final = (
    "Tea.",
    "Press 1.",
    "For tea, press 1. For coffee, press 2.",
    "Call 1 8 0 0.",
    "What is it? It is tea!",
    "The line is open, day and night.",
    "Un té, por favor.",
    "Para oír más, oprima 9.",
    "A long text says one thing; then it says another thing, and at last it comes to its end.",
    "HER2 and 5 < 6 & [[7]]",
)

FRESH: Final = """\
import json, sys
from ivr.speech.espeak import Espeak
voices, texts, rates = json.loads(sys.argv[1])
made = {name: Espeak(name) for name in voices}
lengths = {
    f"{name}|{text}|{rate}": len(made[name].speak(text, rate))
    for name in voices for text in texts for rate in rates
}
print(json.dumps(lengths))
"""

FORKED: Final = """\
import json, os, sys, threading
from ivr.speech.espeak import Espeak
voices, texts, rates = json.loads(sys.argv[1])
made = {name: Espeak(name) for name in voices}
done = threading.Event()
def talk():
    while not done.is_set():
        made[voices[0]].speak(texts[8], rates[0])
threads = [threading.Thread(target=talk) for _ in range(2)]
for thread in threads:
    thread.start()
for child in range(4):
    out, into = os.pipe()
    pid = os.fork()
    if not pid:
        lengths = {
            f"{name}|{text}|{rate}": len(made[name].speak(text, rate))
            for name in voices for text in texts for rate in rates[child:child + 1]
        }
        os.write(into, json.dumps(lengths).encode())
        os._exit(0)
    os.close(into)
    with os.fdopen(out) as pipe:
        print(pipe.read())
    os.waitpid(pid, 0)
done.set()
for thread in threads:
    thread.join()
"""


def run(program: str) -> str:
    """What a program of its own process prints; it fails if that takes a minute."""
    given = json.dumps([VOICES, TEXTS, RATES])
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, given],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout


@pytest.fixture(scope="module")
def fresh() -> Mapping[str, int]:
    """How many samples each text has in a process that has said little before."""
    lengths: dict[str, int] = json.loads(run(FRESH))
    return lengths


@pytest.fixture
def voices(english: Espeak, spanish: Espeak) -> Mapping[str, Espeak]:
    """Both voices of this process."""
    return dict(zip(VOICES, (english, spanish), strict=True))


def jobs(fresh: Mapping[str, int], rounds: int) -> list[tuple[str, str, float, int]]:
    """Each text of each voice at each rate, so often, in another order each time."""
    order = random.Random(1)  # noqa: S311 - an order, no secret
    found = []
    for _ in range(rounds):
        keys = sorted(fresh)
        order.shuffle(keys)
        for key in keys:
            voice, text, rate = key.split("|")
            found.append((voice, text, float(rate), fresh[key]))
    return found


def test_a_thousand_texts_in_one_process_are_as_long_as_the_first(
    fresh: Mapping[str, int], voices: Mapping[str, Espeak]
) -> None:
    """Rates and voices change with each text; each is as long as in a fresh process, and heard."""
    wanted = jobs(fresh, 10)
    assert len(wanted) == 1_000
    for voice, text, rate, length in wanted:
        made = voices[voice].speak(text, rate)
        assert abs(len(made) - length) < SAME, (voice, text, rate)
        assert np.abs(made).max() > 0.05, (voice, text, rate)


def test_threads_do_not_mix_their_texts(
    fresh: Mapping[str, int], voices: Mapping[str, Espeak]
) -> None:
    """Four threads that share the voices get what one alone would get."""
    wanted = jobs(fresh, 1)
    with ThreadPoolExecutor(4) as pool:
        made = pool.map(lambda job: len(voices[job[0]].speak(job[1], job[2])), wanted)
        for (voice, text, rate, length), taken in zip(wanted, made, strict=True):
            assert abs(taken - length) < SAME, (voice, text, rate)


def test_a_fork_in_the_middle_of_other_threads_texts_speaks(fresh: Mapping[str, int]) -> None:
    """Four children say each text at a rate of their own; none hangs, none is of another length."""
    found: dict[str, int] = {}
    for line in run(FORKED).splitlines():
        found |= json.loads(line)
    assert len(found) == len(VOICES) * len(TEXTS) * 4
    assert {key for key in found if abs(found[key] - fresh[key]) >= SAME} == set()


def test_more_words_a_minute_take_less_time(english: Espeak) -> None:
    """Each rate is faster than the one before; beyond espeak's own bounds nothing changes."""
    lengths = [len(english.speak(TEXTS[8], rate)) for rate in (100, 125, 150, 175, 250)]
    assert lengths == sorted(lengths, reverse=True)
    assert len(set(lengths)) == len(lengths)
    for beyond, bound in ((1, SLOWEST), (9_999, 2 * FASTEST)):
        made = [len(english.speak(TEXTS[8], rate)) for rate in (beyond, bound)]
        assert abs(made[0] - made[1]) < SAME


def test_digits_that_stand_apart_are_said_one_by_one(english: Espeak) -> None:
    """9 1 1 is three words; and a text that ends before a NUL would lose what follows."""
    one, three = (len(english.speak(text, 150)) for text in ("9", "9 1 1"))
    assert three > 1.8 * one
    assert len(english.speak("Tea.\0Coffee and cake.", 150)) > 2 * len(english.speak("Tea.", 150))


def test_marks_in_a_text_are_no_markup(english: Espeak) -> None:
    """What stands between angle brackets, or double square ones, is said too."""
    plain = len(english.speak("tea", 150))
    for text in ("<b>tea</b>", "[[tea]] coffee", "<coffee> tea"):
        assert len(english.speak(text, 150)) > 1.2 * plain, text


def test_what_cannot_be_said_is_an_error_and_the_voice_goes_on(english: Espeak) -> None:
    """A text without words, and a voice that is not there; the next text is said as ever."""
    before = len(english.speak("Tea.", 150))
    with pytest.raises(SpeechError, match="nothing to say"):
        english.speak("", 150)
    with pytest.raises(SpeechError, match="espeak has no voice gmw/none"):
        Espeak("gmw/none").speak("Tea.", 150)
    assert abs(len(english.speak("Tea.", 150)) - before) < SAME


def test_ctrl_c_while_espeak_speaks_is_raised_and_loses_nothing(english: Espeak) -> None:
    """As it is, ctypes would print it, espeak go on, and a piece of the text be missing."""
    length = len(english.speak(TEXTS[8] * 6, 150))
    for at in range(20):
        timer = Timer(0.002 + at / 2_000, os.kill, (os.getpid(), signal.SIGINT))
        made: list[int] = []
        with pytest.raises(KeyboardInterrupt):  # noqa: PT012 - it comes while one of them is made
            timer.start()
            made.extend(len(english.speak(TEXTS[8] * 6, 150)) for _ in range(50))
        timer.join()
        assert all(abs(each - length) < SAME for each in made)


def test_an_error_while_espeak_speaks_is_raised(
    english: Espeak, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for want of memory; the next text is said as ever."""

    def full(_samples: object, _size: int) -> bytes:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(ctypes, "string_at", full)
        with pytest.raises(MemoryError):
            english.speak("Tea.", 150)
    assert len(english.speak("Tea.", 150)) > SAME


def test_what_tells_voices_apart_is_in_their_id(english: Espeak, spanish: Espeak) -> None:
    """The engine with its version and the voice: another of them makes other sound."""
    assert english.id.startswith("pyttsx3 ")
    assert "gmw/en-us" in english.id
    assert english.id != spanish.id
