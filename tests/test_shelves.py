"""Both shelves, the folder and a database, through every feature: the same is delivered, to the byte."""

from __future__ import annotations

import mailbox
import sqlite3
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from conftest import CASES, Project
from postgresql import needs_postgresql
from shelves import Both

if TYPE_CHECKING:
    from pathlib import Path

    from postgresql import Server

pytestmark = needs_postgresql
NOTES = '[source.notes]\nfrom = "notes/"\n\n'


@pytest.fixture
def both(tmp_path: Path, server: Server) -> Both:
    """Return a site on both shelves."""
    made = Both(
        folder=Project(root=tmp_path / "folder"), stored=Project(root=tmp_path / "stored"), url=server.database()
    )
    made.configure(f"{NOTES}[feed.all]\n")
    return made


def fill(both: Both) -> None:
    """Write articles that differ in all that feeds may choose by."""
    both.note("rain", title="Rain", date="2025-12-01 09:00 IST", tags="[water, Weather]", author="Asha Rao")
    both.note("sun", title="Sun", date="2025-12-02 09:00 IST", tags="[weather]", language="hi", body="धूप।")
    both.note("hail", title="Hail", date="2025-11-30 09:00 IST", body="No *water* anywhere.", summary="Dry & hot.")
    both.note("fog", title="Fog", date="2025-10-30 09:00 IST", link="https://gazette.example/fog", tags="[weather]")


FEEDS = {
    "several": '[feed."tag/{tag}"]\n[feed."by/{author}"]\n[feed."in/{language}"]\n[feed."from/{source}"]\n[feed.all]\n',
    "chosen": '[feed.all]\nwhere = { tags = ["Weather"], text = ["text"] }\nunless = { languages = ["hi"] }\n',
    "matched": '[feed.all]\nwhere = { matches = "wat.r" }\n[feed.late]\nwhere = { days = 31 }\n',
    "formats": '[feed.all]\nformats = ["rss", "atom", "json", "html"]\nstylesheet = true\n',
    "months": '[feed.all]\nlimit = 1\narchive = "month"\n',
    "volumes": "[feed.all]\nlimit = 1\narchive = 2\n",
    "complete": '[feed.all]\narchive = "complete"\nlimit = 1\n',
    "short": '[feed.all]\ncontent = "summary"\nwords = 2\ntimes = "utc"\nbytes = 2000\n',
    "told": '[feed.all]\nttl = 60\nupdate = { period = "hourly", frequency = 2 }\nlicense = "CC-BY-4.0"\n',
    "packed": '[feed.all]\ncompress = ["gzip", "br"]\nhub = "https://hub.example/"\n',
}


@pytest.mark.parametrize("feeds", FEEDS.values(), ids=FEEDS)
def test_feeds_of_every_kind_are_the_same(both: Both, feeds: str) -> None:
    also = 'language = "en"\nalso = ["index", "opml", "well-known", "sitemap", "news"]\nlink = "https://gazette.example/{slug}"\n'
    both.configure(f"{NOTES}{feeds}", also)
    fill(both)
    both.build("--no-push")
    both.note("rain", title="Rain", date="2025-12-01 09:00 IST", tags="[water]", author="Asha Rao", body="It rained.")
    both.remove("notes/sun.md")
    both.note("new", title="New", date="2025-12-31 09:00 IST", tags="[Weather, fresh]")
    both.build("--no-push", now="2026-01-02T00:00:00+05:30")
    both.build("--no-push", now="2026-02-02T00:00:00+05:30")


TABLE = "id,title,published,body,tags\n1,Rain,2025-12-01T09:00:00Z,It rained.,water\n2,Sun,2025-12-02T09:00:00Z,Dry.,\n"


def test_what_comes_and_goes_in_a_table(both: Both) -> None:
    both.configure('[source.wire]\nfrom = "wire.csv"\n[feed.all]\n')
    both.write("wire.csv", TABLE)
    both.build()
    both.write("wire.csv", TABLE.replace("It rained.", "It poured.").replace("Sun", "The Sun"))
    both.build(now="2026-01-02T00:00:00+05:30")
    both.write("wire.csv", TABLE.partition("2,")[0])
    both.build(now="2026-01-03T00:00:00+05:30")
    both.write("wire.csv", TABLE + "3,,,,\n4,Hail,never,It hailed.,\n")
    both.build(now="2026-01-04T00:00:00+05:30", code=1)
    both.remove("wire.csv")
    both.build(now="2026-01-05T00:00:00+05:30", code=1)


