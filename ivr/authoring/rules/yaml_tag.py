"""yaml-tag: a file uses a tag."""

from ivr.authoring.rule import WOULD_NOT_START, Example, Group, Rule, Stage

RULE = Rule(
    name="yaml-tag",
    group=Group.FILES,
    stage=Stage.READ,
    about=(
        "A tag (a word that begins with !) asks the reader to make something special of a "
        "value. A book holds texts only."
    ),
    why=WOULD_NOT_START,
    fix="remove the tag that starts with !",
    check=Rule.noted,
    example=Example("flows/main.yaml", "flow: main ", "flow: !!str main ", 3, 7),
    blocking=True,
)
