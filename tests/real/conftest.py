from collections.abc import Iterator
from shutil import which

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.real import redis
from tests.real.postgres import Cluster, programs

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-sandbox",  # as root there is none
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one the tests fail, since what they claim was not seen."""
    program = next(filter(None, map(which, NAMES)), None)
    if program is None:
        pytest.fail("there is no Chromium here: `make test-real` installs it where it can")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """PostgreSQL; without one the tests fail, since what they claim was not seen."""
    folder = programs()
    if folder is None:
        pytest.fail("there is no PostgreSQL here: `make test-real` installs it where it can")
    with Cluster(folder) as started:
        yield started


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of a Redis; without one the tests fail, since what they claim was not seen."""
    if which(redis.PROGRAM) is None:
        pytest.fail("there is no Redis here: `make test-real` installs it where it can")
    with redis.Server() as started:
        yield started.url


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where only real tests were asked for, one that was skipped is a failure."""
    reporter = session.config.pluginmanager.getplugin("terminalreporter")
    if session.config.option.markexpr == "real" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
