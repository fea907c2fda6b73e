"""Markup: nothing dangerous survives, nothing harmless is lost, and every address is whole or gone."""

from __future__ import annotations

import html
import re
import time
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from feedtool.characters import alike, illegal_in, legal
from feedtool.markup import (
    absolute,
    html_of,
    opens_with,
    paragraphs,
    plain,
    rendered,
    safe,
    shortened,
    web,
    without_heading,
)
from feedtool.markup.usual import usually_cleaned
from strategies import ADDRESS, TEXT

BASE = "https://gazette.example/2025/12/rain?page=1"
DANGEROUS_ELEMENTS = {
    *(
        "script",
        "style",
        "iframe",
        "frame",
        "object",
        "embed",
        "applet",
        "form",
        "input",
        "button",
        "textarea",
        "select",
    ),
    *("svg", "math", "meta", "link", "base", "template", "noscript", "title", "plaintext", "xmp", "noembed", "marquee"),
}
ADDRESSES = {"href", "src", "cite", "poster"}
EMPTY = {"br", "col", "hr", "img", "source", "wbr"}

PROBES = [
    # script, in all its spellings
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<script/x>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\n>alert(1)</script\n>",
    "<<script>alert(1)//<</script>",
    "<script>alert(1)",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    # handlers
    "<img src=x onerror=alert(1)>",
    "<img src=x oNeRrOr = 'alert(1)'>",
    "<img/src=x/onerror=alert(1)>",
    '<img src="x"onerror=alert(1)>',
    "<img src=x\nonerror\n=\nalert(1)>",
    "<body onload=alert(1)>",
    "<p onclick=alert(1)>text</p>",
    "<details open ontoggle=alert(1)>text</details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<p onfocus=alert(1) autofocus tabindex=1>text</p>",
    "<a href=x style='animation-name:x' onanimationstart=alert(1)>text</a>",
    "<img src=`x` onerror=alert(1)>",
    # addresses that run
    '<a href="javascript:alert(1)">text</a>',
    '<a href="JaVaScRiPt:alert(1)">text</a>',
    '<a href=" javascript:alert(1)">text</a>',
    '<a href="java\tscript:alert(1)">text</a>',
    '<a href="java\nscript:alert(1)">text</a>',
    '<a href="java\x00script:alert(1)">text</a>',
    '<a href="\x01javascript:alert(1)">text</a>',
    '<a href="\u00a0javascript:alert(1)">text</a>',
    '<a href="\u2028javascript:alert(1)">text</a>',
    '<a href="&#106;&#97;vascript:alert(1)">text</a>',
    '<a href="&#x6a;avascript&colon;alert(1)">text</a>',
    '<a href="java&Tab;script:alert(1)">text</a>',
    '<a href="java&NewLine;script&colon;alert(1)">text</a>',
    '<a href="&#0000106avascript:alert(1)">text</a>',
    '<a href="javascript://gazette.example/%0aalert(1)">text</a>',
    '<a href="vbscript:msgbox(1)">text</a>',
    '<a href="livescript:alert(1)">text</a>',
    '<a href="data:text/html,<script>alert(1)</script>">text</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">text</a>',
    '<a href="feed:javascript:alert(1)">text</a>',
    '<a href="view-source:javascript:alert(1)">text</a>',
    '<a href="blob:https://gazette.example/1">text</a>',
    '<a href="file:///etc/passwd">text</a>',
    '<a href="jar:https://evil.example!/x">text</a>',
    "[text](javascript:alert(1))",
    "[text](<java\tscript:alert(1)>)",
    "![text](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[text]: javascript:alert(1)\n\n[text]",
    '<img src="javascript:alert(1)">',
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    '<video poster="javascript:alert(1)">text</video>',
    '<blockquote cite="javascript:alert(1)">text</blockquote>',
    '<q cite="data:text/html,x">text</q>',
    '<img srcset="javascript:alert(1) 1x" src="https://gazette.example/a.png">',
    '<img lowsrc="javascript:alert(1)" dynsrc="javascript:alert(1)">',
    '<a href="https://gazette.example/" ping="https://evil.example/">text</a>',
    '<a xlink:href="javascript:alert(1)">text</a>',
    '<table background="javascript:alert(1)"><tr><td background="javascript:alert(1)">text</td></tr></table>',
    # elements that fetch, ask or hide
    '<iframe src="https://evil.example/"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<object data=x></object><embed src=x><applet code=x></applet>",
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    '<base href="https://evil.example/"><link rel="stylesheet" href="https://evil.example/x.css">',
    '<form action="https://evil.example/"><input name=pin><button formaction="javascript:alert(1)">go</button></form>',
    "<isindex type=image src=1 onerror=alert(1)><keygen autofocus onfocus=alert(1)>",
    "<frameset><frame src=javascript:alert(1)></frameset>",
    "<portal src='https://evil.example/'></portal><dialog open>x</dialog>",
    # style
    "<style>@import 'https://evil.example/x.css';</style>",
    '<p style="background:url(javascript:alert(1))">text</p>',
    '<p style="position:fixed;inset:0">text</p>',
    '<p class="x" id="location" name="cookie">text</p>',
    # drawings, formulas, and what changes when it is read twice
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    "<svg><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject></svg>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>',
    "<math href='javascript:alert(1)'>x</math>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<textarea></textarea><script>alert(1)</script></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><script>alert(1)</script></xmp>",
    "<noembed><script>alert(1)</script></noembed>",
    "<plaintext><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?><?php echo 1 ?>",
    "<!DOCTYPE html [<!ENTITY x 'y'>]>&x;",
    '<p title="&quot;><script>alert(1)</script>">text</p>',
    '<p title="&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;">text</p>',
    "<p title='\"><img src=x onerror=alert(1)>'>text</p>",
    '<img alt="` onerror=alert(1)" src=`x`>',
    "</p><script>alert(1)</script><p>",
    "<a href='https://gazette.example/\"onmouseover=\"alert(1)'>text</a>",
    '[x](https://gazette.example/"onmouseover="alert(1))',
    "`<script>alert(1)</script>`",
    "\\<script>alert(1)\\</script>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<table><script>alert(1)</script><img src=x onerror=alert(1)></table>",
    "<select><template><img src=x onerror=alert(1)></template></select>",
    "<custom-element onclick=alert(1) is=x>text</custom-element>",
    "＜script＞alert(1)＜/script＞",
]

