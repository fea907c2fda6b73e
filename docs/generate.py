"""Writes the reference pages in docs/reference/ from the tables of the code, so that they cannot drift from it.

::

    python -m docs.generate            write the pages that are stale
    python -m docs.generate --check    write nothing; exit code 1 where a page is stale
"""

from __future__ import annotations

import html
import importlib
import inspect
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docs import wording
from feedtool import config, errors
from feedtool.article import Article
from feedtool.cli import COMMANDS, main
from feedtool.document import FORMATS
from feedtool.feed import Where
from feedtool.pipeline.oneoff import as_data
from feedtool.record import ALIASES
from feedtool.source import KINDS
from feedtool.validate.book import BOOK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from feedtool.validate import Rule

REFERENCE = Path(__file__).parent / "reference"
HEAD = "<!-- Written by `python -m docs.generate` from the code; edit that, not this. -->\n\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines) + "\n"


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


# --- commands ---------------------------------------------------------------------------------------------------------


def commands() -> str:
    """Return the page of the commands, from their help and options."""
    context = click.Context(main, info_name="feedtool")
    parts = [wording.COMMANDS_PAGE]
    for name, line in COMMANDS.items():
        command = main.get_command(context, name)
        assert command is not None, name  # noqa: S101 - every row of COMMANDS is one
        parts += [f"## {name}\n", f"{line}\n", *_command(name, command)]
    return "\n".join(parts)


def _command(name: str, command: click.Command) -> Iterator[str]:
    words = ["feedtool", name, "[OPTIONS]", *(_argument(param) for param in command.params)]
    yield f"```text\n{' '.join(filter(None, words))}\n```\n"
    for block in inspect.cleandoc(command.help or "").split("\n\n"):
        lines = block.split("\n")
        yield "```sh\n" + "\n".join(lines[1:]) + "\n```\n" if lines[0] == "\b" else f"{block}\n"
    rows = [_option(name, param) for param in command.params if isinstance(param, click.Option)]
    yield _table(("option", "meaning", "default", "environment"), rows)


def _argument(param: click.Parameter) -> str:
    return str(param.metavar or f"[{str(param.name).upper()}]") if isinstance(param, click.Argument) else ""


def _option(command: str, option: click.Option) -> list[str]:
    short_last = sorted(option.opts, key=len, reverse=True)
    value = "" if option.is_flag else str(option.metavar or _value_of(option))
    variable = str(option.envvar or f"FEEDTOOL_{command}_{option.name}".upper())
    return [
        f"`{', '.join(short_last)}{' ' + value if value else ''}`",
        option.help or "",
        _default(option),
        _code(variable),
    ]


