import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel, TypeAdapter, ValidationError

from ivr.authoring.schema import KINDS as NODE_KINDS
from ivr.authoring.schema import CaseShape, NodeShape
from ivr.authoring.shape_phrases import SAID
from ivr.cli.schema import KINDS, schema
from ivr.dialogue.book import Phrase
from ivr.phone.callshape import StepShape
from tests.authoring.yaml_views import as_seen, unquoted, verbatim

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "schemas"
FOLDERS = ("flows", "prompts", "tests/calls", "ivr/authoring/starter")
MODELINE = re.compile(r"# yaml-language-server: \$schema=((?:\.\./)+schemas/([a-z-]+\.json))")

SHIPPED = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.yaml"))
SCHEMAS = {path.stem: json.loads(path.read_text()) for path in sorted(COMMITTED.glob("*.json"))}


def problems(name: str, document: Any) -> list[str]:
    """What the schema says against a document."""
    found = Draft202012Validator(SCHEMAS[name]).iter_errors(document)
    return [f"{error.json_path}: {error.message}" for error in found]


def parts(made: Any, at: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema inside a schema that describes a value, and where it stands."""
    for word in ("properties", "patternProperties", "$defs"):
        for name, inner in made.get(word, {}).items():
            yield f"{at}/{word}/{name}", inner
            yield from parts(inner, f"{at}/{word}/{name}")
    for word in ("items", "additionalProperties"):
        inner = made.get(word)
        if isinstance(inner, dict):
            yield f"{at}/{word}", inner
            yield from parts(inner, f"{at}/{word}")
    for number, inner in enumerate(made.get("anyOf", [])):
        yield from parts(inner, f"{at}/anyOf/{number}")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_shipped_file_satisfies_the_schema_that_its_first_line_names(path: Path) -> None:
    """An editor finds the schema from the file, and sees no error in what we ship."""
    text = path.read_text(encoding="utf-8")
    named = MODELINE.fullmatch(text.partition("\n")[0])
    assert named
    if "starter" not in path.parts:
        assert (path.parent / named[1]).resolve() == COMMITTED / named[2]
    assert problems(Path(named[2]).stem, as_seen(text)) == []


def test_the_committed_schemas_are_what_the_command_writes(tmp_path: Path) -> None:
    """Nobody has to wonder whether schemas/ is out of date."""
    result = CliRunner().invoke(schema, ["--output", str(tmp_path / "made")])
    assert result.exit_code == 0
    written = {path.name: path.read_bytes() for path in (tmp_path / "made").iterdir()}
    assert written == {path.name: path.read_bytes() for path in COMMITTED.iterdir()}
    assert set(written) == {f"{name}.json" for name in KINDS}
    for name, content in written.items():
        assert str(tmp_path / "made" / name) in result.output
        assert content.endswith(b"}\n")


def test_one_schema_is_printed_or_written_alone(tmp_path: Path) -> None:
    """A name picks one schema, for the terminal or for a folder."""
    printed = CliRunner().invoke(schema, ["flow", "--output", "-"])
    assert printed.output == (COMMITTED / "flow.json").read_text()
    CliRunner().invoke(schema, ["flow", "--output", str(tmp_path)])
    assert [path.name for path in tmp_path.iterdir()] == ["flow.json"]


def test_misuse_is_status_2_and_a_folder_that_cannot_be_made_status_1(tmp_path: Path) -> None:
    """An unknown name, printing without a name, and a file in place of the folder are refused."""
    (tmp_path / "file").touch()
    for arguments in (["flows"], ["--output", "-"], ["--output", str(tmp_path / "file")]):
        assert CliRunner().invoke(schema, arguments).exit_code == 2
    result = CliRunner().invoke(schema, ["--output", str(tmp_path / "file" / "below")])
    assert result.exit_code == 1
    assert "can't be written" in result.output


@pytest.mark.parametrize("name", KINDS)
def test_every_schema_is_valid_and_introduces_itself(name: str) -> None:
    """Each satisfies the draft it names, says what it is of, and claims no address."""
    made = SCHEMAS[name]
    Draft202012Validator.check_schema(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["title"]
    assert made["description"]
    assert "$id" not in made


@pytest.mark.parametrize("name", KINDS)
def test_every_property_is_described(name: str) -> None:
    """Whatever an editor points at is explained."""
    definitions = SCHEMAS[name].get("$defs", {})
    for at, part in parts(SCHEMAS[name]):
        if at.endswith("/items") and "$ref" not in part:
            continue  # the list says what its items are
        described = {**definitions.get(part.get("$ref", "").rpartition("/")[2], {}), **part}
        assert described.get("description"), at


@pytest.mark.parametrize("name", KINDS)
def test_every_example_is_right(name: str) -> None:
    """Nobody copies a mistake from an explanation."""
    definitions = SCHEMAS[name].get("$defs", {})
    for at, part in parts(SCHEMAS[name]):
        validator = Draft202012Validator({**part, "$defs": definitions})
        for example in part.get("examples", []):
            assert validator.is_valid(example), f"{at}: {example}"


def test_every_phrase_of_the_line_is_explained() -> None:
    """The schema of a language's own words knows each phrase, and no other."""
    assert list(SAID) == [phrase.value for phrase in Phrase]


FLOW = "{{flow: x, start: a, nodes: {{{}}}}}"
CALL = "{{call: x, steps: [{}]}}"
LINE = '{{a: {{number: "{}", offers: x, source: s, confidence: {}, last_dialled: {}}}}}'
SOURCE = "{{a: {{title: t, owner: o, address: a, looked_at: {}, used_for: u{}}}}}"
SERVICE = (ROOT / "flows/service.yaml").read_text(encoding="utf-8")
WORDS = (ROOT / "prompts/en/service.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("flow", FLOW.format("a: {goodbye: {}}"), FLOW.format("a: {farewell: {}}")),
        ("flow", FLOW.format("a: {read: }"), FLOW.format("a: {}")),
        ("flow", FLOW.format("a: {read: {}}"), FLOW.format("a: {read: {}, say: {then: b}}")),
        ("flow", FLOW.format("a: {menu: {1: b}}"), FLOW.format("a: {menu: {}}")),
        ("flow", FLOW.format("a: {menu: {'*': b}}"), FLOW.format("a: {menu: {10: b}}")),
        ("flow", FLOW.format("a: {menu: {1: b}}"), FLOW.format("a: {menu: }")),
        ("flow", FLOW.format("a: {menu: {1: b.c}}"), FLOW.format("a: {menu: {1: b c}}")),
        ("flow", FLOW.format("a: {say: {then: b}}"), FLOW.format("a: {say: }")),
        ("flow", FLOW.format("a: {read: {}}"), FLOW.format("A: {read: {}}")),
        ("flow", FLOW.format("a: {read: {}}"), "{flow: x, nodes: {a: {read: {}}}}"),
        (
            "flow",
            FLOW.format("a: {ask_first: true, read: {}}"),
            FLOW.format("a: {ask_first: yes, read: {}}"),
        ),
        (
            "flow",
            FLOW.format("a: {branch: {cases: [{language: en, then: b}], otherwise: b}}"),
            FLOW.format("a: {branch: {cases: [{then: b}], otherwise: b}}"),
        ),
        (
            "flow",
            FLOW.format("a: {branch: {cases: [{reachable: x, then: b}], otherwise: b}}"),
            FLOW.format("a: {branch: {cases: [{reachable: x, language: y, then: b}]}}"),
        ),
        ("service", SERVICE.replace('"0"', "0"), SERVICE.replace('"0"', "10")),
        ("service", SERVICE, SERVICE.replace("repeat:", "repeet:")),
        ("service", SERVICE.replace("ring: 25", 'ring: "25"'), SERVICE.replace("25", "4")),
        ("service", SERVICE, SERVICE.replace("150", "fast")),
        ("service", SERVICE, SERVICE.replace("IVR_STAFF_NUMBERS", "NUMBERS")),
        ("service-words", WORDS, WORDS.replace("  apology:", "  apologie:")),
        ("service-words", WORDS, WORDS.replace("  gate:", "  gait:")),
        ("service-words", WORDS, WORDS.replace("  pace_slow: Slower.\n", "")),
        ("prompts", "{a: {say: x}}", "{a: {says: x}}"),
        ("prompts", "{a: {say: [x, y]}}", "{a: {say: {x: y}}}"),
        ("prompts", "{a: {label: , say: 911}}", "{a: {label: [], say: 911}}"),
        ("prompts", "{a: {sources: [988, acs-r]}}", "{a: {sources: [ACS]}}"),
        ("lines", "{acs: the Society}", "{acs: }"),
        ("lexicon", "{Zoladex: , Anne: an}", "{Zoladex: [x]}"),
        ("directory", LINE.format("988", "high", ""), LINE.format("988", "sure", "")),
        ("directory", LINE.format("1-800", "high", ""), LINE.format("1 800", "high", "")),
        (
            "directory",
            LINE.format("911", "high", "2026-11-23"),
            LINE.format("911", "high", "23.11.2026"),
        ),
        (
            "sources",
            SOURCE.format("2026-11-23", ", licence: l"),
            SOURCE.format("2026-11", ", licence: l"),
        ),
        (
            "sources",
            SOURCE.format("2026-11-23", ", licence: l"),
            SOURCE.format("2026-11-23", ""),
        ),
        (
            "approvals",
            "{en/main.menu: {hash: 0123456789abcdef, by: x, role: y, day: 2026-11-23, words: []}}",
            "{en/main.menu: {hash: 0123456789abcdef, by: x, role: y, on: soon, words: []}}",
        ),
        ("call", CALL.format("press: 5"), CALL.format("{}")),
        ("call", CALL.format("press: 5"), CALL.format("preess: 5")),
        ("call", CALL.format('press: "41##"'), CALL.format("press: A")),
        ("call", CALL.format("silence: true"), CALL.format("silence: false")),
        ("call", CALL.format("silence: 3"), CALL.format("silence: 0")),
        ("call", CALL.format("{ends: false}"), CALL.format("{ends: false, press: 1}")),
        ("call", CALL.format("hears: 988"), CALL.format("hears: ")),
        ("call", CALL.format("hangs_up: true"), CALL.format("hangs_up: false")),
        ("call", CALL.format("dial_outcome: no-answer"), CALL.format("dial_outcome: asleep")),
        ("call", CALL.format("within: 2.5"), CALL.format("within: 0")),
    ],
)
def test_a_mistake_is_underlined_and_its_correction_is_not(
    name: str, right: str, wrong: str
) -> None:
    """The schema tells a document from the same document with one mistake."""
    assert problems(name, as_seen(right)) == []
    assert problems(name, as_seen(wrong))


