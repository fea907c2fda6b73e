"""Every reader of the table sees every entry as it was published; a refresh after edits shows nothing twice."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import CONFIG, Project
from readers.reader import FIELDS, Home, Published, Reader, Seen, Shelf
from readers.table import READERS
from servers import SERVERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

pytestmark = pytest.mark.readers

ROOT = Path(__file__).parent.parent.parent
ATOM = "{http://www.w3.org/2005/Atom}"
SUFFIXES = {"rss": ".rss.xml", "atom": ".atom.xml", "json": ".json"}
DESK = ("Gazette Desk",)  # who wrote what names nobody: conftest's configuration says so
ENTRIES = [
    Published(
        id=f"tag:gazette.example,2025:{when[:10]}:n{number}",
        title=title,
        published=datetime.fromisoformat(when),
        link=f"https://gazette.example/{number}?a=1&b=2",
        authors=authors,
    )
    for number, (title, when, authors) in enumerate(
        [
            ("Rain & Sun: What’s “Next”?", "2025-12-24T15:21:46+05:30", ("Asha Rao",)),
            ("Second: 5 < 6 & 7 > 3", "2025-12-23T23:59:59-03:30", ("Asha Rao", "Bo Öst")),
            ("मानसून की पहली बारिश 🌧", "2024-02-29T12:00:00+00:00", DESK),
            ("שלום, עולם", "2001-09-09T01:46:40+14:00", ("אורי כהן",)),
        ]
    )
]
KEEPERS = [reader for reader in READERS if reader.keeps]
every_reader = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
every_keeper = pytest.mark.parametrize("reader", KEEPERS, ids=lambda reader: reader.name)


def publish(project: Project, name: str, entry: Published, **changed: str) -> None:
    """Write an entry as an article, or as it is after an edit."""
    project.note(
        name,
        **{
            "id": entry.id,
            "title": json.dumps(entry.title, ensure_ascii=False),
            "date": entry.published.isoformat(),
            "link": entry.link,
            **({"authors": json.dumps(entry.authors, ensure_ascii=False)} if entry.authors != DESK else {}),
            "body": "The *text* of it.",
            **changed,
        },
    )


FEED = 'formats = ["rss", "atom", "json"]\nlimit = 500\n'


def build(root: Path) -> Project:
    """Publish the entries in a folder, in two feeds: `all`, and `utc` whose times are in UTC."""
    project = Project(root=root)
    project.write("feedtool.toml", f'{CONFIG}{FEED}\n[feed.utc]\n{FEED}times = "utc"\n')
    for number, entry in enumerate(ENTRIES):
        publish(project, f"n{number}", entry)
    project.run("build")
    return project


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Publish the entries, and serve them by `feedtool serve`."""
    project = build(tmp_path_factory.mktemp("gazette"))
    with SERVERS["serve"](project, tmp_path_factory.mktemp("serve")) as base:
        yield base


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(folder=tmp_path_factory.mktemp("home"))


def read(reader: Reader, home: Home, base: str, feed: str = "all") -> dict[str, list[Seen]]:
    """Have a reader refresh a feed in each format that it knows, and return what it has, by format."""
    addresses = {form: f"{base}/{feed}{SUFFIXES[form]}" for form in reader.formats}
    shelf = opened(reader, home, list(addresses.values()))
    return {form: shelf[address] for form, address in addresses.items()}


def opened(reader: Reader, home: Home, addresses: Sequence[str]) -> Shelf:
    """Have a reader refresh feeds, or skip the test where the reader is not there."""
    if reader.missing:
        pytest.skip(f"{reader.missing} is not installed: `make readers` installs it")
    return reader.read(home, addresses)


def shown(entries: Sequence[Seen]) -> list[dict[str, object]]:
    """Return the fields of entries, in the order of their links."""
    return sorted(({name: getattr(entry, name) for name in FIELDS} for entry in entries), key=_by_link)


def expected(reader: Reader, form: str, entries: Sequence[Published]) -> list[dict[str, object]]:
    """Return what a reader is to show of entries."""
    return sorted((reader.shows(entry, form) for entry in entries), key=_by_link)


def _by_link(row: dict[str, object]) -> str:
    return str(row["link"])


@every_reader
def test_a_reader_sees_each_entry_as_it_was_published(reader: Reader, served: str, home: Home) -> None:
    for form, entries in read(reader, home, served).items():
        assert shown(entries) == expected(reader, form, ENTRIES), form


