"""The documentation is true: reference pages are those of the code, links lead somewhere, examples print what they say.

Every ```console block of README.md and docs/ is run by /bin/sh, a page at a time from top to bottom, in a copy of the
samples, at a fixed present.  `$ ` begins a command, `> ` goes on with it, the other lines are what it prints (stdout
and stderr).  `…` stands for any text within a line, and alone in its line for any number of lines.  A block whose
fence names a file (```markdown seeds/rain.md) is that file, saved at this point of the page.
"""

from __future__ import annotations

import inspect
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from docs import generate, wording
from feedtool import config
from feedtool.cli import COMMANDS, main
from feedtool.document import FORMATS
from feedtool.source import KINDS
from feedtool.validate.book import BOOK

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
NOW = "2026-06-01T09:00:00+05:30"
SAMPLES = ("seeds", "feedtool.toml", "LICENSE")
FENCE = re.compile(r"^```(\w+)(?: ([\w./-]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
MARK = "\x1e"


@dataclass(slots=True)
class Step:
    """One command of a page (or a file that it asks to save), the line it stands in, and what it prints."""

    line: int
    command: str
    printed: list[str] = field(default_factory=list)


def steps(text: str) -> Iterator[Step]:
    """Yield what a page asks its reader to do, in order."""
    for fence in FENCE.finditer(text):
        language, path, body = fence.groups()
        line = text.count("\n", 0, fence.start()) + 2
        if path:
            parent = Path(path).parent
            yield Step(line, f"mkdir -p {parent} && cat >{path} <<'END-OF-FILE'\n{body}END-OF-FILE")
        elif language == "console":
            yield from _commands(body, line)


def _commands(body: str, first: int) -> Iterator[Step]:
    step: Step | None = None
    for number, line in enumerate(body.splitlines(), first):
        if line.startswith("$ "):
            if step:
                yield step
            step = Step(number, line[2:])
        elif line.startswith("> ") and step and not step.printed:
            step.command += f"\n{line[2:]}"
        elif step:
            step.printed.append(line)
    if step:
        yield step


def run(page_steps: list[Step], folder: Path) -> list[list[str]]:
    """Run all steps in one shell and return what each printed."""
    script = "exec 2>&1\n" + "".join(
        f"{step.command}\n_code=$?; printf '{MARK}\\n'; (exit $_code)\n" for step in page_steps
    )
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "NO_COLOR": "1",
        "FEEDTOOL_NOW": NOW,
        "SOURCE_DATE_EPOCH": str(int(datetime.fromisoformat(NOW).timestamp())),
    }
    done = subprocess.run(
        ["/bin/sh", "-s"], input=script, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return [part.splitlines() for part in done.stdout.split(f"{MARK}\n")]


def agrees(expected: list[str], printed: list[str]) -> bool:
    """Say whether what was printed is what the page says, elisions allowed."""
    wanted = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else ".*".join(map(re.escape, line.split("…"))) + "\n" for line in expected
    )
    return re.fullmatch(wanted, "".join(f"{line}\n" for line in printed)) is not None


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """Return a folder with a copy of the samples."""
    for name in SAMPLES:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("page", [name for name in NAMES if "```console" in (ROOT / name).read_text("utf-8")])
def test_every_command_of_a_page_prints_what_the_page_says(page: str, samples: Path) -> None:
    page_steps = list(steps((ROOT / page).read_text("utf-8")))
    printed = run(page_steps, samples)
    assert len(printed) == len(page_steps) + 1, f"{page}: the shell stopped early: {printed[-1]}"
    for step, lines in zip(page_steps, printed, strict=False):
        told = "\n".join(lines)
        assert agrees(step.printed, lines), f"{page}:{step.line}: $ {step.command}\nprinted:\n{told}"


@pytest.mark.parametrize("page", NAMES)
def test_every_relative_link_leads_to_a_file_and_a_heading(page: str) -> None:
    text = FENCE.sub("", (ROOT / page).read_text("utf-8"))
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / page).parent / path if path else ROOT / page
        assert file.exists(), f"{page} links to {target}"
        assert not anchor or anchor in anchors(file.read_text("utf-8")), f"{page} links to {target}"


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.casefold()).replace(" ", "-") for heading in headings}


