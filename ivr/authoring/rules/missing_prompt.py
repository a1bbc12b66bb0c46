"""missing-prompt: something that is said has no words in a language."""

from collections.abc import Iterator

from ivr.authoring.examined import Examined
from ivr.authoring.manuscript import Words
from ivr.authoring.phrases_needed import needed, needed_templates
from ivr.authoring.problems import Problem
from ivr.authoring.rule import Example, Group, Rule, Stage
from ivr.authoring.schema import PromptShape
from ivr.dialogue.book import Phrase
from ivr.dialogue.nodes import Branch, Collect, Menu, Remember, Text


def check(rule: Rule, book: Examined) -> Iterator[Problem]:
    """Look for the words of each node, of each moment of the line, and of each line's name."""
    for language, words in book.manuscript.words.items():
        folder = f"prompts/{language}"
        yield from _nodes(rule, book, language, words)
        if words.service is not None:
            for phrase in needed(book):
                if phrase not in words.service.phrases:
                    source = book.manuscript.sources[f"{folder}/service.yaml"]
                    yield rule.problem(
                        source,
                        ("phrases",),
                        f'phrase "{phrase}" is missing',
                        at=source.missing(("phrases",), phrase, list(Phrase)),
                        why="the line would have nothing to say at this moment",
                        fix=f'add "{phrase}: …"',
                    )
            for template in needed_templates(book):
                if getattr(words.service.templates, template) is None:
                    source = book.manuscript.sources[f"{folder}/service.yaml"]
                    yield rule.problem(
                        source,
                        ("templates",),
                        f'template "{template}" is missing',
                        why="the line would have nothing to say at this moment",
                        fix=f'add "{template}: …"',
                    )
        yield from _line_names(rule, book, folder, words)


def _line_names(rule: Rule, book: Examined, folder: str, words: Words) -> Iterator[Problem]:
    names, directory = words.line_names, book.manuscript.directory
    if names is None or directory is None:
        return
    # A name without a line next to a line without a name: the line was renamed, there.
    renamed = any(name not in directory for name in names)
    file = "prompts/directory.yaml" if renamed else f"{folder}/lines.yaml"
    source = book.manuscript.sources[file]
    for line in directory:
        if line not in names:
            yield rule.problem(
                source,
                (line,) if renamed else (),
                f'line "{line}" of the directory has no name in {folder}/lines.yaml',
                why="a caller would hear a number and not whose it is",
                fix=f'add "{line}: …" in {folder}/lines.yaml',
                at=None if renamed else source.missing((), line, list(directory)),
            )


def _nodes(rule: Rule, book: Examined, language: str, words: Words) -> Iterator[Problem]:
    sources = book.manuscript.sources
    for flow in book.manuscript.flows:
        file = f"prompts/{language}/{flow}.yaml"
        if file not in sources:
            yield rule.problem(
                sources[f"flows/{flow}.yaml"],
                ("flow",),
                f'flow "{flow}" has no words: there is no {file}',
                fix="write the file, with one entry for each node",
            )
    for node in book.nodes.values():
        flow, _, name = node.id.partition(".")
        prompts = words.prompts.get(flow)
        if prompts is None:
            continue
        prompt = prompts.get(name)
        source = sources[f"prompts/{language}/{flow}.yaml"]
        if prompt is None:
            if not isinstance(node, Branch | Remember) or node.id in book.offered:
                yield rule.problem(
                    source,
                    (),
                    f'node "{name}" has no words',
                    fix=f'add "{name}:" with what is to be said',
                    at=source.missing((), name, list(book.manuscript.flows[flow].nodes)),
                )
        elif not prompt.say and not isinstance(node, Menu | Branch | Remember | Collect | Text):
            at = source.missing((name,), "say", list(PromptShape.model_fields))
            yield rule.problem(source, (name,), f'"{name}" says nothing', at=at)


RULE = Rule(
    name="missing-prompt",
    group=Group.WORDS,
    stage=Stage.SHAPED,
    about=(
        "Every node, every moment of prompts/<language>/service.yaml and every telephone line "
        "has words in every language that the line speaks."
    ),
    why="a caller who comes here would hear nothing",
    fix='write "say:" and the words',
    check=check,
    example=Example(
        "prompts/en/main.yaml", "goodbye:\n  say: Thank you for calling. Goodbye.\n", "", 44, 3
    ),
    blocking=True,
)
