"""The rule book: every rule has cases, fires at its place, keeps quiet on what is right; values, places, bounds, speed.

A case is a file in `cases/validate/RULE/`: `bad-*.xml` breaks the rule where its closing comment says
(`<!-- expect: LINE:COLUMN … -->`; 1:1 without one), `good-*.xml` does not. `<!-- location: … -->` says where it is
served, `<!-- now: … -->` what time it is. JSON has no comments: `bad-1.expect` stands beside `bad-1.json`.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feedtool.problem import Level, Problem
from feedtool.validate import RULES, check

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases" / "validate"
BAD = sorted(path for path in CASES.glob("*/bad-*") if path.suffix != ".expect")
GOOD = sorted(CASES.glob("*/good-*"))
EXPECT = re.compile(rb"<!-- expect: ([\d: ]+) -->")
NOW = re.compile(rb"<!-- now: (\S+) -->")
LARGE = {"document-large", "document-very-large", "document-too-large"}  # their cases are made, not kept
LOCATION = re.compile(rb"<!-- location: (\S+) -->")
RSS = (CASES / "rss-version-missing" / "good-1.xml").read_bytes()
ATOM = (CASES / "atom-prefix" / "good-1.xml").read_bytes()


def judged(path: Path) -> tuple[Problem, ...]:
    content = path.read_bytes()
    location, now = LOCATION.search(content), NOW.search(content)
    return check(
        content,
        name=path.name,
        location=location[1].decode() if location else "",
        now=datetime.fromisoformat(now[1].decode()) if now else None,
        every=True,
    )


def case_name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("path", BAD, ids=case_name)
def test_a_bad_case_breaks_its_rule_at_its_place(path: Path) -> None:
    expected = EXPECT.search(path.read_bytes().replace(b"\0", b""))
    places = expected[1].decode().split() if expected else ["1:1"]
    beside = path.with_suffix(".expect")
    places = beside.read_text("utf-8").split() if beside.exists() else places
    found = [f"{p.place.line}:{p.place.column}" for p in judged(path) if p.rule == path.parent.name]
    assert found == places


@pytest.mark.parametrize("path", GOOD, ids=case_name)
def test_a_good_case_keeps_its_rule(path: Path) -> None:
    assert path.parent.name not in {problem.rule for problem in judged(path)}


@pytest.mark.parametrize("code", RULES)
def test_a_rule_is_whole_and_its_examples_stand_in_its_cases(code: str) -> None:
    rule = RULES[code]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", code)
    assert rule.message
    assert rule.why
    assert rule.right
    assert rule.spec.title
    assert rule.spec.url.startswith("https://")
    assert set(rule.formats) <= {"rss", "atom", "json", "opml", "sitemap"}
    if code in LARGE:
        return
    folder = CASES / code
    for kind, sample in (("bad", rule.wrong), ("good", rule.right)):
        texts = ["".join(path.read_text("utf-8", "replace").split()) for path in folder.glob(f"{kind}-*")]
        assert any("".join(sample.split()) in text for text in texts), f"{kind} example of {code} is in no case"


def test_every_folder_of_cases_is_of_a_rule() -> None:
    assert {path.name for path in CASES.iterdir()} == set(RULES) - LARGE


def test_codes_that_checks_name_are_rules() -> None:
    """A code that is misspelt in a check would only be met when that check fires."""
    for path in (ROOT / "feedtool" / "validate").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in {
                "add",
                "Fault",
                "must",
            }:
                named = [
                    a
                    for a in [*node.args, *(k.value for k in node.keywords if k.arg == "code")]
                    if isinstance(a, ast.Constant)
                ]
                codes = [
                    a.value for a in named if isinstance(a.value, str) and re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", a.value)
                ]
                assert set(codes) <= set(RULES) | {"xml-rpc", "http-post", "nc-17"}, path


def test_good_feeds_have_no_problem_at_all() -> None:
    assert check(RSS) == ()
    assert check(ATOM) == ()


@pytest.mark.parametrize(
    ("find", "put", "field"),
    [
        (b"<pubDate>Wed", b"<pubDate>Mon", "channel/item[1]/pubDate"),
        (b"<title>The Valley Herald</title>", b"<title>&lt;b&gt;</title>", "channel/title"),
        (b"<guid>", b'<guid isPermaLink="maybe">', "channel/item[1]/guid/@isPermaLink"),
        (
            b"</channel>",
            b"<item><title>&lt;i&gt;</title><guid>https://news.example/2</guid></item></channel>",
            "channel/item[2]/title",
        ),
        (b'<rss version="2.0"', b'<rss version="3"', "rss/@version"),
    ],
)
def test_the_path_names_the_element(find: bytes, put: bytes, field: str) -> None:
    assert [problem.place.field for problem in check(RSS.replace(find, put, 1))] == [field]


def test_paths_in_atom() -> None:
    broken = ATOM.replace(b"<published>2025", b"<published>20x5")
    assert [problem.place.field for problem in check(broken)] == ["feed/entry[1]/published"]


def test_the_name_of_the_file_is_in_the_place() -> None:
    problem = check(b"", name="feeds/all.rss.xml")[0]
    assert str(problem.place) == "feeds/all.rss.xml:1:1"


@pytest.mark.parametrize(
    ("text", "column"),
    [("<![CDATA[é <b>x]]>", 25), ("é &lt;b&gt;x", 16), ("&amp; <![CDATA[<b>]]>", 29)],
)
def test_columns_are_characters_and_reach_into_cdata(text: str, column: int) -> None:
    line = f"<description>{text}</description>"
    content = RSS.replace(b"<description>Rain in the valley</description>", line.encode())
    problem = next(problem for problem in check(content) if problem.rule == "html-broken")
    start = content[: content.index(line.encode())].decode().rpartition("\n")[2]
    assert problem.place.column == len(start) + column


def test_problems_come_in_the_order_of_the_document() -> None:
    content = RSS.replace(b"<title>", b"<title>&lt;b&gt;").replace(b"<guid>", b"<guid>x ")
    places = [(problem.place.line, problem.place.column) for problem in check(content)]
    assert places == sorted(places)
    assert len(places) == 3


def test_the_zone_word_is_named_and_mended() -> None:
    problem = check(RSS.replace(b"+0530", b"IST"))[0]
    assert problem.rule == "rss-date-zone-unknown"
    assert problem.level is Level.ERROR
    assert "Wed, 24 Dec 2025 15:21:46 +0530" in problem.fix


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_unicode_encodings_are_read(encoding: str) -> None:
    text = RSS.decode().partition("?>\n")[2]
    assert check(text.encode(encoding)) == ()


def test_a_legacy_encoding_that_is_declared_is_read() -> None:
    text = RSS.decode().replace('encoding="utf-8"', 'encoding="windows-1252"').replace("Rain", "“Café”")
    assert check(text.encode("cp1252")) == ()


def test_bytes_that_are_not_in_the_encoding_are_shown_where_they_stand() -> None:
    problem = check(RSS.replace(b"The Valley Herald", b"Caf\xe9"))[0]
    assert (problem.rule, problem.place.line, problem.place.column) == ("encoding-mismatch", 4, 15)
    assert "0xE9" in problem.message


def test_a_nul_is_shown_and_the_rest_is_judged() -> None:
    problems = check(RSS.replace(b"The Valley", b"The \0Valley").replace(b"+0530", b"IST"))
    assert [problem.rule for problem in problems] == ["xml-character-illegal", "rss-date-zone-unknown"]


def test_the_self_link_is_held_against_the_location() -> None:
    assert check(RSS, location="HTTPS://News.example:443/rss.xml") == ()
    assert [p.rule for p in check(RSS, location="https://news.example/other.xml")] == ["self-link-elsewhere"]


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<\n/Type /Catalog\n>>\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"just words",
        b'{"a": 1}',
        b"\xff\xfe\0\0",
        b"<html><p>x</html>",
        b"<!DOCTYPE html><title>x</title>",
    ],
)
def test_what_is_no_feed_is_one_error(content: bytes) -> None:
    problems = check(content)
    assert [problem.level for problem in problems] == [Level.ERROR]


def test_a_sitemap_is_held_against_its_schema() -> None:
    right = "<url><loc>https://herald.example/rain</loc></url>"
    start = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    assert not check(f"{start}\n{right}\n</urlset>".encode())
    problems = check(f"{start}\n{right}\n<url><loc>/sun</loc></url>\n</urlset>".encode(), name="sitemap.xml")
    assert [(problem.rule, problem.place.file, problem.place.line) for problem in problems] == [
        ("sitemap-invalid", "sitemap.xml", 3)
    ]
    assert "whole address" in problems[0].message


def test_an_external_entity_is_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("do not read me")
    content = RSS.replace(b"<rss", f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>\n<rss'.encode(), 1)
    problems = check(content.replace(b"Rain in the valley", b"&x; <b>"))
    assert "do not read me" not in repr(problems)


NESTED = b"<rss version='2.0'><channel><description>" + b"<i>" * 100_000
LAUGHS = (
    b'<!DOCTYPE rss [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]><rss version='2.0'><channel><title>&a11;</title></channel></rss>"
)
QUADRATIC = (
    b'<!DOCTYPE rss [<!ENTITY a "'
    + b"a" * 100_000
    + b'">]><rss version="2.0"><channel><title>'
    + b"&a;" * 50_000
    + b"</title></channel></rss>"
)
MANY = b"<!DOCTYPE rss [" + b"".join(b'<!ENTITY e%d "x">' % n for n in range(50_000)) + b"]><rss/>"
CIRCLE = (
    b'<!DOCTYPE rss [<!ENTITY a "&b;"><!ENTITY b "&a;">]><rss version="2.0"><channel><title>&a;</title></channel></rss>'
)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        pytest.param(NESTED, "xml-too-deep", id="deep"),
        pytest.param(LAUGHS, "xml-entity-bomb", id="laughs"),
        pytest.param(QUADRATIC, "xml-entity-bomb", id="quadratic"),
        pytest.param(MANY, "xml-entity-bomb", id="many"),
        pytest.param(CIRCLE, "xml-entity-bomb", id="circle"),
    ],
)
def test_hostile_documents_are_refused_at_once(content: bytes, rule: str) -> None:
    start = time.process_time()
    assert [problem.rule for problem in check(content)] == [rule]
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "text",
    [
        "<a " * 200_000,
        "<" * 400_000,
        '<a "' * 200_000,
        "<b>" * 200_000,
        "</b>" * 200_000,
        "<p><b>" * 50_000 + "</p>" * 50_000,
        "<!--" * 200_000,
        "<![CDATA[" * 100_000,
        "&" * 500_000,
        "&a" * 200_000,
        "<script>" * 50_000,
        "(" * 300_000,
        " " * 500_000 + "x",
        "+" * 300_000 + "@",
        "a@" * 200_000,
        "%" * 300_000,
        "/.." * 100_000,
        "1" * 300_000,
        "â€" * 100_000,
        "a" * 500_000,
        "-" * 300_000,
        "a." * 200_000,
        "A" * 300_001,
        "a:" * 200_000,
        "a=" * 200_000,
    ],
    ids=lambda text: text[:9],
)
def test_no_value_costs_more_than_its_length(text: str) -> None:
    """Every element and attribute that has a syntax is given a long value that almost has it."""
    written = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    names = ("title", "link", "author", "pubDate", "guid", "category", "comments")
    item = "".join(f"<{name}>{written}</{name}>" for name in names)
    item += f"<description>{written}</description>"
    item += f'<enclosure url="https://a.example/{written}" length="{written}" type="{written}"/>'
    rss = f'<rss version="2.0"><channel><language>{written}</language><item>{item}</item></channel></rss>'
    entry = "".join(f"<{name}>{written}</{name}>" for name in ("id", "title", "updated", "published"))
    entry += f'<content type="html">{written}</content><link href="https://x.example/{written}" rel="{written}"/>'
    entry += f"<id>tag:{written}</id><id>urn:uuid:{written}</id><id>https://x.example/{written}</id>"
    entry += f'<content type="image/png">{written}</content>'
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{entry}</entry></feed>'
    start = time.process_time()
    check(rss.encode())
    check(atom.encode())
    assert time.process_time() - start < 5


@given(st.binary(max_size=2000))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_judged(content: bytes) -> None:
    assert all(problem.rule in RULES for problem in check(content))


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Draw a good feed with pieces cut out, doubled, or replaced by anything."""
    content = bytearray(draw(st.sampled_from([RSS, ATOM])))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 40)))
        content[start:end] = draw(
            st.one_of(
                st.just(b""),
                st.just(bytes(content[start:end]) * 2),
                st.binary(max_size=20),
                st.text(max_size=20).map(lambda text: text.encode("utf-8", "replace")),
                st.sampled_from(
                    [
                        b"<",
                        b"&",
                        b'"',
                        b"]]>",
                        b"<!DOCTYPE x [",
                        b"&#0;",
                        b"xmlns=''",
                        b"<item>",
                        b"{0}",
                        b"{value}",
                        b"\0",
                    ]
                ),
            )
        )
    return bytes(content)


