"""A PostgreSQL of our own: a cluster in a folder, reached through a socket in it, ended with it."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Self

import psycopg

HOMES = "/usr/lib/postgresql"
USER = "careline"
SECONDS = 30


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, the newest version's."""
    versions = sorted(Path(HOMES).glob("*/bin/initdb"), key=lambda file: float(file.parts[-3]))
    found = shutil.which("initdb")
    return versions[-1].parent if versions else Path(found).parent if found else None


class Cluster:
    """A running PostgreSQL; stopped at once, and its folder removed, when left."""

    def __init__(self, folder: Path) -> None:
        self._programs = folder
        # Not a folder of pytest: the path of a socket may have 107 characters, and those folders
        # are closed to the user that PostgreSQL runs as, since it refuses to run as root.
        self._home = Path(tempfile.mkdtemp(prefix="careline-pg-"))
        self._data = self._home / "data"
        self._as = {} if os.getuid() else {"user": "postgres", "group": "postgres"}
        self._made = 0

    def __enter__(self) -> Self:
        if self._as:
            shutil.chown(self._home, **self._as)
        self._run("initdb", "-D", self._data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.wake()
        self.stop()
        shutil.rmtree(self._home, ignore_errors=True)

    def database(self) -> str:
        """The address of a new, empty database."""
        self._made += 1
        name = f"careline{self._made}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._address(name)

    def stop(self) -> None:
        """End it as a power cut would."""
        with suppress(subprocess.CalledProcessError):  # it may have ended already
            self._run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")

    def start(self) -> None:
        """Start it, again if it was stopped. It thinks that it is in Japan."""
        # Tests kill processes and not the machine, so nothing has to reach the disk.
        options = f"-k {self._home} -c listen_addresses='' -c fsync=off -c timezone=Asia/Tokyo"
        log = self._home / "log"
        self._run(
            "pg_ctl", "-D", self._data, "-w", "-t", SECONDS, "-l", log, "-o", options, "start"
        )

    def freeze(self) -> None:
        """Have it answer nothing, as when its disk hangs: connections stay open."""
        self._signal(signal.SIGSTOP)

    def wake(self) -> None:
        """Have it answer again."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        """To the cluster and to everything it started, which the system lists as its children."""
        file = self._data / "postmaster.pid"
        if not file.exists():
            return
        first = file.read_text().split()[0]
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for process in (first, *children):
            with suppress(ProcessLookupError):
                os.kill(int(process), number)

    def _address(self, name: str) -> str:
        return f"postgresql://{USER}@/{name}?host={self._home}"

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self._programs / program), *map(str, arguments)]
        subprocess.run(
            command,
            check=True,
            cwd="/",
            timeout=2 * SECONDS,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # not a pipe, which what it starts would hold open
            stderr=subprocess.DEVNULL,
            **self._as,  # type: ignore[call-overload]
        )