BASES = {
    "flow": "flows/main.yaml",
    "service": "flows/service.yaml",
    "prompts": "prompts/en/support.yaml",
    "service-words": "prompts/en/service.yaml",
    "lines": "prompts/en/lines.yaml",
    "directory": "prompts/directory.yaml",
    "sources": "prompts/sources.yaml",
    "call": "tests/calls/transfer_no_answer.yaml",
}
WRITTEN = ["1", "12", "0", "2.5", "1e3", "*", "#", "x", "main.menu", "2026-11-23", "99-9", None]
NAMES = ["1", "#", "x", "menu", "read", "goodbye", "language", "silence", "within", "ends", "label"]


def holders(tree: Any) -> list[Any]:
    """Every mapping and list inside a tree that holds something."""
    inside = list(tree.values()) if isinstance(tree, dict) else tree
    below = [
        found for value in inside if isinstance(value, dict | list) for found in holders(value)
    ]
    return [tree, *below] if tree else below


@st.composite
def mutated(draw: st.DrawFn, base: Any) -> Any:
    """A document after one or two changes: a value replaced, moved, left out or named anew."""
    tree = copy.deepcopy(base)
    for _ in range(draw(st.integers(1, 2))):
        holder = draw(st.sampled_from(holders(tree)))
        place = draw(
            st.sampled_from(list(holder) if isinstance(holder, dict) else range(len(holder)))
        )
        change = draw(st.sampled_from(["write", "copy", "leave out", "rename"]))
        if change == "write":
            holder[place] = draw(st.sampled_from(WRITTEN))
        elif change == "copy":
            holder[place] = copy.deepcopy(draw(st.sampled_from(holders(tree))))
        elif change == "rename" and isinstance(holder, dict):
            holder[draw(st.sampled_from(NAMES))] = holder.pop(place)
        else:
            del holder[place]
        if not tree:
            return tree
    return tree


