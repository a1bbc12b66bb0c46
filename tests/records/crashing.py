"""A line that takes requests until it is killed: it prints each reference that it was given.

Run with the address of a database, and a number to tell its wishes from those of other runs. Each
wish is brought twice, as by a webhook that comes again.
"""

import sys

from ivr.records import Records
from tests.records.kept import KEY, NOW, wish


def main() -> None:
    """Take requests for ever."""
    url, run = sys.argv[1:]
    records = Records(url, [KEY])
    sequence = 0
    while True:
        key = f"{run}-{sequence // 2}"
        reference = records.requests.create(wish(key), NOW)
        # One write, so that a line is there whole or not at all.
        sys.stdout.write(f"{key} {reference}\n")
        sys.stdout.flush()
        sequence += 1


if __name__ == "__main__":
    main()
