"""The syntaxes of values, each by a table of right and wrong ones; and feeds at the places where validators err."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.validate import check, dates, values
from feedtool.validate.dates import as_rfc822, as_rfc3339
from feedtool.validate.hypertext import findings, is_sound
from feedtool.validate.usual import is_usual_address, is_usual_tag, usual_rfc822, usual_rfc3339

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = Path(__file__).parent / "cases" / "validate"
RSS = (CASES / "rss-version-missing" / "good-1.xml").read_text("utf-8")
ATOM = (CASES / "atom-prefix" / "good-1.xml").read_text("utf-8")

SYNTAXES: dict[Callable[[str], str], tuple[list[str], list[str]]] = {
    values.iri_reference: (
        ["", "a", "../a?b#c", "https://münchen.example/straße", "//host/x", "mailto:a@b.example", "http://[::1]:80/"],
        ["a b", "https://", "https:///x", "http:x", "%zz", "a#b#c", "1:2", "http://a<b", "http://[x]/", "a\n", "a|b"],
    ),
    values.iri: (
        ["https://a.example/é", "tag:a.example,2025:é", "urn:isbn:1", "http://localhost/"],
        ["", "a", "/a", "tag:", "//host/x"],
    ),
    values.web_address: (
        ["https://a.example", "https://example.com?x=1", "http://localhost:8000/a.mp3?x=1", "ftp://a.example/f"],
        [
            "",
            "/a",
            "a.example",
            "mailto:a@b.example",
            "https://a.example/é",
            "https://a b",
            "javascript:x",
            "https:/a.example",
        ],
    ),
    values.tag_uri: (
        ["tag:a.example,2025:x", "tag:me@a.example,2025-12-24:", "tag:a.example,2025-12:x/y?z"],
        ["tag:a.example:x", "tag:a.example,25:x", "tag:a.example,2025-13:x", "tag:,2025:x", "tag:a_b!,2025:x", "tag:"],
    ),
    values.urn: (
        ["urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a", "URN:ISBN:0-395-36341-1"],
        ["urn:uuid:1225c695", "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6g", "urn:x", "urn::x"],
    ),
    values.media_type: (
        ["text/html", "application/atom+xml; charset=utf-8", "audio/x-m4a", 'a/b; c="d e"'],
        ["", "mp3", "text/", "/html", "text html", "a/b; c"],
    ),
    values.language: (
        [
            "en",
            "en-IN",
            "ur",
            "zh-Hant-TW",
            "sl-rozaj",
            "de-CH-1996",
            "x-private",
            "i-klingon",
            "UND",
            "es-419",
            "en-US-x-twain",
        ],
        ["", "english", "en_US", "xx", "en-", "e", "en--IN", "hi in", "zz-ZZ"],
    ),
    values.email: (
        ["a@b.example", "first.last+tag@sub.b.example", "a@localhost", "o'neil@b.example"],
        [
            "",
            "a",
            "a@",
            "@b.example",
            "a b@c.example",
            "a..b@c.example",
            "a@b.example (A)",
            "mailto:a@b.example",
            "a@-b.example",
        ],
    ),
    values.integer: (["0", "1", "007"], ["", "-1", "1.5", "x", " 1", "１"]),
    values.positive: (["1", "10"], ["0", "", "-1", "1.0"]),
    values.number: (["0", "1.5", "-2", ".5"], ["", "1e3", "x", "1,5"]),
    values.boolean: (["true", "false"], ["", "True", "yes", "1"]),
}


@pytest.mark.parametrize("syntax", SYNTAXES, ids=lambda syntax: syntax.__name__)
def test_a_syntax_by_its_table(syntax: Callable[[str], str]) -> None:
    good, bad = SYNTAXES[syntax]
    assert {value: syntax(value) for value in good} == dict.fromkeys(good, "")
    assert [value for value in bad if not syntax(value)] == []


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_syntaxes_answer_for_any_text(text: str) -> None:
    for syntax in SYNTAXES:
        assert isinstance(syntax(text), str)
    values.canonical(text)
    values.mended_address(text, "https://a.example/b")
    for read in (dates.rfc822, dates.rfc3339, dates.w3cdtf):
        assert bool(read(text).kind) == bool(read(text).reason)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("HTTP://A.Example/", "http://a.example/"),
        ("https://a.example:443/x", "https://a.example/x"),
        ("https://a.example", "https://a.example/"),
        ("https://a.example/a/../b/./c", "https://a.example/b/c"),
        ("https://a.example/%7eme/%2f", "https://a.example/~me/%2F"),
        ("https://a.example?x=1", "https://a.example/?x=1"),
        ("https://a.example/x", ""),
        ("tag:A.example,2025:x", ""),
    ],
)
def test_the_normal_form_of_an_id(written: str, normal: str) -> None:
    assert values.canonical(written) == normal


@pytest.mark.parametrize(
    ("written", "kind", "better"),
    [
        ("Wed, 24 Dec 2025 15:21:46 +0530", "", ""),
        ("24 Dec 2025 15:21 GMT", "", ""),
        ("Wed, 24 Dec 2025 15:21:46 +0545", "", ""),
        ("Wed, 31 Dec 2025 23:59:60 +0000", "", ""),
        ("Wed, 24 Dec 2025 15:21:46 IST", "zone", "Wed, 24 Dec 2025 15:21:46 +0530"),
        ("Wed, 24 Dec 2025 15:21:46 UTC", "zone", "Wed, 24 Dec 2025 15:21:46 +0000"),
        ("Wed, 24 Dec 2025 15:21:46 +05:30", "zone", "Wed, 24 Dec 2025 15:21:46 +0530"),
        ("Wed, 24 Dec 2025 15:21:46 Asia/Kolkata", "zone", ""),
        ("Wed, 24 Dec 2025 15:21:46 +9930", "zone", ""),
        ("Wed, 24 Dec 2025 15:21:46 +0560", "zone", ""),
        ("Wed, 24 Dec 2025 15:21:46", "zone", ""),
        ("Wed, 24 Dec 2025 3:21:46 PM IST", "zone", ""),
        ("Wed, 24 Dec 2025 25:60:46 +0530", "range", ""),
        ("Sat, 29 Feb 2025 10:00:00 +0530", "range", ""),
        ("Tue, 24 Dec 2025 15:21:46 +0530", "weekday", "Wed, 24 Dec 2025 15:21:46 +0530"),
        ("Wednesday, 24 December 2025 15:21:46 GMT", "form", "Wed, 24 Dec 2025 15:21:46 +0000"),
        ("2025-12-24T15:21:46+05:30", "iso", "Wed, 24 Dec 2025 15:21:46 +0530"),
        ("2025-12-24", "iso", ""),
        ("24/12/2025 15:21", "form", ""),
        ("Mit, 24 Dez 2025 15:21:46 +0100", "form", ""),
        ("", "form", ""),
    ],
)
def test_rss_dates(written: str, kind: str, better: str) -> None:
    read = dates.rfc822(written)
    assert (read.kind, read.better) == (kind, better)


@pytest.mark.parametrize(
    "written",
    [
        "Wed, 24 Dec 25 15:21:46 +0530",
        "Wed,24 Dec 2025 15:21:46 +0530",
        "24 Dec 2025 15:21:46 A",
        "Wed (it rains), 24 Dec 2025 15:21:46 +0530",
        "Wed, 24 Dec 2025 5:21:46 +0530",
        "Wed, 24 Dec 2025 15:21:46 gmt",
    ],
)
def test_rss_dates_that_are_legal_and_misread(written: str) -> None:
    read = dates.rfc822(written)
    assert read.kind == ""
    assert read.risk
    assert dates.rfc822(read.better).risk == ""


@pytest.mark.parametrize(
    ("written", "kind", "better"),
    [
        ("2025-12-24T15:21:46+05:30", "", ""),
        ("2025-12-24T09:51:46Z", "", ""),
        ("2025-12-24T09:51:46.123456Z", "", ""),
        ("2025-12-24 15:21:46+05:30", "form", "2025-12-24T15:21:46+05:30"),
        ("2025-12-24T15:21:46+0530", "form", "2025-12-24T15:21:46+05:30"),
        ("2025-12-24t09:51:46z", "form", "2025-12-24T09:51:46+00:00"),
        ("2025-12-24 15:21:46 IST", "form", "2025-12-24T15:21:46+05:30"),
        ("Wed, 24 Dec 2025 15:21:46 +0530", "form", "2025-12-24T15:21:46+05:30"),
        ("2025-12-24T15:21:46", "form", ""),
        ("2025-12-24", "form", ""),
        ("2025-12-24T15:60:46+05:30", "range", ""),
        ("2025-12-24T15:21:46+99:99", "range", ""),
        ("2025-02-30T00:00:00Z", "range", ""),
        ("yesterday", "form", ""),
        ("", "form", ""),
    ],
)
def test_atom_dates(written: str, kind: str, better: str) -> None:
    read = dates.rfc3339(written)
    assert (read.kind, read.better) == (kind, better)


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
@settings(max_examples=200, deadline=None)
def test_what_is_written_as_the_better_date_is_right(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    if (offset := moment.utcoffset()) is None or offset.total_seconds() % 60:
        return
    for read, written in ((dates.rfc822, dates.as_rfc822(moment)), (dates.rfc3339, dates.as_rfc3339(moment))):
        again = read(written)
        assert (again.kind, again.risk, again.instant) == ("", "", moment.astimezone(UTC))


def rules(content: str, location: str = "") -> list[str]:
    return [problem.rule for problem in check(content.encode(), location=location)]


def item(text: str, declare: str = "") -> str:
    """Return the good RSS feed with `text` in its item, instead of what its own element of that name says."""
    name = text[1:].partition(" ")[0].partition(">")[0]
    lines = RSS.splitlines()
    kept = [line for line in lines if not line.startswith(f"      <{name}")]
    return "\n".join(kept).replace("</item>", f"{text}</item>").replace("<rss", f"<rss {declare}", 1)


def entry(text: str) -> str:
    name = text[1:].partition(" ")[0].partition(">")[0]
    lines = ATOM.splitlines()
    kept = [line for line in lines if not line.startswith(f"    <{name}") or name == "link"]
    return "\n".join(kept).replace("</entry>", f"{text}</entry>")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(item("<pubDate>Wed, 24 Dec 2025 15:21:46 +0545</pubDate>"), id="nepal"),
        pytest.param(item('<enclosure url="https://a.example/a.mp3?x=1" length="1" type="audio/mpeg"/>'), id="query"),
        pytest.param(item('<enclosure url="http://localhost/a.mp3" length="1" type="audio/mpeg"/>'), id="localhost"),
        pytest.param(item("<link>https://example.com?x=1</link>"), id="query-without-path"),
        pytest.param(
            item("<description>&lt;p style='max-width:40em' data-x='1'&gt;x&lt;/p&gt;</description>"), id="style"
        ),
        pytest.param(item("<description>&lt;img src='data:image/gif;base64,R0lGOD'&gt;</description>"), id="data"),
        pytest.param(item("<description>Tom &amp;amp; Jerry &lt; 5 &gt; 3</description>"), id="less-than"),
        pytest.param(item("<title>AT&amp;T, 3 &lt; 5, I &lt;3 you, R&amp;D</title>"), id="not-html"),
        pytest.param(item("<x:y>z</x:y>", 'xmlns:x="com-wordpress:feed-additions:1"'), id="unknown-namespace"),
        pytest.param(
            item("<podcast:season>1</podcast:season>", 'xmlns:podcast="https://podcastindex.org/namespace/1.0"'),
            id="podcast",
        ),
        pytest.param(item("<title>Ça à «\xa0Pâques\xa0» É’tre Ün</title>"), id="accents"),
        pytest.param(entry("<id>https://a.example/straße</id>"), id="iri"),
        pytest.param(entry("<id>tag:a.example,2025:straße</id>"), id="iri-in-tag"),
        pytest.param(entry('<link rel="canonical" href="https://a.example/"/>'), id="canonical"),
        pytest.param(entry('<link rel="related" href="geo:12.9,77.6"/>'), id="geo"),
        pytest.param(entry("<updated>2025-12-24T09:51:46Z</updated>"), id="same-instant-in-another-zone"),
        pytest.param(entry("<updated>2025-12-24T09:51:46.5Z</updated>"), id="fraction"),
    ],
)
def test_what_other_validators_complain_of_and_is_right(content: str) -> None:
    assert rules(content) == []


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (item("<pubDate>Wed, 24 Dec 2025 25:60:46 +0530</pubDate>"), "rss-date-impossible"),
        (item("<pubDate>Wed, 24 Dec 2025 15:21:46 +9930</pubDate>"), "rss-date-zone-unknown"),
        (item("<description>&lt;a href='javascript:x()'&gt;x&lt;/a&gt;</description>"), "html-script-address"),
        (item("<description>&lt;a href='java&#38;#10;script:x()'&gt;x&lt;/a&gt;</description>"), "html-script-address"),
        (item("<description>&lt;img src=&quot;/a.png&quot;/&gt;</description>"), "html-relative-address"),
        (item("<title>Trumpâ€™s visit</title>"), "text-mojibake"),
        (item("<title>naÃ¯ve</title>"), "text-mojibake"),
        (entry("<published>2025-12-24T15:60:46+99:99</published>"), "atom-date-invalid"),
        (entry("<published>2025-12-24T11:00:00Z</published>"), "updated-before-published"),
        (entry('<content src=""/>'), "uri-invalid"),
        (ATOM.replace('href="https://news.example/"', 'href="https://news.example/atom.xml"'), "channel-link-is-self"),
        (
            RSS.replace("<link>https://news.example/</link>", "<link>https://news.example/rss.xml</link>"),
            "channel-link-is-self",
        ),
        (RSS.replace("rss.xml", "atom.xml"), "self-link-other-format"),
    ],
)
def test_what_other_validators_let_pass_and_is_wrong(content: str, rule: str) -> None:
    assert rule in rules(content)


def test_html_in_a_declared_base_may_be_relative() -> None:
    summary = '<summary type="html" xml:base="https://a.example/">&lt;a href="/x"&gt;x&lt;/a&gt;</summary>'
    assert rules(entry(summary)) == []
    assert rules(entry(summary.replace("https://a.example/", "/x/"))) == ["html-relative-address"]


def test_the_mend_of_an_address_is_the_whole_address() -> None:
    for written in ("/2025/rain", "2025/rain", "https://news.example/2025/rain"):
        problems = check(item(f"<comments>{written}</comments>").encode())
        assert [problem.fix for problem in problems] in ([], ["write https://news.example/2025/rain"])
    assert "https://a.example/a%20b" in check(item("<comments>https://a.example/a b</comments>").encode())[0].fix


def test_old_rss_is_read_with_leniency() -> None:
    assert rules(RSS.replace('version="2.0"', 'version="0.92"')) == ["rss-version-old"]


# What is known at a look is what the other rules find nothing in


_HTML = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<em>",
            "</em>",
            "<ul>",
            "<li>",
            "</li>",
            "</ul>",
            "<br>",
            "<hr/>",
            "<p/>",
            "<title>",
            "</title>",
            "<script>",
            "</script>",
            "<table>",
            "</table>",
            '<a|href="https://a.example/b?c&amp;d">',
            '<a|href="/b">',
            '<a|href="javascript:x">',
            '<a|title="b">',
            '<a|onclick="b">',
            "</a>",
            '<img|src="https://a.example/b.png"|alt="">',
            '<img|src="b">',
            '<embed|src="https://a.example/">',
            "<!--|c|-->",
            "<",
            ">",
            '"',
            "<P>",
            "b",
        ]
    ),
    max_size=7,
).map(lambda parts: "".join(parts).replace("|", " "))


@given(_HTML)
def test_in_html_that_is_sound_at_a_look_nothing_is_found(text: str) -> None:
    assert not is_sound(text) or not list(findings(text))


def test_html_of_articles_is_sound_at_a_look() -> None:
    assert is_sound('<p>a <em>b</em><br> <a href="https://a.example/b">c</a></p>\n<ul>\n<li>d</li>\n</ul>\n<hr />')


@given(st.datetimes(timezones=st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))))
def test_dates_in_their_usual_form_are_read_at_a_look(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, year=max(moment.year, 1000), day=min(moment.day, 28))
    written = f"{as_rfc822(moment)}", as_rfc3339(moment)
    assert [usual_rfc822(written[0]), usual_rfc3339(written[1])] == [moment, moment]
    assert parsedate_to_datetime(written[0]) == moment


@pytest.mark.parametrize(
    "value",
    [
        "Wed, 25 Dec 2025 15:21:46 +0530",
        "Wed, 31 Feb 2025 15:21:46 +0530",
        "Wed, 24 Foo 2025 15:21:46 +0530",
        "Wed, 24 Dec 2025 15:21:46 +0560",
        "Wed, 24 Dec 2025 24:00:00 +0530",
        "Wed, 24 Dec 2025 15:21:60 +0530",
    ],
)
def test_dates_that_cannot_be_are_not_taken_at_a_look(value: str) -> None:
    assert usual_rfc822(value) is None


@pytest.mark.parametrize(
    "value", ["2025-02-30T10:00:00Z", "2025-12-24T24:00:00Z", "2025-12-24T10:00:60Z", "2025-12-24T10:00:00+05:60"]
)
def test_moments_that_cannot_be_are_not_taken_at_a_look(value: str) -> None:
    assert usual_rfc3339(value) is None


@given(st.text(alphabet="htps:/.-_~a0%#?@[] é", max_size=20).map("https://a.example/{}".format))
def test_addresses_that_are_usual_are_right_by_every_rule(value: str) -> None:
    if is_usual_address(value):
        parts = urlsplit(value)
        assert (parts.scheme, parts.netloc, parts.geturl()) == ("https", "a.example", value)
        assert value == quote(value, safe=":/~")


@pytest.mark.parametrize(
    "value", ["tag:a.example,2025-13:b", "tag:-a.example,2025:b", "tag:a.example:b", "tag:A.example,2025:b c"]
)
def test_ids_that_are_no_plain_tag_are_not_taken_at_a_look(value: str) -> None:
    assert not is_usual_tag(value)
