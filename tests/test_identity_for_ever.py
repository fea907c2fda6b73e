"""Ids are for ever: whatever people and sources do, no id changes hands, changes, or comes twice."""

from __future__ import annotations

import json

import pytest

from conftest import CONFIG, Project
from test_build import MORE, TITLE, WIRE, ids, page


@pytest.fixture
def wire(project: Project) -> Project:
    project.write("feedtool.toml", WIRE)
    project.write("wire/rain.txt", page())
    return project


def ledger(project: Project) -> list[dict[str, str]]:
    return [json.loads(row) for row in project.ledger().split("\n") if row]


def record(project: Project) -> str:
    (path,) = (project.root / "articles").rglob("*.md")
    return path.relative_to(project.root).as_posix()


def edit(project: Project, path: str, *pairs: tuple[str, str]) -> None:
    text = project.read(path)
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    project.write(path, text)


def test_a_new_article_of_the_same_day_does_not_take_the_id_of_a_withdrawn_one(project: Project) -> None:
    project.note("keep", title="Keep", date="2025-12-20 IST")
    path = project.note("a", title="Mayor Resigns", date="2025-12-24 IST", body="One thing.")
    project.run("build")
    path.unlink()
    project.run("build")
    project.note("b", title="Elections Postponed", date="2025-12-24 IST", body="Another thing.")
    project.run("build")
    assert ids(project)[0] == "tag:gazette.example,2025:2025-12-24:b"
    assert [row["path"] for row in ledger(project) if "withdrawn" in row] == ["notes/a.md"]


def test_a_record_that_a_person_retitled_and_redated_is_still_its_source_s(wire: Project) -> None:
    wire.run("build")
    before = ids(wire)
    edit(wire, record(wire), (TITLE, "Mine"), ("published: 2025-12-24T15:21:46", "published: 2025-12-23T09:00:00"))
    wire.run("build")
    assert wire.run("build").output == ""
    wire.write("wire/copy.txt", page())
    wire.run("build")
    assert ids(wire) == before


def test_a_person_s_title_and_a_source_s_new_time_are_a_clash_and_not_two_articles(wire: Project) -> None:
    wire.run("build")
    before = ids(wire)
    edit(wire, record(wire), (TITLE, "Mine"))
    wire.run("build")
    edit(wire, "wire/rain.txt", ("15:21:46", "16:20:00"), ("3:21 PM", "4:20 PM"))
    assert "import-clash" in wire.run("build", code=1).stderr
    assert ids(wire) == before


def test_a_source_that_is_renamed_and_then_retitled_is_one_article(wire: Project) -> None:
    wire.run("build")
    before = ids(wire)
    (wire.root / "wire/rain.txt").rename(wire.root / "wire/later.txt")
    wire.run("build")
    edit(wire, "wire/later.txt", (TITLE, "Passengers Angry As Roads Stay Closed In The Valley"))
    wire.run("build")
    assert ids(wire) == before


def test_a_withdrawn_article_does_not_come_back_when_its_source_is_renamed_and_retitled(wire: Project) -> None:
    wire.write("wire/other.txt", page(title="Quiet Day In The Valley, Nothing Closed").replace("24, 2025", "23, 2025"))
    wire.run("build")
    next((wire.root / "articles").rglob("rain-*.md")).unlink()
    (wire.root / "wire/rain.txt").rename(wire.root / "wire/later.txt")
    wire.run("build")
    edit(wire, "wire/later.txt", (TITLE, "Passengers Angry As Roads Stay Closed In The Valley"))
    wire.run("build")
    assert len(ids(wire)) == 1


@pytest.mark.parametrize("authority", ['authority = "gazette.example,2026"', ""])
def test_another_authority_changes_no_id(wire: Project, authority: str) -> None:
    wire.write("feedtool.toml", WIRE.replace('from = "wire/*.txt"', 'from = ["wire/*.txt", "notes/*.md"]'))
    wire.note("given", id="post-1", title="Given", date="2025-12-20 10:00")
    wire.note("minted", title="Minted", date="2025-12-19 10:00")
    wire.run("build")
    before = ids(wire)
    edit(wire, "feedtool.toml", ('authority = "gazette.example,2025"', authority))
    wire.run("build")
    assert ids(wire) == before


