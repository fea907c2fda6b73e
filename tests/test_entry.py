"""Entries: one article in the vocabulary of feeds, everything said once, every address whole."""

from __future__ import annotations

import html
import re
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from feedtool.article import Article, Enclosure, Image, Person, Related
from feedtool.entry import Choices, Media, entry_of, permalink
from feedtool.markup import plain, safe
from strategies import ARTICLES

IST = timezone(timedelta(hours=5, minutes=30))
THEN = datetime(2025, 12, 24, 15, 21, 46, tzinfo=IST)
HOME = "https://gazette.example/"
ARTICLE = Article(
    id="tag:gazette.example,2025:rain",
    title="Rain by Night",
    summary="Two roads are closed.",
    published=THEN,
    body="It *rained*.\n\nIt stopped.",
    link=f"{HOME}2025/12/rain",
)
FIGURE = f'<figure><img src="{HOME}rain.jpg" alt="A road"><figcaption>The road <small>PTI</small></figcaption></figure>'
STANDFIRST = "<p><strong>Two roads are closed.</strong></p>"
TEXT = "<p>It <em>rained</em>.</p>\n<p>It stopped.</p>"


# Figure, standfirst, text


def test_the_figure_comes_first_then_the_standfirst_then_the_text() -> None:
    image = Image(url="/rain.jpg", alt="A road", caption="The road", credit="PTI")
    assert entry_of(replace(ARTICLE, images=(image,)), home=HOME).content == f"{FIGURE}\n{STANDFIRST}\n{TEXT}"


def test_an_article_without_picture_and_standfirst_is_its_text() -> None:
    assert entry_of(replace(ARTICLE, summary=""), home=HOME).content == TEXT


@pytest.mark.parametrize(
    ("image", "figure"),
    [
        (Image(url="/a.png"), '<figure><img src="https://gazette.example/a.png" alt=""></figure>'),
        (Image(url="/a.png", alt='A "b" & c'), '<figure><img src="{}" alt="A &quot;b&quot; &amp; c"></figure>'),
        (
            Image(url="/a.png", credit="PTI"),
            '<figure><img src="{}" alt=""><figcaption><small>PTI</small></figcaption></figure>',
        ),
        (
            Image(url="/a.png", alt="b", caption="c<d>"),
            '<figure><img src="{}" alt="b"><figcaption>c&lt;d&gt;</figcaption></figure>',
        ),
    ],
)
def test_a_figure_shows_what_is_known_of_the_picture(image: Image, figure: str) -> None:
    article = replace(ARTICLE, images=(image,), summary="", body="")
    assert entry_of(article, home=HOME).content == figure.format(f"{HOME}a.png")


def test_what_a_figure_and_a_standfirst_hold_is_as_safe_as_the_text() -> None:
    image = Image(url='/a"onerror="alert(1).png', alt='"><script>', caption="<script>alert(1)</script>", credit="<b>")
    article = replace(ARTICLE, images=(image,), summary="<img src=x onerror=alert(1)>")
    content = entry_of(article, home=HOME).content
    assert safe(content, HOME) == content


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "data:image/png;base64,AA", "mailto:desk@gazette.example"])
def test_a_caption_whose_picture_has_no_address_shows_nothing(url: str) -> None:
    entry = entry_of(replace(ARTICLE, images=(Image(url=url, caption="The road", credit="PTI"),)), home=HOME)
    assert entry.content == f"{STANDFIRST}\n{TEXT}"
    assert (entry.media, entry.enclosures) == ((), ())


@pytest.mark.parametrize(
    "url", ["/rain.jpg", f"{HOME}it's.jpg", f"{HOME}a.jpg?b=1&c=2", "https://ä.example/ü.jpg", "/a b.jpg"]
)
def test_a_picture_that_the_text_shows_is_not_shown_twice(url: str) -> None:
    article = replace(ARTICLE, images=(Image(url=url),), body=f"It rained.\n\n![](<{url}>)")
    assert entry_of(article, home=HOME).content.count("<img") == 1


@pytest.mark.parametrize(
    "body",
    [
        "Two roads are closed.\n\nIt rained.",
        "# Rain by Night\n\n**Two roads are closed.**\n\nIt rained.",
        "![](/a.png)\n\n*two  ROADS are closed.*\n\nIt rained.",
        "<div>Two roads are closed.<p>It rained.</p></div>",
    ],
)
def test_a_standfirst_that_the_text_begins_with_is_not_said_twice(body: str) -> None:
    content = entry_of(replace(ARTICLE, body=body), home=HOME).content
    assert plain(content).casefold().split().count("roads") == 1


