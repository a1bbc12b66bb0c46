"""A worker that waits for nothing as long as a real one: for tests that can't, either.

``python -m tests.jobs.hasty_worker THREADS``, with the settings of a line in the environment.
"""

import sys
from datetime import timedelta

from ivr.jobs.composing import Waiting, reminder
from ivr.jobs.timing import Timing
from ivr.jobs.worker import Worker, quiet
from ivr.records import Records
from ivr.settings import read_settings

HASTY = Timing(lease=timedelta(seconds=12), settle=timedelta(seconds=2), first=timedelta(seconds=1))

KIND = reminder(Waiting.REQUESTS, 2, 3)
"""The kind of the texts: words that need no book."""


def main() -> None:
    """Work until told to end."""
    quiet()
    settings = read_settings()
    records = Records(settings.database_url, settings.secret_keys)

    def compose(kind: str, language: str) -> str:
        return f"Words of {kind} in {language}."

    worker = Worker(settings, records, compose, HASTY)
    worker.run(int(sys.argv[1]), lambda: print("A worker is up."))  # noqa: T201 - it is waited for
    records.close()


if __name__ == "__main__":
    main()