def test_an_id_that_a_person_gives_to_a_published_article_is_taken_and_the_change_is_said(project: Project) -> None:
    project.note("one")
    project.run("build")
    project.note("one", id="tag:x.example,2025:1")
    result = project.run("build")
    assert "article-id-changed" in result.stderr
    assert ids(project) == ["tag:x.example,2025:1"]
    assert project.run("build").output == ""


def test_two_sources_that_cover_one_file_publish_it_once(project: Project) -> None:
    project.write("feedtool.toml", CONFIG + '\n[source.again]\nfrom = "notes/*.md"\ntags = ["again"]\n')
    project.note("one")
    project.note("two", title="Two", date="2025-12-20 10:00")
    project.run("build")
    assert len(ids(project)) == 2
    assert project.run("build").output == ""


def test_two_articles_of_one_title_and_day_are_two_when_time_and_words_differ(wire: Project) -> None:
    wire.write("wire/gold-am.txt", page(title="Gold Price Today In The Valley Market"))
    other = page(
        title="Gold Price Today In The Valley Market", more="Gold fell in the afternoon, and nobody knew why it did."
    )
    wire.write("wire/gold-pm.txt", other.replace("15:21:46", "18:40:00").replace("3:21 PM", "6:40 PM"))
    wire.run("build")
    assert len(set(ids(wire))) == 3
    assert wire.run("build").output == ""


def test_a_copy_with_other_words_is_named(wire: Project) -> None:
    wire.run("build")
    wire.write("wire/variant.txt", page(more="Something else was written here, at the very same minute, by somebody."))
    assert "import-variant" in wire.run("build").stderr
    assert len(ids(wire)) == 1


def test_a_source_file_that_holds_another_article_of_the_day_overwrites_no_record(wire: Project) -> None:
    first = page().replace(" 15:21:46 IST", "").replace(" 3:21 PM IST", "")
    wire.write("wire/rain.txt", first)
    wire.run("build")
    wire.write(
        "wire/rain.txt",
        first.replace(TITLE, "Ferry Fares To Rise In The New Year")
        .replace("three roads", "two ferries")
        .replace(MORE, "A ticket will cost eleven rupees from the first of January, the company said on Wednesday."),
    )
    wire.run("build")
    assert len(ids(wire)) == 2


def test_standard_input_is_no_identity(wire: Project) -> None:
    wire.run("import", "-", stdin=page())
    wire.run(
        "import", "-", stdin=page(title="Ferry Fares To Rise In The New Year", more="").replace("15:21:46", "16:20:00")
    )
    assert len(ledger(wire)) == 2


def test_a_name_that_is_not_utf_8_is_named_and_the_rest_published(project: Project) -> None:
    project.note("good")
    (project.root / "notes").joinpath("caf\udce9.md").write_text("---\ntitle: x\ndate: 2025-12-24 10:00\n---\n")
    assert "caf\\udce9.md': the name of the file is not UTF-8" in project.run("build", code=1).stderr
    assert len(ids(project)) == 1


def test_a_name_with_the_line_breaks_of_unicode_keeps_the_ledger_readable(project: Project) -> None:
    project.note("a\u2028b\x85c  d")
    project.run("build")
    assert project.run("build").output == ""


def test_a_feed_whose_only_entry_becomes_invalid_stays_as_it_was(project: Project) -> None:
    project.note("one")
    project.run("build")
    before = project.read("output/all.atom.xml")
    project.note("one", id='"http://[bad"')
    assert "what was delivered stays" in project.run("build", code=1).stderr
    assert project.read("output/all.atom.xml") == before


def test_a_copy_of_a_record_is_named_and_disturbs_nothing(wire: Project) -> None:
    wire.run("build")
    before = wire.read("output/all.atom.xml")
    path = record(wire)
    wire.write(path.replace(".md", "-copy.md"), wire.read(path).replace(TITLE, "A Copy"))
    for _ in range(3):
        assert "is taken by" in wire.run("build", code=1).stderr
        assert wire.read("output/all.atom.xml") == before


