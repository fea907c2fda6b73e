"""Page text: what comes out of copied pages, case by case, and what holds for any text at all."""

from __future__ import annotations

import html
import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from feedtool.article import Article
from feedtool.characters import fold, legal
from feedtool.commonmark import escape, heading
from feedtool.errors import SourceError, TimestampError
from feedtool.markup import html_of
from feedtool.source import Hints, Source
from feedtool.source.pagetext import Page, look, read
from feedtool.source.pagetext.names import names_in, read_byline
from feedtool.timestamps import ZonePolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from feedtool.errors import ArticleError

CASES = Path(__file__).parent / "cases" / "pagetext"
SEEDS = Path(__file__).parent.parent / "seeds"
NAMES = sorted(path.name.removesuffix(".expected.json") for path in CASES.glob("*.expected.json"))
COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SPECIAL = st.text(alphabet="\\`*_~<>&[]()#+-=.!|:'\" 1aé", max_size=16)


def zone_of(zone: Mapping[str, str]) -> ZonePolicy:
    """Return what the hints say of times: the keys are the fields of the policy that are texts."""
    return replace(ZonePolicy(), **zone)  # texts by name, as the expected files have them


def page(content: bytes | str, **zone: str) -> Article | ArticleError:
    """Read one page; `zone` is what its hints say of its times."""
    raw = content.encode() if isinstance(content, str) else content
    source = Source(origin="page.txt", content=raw, hints=Hints(zone=zone_of(zone)))
    (reading,) = read(source)
    return reading


def article(content: bytes | str, **zone: str) -> Article:
    reading = page(content, **zone)
    assert isinstance(reading, Article), reading
    return reading


def told(path: Path, zone: Mapping[str, str]) -> dict[str, Any]:
    """Return what a page says as the expected files have it; what is empty is left out."""
    reading = page(path.read_bytes(), **zone)
    if not isinstance(reading, Article):
        return {"error": type(reading).__name__, "line": reading.place.line, "message": reading.message}
    fields = {
        "title": reading.title,
        "summary": reading.summary,
        "authors": [person.name for person in reading.authors],
        "published": reading.published.isoformat(),
        "updated": reading.updated.isoformat() if reading.updated else "",
        "images": [{"caption": image.caption, "credit": image.credit} for image in reading.images],
        "related": [link.title for link in reading.related],
        "tags": list(reading.tags),
        "link": reading.link,
        "language": reading.language,
        "problems": [problem.rule for problem in reading.problems],
        "body": reading.body.split("\n\n"),
    }
    return {key: value for key, value in fields.items() if value}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_becomes_the_article_beside_it(name: str) -> None:
    expected = json.loads((CASES / f"{name}.expected.json").read_text(encoding="utf-8"))
    assert expected.pop("shows")
    path = next(folder / f"{name}.txt" for folder in (CASES, SEEDS) if (folder / f"{name}.txt").exists())
    assert told(path, expected.pop("zone", {})) == expected


def test_every_text_has_its_expected_record() -> None:
    assert {path.stem for path in (*CASES.glob("*.txt"), *SEEDS.glob("*.txt"))} == set(NAMES)


def test_the_straight_copy_folds_to_the_same_title_and_time() -> None:
    curly = article((SEEDS / "monsoon-desk.txt").read_bytes())
    straight = article((CASES / "monsoon-desk-straight.txt").read_bytes())
    assert curly.title != straight.title
    assert fold(curly.title) == fold(straight.title)
    assert curly.published == straight.published


def test_each_field_names_the_line_and_the_rule_that_it_came_from() -> None:
    text = (SEEDS / "monsoon-desk.txt").read_text(encoding="utf-8")
    provenance = article(text).provenance
    lines = text.split("\n")
    assert set(provenance) >= {"title", "summary", "published", "authors", "images", "related", "body", "subheads"}
    for evidence in provenance.values():
        assert evidence.rule
        assert lines[evidence.line - 1].strip() == evidence.text
    assert provenance["title"].line == 3
    assert provenance["published"].text == "Published: August 14, 2025 11:05:32 IST"


