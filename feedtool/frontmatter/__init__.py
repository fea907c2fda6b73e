"""FRONT MATTER: the block of fields above a text, in YAML (`---`), TOML (`+++`) or JSON (`{`), with each field's line.

No value is turned into another type on the way in: `no`, `15:21` and `1e3` stay the text that was written, and only
the stage that knows what a field is for reads it as a time, a flag or a number.

Sources: YAML 1.2 section 9.1.2 (document markers), TOML 1.0; JSON, as Hugo has it: an object that the text begins with.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from feedtool.errors import RecordError
from feedtool.frontmatter.simple import TOP, read_simple
from feedtool.later import regex
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import yaml


_OPENINGS = {
    "---": ("yaml", "---", regex(r"\n(?:---|\.\.\.)[^\S\n]*(?![^\n])")),
    "+++": ("toml", "+++", regex(r"\n\+\+\+[^\S\n]*(?![^\n])")),
}
"""What opens a block: its form, what closes it as one would write it, and every line that does."""
_JSON_OPENING = regex(r'\{\s*"[^"\n]*"\s*:')
_JSON_KEY = regex(r'\s*\{?\s*"([^"]*)"\s*:')
_TOML_PLACE = regex(r"\(at line (\d+), column (\d+)\)")
_TOML_KEY = regex(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*[.=]""")
_MOST_NODES = 10_000
_DEEPEST = 20
_LONGEST = 1_000_000
_OPENERS = regex(r"[\[{]")
_MOST_OPENERS = 1_000
"""More fields, and deeper ones, than any article has; front matter beyond it is refused rather than read."""


class FrontMatter(NamedTuple):
    """The fields (by name, as text, tuples and mappings of text), the line of each, and the text below."""

    fields: Mapping[str, object]
    lines: Mapping[str, int]
    body: str
    body_line: int = 1


def split(text: str) -> FrontMatter:
    r"""Return the front matter of `text` (lines ended by `\n`, no BOM); a text that has none is all body.

    Raises:
        RecordError: the block is never closed, is not valid in its form, or names a field twice; the place says where.

    """
    opening = text.partition("\n")[0]
    known = _OPENINGS.get(opening.rstrip())
    if known is None:
        return _split_json(text) if _JSON_OPENING.match(text) else FrontMatter({}, {}, text)
    form, closing, closings = known
    closed = closings.search(text, len(opening))
    if closed is None:
        raise RecordError(
            f"the front matter opened with {opening.rstrip()!r} is never closed",
            place=Place(line=1),
            expected=f"a line {closing!r} below the fields",
        )
    start, end = closed.span()
    fields, lines = _READERS[form](text[len(opening) + 1 : start])
    return FrontMatter(fields, lines, text[end + 1 :], text.count("\n", 0, start) + 3)


def has_front_matter(text: str) -> bool:
    """Whether `text` opens with a front matter block (closed or not).  JSON is no sign of it: much else is JSON."""
    return text.split("\n", 1)[0].rstrip() in _OPENINGS


def _read_yaml(text: str) -> tuple[dict[str, object], dict[str, int]]:
    return read_simple(text) or _parsed_yaml(text)


def _parsed_yaml(text: str) -> tuple[dict[str, object], dict[str, int]]:
    import yaml  # noqa: PLC0415 - slow to import, and not every command reads records

    _refuse_depth(text)
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        raise _yaml_error(error, text) from error
    if root is None:
        return {}, {}
    if not isinstance(root, yaml.MappingNode):
        raise RecordError(
            "the front matter is not a list of fields", place=Place(line=2), expected="lines `name: value`"
        )
    budget = [_MOST_NODES]
    fields = {name: _plain(node, budget, _DEEPEST) for name, node in _pairs(root)}
    return fields, {name.value: name.start_mark.line + TOP for name, _ in root.value}


def _refuse_depth(text: str) -> None:
    """Refuse what would nest so deep that the YAML parser, which recurses, runs out of stack."""
    deep = len(_OPENERS.findall(text)) > _MOST_OPENERS or any(
        line.count("- ") + line.count("? ") > _MOST_OPENERS for line in text.split("\n") if len(line) > _MOST_OPENERS
    )
    if deep or len(text) > _LONGEST:
        raise RecordError("the front matter is larger, or nested deeper, than an article needs", place=Place(line=2))


def _pairs(node: yaml.MappingNode) -> list[tuple[str, yaml.Node]]:
    """Return the names and values of a YAML mapping; a name may stand once."""
    seen: dict[str, yaml.Node] = {}
    for name, value in node.value:
        line = name.start_mark.line + 2
        if not isinstance(name.value, str):
            raise RecordError("a field's name is not plain text", place=Place(line=line), expected="`name: value`")
        if name.value in seen:
            raise RecordError("the field stands twice", place=Place(line=line, field=name.value), hint="remove one")
        seen[name.value] = value
    return list(seen.items())


