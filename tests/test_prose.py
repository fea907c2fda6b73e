"""Prose: HTML to Markdown, construct by construct, and that what renders from it is what the HTML said."""

from __future__ import annotations

import html
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks import markup, material
from feedtool.characters import legal
from feedtool.markup import html_of, plain
from feedtool.prose import markdown_of, markdown_of_tree
from feedtool.prose.blocks import usual_document
from feedtool.prose.tree import tree_of

CASES = {
    "paragraphs": ("<p>One.</p><p>Two\n  lines.</p>", "One.\n\nTwo lines."),
    "headings": ("<h1>A</h1><h3>B <em>c</em></h3><h2>C #</h2>", "# A\n\n### B *c*\n\n## C \\#"),
    "emphasis": ("<p><i>a</i> <b>b </b>c <s>d</s></p>", "*a* **b** c ~~d~~"),
    "emphasis that touches": ("<p><em>a</em><strong>b</strong></p>", "_a_**b**"),
    "emphasis within emphasis": ("<p><b><i>a</i> b</b></p>", "**_a_ b**"),
    "emphasis of marks within a word": ('<p>x<b>"y"</b>z</p>', 'x<strong>"y"</strong>z'),
    "emphasis over blocks": ("<strong><p>a</p><p>b</p></strong>", "**a**\n\n**b**"),
    "emphasis around nothing": ("<p>a<b> </b>b<i></i></p>", "a b"),
    "two marks that are one": ("<p><b>a</b><b>b</b></p>", "**ab**"),
    "what only HTML says": ("<p>H<sub>2</sub>O, 10<sup>3</sup></p>", "H<sub>2</sub>O, 10<sup>3</sup>"),
    "links": ('<p>See <a href="/a">this</a>.</p>', "See [this](https://n.example/a)."),
    "a link after an exclamation": ('<p>Oh!<a href="/a">x</a></p>', "Oh\\![x](https://n.example/a)"),
    "a link that nobody can follow": ('<p><a href="javascript:x()">this</a></p>', "this"),
    "a link around a heading": ('<a href="/a"><h2>T</h2></a>', "## [T](https://n.example/a)"),
    "a link with a bracket": ('<a href="/a_(b">x</a>', "[x](https://n.example/a_%28b)"),
    "pictures": ('<p><img src="a.jpg" alt="A [b]"></p>', "![A \\[b\\]](https://n.example/a.jpg)"),
    "a picture that loads late": (
        '<img src="data:image/gif;base64,R0" data-src="/b.jpg">',
        "![](https://n.example/b.jpg)",
    ),
    "a figure": (
        '<figure><img src="/a.jpg" alt="x"><figcaption>What it <i>is</i></figcaption></figure>',
        "![x](https://n.example/a.jpg)\n\n*What it is*",
    ),
    "a list": ("<ul><li>a<li>b</ul>", "- a\n- b"),
    "a list in a list": ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
    "two lists": ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
    "a list that counts on": ("<ol start=9><li>a</li><li>b</li></ol>", "9. a\n10. b"),
    "a list of paragraphs": ("<ol><li><p>a</p><p>b</p></li><li>c</li></ol>", "1. a\n\n   b\n\n2. c"),
    "a list without items": ("<ul>a<b>b</b></ul>", "- a**b**"),
    "quotations": ("<blockquote><p>a</p><ul><li>b</li></ul></blockquote>", "> a\n>\n> - b"),
    "code": ("<p><code>a`b</code></p><pre><code class='language-py'>x\n  ```\n</code></pre>", None),
    "line breaks": ("<p>a<br>- b<br><br>c</p>", "a\\\n\\- b\n\nc"),
    "a rule": ("<p>a</p><hr><p>---</p>", "a\n\n***\n\n\\---"),
    "a table": (
        "<table><thead><tr><th>A<th>B</thead><tr><td>1<td>2|3<br>4</table>",
        "| A | B |\n| --- | --- |\n| 1 | 2\\|3<br>4 |",
    ),
    "a table without headings": ("<table><tr><td>1<td>2</table>", "|  |  |\n| --- | --- |\n| 1 | 2 |"),
    "a table of joined cells": (
        "<table><tr><td colspan=2>1</td></tr>\n\n<tr><td>2</td><td>3</td></tr></table>",
        '<table><tbody><tr><td colspan="2">1</td></tr>\n<tr><td>2</td><td>3</td></tr></tbody></table>',
    ),
    "a table that only arranges": ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb"),
    "films": (
        '<video src="/v.mp4"><source src="/w.webm" type="video/webm">No film.</video>',
        (
            '<video controls>\n<source src="https://n.example/v.mp4">\n'
            '<source src="https://n.example/w.webm" type="video/webm">\n</video>'
        ),
    ),
    "a frame": ('<iframe src="https://v.example/1" title="A film"></iframe>', "[A film](https://v.example/1)"),
    "terms": ("<dl><dt>a</dt><dd>b</dd></dl>", "**a**\n\nb"),
    "entities, once": ("<p>5 &lt; 6 &amp;amp; &lt;b&gt;</p>", "5 < 6 \\&amp; \\<b>"),
    "no content": ("<script>x</script><style>y</style><nav>z</nav><form>f</form><!-- c --><p>a</p>", "a"),
    "words without a paragraph": ("a <b>b</b> c", "a **b** c"),
    "a whole document": ("<html><head><title>T</title></head><body><p>a</p></body></html>", "a"),
    "nothing": (" \n", ""),
}