def test_tables_whose_ids_are_the_same_numbers(both: Both) -> None:
    both.configure('[source.a]\nfrom = "a.csv"\n[source.b]\nfrom = "b.csv"\n[feed.all]\n')
    both.write("a.csv", TABLE)
    both.write("b.csv", TABLE.replace("Rain", "Snow").replace("Sun", "Moon"))
    both.build()
    both.each(lambda project: (project.root / "a.csv").rename(project.root / "c.csv"))
    both.configure('[source.a]\nfrom = "c.csv"\n[source.b]\nfrom = "b.csv"\n[feed.all]\n')
    both.build()


HILL = """\
<rss version="2.0"><channel><title>Hill News</title><link>https://hill.example/</link>
<item><title>The Pass Is Open</title><guid isPermaLink="false">7</guid><link>https://hill.example/pass</link>
  <pubDate>Wed, 24 Dec 2025 15:21:46 +0530</pubDate><description>The first lorries went up at noon.</description></item>
</channel></rss>
"""
DALE = """\
<rss version="2.0"><channel><title>Dale Times</title><link>https://dale.example/</link>
<item><title>Apples in the Snow</title><guid isPermaLink="false">7</guid><link>https://dale.example/apples</link>
  <pubDate>Tue, 23 Dec 2025 10:00:00 GMT</pubDate><description>Nobody picked them.</description></item>
<item><title>The pass is open</title><guid isPermaLink="false">8</guid>
  <link>http://www.hill.example/pass/?utm_source=dale</link>
  <pubDate>Wed, 24 Dec 2025 09:51:46 GMT</pubDate><description>Lorries again, at last.</description></item>
</channel></rss>
"""


def test_one_article_of_two_feeds(both: Both) -> None:
    both.configure(
        '[source.hill]\nfrom = "hill*.rss"\n[source.dale]\nfrom = "dale.rss"\n[feed.all]\n[feed."{source}"]\n'
    )
    both.write("dale.rss", DALE)
    both.write("hill-0.rss", HILL.partition("<item>")[0] + "</channel></rss>")
    both.build()
    both.write("hill.rss", HILL)
    both.build(now="2026-01-02T00:00:00+05:30")
    both.write("hill.rss", HILL.replace("at noon", "at one"))
    both.build(now="2026-01-03T00:00:00+05:30")


def test_a_markdown_file_and_a_feed_that_have_one_article(both: Both) -> None:
    both.configure(f'{NOTES}[source.hill]\nfrom = "hill.rss"\n[feed.all]\n[feed."{{source}}"]\n')
    both.note("pass", title="The Pass Is Open", date="2025-12-24 15:21:46 IST", body="First hand.")
    both.write("hill.rss", HILL)
    both.build()
    both.note("pass", title="The Pass Is Open", date="2025-12-24 15:21:46 IST", body="First hand, and corrected.")
    both.build(now="2026-01-03T00:00:00+05:30")


@pytest.mark.parametrize("said", ["", "link"])
def test_what_people_write_into_files(both: Both, said: str) -> None:
    extra = {"link": "https://gazette.example/rain"} if said else {}
    both.note("rain", title="Rain", date="2025-12-01 09:00 IST", **extra)
    both.note("keep", title="Kept", date="2025-12-02 09:00 IST")
    both.build()
    day = iter(range(2, 30))
    for change in (
        {"body": "It rained."},
        {"title": "Rain at Last", "body": "It rained."},
        {"title": "Rain at Last", "date": "2025-12-01 10:00 IST", "body": "It rained."},
        {
            "title": "Rain at Last",
            "date": "2025-12-01 10:00 IST",
            "body": "It rained.",
            "updated": "2026-01-01 10:00 IST",
        },
        {"title": "Rain at Last", "date": "2025-12-01 10:00 IST", "body": "It rained.", "draft": "yes"},
        {"title": "Rain at Last", "date": "2025-12-01 10:00 IST", "body": "It rained."},
        {"title": "Rain at Last", "date": "2025-12-01 10:00 IST", "body": "It rained.", "withdrawn": "yes"},
        {"title": "Rain at Last", "date": "2025-12-01 10:00 IST", "body": "It rained."},
        {"title": "Rain at Last", "date": "2026-12-01 10:00 IST", "body": "It rained."},
        {"title": "Rain at Last", "date": "2025-12-01 10:00 IST", "body": "It rained."},
        {"title": "Rain at Last", "date": "2025-12-01 10:00 IST", "body": "It rained.", "tags": "[a]", "author": "B"},
        {
            "title": "Rain at Last",
            "date": "2025-12-01 10:00 IST",
            "body": "It rained.",
            "slug": "other",
            "language": "hi",
        },
    ):
        both.note("rain", **{"title": "Rain", "date": "2025-12-01 09:00 IST", **extra, **change})
        both.build(now=f"2026-01-{next(day):02}T00:00:00+05:30")


