"""A project with many Markdown articles, the same at every run."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WORDS = (  # noqa: SIM905 - words read better as words
    "river road valley market school harbour monsoon council train bridge farmer teacher minister festival village "
    "water power night morning report plan price week year people state court police team match player weather rain "
    "the a of in and to for with on from after before said will would over under near new old late early"
).split()
SITE = """\
[site]
title = "The Benchmark Bugle"
home = "https://bugle.example/"
authority = "bugle.example,2025"
timezone = "Asia/Kolkata"
link = "https://bugle.example/{date:%Y/%m}/{slug}"
"""
"""What a configuration says of the site; more keys of it may follow."""
FEED = """
[source.notes]
from = "notes/"

[feed.all]
"""
"""What it says of sources, and that there is a feed; more keys of that may follow."""


def make_project(folder: Path, articles: int) -> None:
    """Write a configuration and Markdown articles of about 4 KB each, an hour apart, a hundred to a folder."""
    (folder / "feedtool.toml").write_text(SITE + FEED, encoding="utf-8")
    chance = random.Random(20251224)  # noqa: S311 - the same corpus at every run is the point
    for number in range(articles):
        below = folder / "notes" / f"{number // 100:05}"
        below.mkdir(parents=True, exist_ok=True)
        (below / f"article-{number:07}.md").write_text(_article(chance, number), encoding="utf-8")


def words_of(chance: random.Random, count: int) -> str:
    """Return so many words."""
    return " ".join(chance.choices(WORDS, k=count))


def _article(chance: random.Random, number: int) -> str:
    def words(count: int) -> str:
        return words_of(chance, count)

    moment = datetime(2025, 12, 1, 9, 30, tzinfo=UTC) - timedelta(hours=number)
    paragraphs = [f"{words(60).capitalize()}." for _ in range(11)]
    paragraphs.insert(5, f"## {words(4).title()}")
    return (
        f"---\ntitle: {words(7).title()} {number}\ndate: {moment.isoformat()}\nauthor: {words(2).title()}\n"
        f"tags: [{chance.choice(WORDS)}, {chance.choice(WORDS)}]\ndescription: {words(18)}\n---\n\n"
        + "\n\n".join(paragraphs)
        + "\n"
    )
