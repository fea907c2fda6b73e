"""Tables: every row an article or a named error, whatever the format, at any size."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import asdict

from conftest import CASES, Project
from feedtool.article import Article
from feedtool.commonmark import escape
from feedtool.errors import ArticleError, TimestampError
from feedtool.markup import html_of, plain
from feedtool.record.instants import stamp_of
from feedtool.source import HEAD, Hints, Source, kind_of
from feedtool.source.table.bodies import any_body, plain_body, usual_body
from feedtool.timestamps import Stamp, ZonePolicy, read_time

if TYPE_CHECKING:
    from collections.abc import Iterator

INDIA = ZonePolicy(timezone="Asia/Kolkata")
TABLES = sorted(path for path in (CASES / "table").iterdir() if not path.name.endswith(".expected.json"))


def source_of(path: Path, kind: str = "", **fields: str) -> Source:
    """Return a file as a source that is read as a stream."""
    hints = Hints(kind=kind, zone=INDIA, fields=fields)
    return Source(origin=path.name, content=path.read_bytes()[:HEAD], hints=hints, file=path)


def text_source(text: str | bytes, name: str, kind: str = "", **fields: str) -> Source:
    """Return a text as a source."""
    content = text if isinstance(text, bytes) else text.encode()
    return Source(origin=name, content=content, hints=Hints(kind=kind, zone=INDIA, fields=fields))


def readings(source: Source) -> list[Article | ArticleError]:
    """Return all that the kind of a source reads in it."""
    return list(kind_of(source).read(source))


def articles(source: Source) -> list[Article]:
    """Return what a source holds, where all of it can be read."""
    found = readings(source)
    assert not [str(error) for error in found if isinstance(error, ArticleError)]
    return [article for article in found if isinstance(article, Article)]


def told(reading: Article | ArticleError) -> dict[str, Any]:
    """Return a reading as the expectations of cases write it."""
    if isinstance(reading, ArticleError):
        return {"error": str(reading)}
    return {
        "id": reading.id,
        "title": reading.title,
        "summary": reading.summary,
        "authors": [person.name for person in reading.authors],
        "published": reading.published.isoformat(),
        "updated": reading.updated.isoformat() if reading.updated else None,
        "tags": list(reading.tags),
        "link": reading.link,
        "language": reading.language,
        "images": [image.url for image in reading.images],
        "captions": [image.caption for image in reading.images],
        "enclosures": [[file.url, file.type, file.length] for file in reading.enclosures],
        "related": [[link.title, link.url] for link in reading.related],
        "via": asdict(reading.via) if reading.via else None,
        "draft": reading.draft,
        "body": reading.body,
        "origin": reading.origin.path,
        "problems": [str(problem) for problem in reading.problems],
    }


def check_case(path: Path) -> None:
    """Compare what a file holds with its expectations: the fields that they name; of errors and problems the start."""
    expected = json.loads(path.with_name(f"{path.stem}.expected.json").read_text("utf-8"))
    found = [told(reading) for reading in readings(source_of(path))]
    shown = json.dumps(found, ensure_ascii=False, indent=1)
    assert len(found) == len(expected), shown
    for wanted, has in zip(expected, found, strict=True):
        assert {name: like(has.get(name), value) for name, value in wanted.items()} == wanted, shown


def like(has: object, wanted: object) -> object:
    """Return `wanted` where what is there begins so, else what is there."""
    if isinstance(has, list) and isinstance(wanted, list) and len(has) == len(wanted):
        return [like(one, other) for one, other in zip(has, wanted, strict=True)]
    begins = isinstance(has, str) and isinstance(wanted, str) and wanted and has.startswith(wanted)
    return wanted if begins and has != "" else has


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_a_table_is_read_as_its_case_says(path: Path) -> None:
    check_case(path)


def test_the_configuration_names_the_columns() -> None:
    rows = '{"T": "Mapped", "title": "Other", "when": {"at": "2025-12-24 10:00"}, "id": "5", "txt": "a *b*"}\n'
    fields = {"title": "T", "published": "when.at", "id": "-", "body_markdown": "txt"}
    [article] = articles(text_source(rows, "a.ndjson", **fields))
    assert (article.title, article.id, article.body) == ("Mapped", "", "a *b*")
    assert article.published.isoformat() == "2025-12-24T10:00:00+05:30"


def test_every_field_says_which_column_and_line_it_came_from() -> None:
    [article] = articles(text_source("title,Publish Date,body\nRain,2025-12-24 10:00,It rained.\n", "a.csv"))
    assert article.provenance["title"].rule == "column 'title'"
    assert article.provenance["published"].rule.startswith("column 'Publish Date'; zone: no zone word")
    assert article.provenance["body"].rule == "column 'body', text"
    assert {evidence.line for evidence in article.provenance.values()} == {2}


def sheet(rows: list[list[str]], **parts: str) -> bytes:
    """Return a spreadsheet, made by hand: no package is needed to write one."""
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>" for row in rows
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    package = "http://schemas.openxmlformats.org/package/2006"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Override PartName="/xl/workbook.xml" '
        f'ContentType="{types}.sheet.main+xml"/><Override PartName="/xl/sheet1.xml" '
        f'ContentType="{types}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kinds}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{kinds}/worksheet" Target="sheet1.xml"/></Relationships>',
        "xl/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
        **parts,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


def test_a_spreadsheet_is_read_below_its_heading() -> None:
    pytest.importorskip("openpyxl")
    rows = [["Our articles"], ["Title", "Date", "Text"], ["Rain", "2025-12-24 10:00", "Wet."], ["No Date", "", "x"]]
    article, error = readings(text_source(sheet(rows), "a.xlsx"))
    assert isinstance(article, Article)
    assert (article.title, article.body, article.provenance["title"].line) == ("Rain", "Wet.", 3)
    assert str(error).startswith("a.xlsx:4: published: no date")


BAD_SHEETS = {
    "cut": sheet([["title", "date"]])[:300],
    "no archive": b"PK\x03\x04 nothing more",
    "no XML": sheet([], **{"xl/sheet1.xml": "<worksheet><row"}),
    "no part": sheet([], **{"xl/_rels/workbook.xml.rels": "<Relationships/>"}),
    "an entity bomb": sheet([], **{"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}),
    "no rows": sheet([]),
    "no header": sheet([["a", "b"], ["c", "d"]]),
}


@pytest.mark.parametrize("name", BAD_SHEETS)
def test_a_spreadsheet_that_cannot_be_read_is_named(name: str) -> None:
    pytest.importorskip("openpyxl")
    [error] = readings(text_source(BAD_SHEETS[name], "a.xlsx"))
    assert str(error).startswith("a.xlsx:")


def test_a_spreadsheet_that_unpacks_to_more_than_memory_should_hold_is_refused() -> None:
    pytest.importorskip("openpyxl")
    packed = io.BytesIO(sheet([]))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("big", "x")
        archive.infolist()[-1].file_size = 520 * 2**20
    [error] = readings(text_source(packed.getvalue(), "a.xlsx"))
    assert "unpacks to more than 512 MiB" in str(error)


GOOD = '{"title": "Good", "date": "2025-12-24 10:00"}\n'
BAD_ROWS = {
    "a title of 10 MB": '{"title": "' + "word " * 2_000_000 + '", "date": "never"}\n',
    "a row of 20 MB": '{"title": "' + "x" * 20_000_000 + '"}\n',
    "10 MB of spaces for authors": '{"title": "x", "author": "' + " " * 10_000_000 + '", "date": "never"}\n',
    "endless nesting": '{"title": ' + "[" * 200_000 + "\n",
    "a number without end": '{"title": "x", "date": ' + "9" * 5000 + "}\n",
    "a year out of range": '{"title": "x", "date": "0001-01-01T00:00:00Z"}\n',
    "an enclosure that is none": '{"title": "x", "date": "2025-12-24 10:00", "enclosure": [{"length": "many"}]}\n',
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_bad_row_is_named_and_the_rest_is_read(name: str) -> None:
    first, error, last = readings(text_source(GOOD + BAD_ROWS[name] + GOOD, "a.ndjson"))
    assert str(error).startswith("a.ndjson:2:")
    assert len(str(error)) < 1000
    assert isinstance(first, Article)
    assert isinstance(last, Article)


def test_a_cell_of_20_mb_is_named_and_the_rest_is_read() -> None:
    found = readings(text_source("title,date\n" + "x" * 20_000_000 + ",2025\nGood,2025-12-24 10:00\n", "a.csv"))
    assert [isinstance(reading, Article) for reading in found] == [False, True]
    assert str(found[0]).startswith("a.csv:2: longer than 16 MiB")


def test_json_that_is_too_large_to_read_whole_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.json"
    with path.open("wb") as file:
        file.write(b"[")
        file.truncate(65 * 2**20)
    [error] = readings(source_of(path, kind="table"))
    assert "newline-delimited JSON" in str(error)


def test_a_table_of_which_nothing_is_understood_is_given_up() -> None:
    found = readings(text_source('{"a": 1}\n' * 5000, "a.ndjson"))
    assert len(found) == 1001
    assert "the first 1,000 rows are no articles" in str(found[-1])


def test_an_empty_table_is_named() -> None:
    assert str(readings(text_source(" \n", "a.csv"))[0]) == "a.csv: the source is empty; expected rows"


def test_articles_hold_the_texts_of_their_rows_once() -> None:
    rows = [
        {"title": "Rain", "date": "2025-12-24T10:00:00Z", "html": f"<p>{'It rained. ' * 2000}{n}</p>"}
        for n in range(50)
    ]
    source = text_source("\n".join(map(json.dumps, rows)), "a.ndjson")
    articles(source)  # what is kept for all rows is there now
    tracemalloc.start()
    found = articles(source)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 1.5 * sum(len(article.body) for article in found)


def test_a_table_is_imported_twice_and_nothing_changes(project: Project) -> None:
    rows = "title,date,id\nOne,2025-12-24,\nTwo,2025-12-24,x:2\nThree,2025-12-24,\nNone,,\n"
    project.write("data/a.csv", rows)
    assert "data/a.csv:5" in project.run("import", "data/a.csv", code=1).stderr
    assert len(list((project.root / "articles/2025/12").iterdir())) == 3
    before = project.ledger()
    project.run("import", "data/a.csv", code=1)
    assert project.ledger() == before


MACHINE_TIMES = (
    *("2025-12-24T15:21:46+05:30", "2025-12-24T15:21:46.123Z", "2025-12-24 15:21:46", "2025-12-24t15:21:46z"),
    *("Wed, 24 Dec 2025 15:21:46 +0530", "24 Dec 2025 15:21:46 GMT", "Mon, 24 Dec 2025 15:21:46 UTC"),
    *("2025-12-24T15:21:46-00:00", "2025-12-24 15:21:46 +0530", "Wed, 24 Dec 2025 15:21:46 -0330"),
    *("2025-12-24", "2025-12-24 15:21", "2025-12-24T15:21Z"),
)


@pytest.mark.parametrize("text", MACHINE_TIMES)
@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/New_York"])
def test_the_quick_way_to_read_a_time_gives_what_the_long_one_does(text: str, zone: str) -> None:
    policy = ZonePolicy(timezone=zone)
    quick, slow = stamp_of(text, policy), read_time(text, policy)
    assert (quick.instant, quick.instant.utcoffset(), quick.rule, quick.zone, quick.precision) == (
        slow.instant,
        slow.instant.utcoffset(),
        slow.rule,
        slow.zone,
        slow.precision,
    )


CLOCKS = st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2090, 1, 1))  # noqa: DTZ001 - wall clocks are meant
FORMS = st.sampled_from(
    ["%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dt%H:%M:%S.25"]
)
OFFSETS = st.one_of(
    st.sampled_from(["", "Z", "z", " Z", "UTC", " UTC", " utc", " GMT", " gmt", " IST"]),
    st.sampled_from(["+05:30", "-0800", " +0530", " -03:30", "+0000", " -00:00", "+14:00"]),
    st.sampled_from(["+15:00", "+0560", " +05", "+5:30"]),
)


@settings(max_examples=300)
@given(CLOCKS, FORMS, OFFSETS, st.sampled_from(["Europe/Dublin", "Asia/Kolkata", "America/New_York", ""]))
def test_every_time_is_read_quickly_as_slowly(moment: dt.datetime, form: str, offset: str, zone: str) -> None:
    text, policy = moment.strftime(form) + offset, ZonePolicy(timezone=zone)
    stamps: list[Stamp | str] = []
    for read in (stamp_of, read_time):
        try:
            stamps.append(read(text, policy))
        except TimestampError as error:
            stamps.append(str(error))
    assert stamps[0] == stamps[1]


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), max_size=40))
def test_a_plain_text_is_shown_as_it_stands(text: str) -> None:
    assert plain(html_of(plain_body(text))).split() == plain(html_of(escape(" ".join(text.split())))).split()


def peak_of(code: str, *args: str) -> int:
    """Return the most memory, in MiB, that a program in a process of its own takes."""
    tail = "\nprint(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
    done = subprocess.run([sys.executable, "-c", code + tail, *args], capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1]) // 1024


READ = """
import sys
from pathlib import Path
from feedtool.source import HEAD, Hints, Source, kind_of
from feedtool.timestamps import ZonePolicy
path = Path(sys.argv[1])
with path.open("rb") as file:
    head = file.read(HEAD)
