"""Pages in a real browser: an accessibility check, nothing that scrolls sideways, nothing that the policy refuses.

Needs Chromium and axe-core (`npm install axe-core` in this folder or above it, or globally); skipped where one is
missing.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import datetime, timedelta, timezone
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from feedtool.article import Article, Image, Person
from feedtool.document import Around, document_of
from feedtool.document.site import SITE, FeedOf, Site
from feedtool.entry import entry_of
from feedtool.feed import Channel, feed_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedtool.entry import Entry

pytestmark = pytest.mark.browser

HOME = "https://gazette.example/"
THEN = datetime(2025, 12, 24, 15, 21, 46, tzinfo=timezone(timedelta(hours=5, minutes=30)))
FEEDS = {name: f"{HOME}all.{ending}" for name, ending in (("rss", "rss.xml"), ("atom", "atom.xml"), ("html", "html"))}
PICTURE = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
TITLES = {
    "en": "Why the Last Ferry Still Runs on Thursdays, and Who Pays for It When Nobody Is on Board",
    "hi": "रात की बारिश के बाद पहाड़ी सड़क बंद, दो सौ ट्रक फँसे",
    "he": 'הכביש לעמק נסגר אחרי לילה של גשם "חסר תקדים"',
    "ar": "إغلاق طريق الجبل بعد ليلة من الأمطار الغزيرة",
}
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--virtual-time-budget=20000", "--dump-dom"),
)
CHECK = """\
<!doctype html><title>…</title><iframe width="{width}" height="900" srcdoc="{page}"></iframe>
<script>
addEventListener("load", async () => {{
  const inside = document.querySelector("iframe").contentWindow;
  const script = inside.document.createElement("script");
  script.textContent = {axe};
  inside.document.head.append(script);
  const found = await inside.axe.run(inside.document, {{resultTypes: ["violations"]}});
  const told = {{
    violations: found.violations.map(one => one.id + ": " + one.nodes.map(node => node.html).join(" ")),
    passes: found.passes.length,
    wide: inside.document.documentElement.scrollWidth,
    shown: inside.document.querySelectorAll("article").length,
  }};
  document.title = "{mark}" + JSON.stringify(told);
}});
</script>
"""
MARK = "told: "


def entries(language: str, count: int) -> list[Entry]:
    articles = (
        Article(
            id=f"tag:gazette.example,2025:{number}",
            title=TITLES[language] if number % 2 else "Rain",
            summary=f"{TITLES[language]}." if number % 3 else "",
            authors=(Person(name="Asha Rao", uri=f"{HOME}asha"),) if number % 2 else (),
            published=THEN - timedelta(days=number * 5),
            updated=THEN,
            body="It *rained* for an unbelievablylongwordthatnobodywouldeverhyphenatebutpeoplepasteaddresses.",
            images=(Image(url=f"/{number}.jpg", caption="The pass road", credit="PTI"),) if number % 3 else (),
            tags=("Weather", "Roads & Rail"),
            link=f"{HOME}{number}" if number % 4 else "",
            language=language,
        )
        for number in range(count)
    )
    return [entry_of(article, home=HOME) for article in articles]


def feed_page(language: str, count: int) -> str:
    channel = Channel(
        id="tag:gazette.example,2025:feed", title=TITLES[language], home=HOME, language=language, rights="© 2025"
    )
    feed = feed_of(channel, entries(language, count), updated=THEN)
    around = Around(site="The Gazette", index=f"{HOME}index.html", addresses=FEEDS)
    return document_of(feed, "html", self_link=f"{HOME}all.html", around=around).content.decode()


def index_page(language: str, count: int) -> str:
    feeds = [FeedOf(title=TITLES[name], language=name, home=HOME, addresses=FEEDS) for name in TITLES]
    feeds += [FeedOf(title="Rain", only="Rain", group="tag", home=HOME, addresses=FEEDS)]
    weeks = [((THEN - timedelta(weeks=number)).date(), name, number + 1) for number in range(9) for name in TITLES]
    site = Site(
        title="The Gazette",
        home=HOME,
        base=HOME,
        updated=THEN,
        language=language,
        feeds=feeds,
        stories=entries(language, count),
        weeks=weeks,
        opml=f"{HOME}feeds.opml",
    )
    [document] = SITE["index"].write(site)
    return document.content.decode()


def axe() -> str:
    """Return the text of axe-core; the test is skipped where there is none."""
    folders = [parent / "node_modules" for parent in Path(__file__).resolve().parents]
    if shutil.which("npm"):
        said = subprocess.run(["npm", "root", "--global"], capture_output=True, text=True, check=False).stdout
        folders.append(Path(said.strip()))
    for folder in folders:
        if (folder / "axe-core" / "axe.min.js").is_file():
            return (folder / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    pytest.skip("axe-core is not installed")


def looked_at(page: str, folder: Path, *, width: int, dark: bool) -> dict[str, Any]:
    """Return what a browser and axe-core say of a page that is so many pixels wide."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("Chromium is not installed")
    text = re.sub(r"<meta http-equiv[^>]*>\n", "", page)  # it would keep out the check too
    text = re.sub(r'src="https?:[^"]*"', f'src="{PICTURE}"', text)  # no network
    checked = CHECK.format(width=width, page=escape(text), axe=json.dumps(axe()).replace("</", "<\\/"), mark=MARK)
    path = folder / "check.html"
    path.write_text(checked, encoding="utf-8")
    scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
    command = [chromium, *FLAGS, scheme, f"--user-data-dir={folder / 'profile'}", path.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    told = re.search(f"<title>{MARK}(.*?)</title>", done.stdout, re.DOTALL)
    assert told, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(told[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    return found


@pytest.mark.parametrize(
    ("make", "language", "count", "dark"),
    [
        (feed_page, "en", 50, False),
        (feed_page, "hi", 1, True),
        (feed_page, "he", 2, False),
        (feed_page, "ar", 0, True),
        (index_page, "en", 12, True),
        (index_page, "ar", 2, False),
    ],
)
def test_a_page_passes_the_accessibility_check_at_phone_and_desk_width(
    make: Callable[[str, int], str],
    language: str,
    count: int,
    tmp_path: Path,
    *,
    dark: bool,
) -> None:
    for width in (360, 1280):
        found = looked_at(make(language, count), tmp_path, width=width, dark=dark)
        assert found["violations"] == []
        assert found["passes"] > 10
        assert found["wide"] <= width
        assert found["shown"] == count


def test_the_check_finds_what_is_wrong(tmp_path: Path) -> None:
    page = feed_page("en", 2).replace('alt="The pass road"', "").replace('lang="en"', "")
    spoilt = page.replace("--soft: #5d574e", "--soft: #c9c5bd")
    found = looked_at(spoilt, tmp_path, width=360, dark=False)
    rules = {row.split(":")[0] for row in found["violations"]}
    assert {"image-alt", "html-has-lang", "color-contrast"} <= rules