@given(mutated())
@settings(max_examples=500, deadline=None)
@example(RSS.replace(b"Rain", b"{value} {0}"))
def test_any_mutation_of_a_feed_is_judged(content: bytes) -> None:
    for problem in check(content, location="https://news.example/rss.xml"):
        assert problem.rule in RULES
        assert problem.place.line >= 1
        assert problem.place.column >= 1
        assert problem.message


@given(
    st.text(max_size=60),
    st.sampled_from(["title", "link", "guid", "pubDate", "author", "category", "description", "language"]),
)
@settings(max_examples=300, deadline=None)
def test_any_text_in_any_element_is_judged(text: str, name: str) -> None:
    written = "".join(f"&#{ord(c)};" for c in text if c.isprintable() or ord(c) > 0x9F).encode()
    check(RSS.replace(b"</item>", f"<{name}>".encode() + written + f"</{name}></item>".encode()))


def test_a_fault_in_every_item_is_counted_and_not_listed_without_end() -> None:
    content = b'<rss version="2.0"><channel>' + b"<wrong/>" * 100_000 + b"</channel></rss>"
    wrong = [problem for problem in check(content) if problem.rule == "rss-element-unknown"]
    assert len(wrong) == 1000
    assert "one of 100,000" in wrong[0].message
    assert wrong[0].place.field == "channel/wrong[1]"


def test_importing_the_package_is_light() -> None:
    probe = "import sys, feedtool.validate; print(*sorted(sys.modules))"
    modules = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout.split()
    assert not {"lxml", "html", "dateutil", "feedtool.validate.formats"} & set(modules)


def test_five_thousand_entries_take_about_a_second() -> None:
    """The bar is 1 s of CPU; three are allowed here, for slow and busy machines."""
    head, item, tail = (
        RSS.partition(b"    <item>")[0],
        RSS[RSS.index(b"    <item>") : RSS.index(b"  </channel>")],
        b"  </channel></rss>",
    )
    html = (
        b"&lt;p&gt;A paragraph with a &lt;a href=&quot;https://news.example/&quot;&gt;link&lt;/a&gt; in it.&lt;/p&gt;"
        * 5
    )
    items = (
        item.replace(b"/rain", b"/%d" % n).replace(b"Rain in the valley", html).replace(b"Rain", b"Rain %d" % n)
        for n in range(5000)
    )
    content = head + b"".join(items) + tail
    start = time.process_time()
    assert {problem.rule for problem in check(content)} == {"document-large"}
    assert time.process_time() - start < 3
