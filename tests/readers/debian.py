"""Readers from Debian: how each is started, and where it keeps what it has seen."""

from __future__ import annotations

import re
import shlex
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parseaddr, parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.request import urlopen
from xml.sax.saxutils import quoteattr

from readers.reader import INSTALLED, PROGRAMS, Home, Seen, Shelf, seen_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import EmailMessage
    from pathlib import Path

_MAIL = """\
[DEFAULT]
from = desk@reader.example
to = reader@reader.example
email-protocol = maildir
maildir-path = Mail
date-header = True
name-format = {author}
"""
_ECHO = """\
[DEFAULT]
output = feed2exec.plugins.echo
args = '{feed[url]}' '{item.id}' '{item.title}' '{item.link}' '{item.published}' '{item.authors}'
"""


def newsboat(home: Home, addresses: Sequence[str]) -> Shelf:
    """Fetch into a cache for each address: newsboat shows an entry once, in whatever feeds it stands."""
    return {address: _newsboat(home, address, f"cache{number}.db") for number, address in enumerate(addresses)}


def _newsboat(home: Home, address: str, cache: str) -> list[Seen]:
    (home.folder / "urls").write_text(f"{address}\n", encoding="utf-8")
    (home.folder / "config").touch()
    home.run("newsboat", "-q", "-u", "urls", "-c", cache, "-C", "config", "-x", "reload")
    with closing(sqlite3.connect(home.folder / cache)) as database, database:
        rows = database.execute(
            "select guid, title, pubDate, url, author, unread from rss_item where not deleted order by pubDate desc"
        ).fetchall()
        database.execute("update rss_item set unread = 0")
    return [
        Seen(id=guid, title=title, instant=when, link=link, authors=(author,) if author else (), unread=bool(unread))
        for guid, title, when, link, author, unread in rows
    ]


def rss2email(home: Home, addresses: Sequence[str]) -> Shelf:
    """Fetch into a maildir: one mail an entry, a folder for each feed."""
    folders = {address: home.folder / f"Mail/feed{number}" for number, address in enumerate(addresses)}
    feeds = ""
    for address, folder in folders.items():
        feeds += f"[feed.{folder.name}]\nurl = {address}\nmaildir-mailbox = {folder.name}\n"
        for part in ("cur", "new", "tmp"):
            (folder / part).mkdir(parents=True, exist_ok=True)
    (home.folder / "cfg").write_text(_MAIL + feeds, encoding="utf-8")
    home.run("r2e", "-c", "cfg", "-d", "data.json", "run")
    return {address: list(_mails(folder)) for address, folder in folders.items()}


def _mails(folder: Path) -> list[Seen]:
    """Return what the mails of a folder say, and move the new ones to those that were read."""
    seen = []
    for path in [*(folder / "cur").iterdir(), *(folder / "new").iterdir()]:
        unread = path.parent.name == "new"
        seen.append(_mail(message_from_bytes(path.read_bytes(), policy=policy.default), unread=unread))
        if unread:
            path.rename(folder / "cur" / path.name)
    return seen


def _mail(mail: EmailMessage, *, unread: bool) -> Seen:
    name, _ = parseaddr(str(mail["From"]))
    return Seen(
        id=mail["X-RSS-ID"],
        title=mail["Subject"],
        instant=int(mail["Date"].datetime.timestamp()),
        link=mail["X-RSS-URL"],
        authors=(name,),
        unread=unread,
    )


def liferea(home: Home, addresses: Sequence[str]) -> Shelf:
    """Start it on a screen of its own, tell it over D-Bus to refresh, and read its database when it is done."""
    config = home.folder / ".config/liferea"
    if not config.exists():
        config.mkdir(parents=True)
        outlines = "".join(
            f'<outline text="feed{number}" type="rss" xmlUrl={quoteattr(address)} id="feed{number}"'
            ' cacheLimit="unlimited"/>'
            for number, address in enumerate(addresses)
        )
        (config / "feedlist.opml").write_text(f'<opml version="1.0"><body>{outlines}</body></opml>', encoding="utf-8")
    home.run(
        *("dbus-run-session", "--", "xvfb-run", "-a", "sh", PROGRAMS / "liferea.sh", str(len(addresses))),
        env={"GIO_USE_NETWORK_MONITOR": "base", "GSETTINGS_BACKEND": "memory", "NO_AT_BRIDGE": "1"},
    )
    with closing(sqlite3.connect(home.folder / ".local/share/liferea/liferea.db")) as database, database:
        shelf = {address: _liferea(database, f"feed{number}") for number, address in enumerate(addresses)}
        database.execute("update items set read = 1")
    return shelf


