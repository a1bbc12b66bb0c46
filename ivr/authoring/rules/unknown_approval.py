"""unknown-approval: an approval is of a text that there is not."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.manuscript import Manuscript
from ivr.authoring.problems import Problem, nearest
from ivr.authoring.rule import Example, Group, Rule, Stage


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look the texts that were approved up among those of the book."""
    known = [each.wording.id for each in book.approved]
    for name in book.approvals:
        if name not in known and not _unread(book.manuscript, name):
            yield rule.problem(
                book.manuscript.sources["prompts/approvals.yaml"],
                (name,),
                f'"{name}" was approved, and there is no such text',
                fix=f"{nearest(name, known, 'texts')}; or remove the entry",
            )


def _unread(book: Manuscript, name: str) -> bool:
    """Whether the text may stand in a file that could not be used, which has its own problem."""
    language, _, text = name.partition("/")
    file = f"prompts/{language}/{text.partition('.')[0]}.yaml"
    return file in book.sources and not book.sources[file].readable


RULE = Rule(
    name="unknown-approval",
    group=Group.STRUCTURE,
    stage=Stage.SHAPED,
    about=(
        "prompts/approvals.yaml names texts as language/flow.node. Where a node was renamed or "
        "removed, its approval stays behind, and the text under its new name has none."
    ),
    why="somebody would believe that words were approved which were not",
    fix="name a text that is there, or remove the entry",
    check=check,
    severity="warning",
    example=Example(
        "prompts/approvals.yaml",
        "",
        """\
en/animals.catz:
  hash: "91cf17489a3f1875"
  by: Ana Ruiz
  role: veterinary nurse
  day: "2026-11-01"
  words: []
""",
        1,
        1,
    ),
)
