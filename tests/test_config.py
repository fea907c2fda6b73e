"""The configuration: every mistake at once, each with its line, its dotted path and what may have been meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedtool import config
from feedtool.config import FeedConfig, parse
from feedtool.errors import ConfigError, UsageError
from feedtool.scaffold import starter


def mistakes(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse(text, root=Path())
    return [str(mistake) for mistake in caught.value.mistakes]


def test_every_mistake_is_named_at_once() -> None:
    found = mistakes(
        """\
colour = "red"

[site]
titel = "x"
timezone = "India"
authority = "news.example"

[source.wire]
form = "x"

[feed.all]
limit = 0
formats = ["rss", "atmo"]
where = { tag = ["x"] }

[feed."tag/{month}"]
"""
    )
    assert [mistake.split(": ")[:2] for mistake in found] == [
        ["feedtool.toml:1", "colour"],
        ["feedtool.toml:4", "site.titel"],
        ["feedtool.toml:5", "site.timezone"],
        ["feedtool.toml:6", "site.authority"],
        ["feedtool.toml:9", "source.wire.form"],
        ["feedtool.toml:8", "source.wire.from"],
        ["feedtool.toml:12", "feed.all.limit"],
        ["feedtool.toml:13", "feed.all.formats"],
        ["feedtool.toml:14", "feed.all.where"],
        ["feedtool.toml:16", 'feed."tag/{month}"'],
    ]
    assert "did you mean 'title'?" in found[1]
    assert "did you mean 'from'?" in found[4]
    assert "did you mean 'atom'?" in found[7]
    assert "did you mean 'tags'?" in found[8]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("site = 1", "site"),
        ("source = 1", "source"),
        ("[source]\nwire = 1", "source.wire"),
        ("[site]\ntitle = 1", "site.title"),
        ("[site]\ntitle = ' '", "site.title"),
        ("[site]\nhome = 'news.example'", "site.home"),
        ("[site]\nlink = 'https://x.example/{date:%Y'", "site.link"),
        ("[site]\nlink = 'https://x.example/{month}'", "site.link"),
        ("[site]\nlink = '/relative/{slug}'", "site.link"),
        ("[site]\nlink = 'https://x.example/{date.nothing}'", "site.link"),
        ("[site]\nwords = 'IST'", "site.words"),
        ("[site]\nwords = { IST = 'Nowhere' }", "site.words"),
        ("[site]\nlanguage = 'English'", "site.language"),
        ("[feed.all]\nlimit = true", "feed.all.limit"),
        ("[feed.all]\nformats = []", "feed.all.formats"),
        ("[feed.all]\nwhere = []", "feed.all.where"),
        ("[feed.all]\ncontent = 'half'", "feed.all.content"),
        ("[validate]\nprofile = 'w3'", "validate.profile"),
        ("[validate]\nlevels = { atom-self-link-mising = 'off' }", "validate.levels"),
        ("[validate]\nlevels = { atom-self-link-missing = 'loud' }", "validate.levels"),
        ("[feed.all]\nwhere = { matches = ['('] }", "feed.all.where"),
        ("[source.x]\nfrom = 'a'\nfields = { titel = 'x' }", "source.x.fields"),
        ("[source.x]\nfrom = 'a'\nfields = 'x'", "source.x.fields"),
        ("[feed.'../up']", 'feed."../up"'),
        ("[feed.'/root']", 'feed."/root"'),
        ("[feed.'{tag}/{author}']", 'feed."{tag}/{author}"'),
        ("[source.x]\nfrom = 'a'\nkind = 'pdf'", "source.x.kind"),
        ("[source.x]\nfrom = 'a'\ndate_order = 'ydm'", "source.x.date_order"),
    ],
)
def test_a_value_that_does_not_fit_is_named_by_its_path(text: str, path: str) -> None:
    (found,) = mistakes(text)
    assert f": {path}: " in found
    assert "expected" in found


def test_what_is_no_toml_is_named_with_its_place() -> None:
    (found,) = mistakes("[site]\ntitle = \n")
    assert found.startswith("feedtool.toml:2:9: not TOML")


@pytest.mark.parametrize(
    ("text", "hint"),
    [("[site]\ntitle = News\n", 'in quotes: title = "News"'), ("[site]\ntitle = 'x'\ntitle = 'y'\n", "stands twice")],
)
def test_the_usual_mistakes_in_toml_come_with_their_mend(text: str, hint: str) -> None:
    (found,) = mistakes(text)
    assert hint in found


def test_an_empty_configuration_has_one_feed() -> None:
    assert parse("", root=Path()).feeds == (FeedConfig(name="all"),)


def test_a_source_inherits_the_zone_of_the_site_and_may_differ() -> None:
    made = parse(
        """\
[site]
timezone = "Asia/Kolkata"
words = { IST = "Asia/Kolkata" }
[source.a]
from = "a"
[source.b]
from = ["b", "c"]
timezone = "+02:00"
words = { ist = "Europe/Dublin" }
date_order = "mdy"
""",
        root=Path(),
    )
    first, second = (made.zone_policy(source) for source in made.sources)
    assert (first.timezone, dict(first.words)) == ("Asia/Kolkata", {"IST": "Asia/Kolkata"})
    assert (second.timezone, dict(second.words), second.date_order) == ("+02:00", {"IST": "Europe/Dublin"}, "mdy")


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="feedtool init"):
        config.load(tmp_path / "feedtool.toml")


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "feedtool.toml").write_bytes(b"\xff\xfe[site]")
    with pytest.raises(UsageError, match="UTF-8"):
        config.load(tmp_path / "feedtool.toml")


@pytest.mark.parametrize("title", ["News", 'The "Best" \\ News\x7f', "समाचार"])
@pytest.mark.parametrize("home", ["https://news.example/", "http://localhost:8000/"])
def test_the_starter_can_be_read(title: str, home: str) -> None:
    made = parse(starter(title=title, home=home, timezone="Asia/Kolkata", year=2025), root=Path())
    assert (made.site.title, made.site.home) == (title, home)
    assert made.site.authority == ("news.example,2025" if "news" in home else "")


def test_a_source_without_a_single_file_is_a_mistake() -> None:
    [found] = mistakes("[source.wire]\nfrom = []\n")
    assert found == "feedtool.toml:2: source.wire.from: cannot be []; expected at least one"
