"""Records: what is written is read back, and what people write is read as they meant it."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta, timezone

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from feedtool.article import Article, Image, Origin, Person, Related
from feedtool.errors import ArticleError, RecordError, TimestampError
from feedtool.record import ALIASES, read_record, write_record
from feedtool.timestamps import ZonePolicy
from strategies import ARTICLES

IST = timezone(timedelta(hours=5, minutes=30))
INDIA = ZonePolicy(timezone="Asia/Kolkata")


def note(fields: str, body: str = "Text.") -> str:
    return f"---\n{fields}\n---\n\n{body}\n"


@given(ARTICLES)
def test_what_is_written_is_read_back_as_the_same_article(article: Article) -> None:
    article = replace(article, slug=article.slug or "a-slug")
    assert read_record(write_record(article), path="articles/2025/12/a-slug.md") == article


@given(ARTICLES)
def test_writing_what_was_read_gives_the_same_text(article: Article) -> None:
    text = write_record(article)
    assert write_record(read_record(text, path="x/a.md")) in (text, write_record(replace(article, slug="a")))


@given(ARTICLES, st.lists(st.sampled_from([*"-?:#'\"%@`[]{}&*!|>=~<.+0x1_e, é😀", "yes", "null", ": ", " #"])))
def test_front_matter_is_what_a_yaml_library_writes(article: Article, pieces: list[str]) -> None:
    article = replace(article, title="".join(pieces).strip() or "~", tags=("2025", "1e5", "12:30", "a: b", *pieces))
    header = write_record(replace(article, body="")).removeprefix("---\n").removesuffix("---\n")
    values = yaml.load(header, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but text
    written = yaml.dump(values, Dumper=TextDumper, sort_keys=False, allow_unicode=True, width=float("inf"))
    assert header == written


class TextDumper(yaml.SafeDumper):
    """Writes times without quotation marks: records are read with all values as text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the name and the type are PyYAML's
        first: [(tag, pattern) for tag, pattern in rows if not tag.endswith(":timestamp")]
        for first, rows in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def ignore_aliases(self, _data: object) -> bool:
        """Write what is said twice out twice."""
        return True


def test_a_record_is_pleasant_to_read() -> None:
    article = Article(
        id="tag:news.example,2025:2025-12-24:rain",
        title="Rain: What Comes Next",
        summary="Two sentences. No more.",
        authors=(Person(name="Asha Rao"), Person(name="Ravi", uri="https://ravi.example/")),
        published=datetime(2025, 12, 24, 15, 21, 46, tzinfo=IST),
        tags=("no", "weather"),
        images=(Image(caption="Rain", credit="PTI"),),
        related=(Related(title="More Rain"),),
        slug="rain",
        body="It rained.",
        origin=Origin(path="seeds/rain.txt", kind="pagetext", digest="abc"),
    )
    assert write_record(article) == (
        "---\n"
        "id: tag:news.example,2025:2025-12-24:rain\n"
        "title: 'Rain: What Comes Next'\n"
        "summary: Two sentences. No more.\n"
        "authors:\n"
        "- Asha Rao\n"
        "- name: Ravi\n"
        "  uri: https://ravi.example/\n"
        "published: 2025-12-24T15:21:46+05:30\n"
        "tags:\n"
        "- 'no'\n"
        "- weather\n"
        "images:\n"
        "- caption: Rain\n"
        "  credit: PTI\n"
        "related:\n"
        "- More Rain\n"
        "slug: rain\n"
        "source:\n"
        "  path: seeds/rain.txt\n"
        "  kind: pagetext\n"
        "  digest: abc\n"
        "---\n"
        "\n"
        "It rained.\n"
    )


@pytest.mark.parametrize("written", ["no", "15:21", "1e3", "0x10", "null", "2025-12-24", "yes", "1_000", "01"])
def test_no_value_turns_into_another_type(written: str) -> None:
    article = read_record(note(f"title: {written}\ndate: 2025-12-24T00:00:00Z\ntags: [{written}]"), path="a.md")
    assert (article.title, article.tags) == (written, (written,))