source = Source(origin=path.name, content=head, hints=Hints(zone=ZonePolicy(timezone="UTC")), file=path)
count = sum(reading.__class__.__name__ == "Article" for reading in kind_of(source).read(source))
assert count == int(sys.argv[2]), count
"""
"""Reads a file as the command does, and counts its articles."""


def rows(number: int, ending: str) -> Iterator[str]:
    body = "word " * 8000
    yield "title,date,body\n" if ending == "csv" else ""
    for row in range(number):
        values = {"title": f"Title {row}", "date": "2025-12-24T15:21:46Z", "body": body}
        yield (",".join(values.values()) if ending == "csv" else json.dumps(values)) + "\n"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not say how much memory is taken")
@pytest.mark.parametrize("ending", ["ndjson", "csv"])
def test_a_table_larger_than_memory_should_be_is_read_row_by_row(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"big.{ending}"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(rows(1500, ending))
    assert path.stat().st_size > 55 * 2**20
    assert peak_of(READ, str(path), "1500") < 100


AUTHORS = {"By Asha Rao": ["Asha Rao"], "Derby Smith": ["Derby Smith"], "by: A; B|C": ["A", "B", "C"], "BY": ["BY"]}


@pytest.mark.parametrize("line", AUTHORS)
def test_a_line_of_authors_is_read_as_people_write_it(line: str) -> None:
    [article] = articles(
        text_source(json.dumps({"title": "x", "date": "2025-12-24 10:00", "by": 1, "byline": line}), "a.json")
    )
    assert [person.name for person in article.authors] == AUTHORS[line]


@pytest.mark.parametrize(
    "text", ["[" * 1_000_000, "**" * 500_000, "[a](" * 250_000, "\n" * 999_999 + "a", "a\n" * 200_000]
)
def test_a_body_that_is_made_to_take_long_does_not(text: str) -> None:
    [article] = articles(text_source(json.dumps({"title": "x", "date": "2025-12-24 10:00", "body": text}), "a.ndjson"))
    assert article.title == "x"


@pytest.mark.parametrize(
    "row", ['{"title": "a\\u0000b", "date": "2025-12-24 10:00"}', "title,date\na\x00b,2025-12-24 10:00\n"]
)
def test_characters_that_no_feed_can_hold_are_named(row: str) -> None:
    [article] = articles(text_source(row, "a.ndjson" if row.startswith("{") else "a.csv", kind="table"))
    assert article.title == "ab"
    assert ["U+0000" in str(problem) for problem in article.problems] == [True]


CASE_FILES = [
    path
    for kind in ("table", "feed", "wordpress", "mail")
    for path in sorted((CASES / kind).iterdir())
    if not path.name.endswith(".expected.json")
]
NOISE = (
    *(
        b"<",
        b"&",
        b'"',
        b"\x00",
        b"]]>",
        b"<![CDATA[",
        b"\xff\xfe",
        b"\n\n",
        b"=?utf-8?q?",
        b"--",
        b"From ",
        b"{",
        b"[",
    ),
    *(b"&nbsp;", b"9" * 400, b"</item>", b"<item>", b"\\ud800", b"1e999", b"NaN", b"0000-00-00", b"http://[", b"cid:"),
)


def spoiled(content: bytes, chance: random.Random) -> bytes:
    """Return content with a few bytes changed, taken away or put in."""
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(content) + 1)
        put = chance.choice((*NOISE, bytes([chance.randrange(256)]), content[at : at + 50]))
        content = content[:at] + put + content[at + chance.choice((0, 0, 1, 40)) :]
    return content


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: path.name)
def test_whatever_is_spoiled_is_read_or_named(path: Path) -> None:
    chance = random.Random(path.name)  # noqa: S311 - the same noise at every run
    for _ in range(40):
        content = spoiled(path.read_bytes(), chance)
        for reading in readings(text_source(content, path.name, kind=path.parent.name)):
            assert isinstance(reading, Article) or str(reading).startswith(path.name), content


@given(st.text(st.sampled_from("ab \n\n\t\u2028=#->*+1.[]()`_~<&\\’"), max_size=30).map(lambda text: text.strip("\n")))
def test_usual_text_is_written_as_any_text_is(text: str) -> None:
    assert usual_body(text) in ("", any_body(text))


def test_paragraphs_of_one_line_are_usual() -> None:
    assert (
        usual_body("It rained.\n\n“Again,” they said.\n\n\n\nAnd again.")
        == "It rained.\n\n“Again,” they said.\n\nAnd again."
    )