def test_an_id_that_is_written_into_a_published_file_is_another_article(both: Both) -> None:
    both.note("rain", title="Rain", date="2025-12-01 09:00 IST")
    both.note("keep", title="Kept", date="2025-12-02 09:00 IST")
    both.build()
    both.note("rain", title="Rain", date="2025-12-01 09:00 IST", id="rain-1")
    both.build(now="2026-01-02T00:00:00+05:30")
    both.note("rain", title="Rain", date="2025-12-01 09:00 IST", id="rain-2")
    both.build(now="2026-01-03T00:00:00+05:30")
    both.note("rain", title="Rain", date="2025-12-01 09:00 IST", id="rain-1")
    both.build(now="2026-01-04T00:00:00+05:30")
    both.note("rain", title="Rain", date="2025-12-01 09:00 IST")
    both.build(now="2026-01-05T00:00:00+05:30")
    both.build(now="2026-01-06T00:00:00+05:30")


def test_two_files_that_say_one_id(both: Both) -> None:
    both.note("a", title="Rain", date="2025-12-01 09:00 IST", id="one", body="It rained.")
    both.note("b", title="Sun", date="2025-12-02 09:00 IST", id="one", body="It shone.")
    both.build(code=1)
    both.remove("notes/a.md")
    both.build(now="2026-01-02T00:00:00+05:30")


def test_copies_of_a_file(both: Both) -> None:
    both.note("a", title="Rain", date="2025-12-01 09:00 IST", body="It rained.")
    both.note("b", title="Rain", date="2025-12-01 09:00 IST", body="It rained.")
    both.note("c", title="Sun", date="2025-12-02 09:00 IST")
    both.build()
    both.remove("notes/a.md")
    both.build(now="2026-01-02T00:00:00+05:30")
    both.note("a", title="Rain", date="2025-12-01 09:00 IST", body="It rained.")
    both.build(now="2026-01-03T00:00:00+05:30")


def test_what_is_of_the_future_comes_when_its_time_has_come(both: Both) -> None:
    both.note("a", title="Rain", date="2025-12-01 09:00 IST")
    both.note("b", title="Later", date="2026-01-15 09:00 IST")
    one, two = both.run("build")
    assert one.output == two.output
    both.build(now="2026-01-14T00:00:00+05:30")
    both.build(now="2026-01-16T00:00:00+05:30")


def test_sources_with_filters_and_limits(both: Both) -> None:
    rules = 'where = { tags = ["weather"] }\nunless = { languages = ["hi"] }\n'
    both.configure(f'[source.notes]\nfrom = "notes/"\n{rules}\n[source.few]\nfrom = "few/"\nlimit = 2\n[feed.all]\n')
    fill(both)
    for name in "abc":
        both.write(
            f"few/{name}.md", f"---\ntitle: Few {name}\ndate: 2025-12-0{ord(name) - 96} 09:00 IST\n---\n\nText.\n"
        )
    both.build()
    both.note("rain", title="Rain", date="2025-12-01 09:00 IST", tags="[water]")
    both.remove("few/a.md")
    both.build(now="2026-01-02T00:00:00+05:30")
    both.configure(f'{NOTES}[source.few]\nfrom = "few/"\n[feed.all]\n')
    both.build(now="2026-01-03T00:00:00+05:30")


def test_a_source_with_an_age(both: Both) -> None:
    both.configure('[source.notes]\nfrom = "notes/"\nwhere = { days = 40 }\n[feed.all]\n')
    fill(both)
    both.build()
    both.build(now="2026-01-09T00:00:00+05:30")
    both.build(now="2026-02-09T00:00:00+05:30")