def _plain(node: yaml.Node, budget: list[int], depth: int) -> object:
    """Return a YAML node as text, tuples and dicts of text; `budget` bounds what aliases may blow up to."""
    import yaml  # noqa: PLC0415 - loaded by now

    budget[0] -= 1
    line = node.start_mark.line + 2
    if budget[0] < 0 or not depth:
        raise RecordError(
            f"the front matter holds more than {_MOST_NODES:,} values, or is nested deeper than {_DEEPEST} levels",
            place=Place(line=line),
        )
    if not node.tag.startswith("tag:yaml.org,2002:") or node.tag.startswith("tag:yaml.org,2002:python/"):
        raise RecordError(f"the YAML tag {node.tag} is not read", place=Place(line=line), expected="plain text")
    if isinstance(node, yaml.SequenceNode):
        return tuple(_plain(item, budget, depth - 1) for item in node.value)
    if isinstance(node, yaml.MappingNode):
        return {name: _plain(value, budget, depth - 1) for name, value in _pairs(node)}
    return str(node.value)


def _yaml_error(error: yaml.YAMLError, text: str) -> RecordError:
    mark = getattr(error, "problem_mark", None)
    line = mark.line if mark else text.count("\n", 0, getattr(error, "position", 0))
    lines = text.split("\n")
    line = min(line, len(lines) - 1)
    written = lines[line].strip()[:80]
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
    name, colon, value = written.partition(": ")
    hint = ""
    if colon and ": " in value and value[:1] not in "'\"":
        quoted = value.replace('"', '\\"')
        reason, hint = "the value holds a colon and is not in quotes", f'{name}: "{quoted}"'
    return RecordError(
        f"front matter: {reason}: {written!r}",
        place=Place(line=line + 2, column=mark.column + 1 if mark else 0),
        hint=hint,
    )


def _read_toml(text: str) -> tuple[dict[str, object], dict[str, int]]:
    import tomllib  # noqa: PLC0415 - only for the few texts that use it

    try:
        table = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        where = _TOML_PLACE.search(str(error))
        line, column = (int(where[1]), int(where[2])) if where else (text.count("\n") + 1, 0)
        reason = _TOML_PLACE.sub("", str(error)).strip()
        raise RecordError(f"front matter: {reason}", place=Place(line=line + 1, column=column)) from error
    lines: dict[str, int] = {}
    for number, line_text in enumerate(text.split("\n"), TOP):
        if key := _TOML_KEY.match(line_text):
            lines.setdefault(next(filter(None, key.groups()), ""), number)
    return {name: _as_text(value) for name, value in table.items()}, lines


def _split_json(text: str) -> FrontMatter:
    """Return the object that a text begins with as its fields, and what stands below it."""
    import json  # noqa: PLC0415 - only for the few texts that use it

    decoder = json.JSONDecoder(parse_float=str, parse_int=str, object_pairs_hook=_once)
    try:
        table, end = decoder.raw_decode(text)
    except json.JSONDecodeError as error:
        place = Place(line=error.lineno, column=error.colno)
        raise RecordError(f"front matter: {error.msg}", place=place, expected="one JSON object") from None
    except RecursionError:
        raise RecordError("the front matter is nested deeper than an article needs", place=Place(line=1)) from None
    lines: dict[str, int] = {}
    for number, line_text in enumerate(text[:end].split("\n"), 1):
        if key := _JSON_KEY.match(line_text):
            lines.setdefault(key[1], number)
    fields = {name: _as_text(value) for name, value in table.items() if value is not None}
    return FrontMatter(fields, lines, text[end:].removeprefix("\n"), text.count("\n", 0, end) + 2)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the fields of a JSON object; a name may stand once."""
    table: dict[str, object] = {}
    for name, value in pairs:
        if name in table:
            raise RecordError("the field stands twice", place=Place(line=1, field=name), hint="remove one")
        table[name] = value
    return table


def _as_text(value: object) -> object:
    """Return a value of TOML or JSON as text; the types of both write themselves in one way only."""
    if isinstance(value, list):
        return tuple(_as_text(item) for item in value if item is not None)
    if isinstance(value, dict):
        return {name: _as_text(item) for name, item in value.items() if item is not None}
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, (datetime, date, time)) else str(value)


_READERS: dict[str, Callable[[str], tuple[dict[str, object], dict[str, int]]]] = {
    "yaml": _read_yaml,
    "toml": _read_toml,
}