def test_reference_pages_are_those_of_the_code() -> None:
    assert [path.name for path in generate.stale()] == [], "run: python -m docs.generate"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_documented_and_has_help_with_an_example(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert re.search(rf"^\x08\nfeedtool {name}\b", inspect.cleandoc(command.help or ""), re.MULTILINE)
    assert f"\n## {name}\n" in reference("commands.md")


@pytest.mark.parametrize(("table", "key"), [(name, key) for name, keys in config.TABLES.items() for key in keys])
def test_every_key_of_the_configuration_is_documented_with_what_it_expects(table: str, key: str) -> None:
    assert f"| `{key}` |" in reference("configuration.md")
    assert generate.expected(config.TABLES[table][key])


def test_every_rule_every_kind_and_every_format_is_documented() -> None:
    documented = anchors(reference("rules.md"))
    assert BOOK.keys() <= documented
    tables = reference("kinds-and-formats.md")
    for name in (*(kind.name for kind in KINDS), *FORMATS):
        assert f"| `{name}` |" in tables


def test_every_doubt_of_the_stages_before_the_document_is_documented() -> None:
    files = [file for file in (ROOT / "feedtool").rglob("*.py") if "validate" not in file.parts]
    found = {code for file in files for code in re.findall(r'"((?:\w+-)+\w+)"', file.read_text("utf-8"))}
    families = {code.split("-")[0] for code in wording.DOUBTS}
    assert {code for code in found if code.split("-")[0] in families} <= wording.DOUBTS.keys()


@pytest.mark.parametrize("page", [name for name in NAMES if "```toml" in (ROOT / name).read_text("utf-8")])
def test_every_configuration_in_the_docs_can_be_read(page: str, tmp_path: Path) -> None:
    for language, _, body in FENCE.findall((ROOT / page).read_text("utf-8")):
        if language == "toml":
            config.parse(body, root=tmp_path)


@pytest.mark.parametrize("page", [name for name in NAMES if "```crontab" in (ROOT / name).read_text("utf-8")])
def test_the_crontab_lines_have_five_fields_and_a_command(page: str) -> None:
    lines = [line for line in fences(page, "crontab") if line and not re.match(r"#|\w+=", line)]
    field_ = r"(?:\*|\d+(?:-\d+)?)(?:/\d+)?(?:,\d+)*"
    assert lines
    for line in lines:
        assert re.fullmatch(rf"(?:{field_} ){{5}}\S.*feedtool\"? build.*", line), line
        assert "%" not in line, "cron takes % for a line break"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    for name in ("feedtool.service", "feedtool.timer"):
        text = "\n".join(fences("docs/how-to/cron.md", "ini", name)) + "\n"
        (tmp_path / name).write_text(re.sub(r"^(ExecStart=)\S+", rf"\1{sys.executable}", text, flags=re.MULTILINE))
    units = sorted(str(path) for path in tmp_path.iterdir())
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False, env=os.environ
    )
    assert not re.search(r"feedtool\.(?:service|timer)", told.stderr), told.stderr


def fences(page: str, language: str, name: str = "") -> list[str]:
    """Return the lines of a page's blocks of one language (and name)."""
    found = FENCE.findall((ROOT / page).read_text("utf-8"))
    return [line for kind, path, body in found if kind == language and path == name for line in body.splitlines()]


def reference(name: str) -> str:
    """Return the text of a reference page."""
    return (ROOT / "docs" / "reference" / name).read_text("utf-8")


def test_a_page_that_says_something_else_is_found_out(tmp_path: Path) -> None:
    page = "```console\n$ echo one; echo two\none\n…\n$ false\n$ echo $?\n1\n```\n"
    found = list(steps(page))
    assert [step.command for step in found] == ["echo one; echo two", "false", "echo $?"]
    assert [agrees(step.printed, lines) for step, lines in zip(found, run(found, tmp_path), strict=False)] == [True] * 3
    assert not agrees(["one"], ["one", "two"])
    assert not agrees(["o…e"], ["two"])
    assert datetime.fromisoformat(NOW) > datetime(2025, 1, 1, tzinfo=UTC)