def test_a_standfirst_that_comes_back_far_below_is_said_all_the_same() -> None:
    body = "One.\n\nTwo.\n\nThree.\n\nFour.\n\nTwo roads are closed."
    assert entry_of(replace(ARTICLE, body=body), home=HOME).content.startswith(STANDFIRST)


def test_straight_and_curly_quotes_make_no_second_standfirst() -> None:
    article = replace(ARTICLE, summary='"It’s over" - they said', body="“It's over” – they said\n\nMore.")
    assert "<strong>" not in entry_of(article, home=HOME).content


@pytest.mark.parametrize(
    "heading", ["# Rain by Night", "Rain by Night\n===", "# *rain* by  night #", "<h1>Rain by Night</h1>"]
)
def test_a_heading_that_repeats_the_title_goes(heading: str) -> None:
    article = replace(ARTICLE, summary="", body=f"{heading}\n\nIt *rained*.\n\nIt stopped.")
    assert entry_of(article, home=HOME).content == TEXT


def test_another_heading_stays() -> None:
    assert entry_of(replace(ARTICLE, summary="", body="# Snow\n\nIt snowed."), home=HOME).content.startswith(
        "<h1>Snow</h1>"
    )


@pytest.mark.parametrize("body", ["", "# Rain by Night", "<script>alert(1)</script>", "<!-- -->"])
def test_an_article_that_says_nothing_says_its_title(body: str) -> None:
    entry = entry_of(replace(ARTICLE, body=body, summary=""), home=HOME)
    assert (entry.summary, entry.content) == ("Rain by Night", "<p>Rain by Night</p>")


# Summary and content


def test_a_summary_is_the_standfirst_or_the_first_paragraph_cut_between_words() -> None:
    assert entry_of(ARTICLE).summary == "Two roads are closed."
    assert entry_of(replace(ARTICLE, summary="")).summary == "It rained."
    long = entry_of(replace(ARTICLE, summary="", body="word " * 100)).summary
    assert len(long) <= 300
    assert re.fullmatch(r"(word )+word…", long)


def test_a_feed_of_summaries_holds_no_content_where_there_is_a_page_to_read_on() -> None:
    assert entry_of(ARTICLE, home=HOME, choices=Choices(content="summary")).content == ""
    assert entry_of(replace(ARTICLE, link=""), home=HOME, choices=Choices(content="summary")).content
    assert (
        entry_of(
            replace(ARTICLE, link=""), home=HOME, link=f"{HOME}{{slug}}", choices=Choices(content="summary")
        ).content
        == ""
    )


# Addresses


def test_addresses_are_resolved_against_the_article_and_else_against_the_home_page() -> None:
    article = replace(
        ARTICLE,
        body="[a](b) ![](c.png)",
        images=(Image(url="d.png"),),
        enclosures=(Enclosure(url="e.mp3", type="audio/mpeg"),),
        related=(Related(title="F", url="f"),),
        authors=(Person(name="G", uri="g"),),
        summary="",
    )
    for link, base in ((ARTICLE.link, f"{HOME}2025/12/"), ("", HOME), ("2026/x", f"{HOME}2026/")):
        entry = entry_of(replace(article, link=link), home=HOME)
        assert f'<a href="{base}b">a</a> <img src="{base}c.png" alt="">' in entry.content
        assert f'<figure><img src="{base}d.png"' in entry.content
        assert [media.url for media in entry.media] == [f"{base}d.png"]
        assert [file.url for file in entry.enclosures] == [f"{base}e.mp3"]
        assert entry.related == ((f"{base}f", "F"),)
        assert [person.uri for person in entry.authors] == [f"{base}g"]


def test_without_any_base_relative_addresses_go_and_the_text_of_links_stays() -> None:
    article = replace(ARTICLE, link="", summary="", body="[a](b) ![](c.png)", images=(Image(url="d.png"),))
    entry = entry_of(replace(article, related=(Related(title="F", url="f"),), authors=(Person(name="G", uri="g"),)))
    assert entry.content == "<p><a>a</a> </p>"
    assert (entry.link, entry.media, entry.related) == ("", (), ())
    assert entry.authors == (Person(name="G"),)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "mailto:desk@gazette.example", "ftp://gazette.example/a", "http://"]
)
def test_an_address_that_is_not_on_the_web_is_no_link(link: str) -> None:
    assert entry_of(replace(ARTICLE, link=link), home="").link == ""


