"""leading-zero: a key with a zero before it is read differently by other programs."""

from ivr.authoring.rule import Example, Group, Rule, Stage

RULE = Rule(
    name="leading-zero",
    group=Group.FILES,
    stage=Stage.READ,
    about=(
        "Other programs read a key such as 01 as the number 1, or as a number to the base of "
        "eight, and two keys become one. Our reader takes it as it stands."
    ),
    why="after another program saved the file, callers would press a key that does nothing",
    fix="write the key in quotes",
    check=Rule.noted,
    example=Example(
        "prompts/en/lexicon.yaml", "Greenhill: green hill", "007: double oh seven", 4, 1
    ),
    severity="warning",
)