@every_reader
def test_a_reader_sees_the_right_instants_where_times_are_in_utc(reader: Reader, served: str, home: Home) -> None:
    for form, entries in read(reader, home, served, "utc").items():
        assert sorted(str(entry.instant) for entry in entries) == sorted(str(entry.instant) for entry in ENTRIES), form


@every_keeper
def test_after_edits_nothing_comes_twice_and_only_what_is_new_is_unread(
    reader: Reader, tmp_path: Path, home: Home, tmp_path_factory: pytest.TempPathFactory
) -> None:
    gazette = build(tmp_path)
    with SERVERS["nginx"](gazette, tmp_path_factory.mktemp("nginx")) as base:
        assert unread(read(reader, home, base)) == dict.fromkeys(reader.formats, by_link(ENTRIES))
        assert not any(unread(read(reader, home, base)).values())
        edit(gazette)
        fresh = dict.fromkeys(reader.formats, by_link(NEW))
        shelf = read(reader, home, base)
        assert unread(shelf) == fresh
        for form, entries in shelf.items():
            assert 103 <= len(entries) <= 104, form  # what is withdrawn may stay where it was received
            assert len({entry.id for entry in entries}) == len(entries), form
        assert not any(unread(read(reader, home, base)).values())


NEW = [
    Published(
        id=f"tag:gazette.example,2025:2025-12-31:new{number}",
        title=f"The {number}th Story",
        published=datetime(2025, 12, 31, tzinfo=UTC) - timedelta(minutes=number),
        link=f"https://gazette.example/new/{number}",
        authors=("Asha Rao",),
    )
    for number in range(100)
]


def edit(project: Project) -> None:
    """Change a title and a link, a text, and a date, withdraw an entry, and publish a hundred."""
    first, second, third, _ = ENTRIES
    publish(project, "n0", first, title="A Title of Today", link="https://gazette.example/moved")
    publish(project, "n1", second, body="Another *text*.")
    publish(project, "n2", third, date="2024-03-01 09:00 IST")
    (project.root / "notes/n3.md").unlink()
    for number, entry in enumerate(NEW):
        publish(project, f"new{number}", entry)
    project.run("build")


def unread(shelf: dict[str, list[Seen]]) -> dict[str, list[str]]:
    """Return the links of what is unread, by format."""
    return {form: by_link([entry for entry in entries if entry.unread]) for form, entries in shelf.items()}


def by_link(entries: Sequence[Seen | Published]) -> list[str]:
    """Return the links of entries, sorted."""
    return sorted(str(entry.link).replace("&amp;", "&") for entry in entries)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Build the samples of this repository, as `make run` does, serve them, and yield the address and the folder."""
    root = tmp_path_factory.mktemp("samples")
    shutil.copytree(ROOT / "seeds", root / "seeds")
    shutil.copy(ROOT / "feedtool.toml", root)
    project = Project(root=root)
    project.run("build")
    with SERVERS["serve"](project, tmp_path_factory.mktemp("serve")) as base:
        yield base, root / "output"


@every_reader
def test_every_feed_of_the_samples_is_read_to_its_last_entry(
    reader: Reader, samples: tuple[str, Path], home: Home
) -> None:
    base, folder = samples
    paths = {
        path.relative_to(folder).as_posix(): path
        for form in reader.formats
        for path in sorted(folder.rglob(f"*{SUFFIXES[form]}"))
    }
    assert len(paths) > len(reader.formats)
    shelf = opened(reader, home, [f"{base}/{name}" for name in paths])
    for name, path in paths.items():
        form = next(form for form in reader.formats if name.endswith(SUFFIXES[form]))
        titles = titles_in(path.read_bytes())
        if reader.limit("title", form):
            titles = [escape(title, quote=False) for title in titles]
        assert sorted(str(entry.title) for entry in shelf[f"{base}/{name}"]) == sorted(titles), name


def titles_in(document: bytes) -> list[str]:
    """Return the titles of the entries of a document, read by the parsers of Python."""
    if document.startswith(b"{"):
        return [item["title"] for item in json.loads(document)["items"]]
    names = ("./channel/item/title", f"./{ATOM}entry/{ATOM}title")
    return [str(title.text) for name in names for title in ET.fromstring(document).findall(name)]
