"""A database that fails: what is said of it, with which exit code, and that nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import psycopg
import pytest

from conftest import CONFIG, NOW, Project
from postgresql import needs_postgresql, rows
from servers import until

if TYPE_CHECKING:
    from subprocess import Popen

    from postgresql import Server

pytestmark = needs_postgresql


@pytest.fixture
def url(server: Server) -> str:
    """Return the address of an empty database."""
    return server.database()


@pytest.fixture
def site(project: Project, url: str) -> Project:
    """Return a project with one article, whose shelf is an empty database."""
    project.note("a", title="Rain", date="2025-12-01 09:00 IST")
    return on(project, url)


def on(project: Project, url: str) -> Project:
    project.write("feedtool.toml", CONFIG.replace("[source.notes]", f'shelf = "{url}"\n\n[source.notes]'))
    return project


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://desk:ses/ame@localhost/news",
        "postgresql://desk:sesame@me@localhost/news",
        "postgresql://desk:ses ame@localhost/news",
        "postgresql://desk:ses%zzame@localhost/news",
        "postgresql://desk:sesame@localhost:ses/news",
        "postgresql://desk:sesame@localhost/news?foo=sesame",
        "mysql://desk:sesame@localhost/news",
    ],
)
def test_an_address_that_cannot_be_understood_is_a_mistake_and_is_not_repeated(project: Project, address: str) -> None:
    said = on(project, address).run("build", code=2).output
    assert "site.shelf: " in said
    assert "expected" in said
    assert not {"ses", "ame"} & {word.strip("'\":/@?=") for word in said.split()}
    assert "sesame" not in said


def test_what_an_address_says_of_the_connection_counts(site: Project, url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA herald")
    on(site, f"{url}&options=-csearch_path%3Dherald&application_name=herald&connect_timeout=5").run("build")
    assert rows(url, "SELECT title FROM herald.article") == [("Rain",)]


def test_a_wrong_password_is_said_to_be_wrong_and_not_what_it_is(site: Project, server: Server, url: str) -> None:
    rules = server.folder / "data/pg_hba.conf"
    rules.write_text(f"local all guarded scram-sha-256\n{rules.read_text()}")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE ROLE guarded LOGIN PASSWORD 'sesame'")
        connection.execute("SELECT pg_reload_conf()")
    guarded = url.replace("feedtool@", "guarded:barley@")

    def refused() -> bool:
        try:
            psycopg.connect(guarded).close()
        except psycopg.OperationalError:
            return True
        return False

    until(refused, "the rules are read")
    said = on(site, guarded).run("build", code=3).output
    assert "password authentication failed" in said
    assert "barley" not in said


def test_a_role_that_may_use_the_tables_need_not_be_able_to_make_them(site: Project, url: str) -> None:
    site.run("build")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE ROLE writer LOGIN")
        connection.execute("CREATE ROLE reader LOGIN")
        connection.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO writer")
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    site.note("b", title="Sun", date="2025-12-02 09:00 IST")
    on(site, url.replace("feedtool@", "reader@"))
    said = site.run("build", code=3).output
    assert "permission denied" in said
    assert "give the role the right to use the tables" in said
    on(site, url.replace("feedtool@", "writer@")).run("build")
    assert "Sun" in site.read("output/all.rss.xml")


def test_a_database_without_psycopg_names_the_extra(site: Project) -> None:
    code = "import sys; sys.modules['psycopg'] = None; from feedtool.__main__ import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", code, "build"], check=False, capture_output=True, text=True, cwd=site.root
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: a shelf in PostgreSQL needs psycopg; try: pip install 'feedtool[postgres]'\n"


def started(project: Project, *arguments: str) -> Popen[str]:
    env = {**os.environ, "FEEDTOOL_NOW": NOW, "NO_COLOR": "1"}
    command = [sys.executable, "-m", "feedtool", *arguments]
    return subprocess.Popen(command, cwd=project.root, env=env, stderr=subprocess.PIPE, text=True)


def waits(url: str) -> bool:
    """Whether somebody waits for a lock."""
    query = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    return bool(rows(url, query))


def cut(url: str) -> None:
    """End all connections that feedtool has."""
    query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    rows(url, f"{query} AND application_name = 'feedtool'")


LOCKS = {
    "the turn": f"SELECT pg_advisory_xact_lock({0x66656564_7475726E})",
    "files": "LOCK TABLE file",
    "articles": "LOCK TABLE article",
    "facts": "LOCK TABLE fact",
    "records": "LOCK TABLE record",
}


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS)
def test_a_connection_that_is_lost_wherever_a_build_waits_is_said_and_the_next_build_does_the_rest(
    site: Project, url: str, lock: str
) -> None:
    site.run("build")
    before = site.read("output/all.rss.xml")
    site.note("b", title="Sun", date="2025-12-02 09:00 IST")
    with psycopg.connect(url) as connection:
        connection.execute(lock.encode())
        build = started(site, "build")
        until(lambda: waits(url), "the build waits")
        cut(url)
        said = build.communicate(timeout=60)[1]
    assert build.returncode == 3, said
    assert said.startswith("error: postgresql://local socket/")
    assert "the connection was lost: terminating connection" in said
    assert "run it again" in said
    assert said.count("\n") == 1, said
    assert site.read("output/all.rss.xml") == before
    site.run("build")
    assert "Sun" in site.read("output/all.rss.xml")


def test_an_import_whose_server_goes_away_keeps_whole_turns_and_the_next_does_the_rest(site: Project, url: str) -> None:
    site.run("build")
    body = "It rained. " * 50
    said = (f"Title {number},2025-12-01T09:{number % 60:02}:00Z,{number} {body}\n" for number in range(4000))
    site.write("news.csv", "title,published,body\n" + "".join(said))
    running = started(site, "import", "news.csv")
    until(lambda: rows(url, "SELECT count(*) FROM article")[0][0] > 1, "a turn is over")
    cut(url)
    told = running.communicate(timeout=60)[1]
    assert running.returncode == 3, told
    assert "the connection was lost" in told
    assert told.count("\n") == 1, told
    (there,) = rows(url, "SELECT count(*), (SELECT count(*) FROM line), (SELECT count(*) FROM record) FROM article")
    assert there[0] == there[1] == there[2]
    assert 1 < there[0] < 4001
    site.run("import", "news.csv")
    assert rows(url, "SELECT count(*), count(DISTINCT id), count(DISTINCT title) FROM article") == [(4001, 4001, 4001)]


def test_a_dry_run_that_is_cut_off_leaves_nothing_and_others_go_on(site: Project, url: str) -> None:
    site.run("build")
    site.note("b", title="Sun", date="2025-12-02 09:00 IST")
    with psycopg.connect(url) as connection:
        connection.execute(b"LOCK TABLE fact")
        build = started(site, "build", "--dry-run")
        until(lambda: waits(url), "the dry run waits")
        cut(url)
        assert "the connection was lost" in build.communicate(timeout=60)[1]
    assert build.returncode == 3
    site.run("build")
    assert "Sun" in site.read("output/all.rss.xml")