def test_fields_that_say_more(both: Both) -> None:
    both.configure(
        f'{NOTES}[feed.all]\nformats = ["rss", "atom", "json"]\n'
        '[element."g:mood"]\nnamespace = "https://gazette.example/ns"\nfield = "mood"\n'
    )
    both.note("a", title="Rain", date="2025-12-01 09:00 IST", mood="wet", location="{lat: 10.5, lon: 76.2}")
    both.note("b", title="Sun", date="2025-12-02 09:00 IST", images="[{src: https://gazette.example/a.jpg, alt: A}]")
    both.note("c", title="Re", date="2025-12-03 09:00 IST", related="[https://gazette.example/b]", rights="Free")
    both.build()
    both.note("a", title="Rain", date="2025-12-01 09:00 IST", mood="dry")
    both.build(now="2026-01-02T00:00:00+05:30")


@pytest.mark.parametrize("name", ["addressless", "daily", "languages", "podcast"])
def test_records_of_a_folder_that_are_taken_over(both: Both, name: str) -> None:
    below = CASES / "golden" / name
    text = (below / "feedtool.toml").read_text()
    both.folder.write("feedtool.toml", text)
    both.stored.write("feedtool.toml", text.replace("[site]", f'[site]\nshelf = "{both.url}"', 1))
    for path in below.rglob("*"):
        if path.is_file() and "expected" not in path.parts and path.name != "feedtool.toml":
            both.write(path.relative_to(below).as_posix(), path.read_bytes())
    both.folder.run("build", "--no-push", code=None)
    both.stored.run("import", "articles/", code=None)
    both.run("build", "--no-push")


def test_every_sample_of_every_kind(both: Both) -> None:
    kinds = ("feed", "html", "mail", "pagetext", "table", "wordpress")
    rows = "".join(f'[source.{kind}]\nfrom = "{kind}/"\nlanguage = "en"\n' for kind in kinds)
    both.configure(f'{rows}[feed.all]\nlimit = 500\n[feed."{{source}}"]\n')
    for kind in kinds:
        for path in (CASES / kind).rglob("*"):
            if path.is_file() and ".expected" not in path.name:
                both.write(f"{kind}/{path.relative_to(CASES / kind).as_posix()}", path.read_bytes())
    both.build(code=1)
    both.build(code=1)
    both.build("--jobs", "2", code=1)


def test_a_mailbox_and_a_database(both: Both) -> None:
    both.configure(
        '[source.mail]\nfrom = "post.mbox"\n[source.db]\nfrom = "sqlite:///news.db"\n'
        'query = "SELECT id, title, published, body FROM news ORDER BY id"\n[feed.all]\n'
    )
    both.each(lambda project: project.root.mkdir(exist_ok=True))

    def make(project: Project) -> None:
        box = mailbox.mbox(project.root / "post.mbox")
        message = EmailMessage()
        message["From"], message["Subject"] = "Asha Rao <asha@gazette.example>", "A Letter"
        message["Date"], message["Message-ID"] = "Wed, 24 Dec 2025 15:21:46 +0530", "<1@gazette.example>"
        message.set_content("Dear all, it rained.")
        box.add(message)
        box.close()
        with sqlite3.connect(project.root / "news.db") as db:
            db.execute("CREATE TABLE news (id, title, published, body)")
            db.execute("INSERT INTO news VALUES (1, 'Rain', '2025-12-01T09:00:00Z', 'It rained.')")
        db.close()

    both.each(make)
    both.build()

    def more(project: Project) -> None:
        with sqlite3.connect(project.root / "news.db") as db:
            db.execute("INSERT INTO news VALUES (2, 'Sun', '2025-12-02T09:00:00Z', 'It shone.')")
            db.execute("UPDATE news SET body = 'It poured.' WHERE id = 1")
        db.close()

    both.each(more)
    both.build(now="2026-01-02T00:00:00+05:30")


def test_feeds_that_are_made_no_more(both: Both) -> None:
    both.configure(f'{NOTES}[feed.all]\n[feed."tag/{{tag}}"]\n[feed.other]\n')
    fill(both)
    both.build()
    both.configure(f'{NOTES}[feed.all]\n[feed."tag/{{tag}}"]\n')
    both.remove("notes/rain.md")
    assert "left over" in both.build()
    both.build("--prune", "--dry-run")
    assert "removed" in both.build("--prune")


def test_a_dry_run_shows_what_would_become_of_feeds(both: Both) -> None:
    fill(both)
    assert "created: output/all.rss.xml\n  new: Sun" in both.build("--dry-run")
    both.build()
    both.note("rain", title="Rain", date="2025-12-01 09:00 IST", body="It rained.")
    both.note("new", title="New", date="2025-12-31 09:00 IST")
    both.remove("notes/sun.md")
    said = both.build("--dry-run", now="2026-01-02T00:00:00+05:30")
    assert said.count("\n  new: ") == said.count("\n  gone: ") == 2
    both.build(now="2026-01-02T00:00:00+05:30")


