"""huge-file: a file is larger than any that people write."""

from ivr.authoring.rule import WOULD_NOT_START, Example, Group, Rule, Stage

RULE = Rule(
    name="huge-file",
    group=Group.FILES,
    stage=Stage.READ,
    about=(
        "No file of a book needs to be larger than a quarter of a megabyte: one that is was not "
        "written by a person."
    ),
    why=WOULD_NOT_START,
    fix="split the file; no file of a book needs to be so large",
    check=Rule.noted,
    example=Example("flows/main.yaml", "", b"# " + b"x" * 500_000, 1, 1),
    blocking=True,
)