def test_byte_order_mark_line_ends_and_windows_quotes_change_nothing() -> None:
    text = (SEEDS / "monsoon-desk.txt").read_text(encoding="utf-8")
    plain = article(text)
    assert article(b"\xef\xbb\xbf" + text.encode()) == plain
    assert article(text.replace("\n", "\r\n")) == plain
    assert article(text.encode("cp1252")) == plain


def test_a_page_without_title_or_time_says_what_to_do() -> None:
    no_title = page("Published: June 1, 2025 12:30 IST\n")
    assert isinstance(no_title, SourceError)
    assert no_title.place.file == "page.txt"
    assert no_title.hint
    no_date = page("A title of four words\n\nAnd a sentence that is long enough to be a paragraph of the text.\n")
    assert isinstance(no_date, TimestampError)
    assert "date line" in no_date.expected or no_date.hint


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Anna Adams, The Herald", ["Anna Adams"]),
        ("By Prof Anna Adams, University of Kallar", ["Prof Anna Adams"]),
        ("Por Anna Adams, da Folha", ["Anna Adams"]),
        ("Par Anna Adams avec AFP", ["Anna Adams"]),
        ("Door onze verslaggever Anna Adams", ["Anna Adams"]),
        ("Text: Anna Adams", ["Anna Adams"]),
        ("Oleh Anna Adams", ["Anna Adams"]),
        ("Scris de Anna Adams", ["Anna Adams"]),
        ("Γράφει ο Γιάννης Παππάς", ["Γιάννης Παππάς"]),
        ("كتبت: ميرا ناير", ["ميرا ناير"]),
        ("文/王小明", ["王小明"]),
        ("記者王小明／台北報導", ["王小明"]),
        ("Author Anna Adams Wins Prize", []),
        ("Text Messages Reveal Plot", []),
        ("By-Elections In Kallar Today", []),
        ("By George She Is After It", []),
    ],
)
def test_a_byline_names_people_and_a_headline_nobody(line: str, names: list[str]) -> None:
    byline = read_byline(line)
    assert list(names_in(byline.text) if byline else ()) == names


WORDS = "The boat crosses the reservoir four times a day, at seven, nine, four and six, for twelve rupees. "
TEXT = "\n\n".join(f"{WORDS * 2}It is trip {trip}." for trip in ("one", "two", "three"))


def seen(head: str, text: str = TEXT) -> Page:
    """Return what a page says whose title stands above `head` and `text`."""
    content = f"The Old Ferry Returns After Nine Years\n{head}\n{text}\n"
    zone = ZonePolicy(timezone="Asia/Kolkata")
    return look(Source(origin="-", content=content.encode(), hints=Hints(zone=zone)))


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("Portrait of Anna AdamsAnna Adams\nThe Valley Herald\nMarch 14, 2025, 5:30 p.m. ET", ("Anna Adams",)),
        ("ANNA ADAMS\nKallar - 14 MAR 2025 - 17:30 CET", ("Anna Adams",)),
        ("14 March 2025 by Anna Adams", ("Anna Adams",)),
        ("March 14, 2025, 5:30 p.m. ET\nThe Valley Herald", ()),
    ],
)
def test_who_stands_at_the_date_wrote_the_article(head: str, names: tuple[str, ...]) -> None:
    assert seen(head).authors == names


@pytest.mark.parametrize(
    "beside",
    [
        "I.",
        "This article is more than 1 year old",
        "Image caption,",
        "✅ Click here to follow our channel",
        "About Kallar Council\n\nKallar Council serves forty villages on both banks and was founded in 1952.",
        "Media contact:\nBo Brand, press office of the council of Kallar and of forty villages beside the river.",
    ],
)
def test_what_stands_beside_the_text_is_not_the_text(beside: str) -> None:
    bare = seen("By Anna Adams, 14 March 2025, 17:30 IST").blocks
    assert seen("By Anna Adams, 14 March 2025, 17:30 IST", f"{TEXT}\n\n{beside}").blocks == bare


def test_a_quotation_with_a_full_stop_inside_is_no_subhead() -> None:
    said = "「九年待ちました」と岸辺でお茶を売る人は話した。「橋は遠く、雨が降るとバスは来ません」"
    text = f"{'技術者らは昨年の洪水以来、新しい桟橋の工事を続けてきた。' * 4}\n\n{said}\n\n{'費用は州が負担した。' * 9}"
    blocks = seen("2025年3月14日 17時30分", text).blocks
    assert [(block.text == said, block.subhead) for block in blocks] == [(False, False), (True, False), (False, False)]


