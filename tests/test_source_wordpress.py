"""Exports of WordPress: what was published, as it was shown, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import CASES, Project
from feedtool.article import Article
from feedtool.source.wordpress.content import html_of_post
from test_source_table import READ, articles, check_case, peak_of, readings, text_source

EXPORTS = sorted(path for path in (CASES / "wordpress").iterdir() if not path.name.endswith(".expected.json"))
HEAD = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>x</title><link>https://x.example</link>'
)
POST = (
    "<item><title>{title}</title><guid>https://x.example/?p={number}</guid><wp:post_type>post</wp:post_type>"
    "<wp:status>publish</wp:status><wp:post_date_gmt>2025-12-24 09:51:46</wp:post_date_gmt>"
    "<content:encoded><![CDATA[{body}]]></content:encoded></item>\n"
)


def post(number: int, body: str = "Text.") -> str:
    return POST.format(number=number, title=f"Post {number}", body=body)


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_an_export_is_read_as_its_case_says(path: Path) -> None:
    check_case(path)


CONTENT = {
    "One\ntwo\n\nThree": "<p>One<br>two</p>\n<p>Three</p>",
    "One\r\n\r\n<ul>\n<li>a</li>\n</ul>\nTwo": "<p>One</p>\n<ul>\n<li>a</li>\n</ul>\n<p>Two</p>",
    "<p>Done</p>": "<p>Done</p>",
    "A [1] b [sic] c [...] d": "<p>A [1] b [sic] c [...] d</p>",
    'a [button url="x"] b [/button] c': "<p>a  b  c</p>",
    "a [[gallery]] b": "<p>a [gallery] b</p>",
    "<code>[gallery]</code>": "<p><code>[gallery]</code></p>",
    '[caption width="3" caption="Old & new"]<img src="a"/>[/caption]': (
        '<figure><img src="a"/><figcaption>Old &amp; new</figcaption></figure>'
    ),
    "[caption]no picture[/caption]": "<p>no picture</p>",
    "<!-- wp:x --><p>a</p>\n\nb<!-- /wp:x -->": "<p>a</p>\n\nb",
    "a\x01p7\x02": "<p>ap7</p>",
    "a <PRE>b\n\nc</PRE> d <code>[x a=b]</code>": "<p>a</p><PRE>b\n\nc</pre><p>d <code>[x a=b]</code></p>",
}


@pytest.mark.parametrize("text", CONTENT)
def test_content_is_what_the_site_shows(text: str) -> None:
    assert html_of_post(text).replace("\n", "") == CONTENT[text].replace("\n", "")


LONG = (
    *("[a" + " " * 200_000, "[[" + "a" * 200_000, "[embed" * 50_000, " " * 200_000 + "x", "<p" * 100_000),
    *("a\n" * 99_999, "<a href=" * 50_000, "[a b=" * 50_000),
)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "[a " * 50_000, "<pre>" * 20_000, "[caption]" * 20_000, "<!--" * 50_000, *LONG]
)
def test_content_that_is_made_to_take_long_does_not(text: str) -> None:
    assert isinstance(html_of_post(text), str)


def test_every_field_says_which_element_and_line_it_came_from() -> None:
    [article] = articles(text_source(f"{HEAD}\n{post(1)}</channel></rss>", "a.xml"))
    assert article.provenance["published"].rule == "element wp:post_date_gmt; zone: Z is UTC"
    assert {name for name, evidence in article.provenance.items() if evidence.line == 2} >= {"title", "id", "body"}


def test_an_export_that_breaks_off_is_named_and_what_was_whole_is_read() -> None:
    found = readings(text_source(f"{HEAD}{post(1)}{post(2)}{post(3)[:200]}", "a.xml"))
    assert [isinstance(reading, Article) for reading in found] == [True, True, False]
    assert str(found[2]).startswith("a.xml:3: it breaks off")


@pytest.mark.parametrize("text", ["", "<html/>", "<rss", "nothing", "{}"])
def test_what_is_no_export_is_named(text: str) -> None:
    assert [str(reading)[:6] for reading in readings(text_source(text, "a.wxr"))] == ["a.wxr:"]


def test_an_export_is_imported_twice_and_nothing_changes(project: Project) -> None:
    project.write("data/a.xml", f"{HEAD}{post(1)}{post(2)}</channel></rss>")
    project.run("import", "data/a.xml")
    before = project.ledger()
    project.run("import", "data/a.xml")
    assert project.ledger() == before
    assert before.count("\n") == 2


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not say how much memory is taken")
def test_an_export_larger_than_memory_should_be_is_read_post_by_post(tmp_path: Path) -> None:
    path = tmp_path / "big.xml"
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        comment = f"<wp:comment><wp:comment_content>{'word ' * 8000}</wp:comment_content></wp:comment></item>"
        file.writelines(post(number).replace("</item>", comment) for number in range(1500))
        file.write("</channel></rss>")
    assert path.stat().st_size > 55 * 2**20
    assert peak_of(READ, str(path), "1500") < 120


def test_other_types_and_statuses_are_taken_on_request(project: Project) -> None:
    def item(kind: str, status: str) -> str:
        return (
            f"<item><title>{kind} {status}</title><guid>urn:x:{kind}:{status}</guid><wp:post_type>{kind}</wp:post_type>"
            f"<wp:status>{status}</wp:status><wp:post_date_gmt>2025-12-24 10:00:00</wp:post_date_gmt></item>"
        )

    items = "".join(item(kind, status) for kind in ("post", "page", "recipe") for status in ("publish", "private"))
    project.write("export.xml", f'<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>{items}</channel></rss>')

    def titles(more: str) -> list[str]:
        project.write("feedtool.toml", f'[source.old]\nfrom = "export.xml"\n{more}')
        lines = project.run("import", "export.xml", "--to", "-").stdout.splitlines()
        return [json.loads(line)["title"] for line in lines]

    assert titles("") == ["post publish", "page publish"]
    assert titles('types = ["recipe"]') == ["recipe publish"]
    assert titles('types = "post"\nstatuses = ["publish", "private"]') == ["post publish", "post private"]