@pytest.mark.parametrize(
    "written",
    [
        "2025-12-24 15:21:46 IST",
        "2025-12-24 15:21:46 +0530",
        "2025-12-24T15:21:46+05:30",
        "2025-12-24 15:21:46",
        "2025-12-24T09:51:46Z",
        "'December 24, 2025 15:21:46 IST'",
        "Wed, 24 Dec 2025 15:21:46 +0530",
    ],
)
def test_dates_are_read_as_text_whatever_yaml_would_make_of_them(written: str) -> None:
    article = read_record(note(f"title: x\ndate: {written}"), path="a.md", policy=INDIA)
    assert article.published == datetime(2025, 12, 24, 15, 21, 46, tzinfo=IST)


def test_json_front_matter_is_read_with_its_own_types() -> None:
    text = (
        '{\n  "title": "x",\n  "date": "2025-12-24T15:21:46+05:30",\n  "tags": ["a", null],\n  "draft": false,\n'
        '  "weight": 1e3,\n  "author": {"name": "Asha Rao", "email": null},\n  "summary": null\n}\n\nBody\n'
    )
    article = read_record(text, path="rain.md", extra=("weight",))
    assert (article.title, article.tags, article.draft, article.summary) == ("x", ("a",), False, "")
    assert article.extra == (("weight", "1e3"),)
    assert [person.name for person in article.authors] == ["Asha Rao"]
    assert article.body == "Body"
    assert (article.provenance["published"].line, article.provenance["body"].line) == (3, 10)


@pytest.mark.parametrize("text", ["{% include note.html %}\n", "{{< figure >}}\n", "{}\n", '{"a"}\n', "{: .lead }\n"])
def test_a_brace_alone_makes_no_front_matter(text: str) -> None:
    with pytest.raises(RecordError, match="no title"):
        read_record(text, path="2025-12-24-rain.md")


def test_toml_front_matter_is_read_with_its_own_types() -> None:
    text = '+++\ntitle = "x"\ndate = 2025-12-24T15:21:46+05:30\ntags = ["a"]\ndraft = false\nweight = 1e3\n+++\nBody\n'
    article = read_record(text, path="a.md")
    assert article.published == datetime(2025, 12, 24, 15, 21, 46, tzinfo=IST)
    assert (article.tags, article.body, article.draft) == (("a",), "Body", False)


@pytest.mark.parametrize("closing", ["---", "...", "--- ", "...  "])
def test_front_matter_closes_with_dashes_or_dots(closing: str) -> None:
    assert read_record(f"---\ntitle: x\ndate: 2025-12-24T00:00:00Z\n{closing}\nBody", path="a.md").body == "Body"


@pytest.mark.parametrize(
    ("field", "alias"), [(field, alias) for field, names in ALIASES.items() for alias in names if field == "published"]
)
def test_the_names_of_other_generators_are_known(field: str, alias: str) -> None:
    article = read_record(note(f"title: x\n{alias}: 2025-12-24T00:00:00Z"), path="a.md")
    assert getattr(article, field) == datetime(2025, 12, 24, tzinfo=UTC)


def test_jekyll_s_published_is_a_flag_and_not_a_time() -> None:
    assert not read_record(note("title: x\npublished: true\ndate: 2025-12-24T00:00:00Z"), path="a.md").draft
    assert read_record(note("title: x\npublished: false\ndate: 2025-12-24T00:00:00Z"), path="a.md").draft


def test_tags_and_categories_are_added_up() -> None:
    fields = "title: x\ndate: 2025-12-24T00:00:00Z\ntags: [a, b]\ncategories: c, a"
    assert read_record(note(fields), path="a.md").tags == ("a", "b", "c")


def test_a_bundle_is_called_by_its_folder_and_its_cover_is_a_picture() -> None:
    fields = "title: x\ndate: 2025-12-24T00:00:00Z\ncover:\n  image: rain.jpg\n  alt: Rain"
    article = read_record(note(fields), path="content/posts/rain/index.md")
    assert (article.slug, article.images) == ("rain", (Image(url="rain.jpg", alt="Rain"),))


def test_names_are_known_in_any_case_and_with_hyphens() -> None:
    article = read_record(
        note("Title: x\nDate: 2025-12-24T00:00:00Z\nLast-Modified: 2025-12-25T00:00:00Z"), path="a.md"
    )
    assert article.updated == datetime(2025, 12, 25, tzinfo=UTC)