@pytest.mark.parametrize(
    ("pattern", "link"),
    [
        ("", ""),
        (f"{HOME}{{slug}}", f"{HOME}a-slug"),
        (f"{HOME}{{date:%Y/%m/%d}}/{{slug}}.html", f"{HOME}2025/12/24/a-slug.html"),
        (f"{HOME}{{date:%H%M%S}}", f"{HOME}152146"),
        (f"{HOME}?p={{slug}}&d={{date:%Y}}", f"{HOME}?p=a-slug&d=2025"),
        ("/{slug}", ""),
        ("mailto:{slug}", ""),
    ],
)
def test_a_permalink_is_made_by_the_pattern_of_date_and_slug(pattern: str, link: str) -> None:
    assert permalink(replace(ARTICLE, slug="a-slug"), pattern) == link


@pytest.mark.parametrize(
    ("slug", "title", "path"),
    [
        ("", "Rain: “Night” & Day", "rain-night-day"),
        ("", "रात", "%E0%A4%B0%E0%A4%BE%E0%A4%A4"),
        ("../../etc/passwd", "T", "etc-passwd"),
        ("a/b?c#d", "T", "a-b-c-d"),
        ("", "!!!", "article-"),
    ],
)
def test_a_permalink_stays_in_its_folder_whatever_the_slug(slug: str, title: str, path: str) -> None:
    assert permalink(replace(ARTICLE, slug=slug, title=title), f"{HOME}{{slug}}").startswith(f"{HOME}{path}")


@pytest.mark.parametrize("pattern", [f"{HOME}{{title}}", f"{HOME}{{", f"{HOME}{{0}}", f"{HOME}{{slug!z}}"])
def test_a_pattern_that_names_something_else_is_refused(pattern: str) -> None:
    with pytest.raises((KeyError, ValueError, IndexError)):
        permalink(ARTICLE, pattern)


def test_an_article_with_an_address_keeps_it_whatever_the_pattern() -> None:
    assert entry_of(ARTICLE, home=HOME, link=f"{HOME}p/{{slug}}").link == ARTICLE.link


# Times, people, files, pictures


@pytest.mark.parametrize(("updated", "said"), [(None, 0), (-1, 0), (0, 0), (1, 1)])
def test_an_entry_is_never_updated_before_it_was_published(updated: int | None, said: int) -> None:
    moved = None if updated is None else THEN + timedelta(hours=updated)
    assert entry_of(replace(ARTICLE, updated=moved)).updated == THEN + timedelta(hours=said)


def test_an_update_written_in_another_zone_is_compared_as_an_instant() -> None:
    assert entry_of(replace(ARTICLE, updated=datetime(2025, 12, 24, 15, 0, tzinfo=UTC))).updated.hour == 15
    assert entry_of(replace(ARTICLE, updated=datetime(2025, 12, 24, 9, 0, tzinfo=UTC))).updated == THEN


@pytest.mark.parametrize(
    "mail", ["not an address", "a@b", "a b@c.example", "<a@b.example>", "a@b.example, c@d.example"]
)
def test_a_mail_address_that_is_none_is_left_out(mail: str) -> None:
    entry = entry_of(replace(ARTICLE, authors=(Person(name="A", email=mail), Person(name="B", email="b@c.example"))))
    assert entry.authors == (Person(name="A"), Person(name="B", email="b@c.example"))


@pytest.mark.parametrize(
    ("language", "said"), [("hi", "hi"), ("en-IN", "en-IN"), ("xx not a tag", ""), ("", ""), ("-", "")]
)
def test_a_language_that_is_no_tag_is_left_out(language: str, said: str) -> None:
    assert entry_of(replace(ARTICLE, language=language)).language == said


def test_the_lead_picture_is_an_enclosure_only_where_type_and_length_are_known_and_no_file_is_there() -> None:
    known = Image(url="/a.jpg", type="image/jpeg", length=10)
    enclosure = Enclosure(url=f"{HOME}a.jpg", type="image/jpeg", length=10)
    audio = Enclosure(url=f"{HOME}a.mp3", type="audio/mpeg")
    beside = Media(url=f"{HOME}a.jpg", type="image/jpeg")
    weighed = replace(beside, length=10)
    for images, files, enclosures, media in (
        ((known,), (), (enclosure,), ()),
        ((known, Image(url="/b.png")), (), (enclosure,), (Media(url=f"{HOME}b.png", type="image/png"),)),
        ((Image(url="/b.png"), known), (), (), (Media(url=f"{HOME}b.png", type="image/png"), weighed)),
        ((known,), (audio,), (audio,), (weighed,)),
        ((replace(known, length=0),), (), (), (beside,)),
    ):
        entry = entry_of(replace(ARTICLE, images=images, enclosures=files), home=HOME)
        assert (entry.enclosures, entry.media) == (enclosures, media)