def test_records_that_people_edit_and_withdraw(both: Both) -> None:
    both.configure('[source.wire]\nfrom = "wire.csv"\n[feed.all]\n')
    both.write("wire.csv", TABLE)
    both.build()
    id_ = "tag:gazette.example,2025:1"
    one, two = both.run("record", id_)
    assert one.output == two.output
    text = one.output.replace("It rained.", "It rained, a person says.").encode()
    for project in (both.folder, both.stored):
        project.run("record", id_, "--set", "-", "--now", "2026-01-02T00:00:00+05:30", stdin=text)
    both.build(now="2026-01-02T00:00:00+05:30")
    both.write("wire.csv", TABLE.replace("It rained.", "It poured."))
    both.build(now="2026-01-03T00:00:00+05:30", code=1)
    both.build("--on-clash", "ours", now="2026-01-04T00:00:00+05:30")
    both.build(now="2026-01-05T00:00:00+05:30")
    both.write("wire.csv", TABLE.replace("It rained.", "It poured and poured."))
    both.build("--on-clash", "theirs", now="2026-01-06T00:00:00+05:30")
    both.run("record", id_, "--withdraw", now="2026-01-07T00:00:00+05:30")
    both.build(now="2026-01-07T00:00:00+05:30")
    both.write("wire.csv", TABLE.replace("It rained.", "It was fine."))
    both.build(now="2026-01-08T00:00:00+05:30")
    for project in (both.folder, both.stored):
        project.run("record", id_, "--set", "-", "--now", "2026-01-09T00:00:00+05:30", stdin=text)
    both.write("wire.csv", TABLE)
    both.build(now="2026-01-09T00:00:00+05:30")


def test_what_is_imported_by_hand(both: Both) -> None:
    both.write("wire.csv", TABLE)
    both.write("more/a.md", "---\ntitle: By hand\ndate: 2025-12-20 09:00 IST\n---\n\nText.\n")
    both.note("b", title="Sun", date="2025-12-12 09:00 IST")
    for command in (("--dry-run", "-v"), ("-v",), ("-v",)):
        one, two = both.run("import", "wire.csv", "more/", *command)
        assert one.output == two.output
    both.build()
    both.remove("more/a.md")
    both.remove("wire.csv")
    both.build(now="2026-01-02T00:00:00+05:30")
    one, two = both.run("import", "notes/", "--to", "-")
    assert one.output == two.output


def test_a_source_that_is_named_otherwise(both: Both) -> None:
    both.configure(f'{NOTES}[feed.all]\n[feed."{{source}}"]\n')
    fill(both)
    both.build()
    both.configure('[source.other]\nfrom = "notes/"\n[feed.all]\n[feed."{source}"]\n')
    both.build(now="2026-01-02T00:00:00+05:30")


def test_settings_that_change(both: Both) -> None:
    fill(both)
    both.note("zone", title="No zone", date="2025-12-09 09:00")
    both.build()
    both.configure(
        '[source.notes]\nfrom = "notes/"\ntags = ["all"]\nlanguage = "en"\ntimezone = "Europe/London"\n[feed.all]\n'
    )
    both.build(now="2026-01-02T00:00:00+05:30")
    both.configure(f"{NOTES}[feed.all]\n", 'language = "en"\nlink = "https://gazette.example/{slug}"\n')
    both.build(now="2026-01-03T00:00:00+05:30")


def test_files_that_are_bad(both: Both) -> None:
    fill(both)
    both.write("notes/bad.md", "---\ntitle: Bad\ndate: never\n---\n\nText.\n")
    both.write("notes/worse.md", b"---\ntitle: \xff\n---\n")
    both.write("notes/empty.md", "")
    both.build(code=1)
    both.build(code=1)
    both.write("notes/rain.md", "---\ntitle: Rain\ndate: never\n---\n\nText.\n")
    both.write("notes/sun.md", b"---\ntitle: \xff\n---\n")
    both.build(code=1, now="2026-01-02T00:00:00+05:30")
    both.build(code=1, now="2026-01-02T00:00:00+05:30")
    fill(both)
    both.build(code=1, now="2026-01-02T00:00:00+05:30")
    both.each(lambda project: (project.root / "notes").rename(project.root / "away"))
    both.run("build", code=1)
    both.each(lambda project: (project.root / "away").rename(project.root / "notes"))
    both.build(code=1, now="2026-01-04T00:00:00+05:30")


