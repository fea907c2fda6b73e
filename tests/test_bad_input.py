"""Bad input: each is named with its file, nothing is lost, the rest is published, and nobody sees a traceback."""

from __future__ import annotations

import pytest

from conftest import CONFIG, Project
from feedtool.validate import check

HEAD = "---\ntitle: {title}\ndate: 2025-12-20 10:00\n{fields}---\n{body}\n"
PAGE = (
    "A Perfectly Good Headline For A Page\n\nBy Asha Rao\nPublished: December 24, 2025 15:21:46 IST\n\n"
    "The first paragraph of it is long enough to be told from a headline, and says nothing much.\n\n{more}\n"
)


def note(fields: str = "", body: str = "Text.", title: str = "Bad") -> str:
    return HEAD.format(fields=fields, body=body, title=title)


# name -> (file name, bytes, words of the message, whether the article is published all the same)
BAD: dict[str, tuple[str, bytes, str, bool]] = {
    "control characters": ("a.md", note(body="a\x0bb\x07c").encode(), "U+000B, U+0007", True),
    "NULs": ("a.md", note(body="a\x00b").encode(), "U+0000", True),
    "a NUL in the title": ("a.md", note(title="Ba\x00d").encode(), "U+0000", True),
    "a lone surrogate": ("a.md", note(body="x\ud800y").encode("utf-8", "surrogatepass"), "not UTF-8", True),
    "a noncharacter": ("a.md", note(body="x\uffffy").encode(), "U+FFFF", True),
    "the end of CDATA": ("a.md", note(body="a ]]> b <![CDATA[ c").encode(), "", True),
    "UTF-16 with its mark": ("a.md", note().encode("utf-16"), "", True),
    "UTF-16 without its mark": ("a.md", note().encode("utf-16-le"), "not text", False),
    "UTF-16 cut in the middle": ("a.md", note().encode("utf-16")[:-1], "byte order mark says UTF-16", False),
    "windows-1252": ("a.md", note(body="caf\xe9 \x93quoted\x94").encode("latin-1"), "windows-1252", True),
    "an empty file": ("a.md", b"", "empty", False),
    "only spaces": ("a.txt", b" \n\t\n", "empty", False),
    "a picture": ("a.md", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8, "not text", False),
    "a YAML object tag": ("a.md", note("x: !!python/object/apply:os.system [id]\n").encode(), "python/object", False),
    "an unknown YAML tag": ("a.md", note("x: !secret y\n").encode(), "!secret", False),
    "an unquoted colon": ("a.md", note(title="Orders: who?").encode(), "a.md:2", False),
    "YAML that is never closed": ("a.md", b"---\ntitle: x\n", "never closed", False),
    "YAML that nests without end": ("a.md", note("x: " + "[" * 50_000 + "\n").encode(), "nested deeper", False),
    "an alias bomb": (
        "a.md",
        note(
            "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n"
            "d: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d]\n"
        ).encode(),
        "10,000 values",
        False,
    ),
    "a field that stands twice": ("a.md", note("title: again\n").encode(), "stands twice", False),
    "broken TOML": ("a.md", b"+++\ntitle = \n+++\nx", "a.md:2", False),
    "a path for a slug": ("a.md", note("slug: ../../etc/passwd\n").encode(), "../../etc/passwd", True),
    "an impossible date": ("a.md", b"---\ntitle: Bad\ndate: 2025-02-30 10:00\n---\nx", "a.md:3", False),
    "an hour that is none": ("a.md", b"---\ntitle: Bad\ndate: 2025-02-20 25:61\n---\nx", "a.md:3", False),
    "a date that is two": ("a.md", b"---\ntitle: Bad\ndate: 05/12/2025 10:00\n---\nx", "day and month", False),
    "a zone nobody knows": ("a.md", b"---\ntitle: Bad\ndate: 2025-12-20 10:00 XQT\n---\nx", "XQT", False),
    "a year before there were feeds": ("a.md", b"---\ntitle: Bad\ndate: 0099-12-20 10:00\n---\nx", "a.md", False),
    "no date": ("a.md", b"---\ntitle: Bad\n---\nx", "no date", False),
    "no title": ("a.md", b"---\ndate: 2025-12-20 10:00\n---\nx", "no title", False),
    "an id that is taken": ("zz.md", note('id: "tag:gazette.example,2025:good"\n').encode(), "is taken by", False),
    "an update before publication": ("a.md", note("updated: 2024-01-01 00:00\n").encode(), "", True),
    "links that lead nowhere": (
        "a.md",
        note(body="[x](javascript:alert(1)) [y](http://) ![z](\\\\share)").encode(),
        "",
        True,
    ),
    "a link that is none": ("a.md", note("link: '://'\n").encode(), "", True),
    "scripts": ("a.md", note(body="<script>alert(1)</script><p onclick=x>y</p><iframe src=//x>").encode(), "", True),
    "a line of 5 MB": ("a.md", note(body="word " * 1_000_000).encode(), "", True),
    "a page whose line is 5 MB": ("a.txt", PAGE.format(more="word " * 1_000_000).encode(), "", True),
    "a page with control characters": (
        "a.txt",
        PAGE.format(more="A\x00b\x0b" + "c " * 60 + ".").encode(),
        "U+0000",
        True,
    ),
    "a page without a date": ("a.txt", b"A Headline That Stands Alone Here\n\n" + b"Text of it. " * 30, "a.txt", False),
    "HTML under a wrong name": ("a.txt", b"<!DOCTYPE html><html><body><p>x</p></body></html>", "a.txt", False),
    "100,000 nested quotations": ("a.md", note(body=">" * 100_000 + " x").encode(), "", True),
    "100,000 nested elements": ("a.md", note(body="<div>" * 100_000 + "x").encode(), "", True),
    "10,000 tags": ("a.md", note("tags: [" + ", ".join(f"t{n}" for n in range(9_000)) + "]\n").encode(), "", True),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named_and_the_rest_is_published(project: Project, name: str) -> None:
    file, content, words, published = BAD[name]
    project.write("feedtool.toml", CONFIG)
    project.note("good", title="Good", id="tag:gazette.example,2025:good")
    project.write(f"notes/{file}", content)
    result = project.run("build", code=None)
    assert result.exit_code == (0 if published else 1), result.stderr[:2000]
    assert "Traceback" not in result.output
    assert words in result.stderr
    if words:
        assert f"notes/{file}" in result.stderr
    for path in ("output/all.rss.xml", "output/all.atom.xml"):
        text = project.read(path)
        assert "tag:gazette.example,2025:good" in text
        assert text.count("<pubDate>") + text.count("<published>") == 1 + published
        assert not [problem for problem in check(text.encode()) if problem.level == "error"]
        assert "<script" not in text
        assert "&lt;script" not in text
    assert not (project.root.parent / "etc").exists()


def test_a_source_that_cannot_be_opened_is_named(project: Project) -> None:
    project.note("good")
    (project.root / "notes/loop.md").symlink_to("loop.md")
    (project.root / "notes/folder.md").mkdir()
    project.run("build")


def test_a_file_that_vanishes_between_the_listing_and_the_reading_is_named(project: Project) -> None:
    project.note("good")
    (project.root / "notes/gone.md").symlink_to(project.root / "nowhere.md")
    project.run("build")


def test_a_source_that_does_not_exist_is_named(project: Project) -> None:
    result = project.run("build", code=3)  # and there is no other
    assert "notes/: there is no such file or folder" in result.stderr


def test_a_file_larger_than_any_article_is_named(project: Project) -> None:
    project.note("good")
    with (project.root / "notes/huge.txt").open("wb") as file:
        file.truncate(65 * 2**20)
    result = project.run("build", code=1)
    assert "notes/huge.txt: larger than 64 MiB" in result.stderr