@pytest.mark.parametrize("kind", ["", "audio", "not a type", "audio/mpeg; x=y", "audio/"])
def test_a_file_without_a_media_type_is_no_enclosure(kind: str) -> None:
    assert entry_of(replace(ARTICLE, enclosures=(Enclosure(url="/a", type=kind),)), home=HOME).enclosures == ()


@pytest.mark.parametrize(
    ("image", "kind"),
    [
        (Image(url="/a.jpg"), "image/jpeg"),
        (Image(url="/a.PNG?w=1#x"), "image/png"),
        (Image(url="/a.jpg", type="image/webp"), "image/webp"),
        (Image(url="/a.jpg", type="jpeg"), "image/jpeg"),
        (Image(url="/a.pdf"), ""),
        (Image(url="/a"), ""),
    ],
)
def test_the_type_of_a_picture_is_what_was_said_or_what_its_name_says(image: Image, kind: str) -> None:
    assert [media.type for media in entry_of(replace(ARTICLE, images=(image,)), home=HOME).media] == [kind]


def test_the_caption_and_the_credit_of_a_picture_stay_apart() -> None:
    entry = entry_of(replace(ARTICLE, images=(Image(url="/a.png", alt="b", caption="c & d", credit="PTI"),)), home=HOME)
    assert entry.media == (Media(url=f"{HOME}a.png", type="image/png", description="c & d", credit="PTI"),)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Asha Rao", "Asha Rao"),
        ("Asha Rao <asha@gazette.example>", "Asha Rao"),
        ("asha@gazette.example (Asha Rao)", "Asha Rao"),
        ("asha@gazette.example", "asha"),
        ("0@0.0", "0"),
        ("@asha", "@asha"),
        ("a@b.c d@e.f", "a"),
    ],
)
def test_a_name_holds_no_mail_address(said: str, name: str) -> None:
    assert [person.name for person in entry_of(replace(ARTICLE, authors=(Person(name=said),))).authors] == [name]


# Anything at all


@given(ARTICLES)
@settings(max_examples=150)
def test_an_entry_of_any_article_is_said_in_safe_markup_and_whole_addresses(article: Article) -> None:
    entry = entry_of(article, home=HOME, link=f"{HOME}{{slug}}")
    assert safe(entry.content) == entry.content.replace("&#x27;", "'") != ""
    assert entry.summary == " ".join(entry.summary.split()) != ""
    assert entry.updated >= entry.published
    addresses = [entry.link, *(url for url, _ in entry.related), *(media.url for media in entry.media)]
    addresses += [file.url for file in entry.enclosures] + [person.uri for person in entry.authors]
    assert all(re.match(r"(https?://[!-~]+)?$", address) for address in addresses)
    assert not {media.url for media in entry.media} & {file.url for file in entry.enclosures}


@given(ARTICLES)
def test_the_same_article_always_makes_the_same_entry(article: Article) -> None:
    assert entry_of(article, home=HOME) == entry_of(replace(article), home=HOME)


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000 + "hello" + "</div>" * 100_000,
        ">" * 50_000 + " hello",
        "- " * 20_000 + "hello",
        "hello " * 500_000,
        "hello\n\n" * 5_000,
        "![hello](/a.png)\n\n" * 3_000,
        "|hello" * 5_000 + "\n" + "|-" * 5_000,
        "hello" + "&#0;" * 50_000,
    ],
    ids=lambda body: body[:7].strip(),
)
def test_no_depth_and_no_length_keeps_an_article_from_its_entry(body: str) -> None:
    started = time.process_time()
    entry = entry_of(replace(ARTICLE, body=body), home=HOME)
    assert entry.content.startswith(STANDFIRST)
    assert time.process_time() - started < 10


def test_a_title_is_plain_text_as_it_was_written_but_for_what_looks_like_html() -> None:
    title = "5 < 6 & “7” > <b>3</b> &amp;"
    entry = entry_of(replace(ARTICLE, title=title, summary="", body=""))
    assert entry.title == "5 < 6 & “7” > ‹b›3‹/b› &\u2060amp;"
    assert entry.content == f"<p>{html.escape(title, quote=False)}</p>"
