"""Several sources of the same articles: each is published once, by the first source, under an id that stays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import feedparser
import pytest

from conftest import NOW, Project
from feedtool.identity import day_keys, link_key
from feedtool.timestamps import read_time

if TYPE_CHECKING:
    from collections.abc import Mapping

SITE = """\
[site]
title = "The Test Gazette"
home = "https://gazette.example/"
authority = "gazette.example,2025"
timezone = "Asia/Kolkata"
authors = ["Gazette Desk"]
"""
TIME = "2025-12-24T15:21:46+05:30"


def row(title: str = "Rain", time: str = TIME, **more: str) -> str:
    return json.dumps({"title": title, "published": time, "body": f"The text of {title}.", **more}) + "\n"


def configured(project: Project, *names: str) -> None:
    """Name sources, in this order; each is a folder of tables or of notes."""
    rows = "".join(f'\n[source.{name}]\nfrom = "{name}/*"\n' for name in names)
    project.write("feedtool.toml", f'{SITE}{rows}\n[feed.all]\nformats = ["atom"]\n')


def published(project: Project) -> dict[str, str]:
    """Return the titles of the feed by their ids."""
    return {entry.id: entry.title for entry in feedparser.parse(project.read("output/all.atom.xml")).entries}


def records(project: Project) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in project.root.glob("articles/**/*.md")}


# ids


def test_two_tables_that_both_have_a_7_give_two_articles(project: Project) -> None:
    configured(project, "a", "b")
    project.write("a/x.ndjson", row("Rain", id="7"))
    project.write("b/x.ndjson", row("Snow", "2025-12-20T10:00:00Z", id="7"))
    project.run("build")
    before = published(project)
    assert before == {"tag:gazette.example,2025:7": "Rain", "tag:gazette.example,2025:b:7": "Snow"}
    project.run("build")
    assert published(project) == before


def test_they_stay_two_when_both_have_one_title_and_the_other_comes_first(project: Project) -> None:
    configured(project, "a", "b")
    project.write("b/x.ndjson", row("Gold Price Today", "2025-12-20T10:00:00Z", id="7"))
    project.run("build")
    project.write("a/x.ndjson", row("Gold Price Today", "2025-12-21T10:00:00Z", id="7", body="Gold fell."))
    project.run("build")
    before = published(project)
    assert before == {
        "tag:gazette.example,2025:7": "Gold Price Today",
        "tag:gazette.example,2025:a:7": "Gold Price Today",
    }
    project.write("b/x.ndjson", row("Gold Falls", "2025-12-20T11:00:00Z", id="7"))
    project.run("build")
    assert published(project) == {**before, "tag:gazette.example,2025:7": "Gold Falls"}


def test_a_row_keeps_its_id_whatever_becomes_of_it(project: Project) -> None:
    configured(project, "a", "b")
    project.write("a/x.ndjson", row("Rain", id="7"))
    project.write("b/x.ndjson", row("Snow", "2025-12-20T10:00:00Z", id="7"))
    project.run("build")
    before = set(published(project))
    project.write(
        "b/x.ndjson", row("Hail and Thunder", "2025-12-19T11:00:00Z", id="7", link="https://gazette.example/h")
    )
    project.run("build")
    assert set(published(project)) == before
    assert "Hail and Thunder" in published(project).values()


def test_the_table_of_the_next_day_holds_the_same_rows(project: Project) -> None:
    configured(project, "a")
    project.write("a/dump-1.ndjson", row("Rain", id="7"))
    project.run("build")
    (project.root / "a/dump-1.ndjson").unlink()
    project.write("a/dump-2.ndjson", row("Rain, Retold", "2025-12-24T16:00:00Z", id="7"))
    project.run("build")
    assert published(project) == {"tag:gazette.example,2025:7": "Rain, Retold"}


def test_a_source_and_its_file_that_are_renamed_at_once_keep_their_ids(project: Project) -> None:
    configured(project, "a", "b")
    project.write("a/x.ndjson", row("Rain", id="7"))
    project.write("b/x.ndjson", row("Snow", "2025-12-20T10:00:00Z", id="7"))
    project.run("build")
    before = published(project)
    configured(project, "a", "c")
    (project.root / "b").rename(project.root / "c")
    project.run("build")
    assert published(project) == before


def test_an_id_of_an_older_ledger_stays(project: Project) -> None:
    configured(project, "a", "b")
    project.write("b/x.ndjson", row("Snow", "2025-12-20T10:00:00Z", id="7"))
    project.run("build")
    path = project.root / "articles/ledger/2025-12.jsonl"
    [line] = map(json.loads, path.read_text("utf-8").splitlines())
    del line["scope"]
    path.write_text(json.dumps(line) + "\n", "utf-8")
    project.write("a/x.ndjson", row("Rain", id="7"))
    project.write("b/x.ndjson", row("Snow and Ice", "2025-12-20T10:00:00Z", id="7"))
    project.run("build")
    assert published(project)["tag:gazette.example,2025:7"] == "Snow and Ice"
    assert published(project)["tag:gazette.example,2025:a:7"] == "Rain"


def test_two_sites_with_the_same_notes_numbers_give_two_articles(project: Project) -> None:
    configured(project, "a", "b")
    for name, title in (("a", "Rain"), ("b", "Snow")):
        project.write(f"{name}/x.md", f"---\ntitle: {title}\ndate: {TIME}\nid: 7\n---\nThe text of {title}.\n")
    project.run("build")
    before = published(project)
    assert sorted(before.values()) == ["Rain", "Snow"]
    (project.root / "b/x.md").rename(project.root / "b/y.md")
    project.write("b/y.md", f"---\ntitle: Hail\ndate: {NOW}\nid: 7\n---\nOther words.\n")
    project.run("build")
    assert published(project) == {id_: title.replace("Snow", "Hail") for id_, title in before.items()}


FEED = """<rss version="2.0"><channel><title>{0}</title><link>https://{0}.example/</link>
<item><title>{1}</title><guid isPermaLink="false">{2}</guid><pubDate>{3}</pubDate>
<description>The text of {1}.</description>
<link>{4}</link></item></channel></rss>"""


def feed(site: str, title: str, guid: str = "7", time: str = "Wed, 24 Dec 2025 09:51:46 GMT", link: str = "") -> str:
    return FEED.format(site, title, guid, time, link)


def test_two_feeds_that_both_have_a_7_give_two_articles_also_without_a_ledger(project: Project) -> None:
    for names in (("hill", "dale"), ("dale",)):
        for name in names:
            project.write(f"{name}.rss", feed(name, f"News of {name}"))
        options = ["-f", "atom", "--authority", "gazette.example,2025", "--home", "https://gazette.example/"]
        project.run("export", *(f"{name}.rss" for name in names), "--to", "output/all.atom.xml", *options)
        assert published(project) == {f"tag:gazette.example,2025:{name}.example:7": f"News of {name}" for name in names}


def test_two_feeds_of_one_site_have_the_same_7(project: Project) -> None:
    configured(project, "a", "b")
    project.write("a/x.rss", feed("hill", "Rain"))
    project.write("b/x.rss", feed("hill", "Rain"))
    project.run("build")
    assert published(project) == {"tag:gazette.example,2025:hill.example:7": "Rain"}


def test_two_tables_of_a_7_can_be_exported_together(project: Project) -> None:
    project.write("a.ndjson", row("Rain", id="7"))
    project.write("b.ndjson", row("Snow", "2025-12-20T10:00:00Z", id="7"))
    said = project.run("import", "a.ndjson", "b.ndjson", "--to", "-").output.splitlines()
    assert len({json.loads(line)["id"] for line in said}) == 2


def test_standard_input_is_no_evidence_for_a_bare_id(project: Project) -> None:
    project.run("import", "-", stdin=row("Rain", id="7"))
    said = project.run("import", "-", stdin=row("Snow", "2025-12-20T10:00:00Z", id="7"), code=1).output
    assert "belongs to another article" in said
    project.run("import", "-", stdin=row("Rain at Last", id="7"))
    assert "Rain at Last" in next(iter(records(project).values()))


# the same article


def test_the_first_source_speaks_whichever_comes_first(project: Project) -> None:
    configured(project, "a", "b")
    project.write(
        "b/x.ndjson", row("Rain", id="tag:b.example,2025:1", link="http://www.gazette.example/rain/?utm_source=b")
    )
    project.run("build")
    before = published(project)
    project.write("a/x.ndjson", row("Rain!", id="tag:a.example,2025:1", link="https://gazette.example/rain"))
    told = project.run("build", "-v").output
    assert published(project) == dict.fromkeys(before, "Rain!")
    assert "by its address; it was made of b/x.ndjson#tag:b.example,2025:1" in told
    assert "the same article as articles/2025/12/rain.md, by its id" in told
    assert "it was made of" not in project.run("build", "-v").output
    (project.root / "a/x.ndjson").unlink()
    configured(project, "b")
    project.run("build")
    assert published(project) == dict.fromkeys(before, "Rain")


SAME: Mapping[str, tuple[str, str, str]] = {
    "its id": (row(id="urn:x:1"), row("Rain at Last", id="urn:x:1"), "id"),
    "its id and address": (
        row(id="urn:x:1", link="https://a.example/1"),
        row("Snow", "2025-12-20T10:00:00Z", id="urn:x:1", link="http://a.example/1/"),
        "id",
    ),
    "its address and title": (
        row(link="https://a.example/1"),
        row(time="2025-12-20T10:00:00Z", link="https://www.a.example/1#top", body="Other words."),
        "address",
    ),
    "title and day": (row(), row("RAIN", "2025-12-24T15:21:59+05:30"), "title and day"),
    "an instant in two zones": (
        row(time="2025-12-24T23:30:00Z"),
        row(time="2025-12-25T05:00:00+05:30"),
        "title and day",
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_what_says_that_two_articles_are_one_is_told(project: Project, name: str) -> None:
    first, second, by = SAME[name]
    configured(project, "a", "b")
    project.write("a/x.ndjson", first)
    project.write("b/x.ndjson", second)
    [one, other] = json.loads(project.run("build", "--json").stdout)["articles"]
    assert (one["outcome"], one["by"]) == ("new", None)
    assert other["outcome"] in ("duplicate", "variant")
    assert other["by"] == by
    assert len(published(project)) == 1


@pytest.mark.parametrize("name", SAME)
def test_an_export_merges_as_a_build_does(project: Project, name: str) -> None:
    first, second, by = SAME[name]
    project.write("a.ndjson", first)
    project.write("b.ndjson", second)
    result = project.run("import", "a.ndjson", "b.ndjson", "--to", "-", "-v")
    assert len(result.stdout.splitlines()) == 1
    assert "the same article as a.ndjson#" in result.stderr
    assert f", by its {by}" in result.stderr


TWO: Mapping[str, tuple[str, str]] = {
    "another day": (row(), row(time="2025-12-20T10:00:00Z", body="Other words.")),
    "another time and other words": (row(), row(time="2025-12-24T20:00:00+05:30", body="Other words.")),
    "another address": (row(link="https://a.example/1"), row(link="https://a.example/2")),
    "one address and nothing else": (
        row(link="https://a.example/1"),
        row("Snow", "2025-12-20T10:00:00Z", link="https://a.example/1"),
    ),
}


@pytest.mark.parametrize("name", TWO)
def test_two_articles_are_two(project: Project, name: str) -> None:
    first, second = TWO[name]
    configured(project, "a", "b")
    project.write("a/x.ndjson", first)
    project.write("b/x.ndjson", second)
    project.run("build")
    assert len(published(project)) == 2
    assert len(project.run("import", "a/x.ndjson", "b/x.ndjson", "--to", "-").stdout.splitlines()) == 2


@pytest.mark.parametrize("first", ["a", "b"])
def test_of_two_notes_of_one_article_that_of_the_first_source_is_published(project: Project, first: str) -> None:
    configured(project, "a", "b")
    project.write(f"{first}/x.md", f"---\ntitle: Rain\ndate: {TIME}\n---\nSaid by {first}.\n")
    project.run("build")
    [before] = published(project)
    second = "ba"["ab".index(first)]
    project.write(f"{second}/x.md", f"---\ntitle: Rain\ndate: {TIME}\n---\nSaid by {second}.\n")
    for _ in range(2):
        assert "b/x.md: warning: the same article as a/x.md, which is published, by its title" in (
            project.run("build").stderr
        )
        assert list(published(project)) == [before]
        assert "Said by a." in project.read("output/all.atom.xml")


def test_a_note_of_the_first_source_goes_before_what_is_imported_in_the_same_run(project: Project) -> None:
    configured(project, "a", "b")
    project.write("a/x.md", f"---\ntitle: Rain\ndate: {TIME}\n---\nSaid by a.\n")
    project.write("b/x.ndjson", row(body="Said by b."))
    for _ in range(2):
        project.run("build")
        assert "Said by a." in project.read("output/all.atom.xml")
        assert len(published(project)) == 1


@pytest.mark.parametrize(
    "other",
    [
        "http://news.example/a/b",
        "https://www.news.example/a/b/",
        "https://NEWS.example:443/a/b#top",
        "https://news.example/a/b?utm_source=x&utm_medium=feed",
        "https://news.example/a/b/?fbclid=1",
    ],
)
def test_addresses_that_lead_to_one_page_are_one(other: str) -> None:
    assert link_key(other) == link_key("https://news.example/a/b")


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example/a/B",
        "https://news.example/a/b?id=2",
        "https://m.news.example/a/b",
        "https://news.example/a/b#!/2",
        "https://news.example/a/b?xutm_source=1",
        "/a/b",
    ],
)
def test_other_addresses_are_others(other: str) -> None:
    assert link_key(other) != link_key("https://news.example/a/b")


def test_one_instant_in_two_zones_is_of_one_day() -> None:
    ours, theirs = (read_time(text).instant for text in ("2025-12-24T23:30:00Z", "2025-12-25T05:00:00+05:30"))
    assert set(day_keys("Rain", ours)) & set(day_keys("rain.", theirs))


def test_an_export_shows_the_newest_whatever_their_order(project: Project) -> None:
    days = [f"2025-{1 + n % 12:02}-{1 + n // 12:02}T10:00:00Z" for n in range(330)]
    project.write("a.ndjson", "".join(row(f"Story {day}", day) for day in days))
    project.run("export", "a.ndjson", "-f", "atom", "--limit", "3", "--to", "output/all.atom.xml")
    assert list(published(project).values()) == [f"Story {day}" for day in sorted(days)[:-4:-1]]
