"""Mail as a source: what a letter says, without what only mail needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import CASES, Project
from feedtool.article import Article
from feedtool.source import Source, kind_of
from test_source_table import READ, articles, check_case, peak_of, readings, text_source

MAILS = sorted(path for path in (CASES / "mail").iterdir() if not path.name.endswith(".expected.json"))
HEAD = "From: Asha Rao <a@x.example>\nSubject: {}\nDate: Wed, 24 Dec 2025 10:00:00 GMT\nMessage-ID: <{}@x.example>\n"
LINE = "From a@x.example Wed Dec 24 15:21:46 2025\n"


def letter(body: str, *headers: str, number: int = 1, subject: str = "A Letter") -> str:
    return HEAD.format(subject, number) + "".join(f"{header}\n" for header in headers) + f"\n{body}\n"


def html(body: str) -> str:
    [article] = articles(text_source(letter(body, "Content-Type: text/html; charset=utf-8"), "a.eml"))
    return article.body


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.name)
def test_mail_is_read_as_its_case_says(path: Path) -> None:
    check_case(path)


GONE = {
    "a pixel by its size": '<p>a</p><img src="https://x.example/p" width="1" height="1">',
    "a pixel by its style": '<p>a</p><img src="https://x.example/p" style="width:1px; height: 1px">',
    "a pixel by its address": '<p>a</p><img src="https://x.example/wf/open?upn=1">',
    "a hidden line": '<div style="display: none">hidden</div><p>a</p>',
    "a link to leave": '<p>a</p><p>Tired? <a href="https://x.example/1">Unsubscribe here</a></p>',
    "a link to leave by its address": '<p>a</p><div><a href="https://x.example/unsubscribe?u=1">Click</a></div>',
    "a link to leave in German": '<p>a</p><div><a href="https://x.example/1">Newsletter abmelden</a></div>',
    "a link to the same in a browser": '<div><a href="https://x.example/1">View in browser</a></div><p>a</p>',
    "a layout table": "<table><tbody><tr><td><table><tr><td>a</td></tr></table></td></tr></table>",
    "a script": "<script>x()</script><p>a</p><style>b</style>",
    "a picture within the mail": '<p>a</p><img src="cid:1"><img src="data:image/png;base64,AA">',
}


@pytest.mark.parametrize("name", GONE)
def test_what_only_mail_needs_is_gone(name: str) -> None:
    assert html(GONE[name]) == "a"


def test_a_link_to_leave_takes_no_long_text_with_it() -> None:
    words = "word " * 100
    assert html(f'<p>{words}<a href="https://x.example/1">unsubscribe</a></p>') == words.strip()


BAD = {
    "nothing": ("\n\n", "the source is empty"),
    "no headers": ("\n\nonly text", "it has no headers"),
    "no date": ("Subject: x\n\ny", "no date"),
    "no subject and no text": ("Date: Wed, 24 Dec 2025 10:00:00 GMT\n\n", "no subject and no text"),
    "a date that is none": ("Subject: x\nDate: 32 Dec 2025\n\ny", "published"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_mail_is_named(name: str) -> None:
    text, words = BAD[name]
    [error] = readings(text_source(text, "a.eml"))
    assert str(error).startswith("a.eml")
    assert words in str(error)


ODD = {
    "cut in the middle of a part": letter(
        "--b\nContent-Type: text/html\n\n<p>a", 'Content-Type: multipart/x; boundary="b"'
    ),
    "no boundary": letter("--b\n\na", "Content-Type: multipart/mixed"),
    "a charset nobody knows": letter("a", "Content-Type: text/plain; charset=x-nothing"),
    "base64 that is none": letter("a!", "Content-Transfer-Encoding: base64"),
    "an encoded word that is none": letter("a", subject="=?utf-8?b?!!!?="),
    "NULs": letter("a\x00b", subject="x\x00y"),
    "a header of 10 MB": letter("a", f"X: {'x' * 10_000_000}"),
    "a subject of 10 MB": letter("a", subject="word " * 2_000_000),
    "a message in a message": letter("Subject: inner\n\nb", "Content-Type: message/rfc822"),
    "endless nesting": letter(
        "".join(f'--{n}\nContent-Type: multipart/mixed; boundary="{n + 1}"\n\n' for n in range(500)),
        'Content-Type: multipart/mixed; boundary="0"',
    ),
    "endless elements": letter("<div>" * 50_000, "Content-Type: text/html"),
    "a content type that is none": letter("a", "Content-Type: \xff;;;=;"),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_mail_is_read_or_named_and_the_rest_is_read(name: str) -> None:
    good = LINE + letter("a", number=7) + "\n"
    found = readings(text_source(f"{good}{LINE}{ODD[name]}\n{good}", "a.mbox"))
    assert len(found) == 3
    assert isinstance(found[0], Article)
    assert isinstance(found[2], Article)
    assert isinstance(found[1], Article) or str(found[1]).startswith("a.mbox:")
    assert len(getattr(found[1], "title", "")) < 10_001


def test_mail_is_known_by_its_first_lines_too() -> None:
    maildir = letter("a").encode()
    assert kind_of(Source(origin="cur/1.x:2,S", content=maildir)).name == "mail"
    assert kind_of(Source(origin="box", content=LINE.encode() + maildir)).name == "mail"
    assert kind_of(Source(origin="page", content=b"A Title\n\nTo: be or not to be\n")).name == "pagetext"


def test_a_mailbox_is_imported_twice_and_nothing_changes(project: Project) -> None:
    project.write("data/a.mbox", "".join(f"{LINE}{letter('a', number=n, subject=f'No {n}')}\n" for n in range(3)))
    project.run("import", "data/a.mbox")
    before = project.ledger()
    project.run("import", "data/a.mbox")
    assert project.ledger() == before
    assert before.count("\n") == 3


def test_a_message_that_is_too_large_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    with path.open("w", encoding="utf-8") as file:
        file.write(LINE + letter("a"))
        file.write("\n" + LINE + letter("b", number=2))
        file.writelines(["x" * 2**20] * 65)
        file.write("\n\n" + LINE + letter("c", number=3))
    with path.open("rb") as head:
        found = readings(Source(origin="a.mbox", content=head.read(4096), file=path))
    assert [isinstance(reading, Article) for reading in found] == [True, False, True]
    assert "larger than 64 MiB" in str(found[1])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not say how much memory is taken")
def test_a_mailbox_larger_than_memory_should_be_is_read_message_by_message(tmp_path: Path) -> None:
    path = tmp_path / "big.mbox"
    attached = f"--b\n\ntext\n--b\nContent-Disposition: attachment\n\n{'word ' * 15 + chr(10)}"
    with path.open("w", encoding="utf-8") as file:
        for number in range(60):
            body = attached + ("word " * 15 + "\n") * 13_000 + "--b--\n"
            file.write(f"{LINE}{letter(body, 'Content-Type: multipart/mixed; boundary=b', number=number)}\n")
    assert path.stat().st_size > 55 * 2**20
    assert peak_of(READ, str(path), "60") < 120
