"""not-utf8: a file is saved in an old encoding."""

from ivr.authoring.rule import WOULD_NOT_START, Example, Group, Rule, Stage

RULE = Rule(
    name="not-utf8",
    group=Group.FILES,
    stage=Stage.READ,
    about=(
        "Letters such as é have many encodings. Books are written in UTF-8, which every "
        "editor can save."
    ),
    why=WOULD_NOT_START,
    fix="save the file as UTF-8 in your editor",
    check=Rule.noted,
    example=Example("flows/main.yaml", "", b"flow: caf\xe9\n", 1, 10),
    blocking=True,
)