@pytest.mark.parametrize("name", CASES)
def test_each_construct_is_written_as_a_person_would(name: str) -> None:
    markup, markdown = CASES[name]
    found = markdown_of(markup, "https://n.example/x/../")
    assert markdown is None or found == markdown
    assert markdown_of(html_of(found), "https://n.example/") == found or "<" in found or name in {"nothing", "films"}


def test_code_is_kept_to_the_letter() -> None:
    markdown = markdown_of(CASES["code"][0])
    assert markdown == "``a`b``\n\n````py\nx\n  ```\n````"


WORDS = st.text(
    alphabet=st.one_of(
        st.sampled_from("\\`*_~<>&[]()#+-=.!|:'\" 1aé\u00a0—“"),
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cn", "Co")),
    ),
    min_size=1,
    max_size=12,
)
TEXT = WORDS.map(html.escape)


def element(tag: str, inside: str) -> str:
    """Return an element around HTML."""
    attribute = ' href="https://a.example/x_(y)*?a=1&amp;lt;=2"' if tag == "a" else ""
    return f"<{tag}{attribute}>{inside}</{tag}>"


@st.composite
def marked(draw: st.DrawFn, inside: st.SearchStrategy[str]) -> str:
    """Return runs of what a strategy makes, some of it in marks."""
    tags = draw(st.lists(st.sampled_from(("", "em", "strong", "a", "s", "sup", "span")), min_size=1, max_size=5))
    return "".join(element(tag, draw(inside)) if tag else draw(inside) for tag in tags)


CODE = TEXT.map(lambda text: element("code", text))
LINES = marked(marked(st.one_of(TEXT, st.just("<br>"), st.just(" "), CODE)))


@st.composite
def blocks(draw: st.DrawFn, inside: st.SearchStrategy[str] = LINES) -> str:
    """Return a paragraph, a heading, a container or bare words."""
    tag = draw(st.sampled_from(("p", "h2", "div", "")))
    return element(tag, draw(inside)) if tag else draw(inside)


@st.composite
def nested(draw: st.DrawFn, inside: st.SearchStrategy[str]) -> str:
    """Return lists and quotations of what a strategy makes."""
    tag = draw(st.sampled_from(("ul", "ol", "blockquote", "")))
    parts = draw(st.lists(inside, min_size=1, max_size=3))
    items = "".join(element("li", part) if tag.endswith("l") else part for part in parts)
    return element(tag, items) if tag else items


def words(markup: str) -> str:
    """Return the text of HTML without white space: marks and blocks set it apart in ways that say nothing."""
    return "".join(plain(markup).split())


@given(st.recursive(blocks(), nested, max_leaves=8))
def test_what_is_rendered_says_what_the_html_said(markup: str) -> None:
    assert words(html_of(markdown_of(markup))) == words(markup)


@given(st.lists(blocks(), max_size=4).map("".join))
def test_marks_and_paragraphs_come_out_as_they_went_in(markup: str) -> None:
    rendered = html_of(markdown_of(markup))
    assert html_of(markdown_of(rendered)) == rendered


@given(st.text(max_size=300))
def test_any_text_at_all_is_taken_as_html(text: str) -> None:
    markdown_of(text)