HARMLESS = [
    "<p>text</p>",
    "<h2>Head</h2>\n<p>a<br>b</p>\n<hr>",
    "<p><em>a</em> <strong>b</strong> <s>c</s> <sub>d</sub> <sup>e</sup> <u>f</u> <small>g</small> <mark>h</mark></p>",
    "<ul><li>a</li><li>b</li></ul>",
    '<ol start="3" reversed="" type="a"><li>a</li></ol>',
    "<dl><dt>a</dt><dd>b</dd></dl>",
    '<blockquote cite="https://gazette.example/a"><p>a</p></blockquote>',
    "<pre><code>if a &lt; b:\n    c</code></pre>",
    '<table><caption>a</caption><thead><tr><th scope="col">b</th></tr></thead></table>',
    '<table><tbody><tr><td colspan="2" rowspan="1">c</td></tr></tbody></table>',
    '<figure><img src="https://a.example/a.png" alt="A &quot;b&quot;" width="4"><figcaption>c</figcaption></figure>',
    '<p><a href="https://gazette.example/?a=1&amp;b=2" hreflang="hi" title="t">a</a></p>',
    '<p><a href="mailto:desk@gazette.example">a</a> <a href="tel:+912212345678">b</a></p>',
    '<p lang="he" dir="rtl">שלום</p>',
    '<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> <bdo dir="rtl">a</bdo> <bdi>b</bdi></p>',
    '<p><time datetime="2025-12-24">a</time> <abbr title="b">c</abbr> <q>d</q> <cite>e</cite> <dfn>f</dfn></p>',
    "<details><summary>a</summary><p>b</p></details>",
    '<video src="https://gazette.example/a.mp4" controls="" poster="https://gazette.example/a.png" width="4"></video>',
    '<audio controls=""><source src="https://gazette.example/a.mp3" type="audio/mpeg"></audio>',
    '<p><del datetime="2025-12-24">a</del> <ins cite="https://gazette.example/a">b</ins> <kbd>c</kbd><wbr></p>',
    "<p>नमस्ते “दुनिया” – 5 &lt; 6 &amp; 7 &gt; 3</p>",
]


