"""`feedtool validate`: forms of output, input of many files, levels, `--fix` and `--against`, exit codes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from feedtool.problem import Level, Place, Problem
from feedtool.validate import RULES
from feedtool.validate.book import BOOK
from feedtool.validate.excerpt import WIDTH, excerpts
from feedtool.validate.many import Checked, Task, checked, found
from feedtool.validate.output import FORMS, Wanted, lines

if TYPE_CHECKING:
    from conftest import Project

ROOT = Path(__file__).parent.parent
FIX = ROOT / "tests" / "cases" / "fix"
GOOD = (FIX / "good.rss.xml").read_text("utf-8")
IST = GOOD.replace("15:22:46 +0530", "15:22:46 IST")
ALL_IST = GOOD.replace("+0530", "IST")


# --- text -------------------------------------------------------------------------------------------------------------


def test_text_shows_the_line_with_a_caret_and_the_mend(project: Project) -> None:
    project.write("bad.xml", IST)
    result = project.run("validate", "bad.xml", code=1)
    head, source, caret, mend = result.stdout.splitlines()
    assert re.fullmatch(r"bad\.xml:29:7: channel/item\[2\]/pubDate: error: .* \[rss-date-zone-unknown\]", head)
    assert source == "  29 |       <pubDate>Wed, 24 Dec 2025 15:22:46 IST</pubDate>"
    assert caret == "     |       ^"
    assert mend.startswith("     = write")
    assert result.stderr == "1 document: 1 error, 0 warnings, 0 infos\n"


def test_repeats_of_a_rule_are_put_together_unless_all_are_asked_for(project: Project) -> None:
    project.write("bad.xml", ALL_IST)
    result = project.run("validate", "bad.xml", code=1)
    assert result.stdout.count("[rss-date-zone-unknown]") == 1
    assert "and 5 more like it, on lines 29, 37, 45 …" in result.stdout
    assert "6 errors" in result.stderr
    assert project.run("validate", "--all", "bad.xml", code=1).stdout.count("[rss-date-zone-unknown]") == 6


def test_few_repeats_are_each_shown(project: Project) -> None:
    project.write("bad.xml", ALL_IST.replace("IST", "+0530", 3))
    assert project.run("validate", "bad.xml", code=1).stdout.count("[rss-date-zone-unknown]") == 3


def test_a_fault_met_thousands_of_times_is_counted_in_full(project: Project) -> None:
    project.write("bad.xml", GOOD.replace("<ttl>60</ttl>", "<ttl>60</ttl>" + "<wrong/>" * 5000))
    assert "and 4,999 more like it" in project.run("validate", "bad.xml", code=1).stdout


def excerpt(line: str, column: int) -> tuple[str, str]:
    place = Place(line=1, column=column)
    shown = excerpts(line.encode(), [Problem(rule="x", level=Level.ERROR, message="", place=place)])[0]
    return shown.text, shown.pointer


def test_a_long_line_is_shown_as_a_window_with_the_caret_in_it() -> None:
    text, pointer = excerpt("a" * 5000 + "!" + "b" * 5000, 5001)
    assert len(text) == WIDTH + 2
    assert text[len(pointer) - 1] == "!"
    assert (text[0], text[-1]) == ("…", "…")


def test_the_caret_stands_under_its_character_behind_tabs_and_wide_letters() -> None:
    assert excerpt("\tx!", 3) == ("\tx!", "\t ^")
    assert excerpt("日本!", 3) == ("日本!", "    ^")
    assert excerpt("e\u0301!", 3) == ("e\u0301!", " ^")
    assert excerpt("", 1) == ("", "^")


def test_colour_is_for_terminals() -> None:
    problem = Problem(rule="x", level=Level.ERROR, message="m", place=Place(file="f", line=1, column=1))
    document = Checked(name="f", problems=(problem,), excerpts=excerpts(b"x", [problem]))
    plain = "\n".join(lines("text", [document], Wanted()))
    bright = "\n".join(lines("text", [document], Wanted(colour=True)))
    assert "\x1b[31;1merror:\x1b[0m" in bright
    assert re.sub(r"\x1b\[[\d;]*m", "", bright) == plain == "f:1:1: error: m [x]\n  1 | x\n    | ^"


# --- forms for programs -----------------------------------------------------------------------------------------------


def test_json_lines_are_as_the_schema_has_them(project: Project) -> None:
    project.write("bad.xml", ALL_IST.replace("<title>Rain 3", "<title>Rain & 3"))
    rows = [json.loads(row) for row in project.run("validate", "bad.xml", "-f", "json", code=1).stdout.splitlines()]
    assert len(rows) == 7
    schema = json.loads((ROOT / "docs" / "reference" / "validate.schema.json").read_text("utf-8"))
    for row in rows:
        assert conforms(row, schema)
        assert row["rule"] in RULES


def conforms(row: dict[str, Any], schema: dict[str, Any]) -> bool:
    """Say whether an object keeps the schema: by a validator where one is installed, else by the parts it uses."""
    kinds: dict[str, type] = {"string": str, "integer": int}
    try:
        import jsonschema  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415
    except ImportError:
        properties = schema["properties"]
        return row.keys() == properties.keys() == set(schema["required"]) and all(
            isinstance(row[name], kinds[rule["type"]]) if "type" in rule else row[name] in rule["enum"]
            for name, rule in properties.items()
        )
    jsonschema.validate(row, schema)
    return True


def test_sarif_has_rules_results_and_regions(project: Project) -> None:
    project.write("a b.xml", IST)
    log = json.loads(project.run("validate", "a b.xml", "-f", "sarif", code=1).stdout)
    assert log["version"] == "2.1.0"
    run = log["runs"][0]
    (rule,) = run["tool"]["driver"]["rules"]
    (result,) = run["results"]
    assert rule["id"] == result["ruleId"] == "rss-date-zone-unknown"
    assert rule["helpUri"].startswith("https://")
    assert result["ruleIndex"] == 0
    assert result["level"] == "error"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b.xml"
    assert (place["region"]["startLine"], place["region"]["startColumn"]) == (29, 7)
    assert "IST" in place["region"]["snippet"]["text"]


def test_junit_has_a_suite_a_document_and_a_case_a_rule(project: Project) -> None:
    project.write("a.xml", GOOD)
    project.write("b.xml", ALL_IST.replace("<title>Rain 3", "<title>&lt;b&gt; 3"))
    root = ET.fromstring(project.run("validate", "a.xml", "b.xml", "-f", "junit", code=1).stdout)
    good, bad = root
    assert (good.get("name"), good.get("tests"), good.get("failures")) == ("a.xml", "1", "0")
    assert (bad.get("tests"), bad.get("failures")) == ("2", "1")
    cases = {case.get("name"): case for case in bad}
    failure = cases["rss-date-zone-unknown"].find("failure")
    assert failure is not None
    assert "b.xml:21:7" in (failure.text or "")
    assert cases["html-in-plain-text"].find("failure") is None
    root = ET.fromstring(project.run("validate", "b.xml", "-f", "junit", "--fail-on", "warning", code=1).stdout)
    assert root[0].get("failures") == "2"


def test_github_annotations_are_escaped(project: Project) -> None:
    project.write("a,b.xml", IST.replace("<title>Rain 3", "<title>100% &lt;b&gt;"))
    first, second = project.run("validate", "a,b.xml", "-f", "github", code=1).stdout.splitlines()
    assert first.startswith("::error file=a%2Cb.xml,line=29,col=7,title=rss-date-zone-unknown::")
    assert "%0A" in first
    assert second.startswith("::warning file=a%2Cb.xml,line=32,col=")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_can_say_that_nothing_is_wrong_and_that_much_is(project: Project, form: str) -> None:
    project.write("good.xml", GOOD)
    project.write("bad.xml", "<rss><channel>\x00 & <b> ]]> \ud800</channel>".encode("utf-8", "replace"))
    project.run("validate", "good.xml", "-f", form)
    project.run("validate", "bad.xml", "-f", form, code=1)


# --- rules and levels -------------------------------------------------------------------------------------------------


def test_rules_are_listed_with_the_levels_that_hold(project: Project) -> None:
    text = project.run("validate", "--rules").stdout
    assert len(text.splitlines()) == len(BOOK)
    rows = [json.loads(row) for row in project.run("validate", "--rules", "-f", "json").stdout.splitlines()]
    assert {row["code"] for row in rows} == BOOK.keys()
    levels = project.run("validate", "--rules", "--level", "html-frame=off", "--profile", "w3c").stdout
    assert re.search(r"^html-frame +off ", levels, re.MULTILINE)
    assert re.search(r"^text-mojibake +off ", levels, re.MULTILINE)


def test_levels_decide_what_is_shown_and_the_exit_code(project: Project) -> None:
    project.write("bad.xml", GOOD.replace("<title>Rain 3", "<title>&lt;b&gt; 3"))
    assert "[html-in-plain-text]" in project.run("validate", "bad.xml").stdout
    project.run("validate", "bad.xml", "--fail-on", "warning", code=1)
    project.run("validate", "bad.xml", "--level", "html-in-plain-text=error", code=1)
    assert project.run("validate", "bad.xml", "--level", "html-in-plain-text=off").stdout == ""
    project.run("validate", "bad.xml", "--profile", "rss-board", code=1)
    project.run("validate", "bad.xml", "--level", "html-in-plain-text=info", "--fail-on", "warning")
    project.run("validate", "bad.xml", "--level", "html-in-plain-text=info", "--fail-on", "info", code=1)


def test_quiet_rules_speak_when_they_are_asked(project: Project) -> None:
    project.write("bad.xml", GOOD.replace(' encoding="utf-8"', ""))
    assert project.run("validate", "bad.xml").stdout == ""
    assert "[encoding-undeclared]" in project.run("validate", "bad.xml", "--pedantic").stdout
    assert "warning:" in project.run("validate", "bad.xml", "--level", "encoding-undeclared=warning").stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([], "nothing to check"),
        (["--level", "html-frames=off", "x.xml"], "did you mean 'html-frame'?"),
        (["--level", "html-frame", "x.xml"], "off|info|warning|error"),
        (["http://127.0.0.1:9/feed"], "127.0.0.1:9/feed"),
        (["nothing-*.xml"], "no feed in it"),
        (["--against", "nowhere.xml", "good.xml"], "nowhere.xml"),
        (["--against", "page.html", "good.xml"], "no RSS or Atom"),
        (["--against", "good.xml", "good.xml", "page.html"], "one FILE"),
        (["good.xml", "nowhere.xml"], "nowhere.xml"),
    ],
)
def test_what_is_of_no_use_is_code_2(project: Project, args: list[str], words: str) -> None:
    project.write("good.xml", GOOD)
    project.write("page.html", "<html/>")
    assert words in project.run("validate", *args, code=2).stderr


def test_explain_knows_the_rules_of_against_too(project: Project) -> None:
    assert "why: " in project.run("explain", "against-id-changed").stdout


# --- input ------------------------------------------------------------------------------------------------------------


def test_folders_patterns_and_standard_input(project: Project) -> None:
    for name in ("a.xml", "sub/b.rss", "sub/c.ATOM", "sub/d.txt", ".hidden/e.xml", "sub/f.rdf"):
        project.write(f"in/{name}", GOOD)
    project.write("in/package.json", "{}")
    project.write(
        "in/sitemap.xml", '<?xml version="1.0"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>'
    )
    project.write("in/feed.json", '{"version": "https://jsonfeed.org/version/1.1"}')
    folder = str(project.root / "in")
    names = [str(Path(name).relative_to(folder)) for name in found([folder])]
    assert names == ["a.xml", "feed.json", "sitemap.xml", "sub/b.rss", "sub/c.ATOM", "sub/f.rdf"]
    assert [Path(name).name for name in found([f"{folder}/**/*.rss", f"{folder}/a.xml", f"{folder}/su*"])] == [
        "b.rss",
        "a.xml",
        "c.ATOM",
        "f.rdf",
    ]
    assert "1 document" in project.run("validate", "-", stdin=GOOD).stderr
    assert "-:29:7" in project.run("validate", "-", stdin=IST, code=1).stdout


def test_one_file_that_cannot_be_read_does_not_hide_the_others(project: Project) -> None:
    project.write("bad.xml", IST)
    result = project.run("validate", "nowhere.xml", "bad.xml", code=2)
    assert "[rss-date-zone-unknown]" in result.stdout
    assert "nowhere.xml: cannot be read" in result.stderr


def test_several_processes_say_the_same_in_the_same_order(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number:02}.xml").write_text(ALL_IST if number % 3 else GOOD, encoding="utf-8")
    names = found([str(tmp_path)])
    one, two = (list(checked(names, Task(), jobs=jobs)) for jobs in (1, 2))
    assert one == two
    assert [document.name for document in two] == names


def test_a_thousand_files_in_one_call_are_twenty_times_faster_than_one_process_each(tmp_path: Path) -> None:
    for number in range(1000):
        (tmp_path / f"{number:04}.xml").write_text(GOOD.replace("Rain", f"Rain {number}"), encoding="utf-8")
    command = [sys.executable, "-m", "feedtool", "validate"]
    single = min(elapsed([*command, str(tmp_path / f"{number:04}.xml")]) for number in range(3))
    many = elapsed([*command, str(tmp_path)])
    print(f"{single:.3f} s for one file, {many:.3f} s for 1,000: {1000 * single / many:.0f} times")  # noqa: T201
    assert 1000 * single / many > 20


def elapsed(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


# --- fix and against --------------------------------------------------------------------------------------------------


def test_fix_writes_the_file_and_prints_the_difference(project: Project) -> None:
    path = project.write("bad.xml", ALL_IST)
    shown = project.run("validate", "--fix", "--dry-run", "bad.xml")
    assert path.read_text("utf-8") == ALL_IST
    result = project.run("validate", "--fix", "bad.xml")
    assert result.stdout == shown.stdout
    assert path.read_text("utf-8") == GOOD
    assert "6 repairs" in result.stderr
    assert [row for row in result.stdout.splitlines() if row.startswith("+ ")][1] == (
        "+      <pubDate>Wed, 24 Dec 2025 15:22:46 +0530</pubDate>"
    )
    again = project.run("validate", "--fix", "bad.xml")
    assert again.stdout == ""
    assert [path.name for path in project.root.iterdir()].count("bad.xml") == 1


def test_the_difference_is_one_that_patch_can_apply(project: Project) -> None:
    before = (FIX / "mixed.before.xml").read_bytes()
    shown = project.run(
        "validate", "--fix", "-n", "-", "--location", "https://news.example/rss.xml", stdin=before
    ).stdout
    hunk = [row for row in shown.splitlines() if row[:1] in " +-" and row[:3] not in ("+++", "---")]
    assert "\n".join(row[1:] for row in hunk if row[0] != "+").encode() in before
    numbers = [int(n) for n in re.findall(r"^@@ -(\d+)", shown, re.MULTILINE)]
    assert all(a < b for a, b in pairwise(numbers))
    assert project.run("validate", "--fix", "-n", "-", stdin=IST).stdout.startswith("--- -\n+++ -\n@@ -26,7 +26,7 @@\n")


def test_fix_of_standard_input_is_a_filter(project: Project) -> None:
    result = project.run("validate", "--fix", "-", stdin=IST)
    assert result.stdout == GOOD
    assert "+      <pubDate>" in result.stderr


def test_fix_says_what_is_left(project: Project) -> None:
    project.write("bad.xml", IST.replace("<ttl>60", "<ttl>soon"))
    result = project.run("validate", "--fix", "bad.xml", code=1)
    assert "[integer-invalid]" in result.stderr
    assert "[integer-invalid]" not in result.stdout


def test_against_says_what_subscribers_will_see(project: Project) -> None:
    project.write("old.xml", GOOD)
    project.write("new.xml", GOOD.replace("<guid>https://news.example/2<", "<guid>https://news.example/two<"))
    assert project.run("validate", "--against", "old.xml", "old.xml").stdout == ""
    result = project.run("validate", "--against", "old.xml", "new.xml", code=1)
    assert "comes back as unread" in result.stdout
    assert "new.xml:28:7" in result.stdout


# --- files for others -------------------------------------------------------------------------------------------------


def test_the_hook_and_the_action_call_options_that_there_are(project: Project) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert {hook["id"] for hook in hooks} == {"feedtool-validate", "feedtool-fix"}
    for hook in hooks:
        assert hook["entry"].startswith("feedtool validate")
        pattern = re.compile(hook["files"])
        assert all(pattern.search(name) for name in ("output/all.rss.xml", "feed.xml", "a/b.atom"))
        assert not any(pattern.search(name) for name in ("pom.xml", "a.py", "package.json"))
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    assert action["runs"]["using"] == "composite"
    script = action["runs"]["steps"][-1]
    help_text = project.run("validate", "--help").stdout
    names = [name for name in script["env"] if name.startswith("FEEDTOOL_")]
    assert names
    assert all(name in help_text for name in names)