def test_nothing_at_all(both: Both) -> None:
    both.run("build", code=3)


def test_markdown_leaves_with_its_source_and_what_was_imported_stays_which_is_said_once(both: Both) -> None:
    more = '[source.more]\nfrom = "more/"\n[source.wire]\nfrom = "wire.csv"\n'
    feeds = '[feed.all]\n[feed."{source}"]\n'
    both.configure(f"{NOTES}{more}{feeds}")
    fill(both)
    both.write("wire.csv", TABLE)
    both.write("more/a.md", "---\ntitle: More\ndate: 2025-12-20 09:00 IST\n---\n\nText.\n")
    both.build()
    both.configure(f"{NOTES}{feeds}")
    for dry in ("--dry-run",), ():
        one, two = both.run("build", *dry, now="2026-01-02T00:00:00+05:30")
        assert (
            one.output
            == two.output
            == (
                "wire.csv: warning: belongs to no source any more; what was imported from it stays published, "
                "articles: 2 (to withdraw them: feedtool record --from wire.csv --withdraw) [source-removed]\n"
            )
        )
    one, two = both.run("build", now="2026-01-03T00:00:00+05:30")
    assert one.output == two.output == ""
    assert "More" not in both.stored.read("output/all.rss.xml")
    both.configure(f"{NOTES}{more}{feeds}")
    both.build(now="2026-01-04T00:00:00+05:30")
    assert "More" in both.stored.read("output/more.rss.xml")


def test_a_pattern_that_leaves_a_source(both: Both) -> None:
    both.configure('[source.notes]\nfrom = ["notes/", "more/", "wire.csv"]\n[feed.all]\n')
    fill(both)
    both.write("wire.csv", TABLE)
    both.write("more/a.md", "---\ntitle: More\ndate: 2025-12-20 09:00 IST\n---\n\nText.\n")
    both.build()
    both.configure(f"{NOTES}[feed.all]\n")
    both.build(now="2026-01-02T00:00:00+05:30")
    assert "More" not in both.stored.read("output/all.rss.xml")
    both.configure('[source.all]\nfrom = ["notes/", "more/*.md", "*.csv"]\n[feed.all]\n')
    assert "new: More" in both.build(now="2026-01-03T00:00:00+05:30")
    both.configure('[source.every]\nfrom = ["notes/", "more/", "wire.csv"]\n[feed.all]\n')
    one, two = both.run("build", now="2026-01-04T00:00:00+05:30")
    assert one.output == two.output == ""


def test_all_that_came_from_one_place_is_listed_and_withdrawn(both: Both) -> None:
    both.configure(f'{NOTES}[source.wire]\nfrom = "wire.csv"\n[feed.all]\n')
    fill(both)
    both.write("wire.csv", TABLE)
    both.build()
    one, two = both.run("record", "--from", "wire.csv")
    assert one.output == two.output == "tag:gazette.example,2025:1\tRain\ntag:gazette.example,2025:2\tSun\n"
    both.configure(f"{NOTES}[feed.all]\n")
    both.run("record", "--from", "wire.csv", "--withdraw", now="2026-01-02T00:00:00+05:30")
    assert both.build(now="2026-01-02T00:00:00+05:30").count("gone: ") == 4
    one, two = both.run("record", "--from", "wire.csv", code=2)
    assert one.output == two.output
    assert "no published article came from there" in one.output
    both.run("record", "--from", "notes/*.md", "--withdraw", now="2026-01-03T00:00:00+05:30")
    both.build(now="2026-01-03T00:00:00+05:30")
    for wrong in ((), ("ID", "--from", "a"), ("--from", "a", "--path"), ("--from", "a", "--set", "-")):
        both.run("record", *wrong, code=2)


def test_a_dry_run_of_many_turns_sees_what_it_would_have_taken_in(both: Both) -> None:
    both.configure('[source.a]\nfrom = "a.csv"\n[source.b]\nfrom = "b.csv"\n[feed.all]\n')
    rows = "".join(
        f"Title {number},2025-12-01T{number // 60:02}:{number % 60:02}:00Z,Text {number}.\n" for number in range(600)
    )
    for name in "ab":
        both.write(f"{name}.csv", f"title,published,body\n{rows}")
    for command in ("import", "build"):
        one, two = both.run(command, "--dry-run", "-v")
        assert one.output == two.output
        assert one.output.count("\nduplicate: ") == 600