def one_of_each(value: Any) -> bool:
    """Whether nodes, cases and steps are exactly one thing, which the linker looks after."""
    if isinstance(value, list | dict):
        return all(map(one_of_each, value.values() if isinstance(value, dict) else value))
    if not isinstance(value, BaseModel):
        return True
    choices: dict[type, set[str]] = {
        NodeShape: set(NODE_KINDS),
        CaseShape: {"reachable", "language"},
        StepShape: set(StepShape.model_fields),
    }
    chosen = choices.get(type(value), set()) & value.model_fields_set
    right = len(chosen) == 1 and all(getattr(value, name) is not None for name in chosen)
    return (right or type(value) not in choices) and all(one_of_each(v) for _, v in value)


@pytest.mark.parametrize("name", BASES)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_what_the_check_takes_the_schema_takes_too(name: str, data: st.DataObject) -> None:
    """An editor never sees an error in a file whose shape is right, however it was changed."""
    document = data.draw(mutated(verbatim(ROOT / BASES[name])))
    try:
        shaped = TypeAdapter(KINDS[name].shape).validate_python(document)
    except ValidationError:
        return
    if name == "service-words" and set(shaped.phrases) != set(SAID):
        return
    if one_of_each(shaped):
        assert problems(name, unquoted(document)) == []