@pytest.mark.parametrize(
    "tag", ["<div>", "<b>", "<ul><li>", "<blockquote>", "<table><tr><td>", "<p>", "<a href=x><em>", "<h2>", "<pre>"]
)
def test_deep_nesting_is_bounded_and_keeps_its_words(tag: str) -> None:
    began = time.process_time()
    for depth in (30, 100, 150, 100_000):
        assert "deep" in words(html_of(markdown_of(f"{tag * depth}deep")))
    assert time.process_time() - began < 20


def test_ten_thousand_articles_cost_seconds() -> None:
    line = "Some words, with <a href='https://a.example/'>a link</a> and <em>stress</em>, as long as usual. "
    plainly = "Plain words. " * 20
    article = f"<h2>Head</h2>{f'<p>{line}</p>' * 3}{f'<p>{plainly}</p>' * 12}"
    began = time.process_time()
    for _ in range(200):
        markdown_of(article)
    assert time.process_time() - began < 1.5


SAID = st.sampled_from(
    (
        *("Rain", "it’s late", "a b c", "in 1913", "Rain", "two words"),
        *(" a", "b ", "a\nb", "—c", "x|y", "1. d", "# e", "no!", "-", "", "&gt;", "a  b", "\u00a0", "c\u00a0 ", "\t"),
    )
)
REFERENCES = st.sampled_from(
    (
        *("&#8217;", "&amp;", "&mdash;", "&#x2019;", "&nbsp;", "&lt;", "&#38;", "&ensp;", "&#x1f600;", "&copy;"),
        *("&#32;", "&copy", " & ", "&x;", "&amp;amp;", "&#3;", "*", "[a](b)", "_", "~~", "<!-- c -->", "<wbr>"),
    )
)
ATTRIBUTES = st.sampled_from(
    ("", "", "", "", ' class="x y"', *(' start="3"', ' colspan="2"', " hidden", "/", " x='1'", ' title="a &amp; <b>"'))
)
MARKED = st.builds(
    "<{0}{2}>{1}</{0}>".format,
    st.sampled_from(("em", "strong", "b", "i", "s", "u", "span", "span", "code", "sup", "small", "cite")),
    SAID,
    ATTRIBUTES,
)
LINKED = st.builds(
    "<a {}>{}</a>".format,
    st.sampled_from(
        (
            *('href="/a" rel="x"', 'href="https://n.example/?a=1&amp;b=(2"', 'href="#"', 'href=""', "href='/b' x"),
            *('href="https://n.example/a_b?c=1&amp;d=2"', 'class="x" href="https://n.example/c"', 'title="t"'),
        )
    ),
    st.one_of(SAID, MARKED),
)
PICTURES = st.sampled_from(
    (
        *('<img src="/a.jpg" alt="b [c]"/>', '<img src="/a.jpg">', '<img src="https://n.example/1.gif" width="1">'),
        *("<img src='a'>", '<img src="data:x" data-src="/b.jpg">', '<img alt="b">', '<img src=" data:y">'),
    )
)
INLINE = st.recursive(
    st.one_of(
        SAID,
        SAID,
        st.tuples(SAID, st.one_of(MARKED, LINKED), SAID).map(" ".join),
        st.lists(
            st.one_of(SAID, REFERENCES, MARKED, LINKED, PICTURES, st.sampled_from(("<br/>", "<br />\n", "<br>"))),
            max_size=4,
        ).map("".join),
    ),
    lambda inside: st.builds(
        "{0}<{1}>{2}</{1}>{3}".format, SAID, st.sampled_from(("em", "strong", "span", "u")), inside, SAID
    ),
    max_leaves=3,
)
BLANKS = st.sampled_from((*("", "", "", "\n", "\n"), *(" \n\t", "\u00a0", "x", "&nbsp;", "<!-- wp:p -->")))


def boxed(*names: str) -> st.SearchStrategy[str]:
    """Return an element of one of some names, around words."""
    return st.builds("<{0}{2}>{1}</{0}>".format, st.sampled_from(names), INLINE, ATTRIBUTES)