def test_a_text_without_a_title_takes_its_first_heading_and_a_dated_file_name_its_date() -> None:
    article = read_record("# Rain by Night #\n\nText", path="posts/2025-12-24-rain.md", policy=INDIA)
    assert (article.title, article.slug) == ("Rain by Night", "rain")
    assert article.published == datetime(2025, 12, 24, tzinfo=IST)


def test_every_field_says_which_line_it_came_from() -> None:
    article = read_record(note("title: x\n\ndate: 2025-12-24 IST"), path="a.md")
    assert {name: evidence.line for name, evidence in article.provenance.items()} == {
        "title": 2,
        "published": 4,
        "body": 6,
    }
    assert "IST" in article.provenance["published"].rule
    assert copy.deepcopy(article).provenance == article.provenance


def test_a_field_that_cannot_be_read_is_named_with_the_line_it_stands_in() -> None:
    with pytest.raises(RecordError) as caught:
        read_record(note("title: x\ndate: 2025-12-24T00:00:00Z\n\ndraft: perhaps"), path="a.md")
    assert str(caught.value.place) == "a.md:5: draft"


@pytest.mark.parametrize(
    ("text", "kind", "line", "words"),
    [
        (note("title: Orders: who?\ndate: 2025-12-24"), RecordError, 2, 'try: title: "Orders: who?"'),
        (note("title: x\ntitle: y"), RecordError, 3, "stands twice"),
        ("---\ntitle: x\n", RecordError, 1, "never closed"),
        (note("title: !!python/object:os.system x"), RecordError, 2, "python/object"),
        (note("- a\n- b"), RecordError, 2, "not a list of fields"),
        (note("date: 2025-12-24T00:00:00Z"), RecordError, 1, "no title"),
        (note("titel: x\ndate: 2025-12-24T00:00:00Z"), RecordError, 1, "'titel'"),
        (note("title: x"), RecordError, 1, "no date"),
        (note("title: x\ndaet: 2025"), RecordError, 1, "'daet'"),
        (note("title: x\ndate: 2025-02-30T00:00:00Z"), TimestampError, 3, "published"),
        (note("title: x\ndate: 2025-12-24 15:21"), TimestampError, 3, "zone"),
        (note("title: x\ndate: [a, b]"), RecordError, 3, "one date and time"),
        (note("title: [x]\ndate: 2025-12-24T00:00:00Z"), RecordError, 2, "expected text"),
        (note("title: x\ndate: 2025-12-24T00:00:00Z\ndraft: perhaps"), RecordError, 4, "yes or no"),
        (note("title: x\ndate: 2025-12-24T00:00:00Z\nenclosure: {url: a, length: -1}"), RecordError, 4, "bytes"),
        ("+++\ntitle = \n+++\n", RecordError, 2, "front matter"),
        ('{\n"title": "x",\n"date": 2025-12-24\n}\n', RecordError, 3, "front matter"),
        ('{"title": "x",\n\nText.\n', RecordError, 3, "front matter"),
        ('{"title": "x", "title": "y"}\n', RecordError, 1, "twice"),
        ('{"title": ' + "[" * 100_000 + "}\n", RecordError, 1, "nested deeper"),
        (note("title: x\ndate: 0099-01-01T00:00:00Z"), ArticleError, 0, ""),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text: str, kind: type[ArticleError], line: int, words: str) -> None:
    with pytest.raises(kind) as caught:
        read_record(text, path="notes/a.md")
    assert caught.value.place.file == "notes/a.md"
    assert not line or caught.value.place.line == line
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "header",
    [
        "a: " + "[" * 100_000,
        "a: " + "- " * 100_000,
        "".join(" " * depth + "a:\n" for depth in range(1_000)),
        "a: &x [1,1,1,1,1,1,1,1,1,1]\n"
        + "".join(
            f"{b}: &{b} [*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a}]\n" for a, b in zip("xyzuvw", "yzuvwq", strict=True)
        ),
        "b: &y [*y]",
        "a: x" * 400_000,
    ],
    ids=["brackets", "dashes", "indents", "aliases", "loop", "size"],
)
def test_front_matter_made_to_break_the_parser_is_refused(header: str) -> None:
    with pytest.raises(RecordError):
        read_record(note(header), path="a.md")
