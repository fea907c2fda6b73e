"""The grammar that our Atom documents are held against takes what the RFC takes, and nothing else."""

from __future__ import annotations

import pytest

from grammar import faults_in

DOCUMENT = """\
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xml:lang="en">
  <id>tag:gazette.example,2025:feed</id>
  <title type="html">All &amp;amp; sundry</title>
  <updated>2025-12-24T15:21:46+05:30</updated>
  <author><name>Desk</name><email>desk@gazette.example</email></author>
  <link rel="self" href="https://gazette.example/all.atom.xml" type="application/atom+xml"/>
  <dc:rights>All of them</dc:rights>
  <entry>
    <id>tag:gazette.example,2025:a</id>
    <title>A</title>
    <updated>2025-12-24T15:21:46Z</updated>
    <category term="rain"/>
    <source><id>tag:hill.example,2025:feed</id></source>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It rained.</p></div></content>
  </entry>
</feed>
"""


def test_a_document_with_something_of_each_kind_is_right() -> None:
    assert faults_in(DOCUMENT.encode()) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<id>tag:gazette.example,2025:a</id>", ""),
        ("<title>A</title>", "<title>A</title><title>B</title>"),
        ("2025-12-24T15:21:46Z", "24 December 2025"),
        ('term="rain"', 'label="rain"'),
        ('term="rain"', 'term="rain" colour="grey"'),
        ('xml:lang="en"', 'xml:lang="in English"'),
        ("desk@gazette.example", "desk"),
        ('"application/atom+xml"', '"atom"'),
        ("<p>It rained.</p>", '<p xmlns="">It rained.</p>'),
        ("<name>Desk</name>", ""),
        ("<dc:rights>", "<rights/><rights/><dc:rights>"),
        ("<dc:rights>All of them</dc:rights>", "<published>2025-12-24T15:21:46Z</published>"),
        ("<title>A</title>", '<title type="text/plain">A</title>'),
        ("<author><name>Desk</name><email>desk@gazette.example</email></author>", ""),
        ("</source>", '</source><content src="https://gazette.example/a">Text</content>'),
    ],
)
def test_what_the_grammar_forbids_is_refused(right: str, wrong: str) -> None:
    assert right in DOCUMENT
    assert faults_in(DOCUMENT.replace(right, wrong).encode())


def test_an_entry_without_content_needs_a_link() -> None:
    head, _, tail = DOCUMENT.partition("    <content")
    bare = head + tail.partition("</content>\n")[2]
    (fault,) = faults_in(bare.encode())
    assert fault.startswith("An atom:entry must have at least one atom:link")
    linked = bare.replace('<category term="rain"/>', '<link href="https://gazette.example/a"/>')
    assert faults_in(linked.encode()) == []