class Elements(HTMLParser):
    """Reads HTML as browsers roughly do; an independent eye on what the sanitiser wrote."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.declared: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        """Note a comment."""
        self.declared.append(data)

    def handle_decl(self, decl: str) -> None:
        """Note a declaration."""
        self.declared.append(decl)

    def handle_pi(self, data: str) -> None:
        """Note an instruction."""
        self.declared.append(data)


def assert_harmless(markup: str) -> None:
    read = Elements(markup)
    assert not read.declared
    for tag, attributes in read.found:
        assert tag not in DANGEROUS_ELEMENTS
        for name, value in attributes.items():
            assert not name.startswith("on"), name
            assert name not in {
                "style",
                "srcset",
                "class",
                "id",
                "ping",
                "action",
                "formaction",
                "background",
                "srcdoc",
            }
            if name in ADDRESSES:
                assert urlsplit(value or "").scheme in {"http", "https", "mailto", "tel"}, value
        if tag in {"img", "source"}:
            assert attributes.get("src")


# Safety


@pytest.mark.parametrize("base", ["", BASE])
@pytest.mark.parametrize("probe", PROBES)
def test_nothing_dangerous_survives(probe: str, base: str) -> None:
    for markup in (probe, html_of(probe), f"<div>{probe}", f"<table>{probe}</table>", f"<svg>{probe}</svg>"):
        assert_harmless(safe(markup, base))


@pytest.mark.parametrize("probe", PROBES)
def test_what_is_safe_stays_as_it_is_when_it_is_read_again(probe: str) -> None:
    once = safe(html_of(probe), BASE)
    assert safe(once, BASE) == once


@given(st.lists(st.sampled_from(PROBES) | TEXT, min_size=1, max_size=4).map("".join), st.sampled_from(["", BASE]))
def test_nothing_dangerous_survives_in_any_mixture(markup: str, base: str) -> None:
    found = safe(html_of(legal(markup)), base)
    assert_harmless(found)
    assert not illegal_in(found)


@given(st.text("<>/!-?&;#\"'= abpiscrtmg\n", max_size=60))
@example("<img alt=' src='>")
@example("<p title='<img>'>")
def test_nothing_dangerous_survives_in_any_scramble(markup: str) -> None:
    assert_harmless(safe(markup, BASE))


@pytest.mark.parametrize("markup", HARMLESS)
def test_nothing_harmless_is_lost(markup: str) -> None:
    assert safe(markup) == markup


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ("<p>a<script>b</script>c</p>", "<p>ac</p>"),
        ("<style>a</style>b", "b"),
        ("<form><p>a</p><button>b</button></form>", "<p>a</p>b"),
        ("<center>a</center><font color=red>b</font>", "ab"),
        ("<article><header>a</header><p>b</p></article>", "a<p>b</p>"),
        ("<p class=x>a</p>", "<p>a</p>"),
        ("<!-- a -->b", "b"),
    ],
)
def test_of_what_is_not_allowed_the_text_stays_but_of_scripts_and_styles(markup: str, kept: str) -> None:
    assert safe(markup) == kept


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\ufffe", "&#11;", "&#xFFFE;", "&#0;", "\ud800"])
def test_what_is_safe_holds_no_character_that_xml_cannot_hold(character: str) -> None:
    found = safe(f'<p title="a{character}b">c{character}d</p>')
    assert not illegal_in(found)
    assert re.fullmatch(r'<p title="a.?b">c.?d</p>', found)


# Addresses in markup


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ('<a href="/b">text</a>', '<a href="https://gazette.example/b">text</a>'),
        ('<a href="b">text</a>', '<a href="https://gazette.example/2025/12/b">text</a>'),
        ('<a href="#b">text</a>', '<a href="https://gazette.example/2025/12/rain?page=1#b">text</a>'),
        ('<a href="//other.example/b">text</a>', '<a href="https://other.example/b">text</a>'),
        ('<img src="../b.png">', '<img src="https://gazette.example/2025/b.png">'),
        ('<video poster="b.png"></video>', '<video poster="https://gazette.example/2025/12/b.png"></video>'),
        ('<q cite="b">text</q>', '<q cite="https://gazette.example/2025/12/b">text</q>'),
    ],
)
def test_addresses_become_absolute(markup: str, kept: str) -> None:
    assert safe(markup, BASE) == kept


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ('<a href="/b">text</a>', "<a>text</a>"),
        ('a <img src="/b.png" alt="c"> d', "a  d"),
        ('<video controls=""><source src="b.mp4">text</video>', '<video controls="">text</video>'),
        ('<picture><source srcset="b.webp 1x"><img src="b.png"></picture>', "<picture></picture>"),
        ('<q cite="b">text</q>', "<q>text</q>"),
        ("<img>", ""),
    ],
)
def test_where_no_base_is_known_the_text_of_a_link_stays_and_a_picture_goes(markup: str, kept: str) -> None:
    assert safe(markup) == kept


@pytest.mark.parametrize(
    "address", ["", " ", "\n", "data:image/png;base64,AA", "javascript:1", "http://", "https://a b/"]
)
def test_a_picture_without_a_usable_address_goes_and_is_not_the_page_itself(address: str) -> None:
    assert safe(f'<p><img src="{address}" alt="a"></p>', BASE) == "<p></p>"


def test_a_picture_is_not_kept_for_what_its_description_says() -> None:
    assert safe("<img alt=' src=' title='a src=&quot;b&quot;'>") == ""


# Addresses


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://a.example/", "https://a.example/"),
        ("https://a.example", "https://a.example"),
        ("HTTPS://a.example/X", "https://a.example/X"),
        ("  https://a.example/b ", "https://a.example/b"),
        ("https://a.example/a\nb\tc\r", "https://a.example/abc"),
        ("https://a.example?b", "https://a.example?b"),
        ("https://a.example:8080/", "https://a.example:8080/"),
        ("https://me:pw@a.example/", "https://me:pw@a.example/"),
        ("https://mé@a.example/", "https://m%C3%A9@a.example/"),
        ("https://[::1]/", "https://[::1]/"),
        ("https://[2001:db8::1]:8080/b", "https://[2001:db8::1]:8080/b"),
        ("https://192.0.2.1/", "https://192.0.2.1/"),
        ("https://exämple.test:8080/", "https://xn--exmple-cua.test:8080/"),
        ("https://उदाहरण.test/पथ", "https://xn--p1b6ci4b4b3a.test/%E0%A4%AA%E0%A4%A5"),
        ("https://a.example/ü?ü=ü#ü", "https://a.example/%C3%BC?%C3%BC=%C3%BC#%C3%BC"),
        ("https://a.example/\U0001f600", "https://a.example/%F0%9F%98%80"),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/%zz%2F%20", "https://a.example/%25zz%2F%20"),
        ("https://a.example/[b]?c=[d]", "https://a.example/%5Bb%5D?c=%5Bd%5D"),
        ("https://a.example/a#b#c", "https://a.example/a#b%23c"),
        ('https://a.example/"<>`{}|\\^', "https://a.example/%22%3C%3E%60%7B%7D%7C%5C%5E"),
        ("https://a.example/it's(1),2;3", "https://a.example/it's(1),2;3"),
        ("mailto:desk@a.example?subject=a b", "mailto:desk@a.example?subject=a%20b"),
        ("tel:+91 22 1234", "tel:+91%2022%201234"),
    ],
)
def test_an_address_becomes_a_uri(address: str, found: str) -> None:
    assert absolute(address) == absolute(address, BASE) == found


@pytest.mark.parametrize(
    "address",
    [
        *(
            "ftp://a.example/",
            "file:///etc/passwd",
            "data:text/plain,x",
            "javascript:alert(1)",
            "java\tscript:alert(1)",
        ),
        *("blob:https://a.example/1", "view-source:https://a.example/", "about:blank", "feed:https://a.example/"),
        *("urn:isbn:1", "tag:a.example,2025:b", "http://", "https://a b/", "https://a<b>/", "https://a\\@b.example/"),
        *("https://a.example:port/", "https://[::1/", "https://[x]/", "https://@a.example/", "https://\u202e/"),
        *(f"https://{'ä' * 70}.example/", "https://.ä/"),
    ],
)
def test_what_is_no_address_of_the_web_becomes_nothing(address: str) -> None:
    assert absolute(address) == absolute(address, BASE) == ""


@pytest.mark.parametrize("address", ["", "/b", "b", "?b", "#b", "//b.example/", "b.example/c", "https:///b"])
def test_a_relative_address_without_a_base_becomes_nothing(address: str) -> None:
    assert absolute(address) == ""


@pytest.mark.parametrize("address", ["mailto:desk@a.example", "tel:+912212345678"])
def test_what_is_reached_by_mail_or_telephone_is_not_on_the_web(address: str) -> None:
    assert absolute(address) == address
    assert web(address) == ""


@given(ADDRESS, st.sampled_from(["", BASE]))
def test_an_address_is_a_uri_whatever_it_was_and_stays_one(address: str, base: str) -> None:
    found = absolute(address, base)
    assert re.fullmatch(r"((https?|mailto|tel):[A-Za-z0-9%._~:/?#\[\]@!$&'()*+,;=-]*)?", found)
    assert not re.search(r"%(?![0-9A-Fa-f]{2})", found)
    assert absolute(found) == found


# Plain text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>a</p><p>b</p>", "a b"),
        ("a<br>b<hr>c", "a b c"),
        ("<DIV>a</DIV><DIV>b</DIV>", "a b"),
        ("<div>a<p>b</p></div>", "a b"),
        ("a<ul><li>b</li><li>c</li></ul>", "a b c"),
        ("<td>a</td><td>b</td>", "a b"),
        ("in<em>side</em> of", "inside of"),
        ("a &amp; b &lt;c&gt; &nbsp; d", "a & b <c> d"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("<p>&amp;lt;b&amp;gt;</p>", "&lt;b&gt;"),
        ("5 < 6 & 7", "5 < 6 & 7"),
        ("<script>a</script>b<style>c</style><!-- d -->", "b"),
        ("  a \n\n b\t", "a b"),
        ("a&#11;b&#0;", "ab\ufffd"),
        ("<img alt='a' src='b'>", ""),
        ("", ""),
    ],
)
def test_the_text_of_html_is_one_line_with_entities_decoded_once(markup: str, text: str) -> None:
    assert plain(markup) == text


@given(TEXT)
def test_any_text_that_is_escaped_is_read_back(text: str) -> None:
    wanted = " ".join(plain(html.escape(text)).split())
    assert plain(f"<p>{html.escape(text)}</p>") == wanted
    assert not illegal_in(wanted)


def test_paragraphs_are_the_blocks_that_hold_text() -> None:
    markup = "<h2>A</h2>\n<p>b <em>c</em></p><p> </p><div>d<p>e</p></div><ul><li>f</li><li>g</li></ul><p>h<br>i</p>"
    assert list(paragraphs(markup)) == ["A", "b c", "d", "e", "f", "g", "h", "i"]


@pytest.mark.parametrize(
    ("markup", "title", "left"),
    [
        ("<h1>The Rain</h1>\n<p>a</p>", "The Rain", "<p>a</p>"),
        ("<h1>The “<em>Rain</em>” – Again</h1><p>a</p>", 'the "rain" - again', "<p>a</p>"),
        ("<h1>The Rain</h1><p>a</p>", "Another", "<h1>The Rain</h1><p>a</p>"),
        ("<h2>The Rain</h2><p>a</p>", "The Rain", "<h2>The Rain</h2><p>a</p>"),
        ("<p>a</p><h1>The Rain</h1>", "The Rain", "<p>a</p><h1>The Rain</h1>"),
        ("<h1>The Rain</h1>", "The Rain", ""),
    ],
)
def test_a_first_heading_goes_where_it_only_repeats_the_title(markup: str, title: str, left: str) -> None:
    assert without_heading(markup, title) == left


@given(TEXT.map(plain), st.integers(2, 40))
def test_shortened_text_is_no_longer_than_asked_for_and_is_its_beginning(text: str, most: int) -> None:
    found = shortened(text, most)
    assert len(found) <= most
    assert found == text if len(text) <= most else text.startswith(found.removesuffix("…"))


def test_text_is_shortened_between_words() -> None:
    assert shortened("One two, three", 11) == "One two…"
    assert shortened("One two", 7) == "One two"


# Markdown


@pytest.mark.parametrize(
    ("markdown", "markup"),
    [
        ("a *b* **c** ~~d~~ `e`", "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e</code></p>"),
        ("| a |\n|---|\n| b |", "<table>"),
        ("<b>a</b>", "<p><b>a</b></p>"),
        ("“a” -- b...", "<p>“a” -- b...</p>"),
        ("https://a.example/", "<p>https://a.example/</p>"),
    ],
)
def test_markdown_is_commonmark_with_tables_and_strikethrough(markdown: str, markup: str) -> None:
    assert html_of(markdown).startswith(markup)


@pytest.mark.parametrize(
    ("markdown", "markup"),
    [
        ("10:00~12:00, 14:00~16:00", "<p>10:00~12:00, 14:00~16:00</p>"),
        ("~5 and ~~6~~ of ~7", "<p>~5 and <del>6</del> of ~7</p>"),
        (r"\~5 *~6*~", "<p>~5 <em>~6</em>~</p>"),
        ("`a~b` ~", "<p><code>a~b</code> ~</p>"),
        ("~~~\na ~b~\n~~~", "<pre><code>a ~b~\n</code></pre>"),
        (
            "[a](/~b) <https://c.d/~e> ![~f](/g~h)",
            '<p><a href="/~b">a</a> <a href="https://c.d/~e">https://c.d/~e</a> <img src="/g~h" alt="~f" /></p>',
        ),
        ("\u2e4e ~", "<p>\u2e4e ~</p>"),
    ],
)
def test_one_tilde_alone_is_a_tilde(markdown: str, markup: str) -> None:
    assert html_of(markdown).strip() == markup


_PLAIN_WORDS = st.sampled_from(
    ["rain", "*", "**", "_", "`", "[", "](/a)", "<b>", "</b>", "\n\n", "\n", "- ", "> ", "# ", "é", " "]
)


@given(st.lists(_PLAIN_WORDS, max_size=12).map("".join))
def test_another_renderer_of_commonmark_reads_the_same_words(markdown: str) -> None:
    other = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    assert plain(safe(html_of(markdown), BASE)) == plain(safe(other, BASE))


# Depth and size


@pytest.mark.parametrize(("mark", "levels"), [(">", 49), ("> ", 49), ("- ", 24)])
def test_what_is_nested_in_markdown_as_deep_as_people_nest_is_not_lost(mark: str, levels: int) -> None:
    assert "hello" in html_of(mark * levels + "hello")


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000 + "hello" + "</div>" * 100_000,
        "<div>" * 100_000 + "hello",
        "<ul><li>" * 50_000 + "hello",
        "<b>" * 100_000 + "hello",
        "<a href='b'>" * 20_000 + "hello",
        "<p>" * 50_000 + "hello",
        "</div>" * 100_000 + "hello",
        "<table>" * 20_000 + "hello",
        "hello" + "<" * 200_000,
        "hello" + "&" * 200_000,
        "hello" + "<!--" * 50_000,
        "hello<img" + " a" * 100_000 + ">",
        "hello<p title='" + "<img " * 50_000 + "'>",
        "<div <br>>" * 50_000 + "hello",
        "<div a='<'>" * 50_000 + "hello",
        "<div <b>>" * 50_000 + "hello",
        "hello" + "<a" * 100_000,
        "hello" + "<script>" * 50_000,
        "hello<script>" + "</script" * 50_000,
    ],
    ids=lambda markup: markup[:8],
)
def test_no_depth_and_no_length_of_html_keeps_the_sanitiser_busy(markup: str) -> None:
    started = time.process_time()
    found = safe(markup, BASE)
    assert "hello" in found
    assert "hello" in plain(markup)
    assert_harmless(found)
    assert time.process_time() - started < 5


def test_what_nests_too_deep_keeps_its_text_as_it_was() -> None:
    assert plain(safe("<div>" * 10_000 + "a &amp; b &lt;c&gt; “d”")) == "a & b <c> “d”"


def test_a_drawing_of_many_lines_does_not_cost_the_text_its_markup() -> None:
    drawing = "<svg>" + '<path d="M0 0"/>' * 2_000 + "</svg>"
    assert safe(f"{drawing}<p>a <em>b</em></p>") == "<p>a <em>b</em></p>"


def test_a_script_of_many_comparisons_does_not_cost_the_text_its_markup() -> None:
    script = "<script>" + "for(i=0;i<n;i++){}" * 2_000 + "</script>"
    assert safe(f"{script}<p>a <em>b</em></p>") == "<p>a <em>b</em></p>"
    assert plain(safe(f"{script}{'<div>' * 2_000}a")) == "a"


@pytest.mark.parametrize(
    "mark", [">", "> ", "- ", "1. ", "[", "![", "*", "_a ", "**a ", "`", "<", "&", "\\", "~~a", "[a]("]
)
def test_no_depth_and_no_length_of_markdown_keeps_the_renderer_busy(mark: str) -> None:
    started = time.process_time()
    assert html_of(mark * 5_000 + "x")
    assert time.process_time() - started < 5


def test_50_000_quotation_marks_neither_crash_nor_hang() -> None:
    started = time.process_time()
    assert plain(safe(html_of(">" * 50_000 + " hello"))) == "hello"
    assert time.process_time() - started < 5


MARKED = st.recursive(
    st.sampled_from(["x", " ", "\n", "&amp;", "a & b", "&lt;b&gt;", ">", "é", "\xa0", '"', "<br />", "<hr />", "<i>"])
    | st.sampled_from(['<img src="https://news.example/a.jpg" alt="a \' b" />', "<img>", "<code>\nx</code>"]),
    lambda inner: (
        st.builds(
            "<{0}>{1}</{2}>".format,
            names := st.sampled_from(
                "p em strong del code a ul ol li blockquote h1 h2 pre table td".split()  # noqa: SIM905 - words
            ),
            st.lists(inner, max_size=4).map("".join),
            names,
        )
        | st.builds(
            lambda name, parts: f"<{name}>{''.join(parts)}</{name.split()[0]}>",
            names | st.sampled_from(['a href="https://news.example/a%20(b)"', 'a href="/b"', 'p title="x"']),
            st.lists(inner, max_size=4),
        )
    ),
    max_leaves=12,
)


@given(st.lists(MARKED, max_size=4).map("".join))
@example("<pre>\n<code>x</code></pre>")
@example("<blockquote>" * 600 + "</blockquote>" * 600)
def test_what_is_known_to_be_safe_at_a_look_is_what_the_sanitiser_gives_back(markup: str) -> None:
    usual = usually_cleaned(markup)
    # an element that is seldom met behind it: the look does not know it, the sanitiser leaves it as it is
    assert usual is None or f"{usual.strip()}<kbd></kbd>" == safe(f"{markup.strip()}<kbd></kbd>")


def test_plain_articles_are_known_to_be_safe_at_a_look() -> None:
    text = "# A\n\nb *c* **d** `e` [f](https://news.example/g)  \nh\n\n- i\n- ***j***\n\n> k\n\n---\n\n    l\n"
    assert usually_cleaned(html_of(f"{text}\n![m](https://news.example/n.jpg)\n")) is not None


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<em>", "</em>", "\n", " ", "Rain", "rain", "on", " in ", "hills", "&amp;", "`", "é"]
        ),
        max_size=14,
    ).map("".join),
    st.lists(st.sampled_from(["Rain", "rain", "on", "in", "hills", "&", "'", "é"]), max_size=4).map(" ".join),
)
@example("<p>a</p><p>b c</p><p></p><p>Rain \u200b</p><p>d</p>", "rain")
def test_what_a_text_opens_with_is_found_among_its_first_paragraphs(markup: str, line: str) -> None:
    assert opens_with(markup, line) == any(alike(line, text) for text in list(paragraphs(markup))[:3])


@given(
    st.lists(
        TEXT | st.sampled_from(["&#1;", "&#x85;", "\\", "*a*", "[b](c&#2;)", "\n\n", "`", "<br>"]), max_size=6
    ).map("".join)
)
def test_markdown_is_rendered_as_the_sanitiser_would_leave_it(text: str) -> None:
    assert rendered(legal(text), BASE) == safe(html_of(legal(text)), BASE)
