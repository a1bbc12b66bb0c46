"""two-documents: a file holds a second document."""

from ivr.authoring.rule import WOULD_NOT_START, Example, Group, Rule, Stage

RULE = Rule(
    name="two-documents",
    group=Group.FILES,
    stage=Stage.READ,
    about=("After a line of three dashes another document begins, which nothing would read."),
    why=WOULD_NOT_START,
    fix="remove the line that holds only ---",
    check=Rule.noted,
    example=Example("flows/main.yaml", "nodes:\n", "---\nnodes:\n", 6, 1),
    blocking=True,
)
