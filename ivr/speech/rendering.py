"""Makes the sound of a whole book ahead of calls, in several processes, and only what is new."""

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Final

from ivr.dialogue.book import Book
from ivr.speech.cache import SoundCache
from ivr.speech.index import Entry, SoundIndex
from ivr.speech.parts import Part
from ivr.speech.sounds import Clip
from ivr.speech.studio import Made, Studio
from ivr.speech.voice import SpeechError
from ivr.speech.voices import Voices, Wanted, engines

BATCH: Final = 8
"""Clips that a process is given at once: enough to be busy, few enough to share evenly."""


@dataclass(slots=True)
class Result:
    """What rendering came to: the sounds by key, how many were new, and what could not be made."""

    entries: dict[str, Entry] = field(default_factory=dict)
    made: int = 0
    failures: list[str] = field(default_factory=list)


def stale(wanted: Iterable[Part], index: SoundIndex, studio: Studio) -> list[Part]:
    """The parts whose sound is missing, or was made by another voice; each sound once."""
    found = {}
    for part in wanted:
        known = index.entries.get(part.key)
        whole = known is not None and studio.cache.sizes(known.name) == known.sizes
        if known is not None and known.recorded and whole:
            continue
        name = studio.name(part.clips, part.key)
        if known is None or known.name != name or not whole:
            found[part.key] = part
    return list(found.values())


def render(
    missing: Sequence[Part], book: Book, folder: Path, jobs: int, advance: Callable[[int], object]
) -> Result:
    """Make what is missing, telling ``advance`` how many are done.

    A voice that fails at some of it is named in the result, and the rest is made. Raises OSError
    where there is no room, and leaves everything that was made until then.
    """
    result = Result()
    if not missing:
        return result
    wanted = engines(book)
    batches = list(_batched(missing))
    if jobs == 1 or len(batches) == 1:
        _start(folder, wanted)
        for done in map(_rendered, batches):
            _gather(result, done, advance)
        return result
    with ProcessPoolExecutor(
        min(jobs, len(batches)), get_context("spawn"), _start_process, (folder, wanted)
    ) as pool:
        try:
            for done in pool.map(_rendered, batches):
                _gather(result, done, advance)
        except BrokenProcessPool as error:
            raise SpeechError(
                "a process that renders was ended from outside, perhaps for want of memory: try "
                "again with --jobs 1; what was made until now is kept"
            ) from error
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return result


def default_jobs() -> int:
    """The processes to render with: one for each processor that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


Done = tuple[str, Made | None, str]
"""A key, its sound, and what failed."""


def _batched(missing: Sequence[Part]) -> Iterator[tuple[tuple[str, str, tuple[Clip, ...]], ...]]:
    for at in range(0, len(missing), BATCH):
        yield tuple((part.key, _place(part), part.clips) for part in missing[at : at + BATCH])


def _place(part: Part) -> str:
    return f"{part.language} {part.passage} ({part.pace})"


def _gather(result: Result, done: Sequence[Done], advance: Callable[[int], object]) -> None:
    for key, made, failure in done:
        if made is None:
            result.failures.append(failure)
        else:
            result.made += made.new
            result.entries[key] = Entry(made.name, made.seconds, recorded=False, sizes=made.sizes)
    advance(len(done))


_studio: Studio | None = None


def _start_process(folder: Path, wanted: Wanted) -> None:
    """In each process of a pool: as `_start`, ending with the process that began it all.

    A terminal sends Ctrl-C to all of them, and the first one ends the others when they are ready.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _start(folder, wanted)


def _end_with_parent() -> None:
    """Wait for the end of the process that started this one, which may have been killed."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _start(folder: Path, wanted: Wanted) -> None:
    """In each process that renders: the studio of everything there, with voices loaded once."""
    global _studio  # noqa: PLW0603 - a pool's processes have nothing else that lasts
    _studio = Studio(SoundCache(folder), Voices(wanted))


def _rendered(batch: Sequence[tuple[str, str, tuple[Clip, ...]]]) -> list[Done]:
    if _studio is None:
        raise SpeechError("this process has no studio")
    done: list[Done] = []
    for key, place, said in batch:
        try:
            done.append((key, _studio.made(said), ""))
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 - an engine may raise anything
            done.append((key, None, f"{place}: {str(error) or type(error).__name__}"))
    return done