def test_a_pattern_s_star_stays_within_a_folder_and_the_right_source_speaks(wire: Project) -> None:
    wire.write("wire/deep/new-york.txt", page(title="Roads Of New York Are Closed By The Rain").replace(" IST", ""))
    wire.write(
        "feedtool.toml",
        WIRE + f'\n[source.deep]\nfrom = "{wire.root}/wire/deep/*.txt"\ntimezone = "America/New_York"\n'
        '\n[feed.deep]\nwhere = { sources = ["deep"] }\n',
    )
    wire.run("build")
    assert "2025-12-24T15:21:46-05:00" in wire.read("output/deep.atom.xml")
    row = json.loads(wire.run("import", "wire/deep/new-york.txt", "--to", "-").stdout)
    assert row["published"] == "2025-12-24T15:21:46-05:00"


def test_the_limit_of_a_source_does_not_depend_on_what_was_there_before(project: Project) -> None:
    project.write("feedtool.toml", CONFIG.replace('from = "notes/"', 'from = "notes/"\nlimit = 2'))
    for name in ("m", "n"):
        project.note(name, title=name.upper())
    project.run("build")
    project.note("a", title="A")
    project.run("build")
    assert {found.rsplit(":", 1)[1] for found in ids(project)} == {"a", "m"}


def test_a_file_that_cannot_be_read_is_not_withdrawn(project: Project) -> None:
    project.note("good", title="Good", date="2025-12-20 10:00")
    path = project.note("one")
    project.run("build")
    path.write_bytes(b"\x00" * 4096)
    project.run("build", code=1)
    assert "withdrawn" not in project.ledger()


def test_two_feeds_never_write_one_file(project: Project) -> None:
    project.write("feedtool.toml", CONFIG + '\n[feed."{tag}"]\n')
    project.note("one", tags="[all]")
    assert "two documents are written to this file" in project.run("build", code=2).stderr
    before = project.read("output/all.rss.xml")
    project.run("build", code=2)
    assert project.read("output/all.rss.xml") == before


def test_a_feed_that_became_empty_is_not_of_the_future(project: Project) -> None:
    path = project.note("one")
    project.note("later", title="Later", date="2099-01-01 10:00")
    project.run("build")
    path.unlink()
    project.run("build")
    assert "2099" not in project.read("output/all.rss.xml")
    project.run("validate", "output", "--fail-on", "warning")


def test_what_a_filter_bars_is_barred_by_any_of_its_fields(project: Project) -> None:
    project.write("feedtool.toml", CONFIG + 'unless = { tags = ["x"], authors = ["Jo"] }\n')
    project.note("a", title="A", tags="[x]", author="Al")
    project.note("b", title="B", author="Jo", date="2025-12-23 10:00")
    project.note("c", title="C", author="Al", date="2025-12-22 10:00")
    project.run("build")
    assert [found.rsplit(":", 1)[1] for found in ids(project)] == ["c"]


def test_the_source_s_version_goes_when_the_source_goes_back(wire: Project) -> None:
    wire.run("build")
    path = record(wire)
    edit(wire, path, ("Nobody was hurt", "Nobody at all was hurt"))
    wire.write("wire/rain.txt", page(more=MORE.replace("Nobody", "One man")))
    wire.run("build", code=1)
    wire.write("wire/rain.txt", page())
    assert wire.run("build").output == ""
    assert not (wire.root / f"{path}.incoming").exists()


def test_hidden_files_and_a_readme_in_articles_are_no_records(wire: Project) -> None:
    wire.write("articles/README.md", "# How we keep records")
    wire.write("articles/.git/x.md", "no record")
    wire.run("build")
    assert len(ids(wire)) == 1


GOLD = (
    "title,published,body,tags\n"
    "Gold Price Today,2025-12-20 10:00,Gold rose in the morning.,a\n"
    "Gold Price Today,2025-12-20 17:00,Gold fell in the evening.,b\n"
)
TABLE = CONFIG.replace('from = "notes/"', 'from = "x.csv"')


