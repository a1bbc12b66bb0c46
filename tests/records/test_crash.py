"""Killed at any instant, the line has lost no request that it confirmed, and made none twice."""

import random
import subprocess
import sys
import threading

from sqlalchemy import select

from ivr.records import Records, upgrade
from ivr.records.database import Database
from ivr.records.sealing import Sealer
from ivr.records.tables import requests
from tests.records.kept import KEY, NOW, wish

RUNS = 6
INSTANTS = random.Random(20260302)  # noqa: S311 - instants, not secrets


def confirmed(url: str, run: int) -> list[tuple[str, str]]:
    """Keys and references that a line printed before it was killed.

    Every third is killed at any instant. The others are killed as soon as they have confirmed
    some new request, when one that confirms too early is still about to write it.
    """
    command = [sys.executable, "-m", "tests.records.crashing", url, str(run)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        assert process.stdout
        lines = [process.stdout.readline()]
        assert lines[0], "the line did not start"
        if run % 3:
            lines += [process.stdout.readline() for _ in range(2 * INSTANTS.randrange(20))]
            process.kill()
        else:
            threading.Timer(INSTANTS.uniform(0, 0.25), process.kill).start()
        lines += list(process.stdout)
    if not lines[-1].endswith("\n"):
        lines.pop()
    return [(key, reference) for key, reference in map(str.split, lines)]


def test_every_reference_that_was_returned_is_kept_exactly_once(url: str) -> None:
    """Whatever was going on when the process was killed: begun, written, or not yet answered."""
    upgrade(url)
    told: dict[str, str] = {}
    for run in range(RUNS):
        for key, reference in confirmed(url, run):
            assert told.setdefault(key, reference) == reference
    assert len(told) > RUNS
    records = Records(url, [KEY])
    for run in range(RUNS):  # what was under way when a line was killed is brought again
        last = max(int(key.partition("-")[2]) for key in told if key.startswith(f"{run}-"))
        for key in (f"{run}-{last}", f"{run}-{last + 1}"):
            reference = records.requests.create(wish(key), NOW)
            assert told.setdefault(key, reference) == reference
    records.close()
    database = Database(url)
    with database.reading() as connection:
        kept = connection.execute(select(requests.c.key_hash, requests.c.reference)).all()
    database.close()
    hashes = {Sealer([KEY]).key_hashes("request", key)[0]: key for key in told}
    assert sorted((hashes[row.key_hash], row.reference) for row in kept) == sorted(told.items())
