"""What whoever starts a line is told of its approvals."""

from pathlib import Path
from shutil import copytree

from ivr.authoring.approvals import fingerprint
from ivr.authoring.examined import Examined
from ivr.authoring.example import EXAMPLE_DAY, STARTER
from ivr.authoring.governance import notice
from ivr.authoring.manuscript import read_manuscript
from ivr.authoring.wordings import wordings


def told(root: Path, approved: int) -> str:
    """The notice of the starter book when so many of its texts are approved."""
    copytree(STARTER, root)
    every = list(wordings(read_manuscript(root)))
    entries = [
        f'{wording.id}: {{hash: "{fingerprint(wording)}", by: A. Reader, role: nurse, '
        'day: "2026-11-01", words: []}'
        for wording in every[: approved if approved >= 0 else len(every)]
    ]
    (root / "prompts/approvals.yaml").write_text("\n".join(entries) + "\n")
    return notice(Examined(read_manuscript(root), EXAMPLE_DAY))


def test_a_line_whose_words_nobody_signed_for_says_so(tmp_path: Path) -> None:
    """Until somebody records an approval, the product says that there is none."""
    copytree(STARTER, tmp_path / "book")
    book = Examined(read_manuscript(tmp_path / "book"), EXAMPLE_DAY)
    assert notice(book).startswith("Nothing that this line says has been approved")


def test_a_line_that_is_partly_approved_says_how_much_is_open(tmp_path: Path) -> None:
    """One signature does not speak for the others."""
    assert "texts of this line are not approved" in told(tmp_path / "book", 1)


def test_a_line_whose_every_text_is_approved_says_nothing(tmp_path: Path) -> None:
    """A notice that is always there is read by nobody."""
    assert told(tmp_path / "book", -1) == ""
