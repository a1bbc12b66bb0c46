"""unknown-key: a key is not one that belongs there."""

from ivr.authoring.rule import Example, Group, Rule, Stage

RULE = Rule(
    name="unknown-key",
    group=Group.FILES,
    stage=Stage.READ,
    about=("Each kind of file knows its own keys, so that a misspelt one does not go unnoticed."),
    why="what stands under it would never be heard",
    fix="use one of the keys that belong here",
    check=Rule.noted,
    example=Example("flows/main.yaml", "read: {also:", "read: {allso:", 12, 12),
    blocking=True,
)
