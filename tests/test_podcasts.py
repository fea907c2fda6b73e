"""Podcasts: a folder of recordings becomes a feed that directories take; what is said beside them is in it."""

from __future__ import annotations

import struct
import wave
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import feedparser
import lxml.etree as ET  # noqa: N812
import pytest

from feedtool.source import KINDS
from feedtool.source.audio.measured import TYPES

if TYPE_CHECKING:
    from conftest import Project

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
FRAME = bytes.fromhex("fffb9000") + bytes(413)  # one of silence: MPEG 1, layer III, 128 kbit/s, 44.1 kHz, 1152 samples
CONFIG = """\
[site]
title     = "Voices of the Valley"
home      = "https://voices.example/"
authority = "voices.example,2025"
timezone  = "Asia/Kolkata"
authors   = ["Orla Byrne"]
language  = "en-IN"

[source.show]
from  = "show/*.mp3"
files = "https://cdn.voices.example/show/"

[feed.show]
description = "Talks about the valley"
formats = ["rss"]
license = "CC-BY-4.0"

[feed.show.podcast]
owner      = "Orla Byrne <orla@voices.example>"
image      = "https://voices.example/cover.jpg"
categories = ["News > Daily News", "Society & Culture"]
type       = "episodic"
locked     = true
funding    = { url = "https://voices.example/support", text = "Support us" }
persons    = [{ name = "Orla Byrne", role = "host" }]
"""


