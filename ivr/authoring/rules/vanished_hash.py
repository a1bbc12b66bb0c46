"""vanished-hash: a # began a comment where the key was meant."""

from ivr.authoring.rule import Example, Group, Rule, Stage

RULE = Rule(
    name="vanished-hash",
    group=Group.FILES,
    stage=Stage.READ,
    about=(
        "Outside of quotes, # begins a comment, and the rest of the line is gone. So `#: "
        "next` is no key, and `press # now` ends after `press`."
    ),
    why="callers would hear half a sentence, or press a key that does nothing",
    fix="put the text in quotes, or write {key:next}",
    check=Rule.noted,
    example=Example(
        "prompts/en/main.yaml",
        "say: I am calling a keeper for you now. Please stay on the line.",
        "say: I am calling a keeper. To skip, press #. Please stay.",
        38,
        46,
    ),
)