def _value_of(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return "[" + "|".join(map(str, option.type.choices)) + "]"
    return "PATH" if isinstance(option.type, click.Path) else "N" if isinstance(option.type, click.IntRange) else "TEXT"


def _default(option: click.Option) -> str:
    value = option.default
    if option.is_flag or not isinstance(value, (str, int, list, tuple, Path)) or value == "":
        return ""
    return _code(" ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value))


# --- configuration ----------------------------------------------------------------------------------------------------

_USUAL = {
    "site": config.Site(),
    "source": config.SourceConfig(name="", paths=()),
    "feed": config.FeedConfig(name=""),
    "element": config.ElementConfig(name=""),
    "validate": config.Validation(),
    "web": config.Web(),
    "delivery": config.Served(),
    "cloud": config.Access(),
    "push": config.Patience(),
}


def configuration() -> str:
    """Return the page of the configuration, from the tables that read it."""
    parts = [wording.CONFIGURATION]
    for name, keys in config.TABLES.items():
        title, said = wording.TABLES[name]
        usual = _USUAL[name]
        rows = [
            (_code(key), row.meaning, expected(row), _toml(getattr(usual, key, row.default)))
            for key, row in keys.items()
        ]
        parts += [f"## {title}\n", f"{said}\n", _table(("key", "meaning", "value", "default"), rows)]
    rows = [(_code(key), row.meaning, expected(row), _toml(row.default)) for key, row in config.PODCAST.items()]
    parts += ["## [feed.NAME.podcast]\n", f"{wording.PODCAST}\n", _table(("key", "meaning", "value", "default"), rows)]
    words = ", ".join(_code(word) for word in config.WHERE)
    return "\n".join([*parts, wording.FILTERS.format(words=words)])


def expected(key: config.Key) -> str:
    """Return what the reader of a key says it expects, when given something that it cannot be."""
    for wrong in ("!", object()):
        try:
            key.read(wrong)
        except ValueError as error:
            told = str(error).split(" (did you mean")[0]
            return f"{told}, or a list of texts" if told == "text" and key.default == () else told
    return ""


def _toml(value: object) -> str:
    if value in (None, "", (), 0, ("", 1)) or value == {} or value == Where():
        return ""
    return _code(str(list(value)).replace("'", '"') if isinstance(value, tuple) else str(value))


# --- front matter -----------------------------------------------------------------------------------------------------


def front_matter() -> str:
    """Return the page of front matter, from the names that the reader takes."""
    rows = []
    for field, names in ALIASES.items():
        others = ", ".join(_code(name) for name in names if name != field)
        rows.append((_code(field), others, wording.FIELDS[field]))
    return wording.FRONT_MATTER.format(table=_table(("field", "other names", "meaning"), rows))


# --- rules ------------------------------------------------------------------------------------------------------------


_GROUPS = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed", "opml": "OPML", "sitemap": "Sitemaps"}


def rules() -> str:
    """Return the page of the rules, from the rule book."""
    rows = [
        (f"[{code}](#{code})", rule.level.value, ", ".join(rule.formats), _demand(rule)) for code, rule in BOOK.items()
    ]
    doubts = _table(("code", "meaning"), [(_code(code), said) for code, said in wording.DOUBTS.items()])
    head = wording.RULES_PAGE.format(
        count=len(BOOK), rules=_table(("rule", "level", "formats", "demand"), rows), doubts=doubts
    )
    return "\n".join([head, *(_rule(rule) for rule in BOOK.values())])


def _blanks(template: str, shown: str) -> str:
    """Return a template as Markdown, its blanks as `shown` writes their names."""
    text = html.escape(template.replace("{{", "\x01").replace("}}", "\x02"), quote=False)
    text = re.sub(r"{(\w+)[^}]*}", lambda blank: shown.format(blank[1]), text)
    return text.replace("\x01", "{").replace("\x02", "}")


def _demand(rule: Rule) -> str:
    return _blanks(rule.message, "*{}*")


def _rule(rule: Rule) -> str:
    formats = " and ".join(_GROUPS[name] for name in rule.formats)
    title = html.escape(rule.spec.title, quote=False)
    lines = [
        f"### {rule.code}\n",
        f"{rule.level.value.capitalize()} · {formats} · [{title}]({rule.spec.url})\n",
        f"{_demand(rule)}.  {html.escape(rule.why, quote=False)}\n",
        f"Wrong:\n\n```text\n{rule.wrong}\n```\n\nRight:\n\n```text\n{rule.right}\n```\n",
    ]
    return "\n".join([*lines, f"Mend: {_blanks(rule.fix, '*{}*')}.\n"] if rule.fix else lines)


# --- exit codes, kinds and formats, data ------------------------------------------------------------------------------


def exit_codes() -> str:
    """Return the page of exit codes, from the tree of errors."""
    tree = [(error, _first_line(error)) for error in _tree(errors.FeedtoolError)]
    codes = [(str(code), said) for code, said in wording.CODES.items()]
    rows = [(_code(error.__name__), str(error.exit_code), said) for error, said in tree]
    return wording.EXIT_CODES.format(
        codes=_table(("code", "meaning"), codes), errors=_table(("error", "code", "when"), rows)
    )


def _tree(error: type[errors.FeedtoolError]) -> Iterator[type[errors.FeedtoolError]]:
    yield error
    for kind in (found for found in error.__subclasses__() if found.__module__ == error.__module__):
        yield from _tree(kind)


def _first_line(thing: object) -> str:
    """Return the first sentence of what something says of itself, less the name of a kind before a colon."""
    return re.sub(r"^(?:Source k|K)ind `\w+`: ", "", (inspect.getdoc(thing) or "").split("\n\n")[0])


def kinds_and_formats() -> str:
    """Return the page of the kinds of source and the formats of feeds."""
    kinds = [
        (
            _code(kind.name),
            ", ".join(map(_code, kind.suffixes)),
            "read where they stand" if kind.in_place else "imported to `articles/`",
            _first_line(importlib.import_module(f"feedtool.source.{kind.name}")),
        )
        for kind in KINDS
    ]
    formats = [
        (
            _code(row.name),
            _code(row.media_type),
            _code(row.suffix),
            _first_line(importlib.import_module(f"feedtool.document.{row.module}")),
        )
        for row in FORMATS.values()
    ]
    return wording.KINDS_AND_FORMATS.format(
        kinds=_table(("kind", "endings", "files are", "what it reads"), kinds),
        formats=_table(("format", "media type", "file ending", "what it writes"), formats),
    )


def data() -> str:
    """Return the page of what `import --to -` prints."""
    sample = as_data(Article(title="A Sample", published=datetime(2025, 1, 2, tzinfo=UTC)))
    return wording.DATA_PAGE.format(table=_table(("key", "value"), [(_code(key), wording.DATA[key]) for key in sample]))


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "configuration.md": configuration,
    "front-matter.md": front_matter,
    "rules.md": rules,
    "exit-codes.md": exit_codes,
    "kinds-and-formats.md": kinds_and_formats,
    "data.md": data,
}


def stale() -> dict[Path, str]:
    """Return the pages that are not what the code says, with what they should hold."""
    pages = {REFERENCE / name: HEAD + write() for name, write in PAGES.items()}
    return {path: text for path, text in pages.items() if not path.exists() or path.read_text("utf-8") != text}


def run(arguments: Sequence[str]) -> int:
    """Write or check the pages; return the exit code."""
    pages = stale()
    for path, text in pages.items():
        sys.stderr.write(f"{'stale' if '--check' in arguments else 'written'}: {path.name}\n")
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return int("--check" in arguments and bool(pages))


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