def test_two_rows_that_say_the_same_of_themselves_are_two_records(project: Project) -> None:
    project.write("feedtool.toml", TABLE)
    project.write("x.csv", GOLD)
    project.run("build")
    before = ids(project)
    assert len(set(before)) == 2
    assert project.run("build").output == ""
    head, morning, evening = GOLD.splitlines()
    project.write("x.csv", f"{head}\n{evening}\n{morning}\n")
    assert project.run("build").output == ""
    assert ids(project) == before


def test_an_id_that_stands_twice_in_one_table_is_named(project: Project) -> None:
    project.write("feedtool.toml", TABLE)
    project.write("x.csv", "id,title,published,body\n1,A,2025-12-20 10:00,x\n1,B,2025-12-21 10:00,y\n")
    assert "belongs to another article" in project.run("build", code=1).stderr
    assert len(ids(project)) == 1


def test_articles_of_a_table_belong_to_its_source(project: Project) -> None:
    project.write(
        "feedtool.toml",
        TABLE.replace("source.notes", "source.csv")
        + '\n[feed.only]\nwhere = { sources = ["csv"] }\n\n[feed.no]\nunless = { sources = ["csv"] }\n'
        + '\n[feed."by/{source}"]\n',
    )
    project.write("x.csv", GOLD)
    project.run("build")
    assert len(ids(project, "output/only.atom.xml")) == len(ids(project, "output/by/csv.atom.xml")) == 2
    assert not (project.root / "output/no.atom.xml").exists()


def test_export_names_what_it_leaves_out(project: Project) -> None:
    project.write("x.csv", GOLD)
    assert project.run("export", "x.csv", "--timezone", "Asia/Kolkata").stdout.count("<item>") == 2
    for name, title in (("a", "A"), ("b", "B")):
        project.write(f"{name}.csv", f"id,title,published,body\n1,{title},2025-12-20 10:00,x\n")
    assert project.run("export", "a.csv", "b.csv", "--timezone", "Asia/Kolkata").stdout.count("<item>") == 2
    project.write("a.csv", "id,title,published,body\n1,A,2025-12-20 10:00,x\n1,B,2025-12-21 10:00,y\n")
    result = project.run("export", "a.csv", "--timezone", "Asia/Kolkata", code=1)
    assert "belongs to another article, 'A' in a.csv#1" in result.stderr
    assert result.stdout.count("<item>") == 1


def test_one_missing_source_is_named_and_the_rest_is_published(project: Project) -> None:
    project.write("feedtool.toml", TABLE + '\n[source.gone]\nfrom = "gone.csv"\n')
    project.write("x.csv", GOLD)
    assert "gone.csv: there is no such file or folder" in project.run("build", code=1).stderr
    assert len(ids(project)) == 2


def test_import_to_stdout_takes_what_the_filters_of_the_source_let_through(project: Project) -> None:
    project.write("feedtool.toml", TABLE.replace('from = "x.csv"', 'from = "x.csv"\nwhere = { tags = ["a"] }'))
    project.write("x.csv", GOLD)
    assert len(project.run("import", "--to", "-").stdout.splitlines()) == 1


def test_a_folder_that_is_called_articles_can_be_exported(project: Project) -> None:
    project.write("articles/ferry.md", "---\ntitle: Ferry\ndate: 2025-12-24 10:00 IST\n---\nText.\n")
    assert project.run("export", "articles/").stdout.count("<item>") == 1
    assert "title: Ferry" in project.run("explain", "articles/ferry.md").stdout


@pytest.mark.parametrize(
    "row", ["[]", '{"id": "x", "title": 1, "published": "2025"}', '{"id": "x", "title": "t", "published": "no"}']
)
def test_a_damaged_ledger_stops_the_build_with_its_line(project: Project, row: str) -> None:
    project.note("one")
    project.write("articles/ledger.jsonl", f"{row}\n")
    assert "articles/ledger.jsonl:1: not a line of the ledger" in project.run("build", code=2).stderr