def test_a_page_that_is_no_article_can_still_be_looked_at() -> None:
    source = Source(origin="-", content=b"A title of four words\n\nA paragraph, which says something at length.\n")
    seen = look(source)
    assert seen.title == "A title of four words"
    assert seen.moments is None
    assert [block.text for block in seen.blocks] == ["A paragraph, which says something at length."]


@given(st.text(max_size=400))
def test_any_text_is_an_article_or_an_error_with_its_file(text: str) -> None:
    reading = page(text.encode("utf-8", "surrogatepass"))
    if isinstance(reading, Article):
        assert reading.title
    else:
        assert reading.place.file == "page.txt"


@given(st.lists(st.sampled_from((SEEDS / "monsoon-desk.txt").read_text(encoding="utf-8").split("\n")), max_size=30))
def test_no_paragraph_comes_twice_whatever_the_order_of_lines(lines: list[str]) -> None:
    reading = page("\n".join(lines))
    if isinstance(reading, Article) and reading.body:
        paragraphs = [block for block in reading.body.split("\n\n") if not block.startswith("## ")]
        assert len(paragraphs) == len(set(paragraphs))


@pytest.mark.parametrize(
    "text",
    [
        "word " * 1_000_000,
        "a" * 5_000_000,
        "A title of four words\n" + "(" * 1_000_000 + " photo: x/y | Getty",
        "A title of four words\n" * 100_000,
        "More from us\n" + "A heading without an end\nA sentence with an end.\n" * 50_000,
        "1/2/" * 100_000,
        "by " * 100_000 + "\nA title of four words\nPublished: June 1, 2025 12:30 IST\n",
        "“Quoted again and again and again, as such lines are.”\n" * 20_000 + "x" * 1_000_000,
    ],
    ids=["words", "letters", "brackets", "repeats", "lists", "dates", "bylines", "quotes"],
)
def test_huge_input_takes_seconds_at_most(text: str) -> None:
    began = time.process_time()
    page(text)
    assert time.process_time() - began < 20  # a quadratic pattern would take minutes


def test_lines_that_all_end_alike_cost_no_more_than_others() -> None:
    def seconds(end: Callable[[int], str]) -> float:
        text = "\n\n".join(f"“Line {number}” of the valley — {end(number)}" for number in range(3_000))
        began = time.process_time()
        page(text)
        return time.process_time() - began

    other = min(seconds(lambda number: f"which ends in {number:06}") for _ in range(2))
    assert min(seconds(lambda _: "which ends as all of them do") for _ in range(2)) < 5 * other + 0.1


@given(st.one_of(SPECIAL, st.text()))
def test_escaped_text_renders_as_that_very_text(text: str) -> None:
    line = re.sub(r"\s", " ", legal(text)).strip()
    if line:
        shown = html.escape(line).replace("&#x27;", "'")
        assert COMMONMARK.render(escape(line)) == f"<p>{shown}</p>\n"
        assert COMMONMARK.render(heading(line)) == f"<h2>{shown}</h2>\n"
        assert html_of(escape(line)) == f"<p>{html.escape(line, quote=False)}</p>\n"
        assert html_of(heading(line)) == f"<h2>{html.escape(line, quote=False)}</h2>\n"


@pytest.mark.parametrize("text", ["#", "C #", "a ##", "## b ##", "C#", "- x #", "1. y"])
def test_a_heading_keeps_its_hashes(text: str) -> None:
    assert COMMONMARK.render(heading(text)) == f"<h2>{text}</h2>\n"


@pytest.mark.parametrize(
    "text",
    [
        "It rained – 45.7 mm in all – and the U.S. team (of 11) stayed in.",
        "She runs snake_case_name on 5 * 3 = 15 machines, 24/7; AT&T pays.",
        "[1] The note’s text [sic], and a * alone.",
        "Temperatures of -3 to +4 degrees, #3 on the list > 2.",
    ],
)
def test_ordinary_prose_gets_no_backslash(text: str) -> None:
    assert escape(text) == text
