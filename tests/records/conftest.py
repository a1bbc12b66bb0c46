from pathlib import Path

import pytest

from tests.records.kept import records

__all__ = ["records"]


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of a database that is not there yet."""
    return f"sqlite:///{tmp_path}/kept/careline.db"
