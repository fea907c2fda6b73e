"""The commands, as people and programs use them: data on stdout, talk on stderr, codes that mean something."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import feedtool
from conftest import Project
from feedtool.cli import COMMANDS, main
from feedtool.validate import RULES

SEED = Path(__file__).parent.parent / "seeds" / "monsoon-desk.txt"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"], prog_name="feedtool")
    assert result.exit_code == 0
    assert f"feedtool {name}" in result.stdout.split("Options:")[0].replace(f"Usage: feedtool {name}", "")


def test_the_help_lists_every_command() -> None:
    text = CliRunner().invoke(main, ["--help"]).stdout
    assert all(f"  {name} " in text for name in COMMANDS)


def test_the_version_is_the_package_s() -> None:
    assert CliRunner().invoke(main, ["--version"]).stdout == f"feedtool {feedtool.__version__}\n"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["biuld"], "did you mean 'build'?"),
        (["export"], "SRC"),
        (["export", "nowhere.txt"], "nowhere.txt"),
        (["export", "x", "--format", "doc"], "--format"),
        (["export", "x", "--home", "nowhere"], "--home"),
        (["export", "x", "--authority", "Me"], "--authority"),
        (["export", "x", "--timezone", "Asia/Calcuta"], "did you mean 'Asia/Calcutta'?"),
        (["export", "x", "--timezone", "IST"], "--timezone: cannot be 'IST'; expected a zone like Asia/Kolkata"),
        (["export", "x", "--zone-word", "IST=Asia/Kolkatta"], "--zone-word: cannot be 'Asia/Kolkatta'"),
        (["doctor", "herald"], "no address of the web; expected https://host/path"),
        (["export", "x", "--zone-word", "IST"], "WORD=ZONE"),
        (["build", "--config", "nowhere.toml"], "feedtool init"),
        (["build", "--now", "soon"], "--now"),
        (["import", "--to", "file"], "--to"),
        (["explain"], "nothing to explain"),
        (["explain", "atom-id-mising"], "feedtool explain atom-"),
        (["validate", "nowhere.xml"], "nowhere.xml"),
    ],
)
def test_wrong_usage_is_said_with_code_2(project: Project, args: list[str], words: str) -> None:
    result = project.run(*args, code=2)
    assert words in result.stderr
    assert result.stdout == ""


def test_export_needs_no_configuration_and_says_that_the_address_is_unknown(project: Project) -> None:
    project.write("page.txt", SEED.read_bytes())
    (project.root / "feedtool.toml").unlink()
    result = project.run("export", "page.txt", "--format", "atom")
    assert "--home" in result.stderr
    project.write("made.xml", result.stdout_bytes)
    project.run("validate", "made.xml", "--fail-on", "warning")
    assert project.run("export", "page.txt", "--format", "atom").stdout_bytes == result.stdout_bytes


def test_export_reads_standard_input_folders_and_patterns(project: Project) -> None:
    project.note("one", date="2025-12-24 10:00 +0530")
    project.note("two", title="Two", date="2025-12-23 10:00 +0530")
    text = project.read("notes/one.md")
    assert project.run("export", "-", stdin=text).stdout.count("<item>") == 1
    assert project.run("export", "notes").stdout.count("<item>") == 2
    assert project.run("export", "notes/*.md", "notes/one.md", "-", stdin=text).stdout.count("<item>") == 2
    assert project.run("export", "notes", "--limit", "1").stdout.count("<item>") == 1


def test_export_says_which_addresses_it_had_to_drop(project: Project) -> None:
    project.note("one", body="[x](/y) and [z](https://z.example/)", date="2025-12-24 10:00 +0530")
    assert "were dropped: /y (name the address of the site" in project.run("export", "notes").stderr
    assert "dropped" not in project.run("export", "notes", "--home", "https://gazette.example/").stderr
    project.note("one", link="https://gazette.example/1", body="[x](/y)", date="2025-12-24 10:00 +0530")
    assert "dropped" not in project.run("export", "notes").stderr


def test_a_closed_or_full_output_is_said(project: Project) -> None:
    project.note("one", date="2025-12-24 10:00 +0530")
    for redirect, code in ((">&-", 2), (">/dev/full", 3)):
        command = f'"{sys.executable}" -m feedtool export notes {redirect}'
        done = subprocess.run(["/bin/sh", "-c", command], cwd=project.root, capture_output=True, text=True, check=False)
        assert done.returncode == code
        assert "error: standard output" in done.stderr
        assert "Traceback" not in done.stderr


def test_an_error_that_stops_a_command_is_json_too(project: Project) -> None:
    project.write("feedtool.toml", "[site]\ntitel = 1\nhome = 2\n")
    told = json.loads(project.run("build", "--json", code=2).stdout)
    assert (told["exit_code"], [error["field"] for error in told["errors"]]) == (2, ["site.titel", "site.home"])


def test_export_writes_files_and_several_formats_into_a_folder(project: Project) -> None:
    project.note("one")
    options = ("--home", "https://gazette.example/", "--title", "All & Sundry", "--timezone", "Asia/Kolkata")
    project.run("export", "notes", "--to", "one.xml", *options)
    assert "<title>All &amp; Sundry</title>" in project.read("one.xml")
    project.run("export", "notes", "-f", "rss", "-f", "atom", code=2)
    project.run("export", "notes", "-f", "rss", "-f", "atom", "--to", str(project.root / "out") + "/", *options)
    assert sorted(path.name for path in (project.root / "out").iterdir()) == ["feed.atom.xml", "feed.rss.xml"]


def test_export_takes_the_self_link_link_pattern_author_and_rights(project: Project) -> None:
    project.note("one")
    text = project.run(
        "export", "notes", "--format", "atom",
        "--home", "https://gazette.example/",
        "--self", "https://gazette.example/feed",
        "--link", "https://gazette.example/{date:%Y}/{slug}",
        "--author", "Desk", "--rights", "(c) Gazette", "--language", "en-IN", "--authority", "gazette.example,2025",
    ).stdout  # fmt: skip
    for words in (
        'href="https://gazette.example/feed" rel="self"',
        'href="https://gazette.example/2025/one"',
        "<name>Desk</name>",
        "<rights>(c) Gazette</rights>",
        'xml:lang="en-IN"',
        "<id>tag:gazette.example,2025:2025-12-24:one</id>",
    ):
        assert words in text


def test_export_sets_a_bad_article_aside_and_says_so(project: Project) -> None:
    project.note("one")
    project.write("notes/bad.md", "---\ntitle: x\n---\n")
    result = project.run("export", "notes", code=1)
    assert "notes/bad.md" in result.stderr
    assert result.stdout.count("<item>") == 1
    result = project.run("export", "notes/bad.md", code=3)
    assert result.stdout == ""


def test_import_puts_records_into_articles_and_is_idempotent(project: Project) -> None:
    project.write("page.txt", SEED.read_bytes())
    assert "new: page.txt -> articles/2025/" in project.run("import", "page.txt", "-v").stderr
    before = {path: path.read_bytes() for path in (project.root / "articles").rglob("*.*")}
    assert project.run("import", "page.txt").output == ""
    assert before == {path: path.read_bytes() for path in (project.root / "articles").rglob("*.*")}


def test_import_without_sources_imports_those_of_the_configuration(project: Project) -> None:
    project.note("one")
    assert json.loads(project.run("import", "--json").stdout)["articles"] == []


def test_import_to_stdout_writes_one_article_a_line_and_keeps_nothing(project: Project) -> None:
    project.write("page.txt", SEED.read_bytes())
    project.note("one")
    (project.root / "feedtool.toml").unlink()
    result = project.run("import", "page.txt", "notes", "--to", "-")
    page, note = map(json.loads, result.stdout.splitlines())
    assert (page["source"], page["kind"], note["source"]) == ("page.txt", "pagetext", "notes/one.md")
    assert page["published"].endswith("+05:30")
    assert page["subheads"]
    assert page["related"]
    assert page["captions"][0]["caption"]
    assert page["body_text"]
    assert "<p>" in page["body_html"]
    assert page["provenance"]["published"]["line"] > 1
    assert not (project.root / "articles").exists()


def test_import_to_stdout_says_what_was_read_of_an_article_that_is_set_aside(project: Project) -> None:
    text = "\n".join(line for line in SEED.read_text(encoding="utf-8").split("\n") if "IST" not in line)
    project.write("undated.txt", text)
    project.write("empty.txt", "")
    result = project.run("import", "undated.txt", "empty.txt", "--to", "-", code=1)
    undated, empty = map(json.loads, result.stdout.splitlines())
    assert undated["title"].startswith("Kosi Valley")
    assert undated["body_text"]
    assert (undated["published"], undated["source"]) == (None, "undated.txt")
    assert "undated.txt" in undated["error"]
    assert (empty["source"], empty["published"]) == ("empty.txt", None)


def test_validate_says_rule_line_and_column_in_text_and_json(project: Project) -> None:
    project.write(
        "bad.xml", '<?xml version="1.0"?>\n<rss version="2.0">\n <channel><title>x</title></channel>\n</rss>\n'
    )
    text = project.run("validate", "bad.xml", code=1)
    assert "bad.xml:3:2: channel" in text.stdout
    rows = [json.loads(line) for line in project.run("validate", "-f", "json", "bad.xml", code=1).stdout.splitlines()]
    assert {row["rule"] for row in rows} <= RULES.keys()
    assert all(row["line"] for row in rows)
    project.run("validate", "-", stdin="not xml", code=1)


def test_explain_shows_the_rule_and_line_of_every_field(project: Project) -> None:
    project.note("one")
    result = project.run("explain", "notes/one.md")
    assert "published: 2025-12-24T15:21:46+05:30" in result.stdout
    assert "line 3: front matter field 'date'" in result.stdout
    row = json.loads(project.run("explain", "notes/one.md", "--json").stdout)
    assert row["provenance"]["title"]["line"] == 2


def test_explain_a_time(project: Project) -> None:
    line = "Published: December 24, 2025 15:21:46 IST"
    assert "2025-12-24T15:21:46+05:30" in project.run("explain", "--time", line).stdout
    rows = project.run(
        "explain", "--time", "--json", stdin=f"{line}\n05/12/2025 10:00 UTC\nno time here\n", code=1
    ).stdout
    first, second, third = map(json.loads, rows.splitlines())
    assert (first["instant"], first["zone"]) == ("2025-12-24T15:21:46+05:30", "IST")
    assert "day and month" in second["refused"]
    assert "no time" in third["refused"]
    dublin = project.run("explain", "--time", "--zone-word", "IST=Europe/Dublin", "July 1, 2025 10:00 IST").stdout
    assert "2025-07-01T10:00:00+01:00" in dublin


@pytest.mark.parametrize("code", ["atom-self-link-missing", "rss-self-link-missing"])
def test_explain_a_rule(project: Project, code: str) -> None:
    text = project.run("explain", code).stdout
    assert all(f"\n{word}" in f"\n{text}" for word in ("code: ", "spec: ", "why: ", "fix: "))


def test_init_makes_a_project_that_builds(tmp_path: Path) -> None:
    project = Project(root=tmp_path)
    project.run("init", "--yes", "--title", "The Gazette", "--home", "https://gazette.example/")
    project.write("seeds/one.md", "---\ntitle: One\ndate: 2025-12-24 10:00\n---\nText.\n")
    project.run("build")
    assert "<title>The Gazette</title>" in project.read("output/all.rss.xml")
    assert "--force" in project.run("init", "--yes", code=2).stderr
    project.run("init", "--yes", "--force")
    project.run("init", "--yes", "sub", "--home", "no address", code=2)


def test_colour_is_left_out_where_nobody_sees_it(project: Project) -> None:
    assert "\x1b[" not in project.run("build", code=3).stderr


def test_an_option_can_come_from_the_environment(project: Project) -> None:
    project.note("one", date="2025-12-24 10:00")
    result = CliRunner(env={"FEEDTOOL_TIMEZONE": "Asia/Kolkata"}).invoke(
        main, ["export", str(project.root / "notes")], prog_name="feedtool"
    )
    assert "10:00:00 +0530" in result.stdout


def test_the_version_is_shown_without_importing_what_is_slow() -> None:
    code = (
        "import sys\nfrom feedtool.cli import main\ntry:\n    main(['--version'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'lxml', 'feedgen', 'yaml', 'pyromark', 'nh3', 'dateutil', 'msgspec', 'zoneinfo', "
        "'dataclasses'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "feedtool", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("feedtool ")


NO_EFFECT = {
    "import --to - --json a.md": "--json: has no effect with --to -",
    "import --to - --dry-run a.md": "--dry-run: has no effect with --to -",
    "import --to - --on-clash ours a.md": "--on-clash: has no effect with --to -",
    "import --kind html": "--kind: has no effect on the sources of the configuration",
    "import --timezone UTC": "--timezone: has no effect on the sources of the configuration",
    "validate --dry-run a.xml": "--dry-run: nothing is written anyway; expected --fix --dry-run",
    "validate --fix -f json a.xml": "--format: --fix shows what it changes as a difference",
    "validate --rules a.xml": "--rules: lists the rules, and checks nothing",
    "validate -c nosuch.toml a.xml": "nosuch.toml: there is no such configuration",
}


@pytest.mark.parametrize("line", NO_EFFECT)
def test_an_option_that_would_have_no_effect_is_refused(project: Project, line: str) -> None:
    project.note("a")
    project.write("a.xml", "<rss/>")
    assert f"error: {NO_EFFECT[line]}" in project.run(*line.split(), code=2).stderr


@pytest.mark.parametrize("command", ["import", "export", "explain"])
def test_a_pattern_that_matches_nothing_is_a_mistake_on_the_command_line(project: Project, command: str) -> None:
    assert "error: nosuch/*.md: no file matches; try: check the pattern" in (
        project.run(command, "nosuch/*.md", code=2).stderr
    )
