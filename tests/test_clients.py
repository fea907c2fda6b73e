"""Real readers subscribe to what is built: same entries, instants and links; a second fetch shows nothing twice.

Marked `clients`; a reader that is not installed is skipped.  `make clients` runs these; `.ci/run` installs the readers.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Project

pytestmark = pytest.mark.clients

INSTANT = 1766569906  # 2025-12-24T15:21:46+05:30
FORMATS = ("rss", "atom")
TITLES = ["Rain & Sun: What’s “Next”?", "Second: 5 < 6 & 7 > 3"]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on the loopback interface and yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def built(project: Project) -> Project:
    for number, title in enumerate(TITLES):
        project.note(
            f"n{number}",
            title=json.dumps(title, ensure_ascii=False),
            date=f"2025-12-{24 - number} 15:21:46 IST",
            link=f"https://gazette.example/{number}",
            author="Asha Rao",
            tags="[rain]",
            body="The *text* of it.",
        )
    project.run("build")
    return project


def run(*command: str, cwd: Path, stdin: bytes = b"") -> str:
    """Run a reader with a home of its own, in UTC."""
    program = shutil.which(command[0])
    if program is None:
        pytest.skip(f"{command[0]} is not installed")
    env = {"PATH": os.environ["PATH"], "HOME": str(cwd), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [program, *command[1:]], cwd=cwd, env=env, input=stdin, capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode()


def newsboat(folder: Path, address: str) -> list[tuple[str, int, str, str]]:
    """Fetch with newsboat and return what it stores: title, instant, link, author; and that all is unread once."""
    (folder / "urls").write_text(f"{address}\n", encoding="utf-8")
    run("newsboat", "-q", "-u", "urls", "-c", "cache.db", "-C", "/dev/null", "-x", "reload", cwd=folder)
    with sqlite3.connect(folder / "cache.db") as cache:
        rows = cache.execute("select title, pubDate, url, author from rss_item order by pubDate desc").fetchall()
    cache.close()
    return rows


@pytest.mark.parametrize("form", FORMATS)
def test_newsboat_sees_the_entries_and_a_changed_one_does_not_come_twice(
    built: Project, tmp_path_factory: pytest.TempPathFactory, form: str
) -> None:
    home = tmp_path_factory.mktemp("newsboat")
    with served(built.root / "output") as address:
        rows = newsboat(home, f"{address}/all.{form}.xml")
        assert [row[0] for row in rows] == TITLES
        assert [row[1] for row in rows] == [INSTANT, INSTANT - 86400]
        assert [row[2] for row in rows] == ["https://gazette.example/0", "https://gazette.example/1"]
        assert {row[3] for row in rows} == {"Asha Rao"}
        built.note("n0", title="A New Title", date="2025-12-24 16:00 IST", link="https://gazette.example/new")
        built.run("build")
        rows = newsboat(home, f"{address}/all.{form}.xml")
    assert sorted(row[0] for row in rows) == ["A New Title", TITLES[1]]


@pytest.mark.parametrize("form", FORMATS)
def test_rss2email_sends_one_mail_an_entry_with_its_date_and_none_again(
    built: Project, tmp_path_factory: pytest.TempPathFactory, form: str
) -> None:
    home = tmp_path_factory.mktemp("rss2email")
    (home / "cfg").write_text(
        "[DEFAULT]\nfrom = desk@gazette.example\nto = reader@gazette.example\nemail-protocol = maildir\n"
        "maildir-path = Mail\nmaildir-mailbox = INBOX\ndate-header = True\n",
        encoding="utf-8",
    )
    for part in ("cur", "new", "tmp"):
        (home / "Mail/INBOX" / part).mkdir(parents=True)
    r2e = partial(run, "r2e", "-c", "cfg", "-d", "data.json", cwd=home)
    with served(built.root / "output") as address:
        r2e("add", "gazette", f"{address}/all.{form}.xml")
        r2e("run")
        mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in home.glob("Mail/INBOX/new/*")]
        assert sorted(mail["Date"].datetime.timestamp() for mail in mails) == [INSTANT - 86400, INSTANT]
        assert all("Asha Rao" in mail["From"] for mail in mails)
        built.note("n0", title="A New Title", date="2025-12-24 16:00 IST")
        built.run("build")
        r2e("run")
    assert len(list(home.glob("Mail/INBOX/new/*"))) == 2


@pytest.mark.parametrize("form", FORMATS)
def test_sfeed_reads_the_instants_and_ids(built: Project, tmp_path: Path, form: str) -> None:
    content = (built.root / f"output/all.{form}.xml").read_bytes()
    rows = [line.split("\t") for line in run("sfeed", cwd=tmp_path, stdin=content).splitlines()]
    assert [int(row[0]) for row in rows] == [INSTANT, INSTANT - 86400]
    assert [row[5] for row in rows] == [
        "tag:gazette.example,2025:2025-12-24:n0",
        "tag:gazette.example,2025:2025-12-23:n1",
    ]
    assert {row[8] for row in rows} == {"rain"}


@pytest.mark.parametrize("form", FORMATS)
def test_ruby_s_validating_parser_accepts_the_documents(built: Project, tmp_path: Path, form: str) -> None:
    code = (
        "feed = RSS::Parser.parse(STDIN.read, true)\n"
        "feed.items.each { |item| puts (item.respond_to?(:pubDate) ? item.pubDate : item.published.content).to_i }"
    )
    content = (built.root / f"output/all.{form}.xml").read_bytes()
    printed = run("ruby", "-rrss", "-e", code, cwd=tmp_path, stdin=content)
    assert printed.split() == [str(INSTANT), str(INSTANT - 86400)]