def _liferea(database: sqlite3.Connection, node: str) -> list[Seen]:
    rows = database.execute(
        "select item_id, source_id, title, date, source, read from items where node_id = ? order by date desc", [node]
    ).fetchall()
    names = "select value from metadata where item_id = ? and key in ('author', 'creator') order by nr"
    return [
        Seen(
            id=id_,
            title=title,
            instant=when,
            link=link,
            authors=tuple(name for (name,) in database.execute(names, [number])),
            unread=not read,
        )
        for number, id_, title, when, link, read in rows
    ]


def elfeed(home: Home, addresses: Sequence[str]) -> Shelf:
    """Run Emacs without a screen."""
    return seen_in(home.run("emacs", "-Q", "--batch", "-l", PROGRAMS / "elfeed.el", *addresses), addresses)


def feed2exec(home: Home, addresses: Sequence[str]) -> Shelf:
    """Have the entries echoed that were not seen before; those that were stand in a file of ours.

    It keeps what it fetched for as long as Cache-Control says, but nobody waits here for a quarter of an hour to pass.
    """
    feeds = "".join(f"[feed{number}]\nurl = {address}\n" for number, address in enumerate(addresses))
    (home.folder / "feeds.ini").write_text(f"{_ECHO}{feeds}", encoding="utf-8")
    old = home.folder / "echoed"
    old.touch()
    shelf: Shelf = {address: [] for address in addresses}
    before, new = (
        old.read_text(encoding="utf-8"),
        home.run("feed2exec", "--config", "feeds.ini", "--database", "feeds.db", "fetch", "--nocache"),
    )
    old.write_text(before + new, encoding="utf-8")
    for text, unread in ((before, False), (new, True)):
        for line in text.splitlines():
            address, *fields = shlex.split(line)
            shelf[address].append(_echoed(*fields, unread=unread))
    return shelf


def _echoed(id_: str, title: str, link: str, when: str, authors: str, *, unread: bool) -> Seen:
    moment = datetime.fromisoformat(when) if when[:4].isdigit() else parsedate_to_datetime(when)
    names = tuple(re.findall(r"'name': '([^']*)'", authors))
    return Seen(id=id_, title=title, instant=int(moment.timestamp()), link=link, authors=names, unread=unread)


def sfeed(home: Home, addresses: Sequence[str]) -> Shelf:
    """Read the columns that it writes: time, title, link, content, its type, id, author, enclosure, categories."""
    rows = {a: [line.split("\t") for line in home.run("sfeed", a, stdin=_get(a)).splitlines()] for a in addresses}
    return {
        address: [
            Seen(id=row[5], title=row[1], instant=int(row[0]), link=row[2], authors=(row[6],) if row[6] else ())
            for row in found
        ]
        for address, found in rows.items()
    }


def rsstail(home: Home, addresses: Sequence[str]) -> Shelf:
    """Read the lines that it prints of an entry: title, link, date, and perhaps an author."""
    shelf: Shelf = {}
    for address in addresses:
        printed = home.run(*["rsstail", "-1", "-N", "-n", "50", "-l", "-p", "-a", "-u"], address)
        shelf[address] = [_tail(block.splitlines()) for block in printed.split("\n\n") if block.strip()]
    return shelf


def _tail(lines: list[str]) -> Seen:
    title, link, when, *authors = [line.strip() for line in lines if line.strip()]
    moment = parsedate_to_datetime(when).astimezone(UTC)
    return Seen(title=title, link=link, instant=int(moment.timestamp()), authors=tuple(authors))


def gofeed(home: Home, addresses: Sequence[str]) -> Shelf:
    """Run the program that `install` has compiled."""
    return seen_in(home.run(INSTALLED / "gofeed", *addresses), addresses)


def ruby(home: Home, addresses: Sequence[str]) -> Shelf:
    """Have Ruby's parser validate and read documents."""
    return seen_in(home.run("ruby", PROGRAMS / "ruby.rb", *addresses), addresses)


def xml_feed(home: Home, addresses: Sequence[str]) -> Shelf:
    """Have Perl's XML::Feed read documents."""
    return seen_in(home.run("perl", PROGRAMS / "xmlfeed.pl", *addresses), addresses)


def _get(address: str) -> bytes:
    with urlopen(address) as reply:  # noqa: S310 - a server of ours
        content: bytes = reply.read()
    return content