def around(name: str, part: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[str]:
    """Return an element that holds others."""
    parts = st.lists(st.tuples(BLANKS, part).map("".join), min_size=1, max_size=most).map("".join)
    return st.builds(f"<{name}{{}}>{{}}{{}}</{name}>".format, ATTRIBUTES, parts, BLANKS)


ROWS = around("tr", boxed("td", "th"))
SELDOM = st.sampled_from(
    (
        *("</p>", "a", "<p>b<p>c", "<p><div>a</div></p>", "<my-tag>a</my-tag>", "<P>a</P>", "<p title='>'>a</p>"),
        *('<iframe src="/v" title="A [film]" allowfullscreen></iframe>', "<iframe></iframe>", "<iframe>a</iframe>"),
        *('<script async src="x"></script>', "<script>a<b</script>", "<style>a{}</style>", "<svg><path d='M0'/></svg>"),
        *("<picture><source srcset='x'><img src='/a'></picture>", "<pre class='lang-py'>a\n <b>b</b></pre>"),
        *("<video src='/a.mp4'><source src='/b'>c</video>", "<dl><dt>a</dt><dd>b</dd></dl>", "<form>a</form>"),
        *("<details><summary>a</summary>b</details>", "<nav>a</nav>", "<ul><li>a<li>b</ul>", "<b><p>a</p></b>"),
        *('<a class="x" href="/a"><div><picture><img src="/b"></picture></div></a>', "<a href='/a'><h2>b</h2></a>"),
    )
)
BLOCKS = st.recursive(
    st.one_of(
        boxed("p"),
        boxed("p", "h2", "h3", "figcaption"),
        around("p", PICTURES, 1),
        SELDOM,
        st.sampled_from(("<hr>", '<hr class="x"/>')),
        INLINE,
        around("table", st.one_of(ROWS, around("tbody", ROWS), around("thead", ROWS))),
    ),
    lambda inside: st.one_of(
        around("ul", st.one_of(boxed("li"), around("li", inside))),
        around("ol", st.one_of(boxed("li"), around("li", inside))),
        around("blockquote", inside),
        around("figure", st.one_of(PICTURES, LINKED, inside)),
        around("div", inside),
        around("section", inside),
    ),
    max_leaves=5,
)
DOCUMENTS = st.lists(st.tuples(BLANKS, BLOCKS).map("".join), max_size=3)
BASE = "https://n.example/b/"


@given(DOCUMENTS.map("".join), st.integers(-200, 200))
@example("<figcaption>&#3;</figcaption>", 0)
@example("a\u00a0 <img src='/a'>", 0)
@example('<p>Oh!<span></span><a href="https://n.example/">a</a></p>', 0)
@example("<span>a\u00a0</span> b", 0)
def test_a_document_is_written_from_its_tags_as_from_its_tree(markup: str, broken: int) -> None:
    markup = legal(markup[:broken] + markup[broken + 1 :] if broken > 0 else markup)
    assert usual_document(markup, BASE) in (None, markdown_of_tree(tree_of(markup), BASE))


FRONT = (
    '<div class="x">\n<figure><img src="/a.jpg" alt="A"/><figcaption>What <i>it</i> is</figcaption></figure>\n'
    '<p>See <a href="/a?b=1&amp;c=2" rel="x">this</a>, it&#8217;s <b>new</b>.</p><h2>More</h2><ol><li>a</li></ol>'
    "<blockquote><p>b</p><p>c</p></blockquote><hr/>"
    "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td></td></tr></tbody></table></div>"
)
USUAL = {
    "a page": FRONT,
    "WordPress": markup.wordpress(material.chance()),
    "a newsletter": markup.newsletter(material.chance()),
    "one block that no row knows": f"{FRONT}<p>a</p><pre><code>b</code></pre><p>c</p>",
}


@pytest.mark.parametrize("name", USUAL)
def test_what_most_pages_are_made_of_takes_no_tree_of_the_whole(name: str) -> None:
    assert usual_document(USUAL[name], BASE) == markdown_of_tree(tree_of(USUAL[name]), BASE)


@pytest.mark.parametrize(
    "html",
    [
        *("<p>a", "a</p>", "<p>a</div></p>", "<ul><li>a<li>b</ul>", "<p><ul><li>a</li></ul></p>", "<P>a</P>", "a < b"),
        *("<a href='/a'><p>b</p></a>", "<p title='a>b'>c</p>", "<div/>a", "<p>&x;</p><section>&x;"),
    ],
)
def test_what_browsers_have_to_make_sense_of_is_left_to_the_tree(html: str) -> None:
    assert usual_document(html, BASE) is None