def mp3(frames: int = 1000, **tags: str) -> bytes:
    """Return a silent recording of 26 ms a frame, with ID3v2.3 tags."""
    body = b""
    for name, text in tags.items():
        content = b"\x03" + text.encode()
        body += name.encode() + struct.pack(">I", len(content)) + b"\0\0" + content
    size = bytes((len(body) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + size + body + FRAME * frames


def png(width: int, height: int) -> bytes:
    """Return the beginning of a picture, which says how large it is."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02\0\0\0"


@pytest.fixture
def show(project: Project) -> Project:
    """Return the project of a podcast without episodes."""
    project.write("feedtool.toml", CONFIG)
    return project


def channel(project: Project) -> ET._Element:
    found = ET.fromstring(project.read("output/show.rss.xml").encode()).find("channel")
    assert found is not None
    return found


def item(project: Project) -> ET._Element:
    found = channel(project).find("item")
    assert found is not None
    return found


NOTES = """\
---
title: The River
date: 2025-12-24 15:21 IST
summary: Forty years of floods.
episode: {number: 7, season: {number: 2, name: Water}, type: full, explicit: no, title: The River,
  persons: [{name: Asha Rao, role: guest, url: "https://voices.example/asha"}],
  soundbites: [{start: "4.5", duration: "10", title: The night it rose}]}
location: {name: Lohar, latitude: 26.14, longitude: 91.73}
---

We *walk* along it.
"""


def test_a_folder_of_recordings_becomes_a_feed_that_apple_and_psp_1_find_no_fault_with(show: Project) -> None:
    show.write("show/7.mp3", mp3())
    show.write("show/7.md", NOTES)
    show.write("show/7.vtt", "WEBVTT\n")
    show.write("show/7.chapters.json", "{}")
    show.write("show/7.png", png(1400, 1400))
    show.write("show/6.mp3", mp3(500, TIT2="The Bridge", TDRC="2025-12-17T09:00:00+05:30", TPE1="Orla Byrne", TRCK="6"))
    assert show.run("build").output == ""
    for profile in ("apple", "psp1", "feedtool"):
        said = show.run("validate", "--profile", profile, "output/show.rss.xml").output
        assert said.endswith("1 document: 0 errors, 0 warnings, 0 infos\n"), said


def test_what_is_said_beside_a_recording_is_in_the_vocabularies_of_podcasts(show: Project) -> None:
    show.write("show/7.mp3", content := mp3())
    show.write("show/7.md", NOTES)
    show.write("show/7.vtt", "WEBVTT\n")
    show.write("show/7.chapters.json", "{}")
    show.write("show/7.png", png(3000, 3000))
    show.run("build")
    episode = item(show)
    enclosure = episode.find("enclosure")
    assert enclosure is not None
    assert dict(enclosure.attrib) == {
        "url": "https://cdn.voices.example/show/7.mp3",
        "length": str(len(content)),
        "type": "audio/mpeg",
    }
    said = {tag: child for child in episode if (tag := str(child.tag)).startswith((ITUNES, PODCAST))}
    texts = {tag.rpartition("}")[2]: child.text for tag, child in said.items() if child.text}
    assert texts == {
        "duration": "26",
        "author": "Orla Byrne",
        "title": "The River",
        "episode": "7",
        "season": "2",
        "episodeType": "full",
        "explicit": "false",
        "location": "Lohar",
        "soundbite": "The night it rose",
        "person": "Asha Rao",
    }
    base = "https://cdn.voices.example/show/7"
    assert said[f"{ITUNES}image"].get("href") == f"{base}.png"
    assert dict(said[f"{PODCAST}transcript"].attrib) == {"url": f"{base}.vtt", "type": "text/vtt", "rel": "captions"}
    assert said[f"{PODCAST}chapters"].get("url") == f"{base}.chapters.json"
    assert said[f"{PODCAST}season"].get("name") == "Water"
    assert said[f"{PODCAST}location"].get("geo") == "geo:26.14,91.73"
    assert dict(said[f"{PODCAST}soundbite"].attrib) == {"startTime": "4.5", "duration": "10"}
    assert said[f"{PODCAST}person"].get("role") == "guest"


def test_a_show_says_whose_it_is_and_what_it_is_about(show: Project) -> None:
    show.write("show/1.mp3", mp3(TIT2="One", TDRC="2025-12-17"))
    show.run("build")
    feed = channel(show)
    assert feed.findtext(f"{ITUNES}owner/{ITUNES}email") == "orla@voices.example"
    assert [row.get("text") for row in feed.iterfind(f"{ITUNES}category")] == ["News", "Society & Culture"]
    assert [row.get("text") for row in feed.iterfind(f"{ITUNES}category/{ITUNES}category")] == ["Daily News"]
    assert feed.findtext(f"{ITUNES}explicit") == "false"
    assert feed.findtext(f"{PODCAST}locked") == "yes"
    assert feed.findtext(f"{PODCAST}license") == "cc-by-4.0"
    podcasts = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    assert feed.findtext(f"{PODCAST}guid") == str(uuid5(podcasts, "voices.example/show.rss.xml"))
    parsed = feedparser.parse(show.read("output/show.rss.xml"))
    assert parsed.feed.image["href"] == "https://voices.example/cover.jpg"
    assert parsed.entries[0].itunes_duration == "26"


def test_a_podcast_in_other_formats_has_durations_but_no_tags_of_apple(show: Project) -> None:
    show.write("feedtool.toml", CONFIG.replace('formats = ["rss"]', 'formats = ["atom", "json"]'))
    show.write("show/1.mp3", mp3(TIT2="One", TDRC="2025-12-17"))
    show.run("build")
    assert "itunes" not in show.read("output/show.atom.xml")
    assert '"duration_in_seconds": 26' in show.read("output/show.json")


def test_a_recording_without_date_or_notes_is_set_aside_and_named(show: Project) -> None:
    show.write("show/1.mp3", mp3(TIT2="One", TDRC="2025-12-17"))
    show.write("show/2.mp3", mp3(TIT2="Two"))
    show.write("show/3.mp3", b"no recording at all")
    show.write("show/4.mp3", mp3())
    show.write("show/4.md", b"\xff\xfe\xfd")
    said = show.run("build", code=1).output
    assert "show/2.mp3" in said
    assert "no date" in said
    assert "show/3.mp3" in said
    assert "4.md, cannot be read" in said
    assert [row.findtext("title") for row in channel(show).iterfind("item")] == ["One"]


def test_a_recording_that_nobody_says_the_address_of_is_set_aside(show: Project) -> None:
    show.write("feedtool.toml", CONFIG.replace("files =", "# files ="))
    show.write("show/1.mp3", mp3(TIT2="One", TDRC="2025-12-17"))
    assert "`files` in its [source.NAME]" in show.run("build", code=None).output


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (png(1000, 1000), "1000 by 1000 pixels"),
        (png(1400, 1500), "1400 by 1500 pixels are not square"),
        (b"GIF89a" + bytes(20), "neither JPEG nor PNG"),
    ],
)
def test_artwork_that_directories_do_not_take_is_named(show: Project, content: bytes, fault: str) -> None:
    show.write("feedtool.toml", CONFIG + 'artwork = "cover.png"\n')
    show.write("cover.png", content)
    show.write("show/1.mp3", mp3(TIT2="One", TDRC="2025-12-17"))
    show.write("show/1.png", content)
    said = show.run("build").output
    assert f"cover.png: warning: {fault}" in said
    assert f"1.png: {fault}" in said


def test_recordings_of_a_folder_are_taken_only_where_they_are_named(project: Project) -> None:
    project.note("a", title="A")
    project.write("notes/a.mp3", mp3(TIT2="Not an article", TDRC="2025-12-17"))
    project.run("build")
    assert "Not an article" not in project.read("output/all.rss.xml")


def test_other_recordings_are_measured_too(show: Project) -> None:
    path = show.root / "show" / "2025-12-24-rain.wav"
    path.parent.mkdir()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(2 * 8000 * 3))
    show.write("show/2025-12-24-rain.md", "# Rain\n\nListen.\n")
    show.write("feedtool.toml", CONFIG.replace("*.mp3", "*.wav"))
    show.run("build", code=None)
    assert item(show).findtext(f"{ITUNES}duration") == "3"
    assert item(show).findtext("title") == "Rain"


def test_a_second_build_changes_nothing_and_new_notes_change_the_episode(show: Project) -> None:
    show.write("show/7.mp3", mp3())
    show.write("show/7.md", NOTES)
    show.run("build")
    before = show.read("output/show.rss.xml")
    show.run("build")
    assert show.read("output/show.rss.xml") == before
    show.write("show/7.md", NOTES.replace("We *walk*", "We *row*"))
    show.run("build")
    assert "We &lt;em&gt;row" in show.read("output/show.rss.xml")


@pytest.mark.parametrize(
    ("toml", "mistake"),
    [
        ('categories = ["Weather"]', "a category of Apple's list, not 'Weather'"),
        ('categories = ["News > Nightly"]', "a category that Apple has within News"),
        ('owner = "Orla"', "a mail address"),
        ('image = "http://voices.example/cover.jpg"', "an address of https"),
        ('guid = "7"', "a UUID"),
        ('catgories = ["News"]', "did you mean 'categories'?"),
        ('funding = ["x"]', "tables like { url"),
        ("explicit = 1", "true or false"),
    ],
)
def test_a_mistake_in_what_a_show_says_is_named(project: Project, toml: str, mistake: str) -> None:
    project.write("feedtool.toml", f"{project.read('feedtool.toml')}\n[feed.show.podcast]\n{toml}\n")
    said = project.run("build", code=2).output
    assert mistake in said
    assert "feed.show.podcast" in said


def test_the_endings_of_recordings_are_those_whose_types_are_known() -> None:
    (audio,) = (kind for kind in KINDS if kind.name == "audio")
    assert set(audio.suffixes) == set(TYPES)
