"""Delivery to object storage, tried on moto's S3: what is sent, what is not, and two builders at once."""

from __future__ import annotations

import gzip
import shutil
from itertools import count
from typing import TYPE_CHECKING

import feedparser
import pytest

from cloud import KEYS, Cloud, serving_cloud
from conftest import Project
from feedtool.delivery import Access, Outcome, target_of
from feedtool.document import Document
from feedtool.errors import DeliveryError, UsageError
from test_targets import MOMENT, document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from feedtool.delivery import Target

_NUMBERS = count(1)
LONG = "The ferry leaves the ghat at six. " * 100


@pytest.fixture(scope="module")
def whole_cloud() -> Iterator[Cloud]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**KEYS, "AWS_REGION": "us-east-1"}.items():
            patch.setenv(name, value)
        with serving_cloud() as cloud:
            yield cloud


@pytest.fixture
def cloud(whole_cloud: Cloud) -> Iterator[Cloud]:
    whole_cloud.requests.clear()
    yield whole_cloud
    whole_cloud.before, whole_cloud.refusal = None, ""


@pytest.fixture
def bucket(cloud: Cloud) -> str:
    """Return the name of an empty bucket."""
    name = f"herald-{next(_NUMBERS)}"
    cloud.make(name)
    return name


def access(cloud: Cloud, **options: object) -> Access:
    return Access(endpoint=cloud.endpoint, allow_http=True, retries=0, timeout=5, **options)  # type: ignore[arg-type]


def target(cloud: Cloud, bucket: str, root: Path, **options: object) -> Target:
    return target_of(f"s3://{bucket}/feeds", root, access(cloud, **options))


def project_in(root: Path, cloud: Cloud, bucket: str, *, feed: str = "", site: str = "", table: str = "") -> Project:
    """Return a project that delivers one RSS feed to a bucket."""
    project = Project(root=root)
    project.write(
        "feedtool.toml",
        f"""\
[site]
title = "The Valley Herald"
home = "https://herald.example/"
authority = "herald.example,2025"
timezone = "Asia/Kolkata"
{site}
[source.notes]
from = "notes/"
[feed.all]
formats = "rss"
to = "s3://{bucket}/feeds/"
{feed}
[cloud]
endpoint = "{cloud.endpoint}"
allow_http = true
retries = 0
{table}
""",
    )
    return project


def titles(cloud: Cloud, bucket: str, name: str = "feeds/all.rss.xml") -> list[str]:
    return [str(entry.title) for entry in feedparser.parse(cloud.get(bucket, name)[0]).entries]


def test_a_document_is_one_object_with_type_charset_and_age(tmp_path: Path, cloud: Cloud, bucket: str) -> None:
    project = project_in(tmp_path, cloud, bucket, feed="ttl = 15")
    project.note("rain", title="Rain")
    said = project.run("build", "-v").stderr
    assert f"created: s3://{bucket}/feeds/all.rss.xml\n  new: Rain" in said
    assert cloud.names(bucket) == ["feeds/all.rss.xml"]
    assert cloud.get(bucket, "feeds/all.rss.xml")[1] == {
        "Content-Type": "application/rss+xml; charset=utf-8",
        "Cache-Control": "public, max-age=900, stale-if-error=86400",
        "updated": "2025-12-24T09:51:46+00:00",
    }
    assert titles(cloud, bucket) == ["Rain"]


def test_a_build_that_changed_nothing_lists_and_sends_nothing(tmp_path: Path, cloud: Cloud, bucket: str) -> None:
    project = project_in(tmp_path, cloud, bucket)
    project.note("rain")
    project.run("build")
    cloud.requests.clear()
    assert project.run("build").output == ""
    assert [method for method, _ in cloud.requests] == ["GET"]


def test_documents_of_the_whole_site_are_neither_fetched_nor_sent_again(
    tmp_path: Path, cloud: Cloud, bucket: str
) -> None:
    project = project_in(tmp_path, cloud, bucket, site='also = ["opml", "sitemap"]')
    project.note("rain", link="https://herald.example/rain")
    project.run("build")
    assert cloud.names(bucket) == ["feeds/all.rss.xml", "feeds/feeds.opml", "feeds/sitemap.xml"]
    cloud.requests.clear()
    project.run("build")
    assert len(cloud.requests) == 1


def test_without_its_memory_a_builder_compares_and_sends_nothing(tmp_path: Path, cloud: Cloud, bucket: str) -> None:
    project = project_in(tmp_path, cloud, bucket)
    project.note("rain")
    project.run("build")
    shutil.rmtree(tmp_path / ".feedtool/cloud")
    cloud.requests.clear()
    assert "unchanged: s3://" in project.run("build", "-v").stderr
    assert cloud.asked("PUT") == []


def test_only_what_changed_is_sent(tmp_path: Path, cloud: Cloud, bucket: str) -> None:
    project = project_in(tmp_path, cloud, bucket, feed=f'[feed."tag/{{tag}}"]\nformats = "atom"\nto = "s3://{bucket}"')
    project.note("rain", tags="[monsoon]")
    project.note("sun", title="Sun", tags="[summer]")
    project.run("build")
    assert cloud.names(bucket) == ["feeds/all.rss.xml", "tag/monsoon.atom.xml", "tag/summer.atom.xml"]
    cloud.requests.clear()
    project.note("sun", title="More Sun", tags="[summer]")
    project.run("build")
    assert cloud.asked("PUT") == ["all.rss.xml", "summer.atom.xml"]


def test_what_is_sent_with_a_document_changes_too(tmp_path: Path, cloud: Cloud, bucket: str) -> None:
    project_in(tmp_path, cloud, bucket).note("rain")
    project_in(tmp_path, cloud, bucket).run("build")
    project_in(tmp_path, cloud, bucket, table="[delivery]\nmax_age = 60").run("build")
    assert "max-age=60," in cloud.get(bucket, "feeds/all.rss.xml")[1]["Cache-Control"]


def test_documents_are_kept_in_one_coding_and_shown_in_the_report_as_they_are(
    tmp_path: Path, cloud: Cloud, bucket: str
) -> None:
    project = project_in(tmp_path, cloud, bucket, table='encoding = "gzip"')
    project.note("rain", title="Rain", body=LONG)
    project.run("build")
    content, kept = cloud.get(bucket, "feeds/all.rss.xml")
    assert kept["Content-Encoding"] == "gzip"
    assert "Rain" in gzip.decompress(content).decode()
    project.note("rain", title="More Rain", body=LONG)
    assert "changed: More Rain <" in project.run("build", "-v").stderr
    shutil.rmtree(tmp_path / ".feedtool/cloud")
    cloud.requests.clear()
    project.run("build")
    assert cloud.asked("PUT") == []


def test_variants_are_put_first_where_they_are_asked_for_and_go_when_they_would_be_wrong(
    tmp_path: Path, cloud: Cloud, bucket: str
) -> None:
    project = project_in(tmp_path, cloud, bucket, site='compress = ["gzip", "br"]')
    project.note("rain", body=LONG)
    project.run("build")
    assert cloud.asked("PUT") == ["all.rss.xml.gz", "all.rss.xml.br", "all.rss.xml"]
    assert cloud.get(bucket, "feeds/all.rss.xml.br")[1]["Content-Encoding"] == "br"
    assert cloud.get(bucket, "feeds/all.rss.xml.br")[1]["Content-Type"] == "application/rss+xml; charset=utf-8"
    project = project_in(tmp_path, cloud, bucket, site='compress = ["gzip"]')
    project.note("rain", body=LONG + "It was late.")
    project.run("build")
    assert cloud.names(bucket) == ["feeds/all.rss.xml", "feeds/all.rss.xml.gz"]


def test_what_is_left_over_is_removed_and_nothing_else_is(tmp_path: Path, cloud: Cloud, bucket: str) -> None:
    project = project_in(tmp_path, cloud, bucket, feed=f'[feed.sport]\nformats = "rss"\nto = "s3://{bucket}/feeds"')
    project.note("rain")
    cloud.put(bucket, "feeds/own.rss.xml", b"<rss/>")
    project.run("build")
    project = project_in(tmp_path, cloud, bucket)
    assert f"left over: s3://{bucket}/feeds/sport.rss.xml" in project.run("build", "-v").stderr
    assert f"removed: s3://{bucket}/feeds/sport.rss.xml" in project.run("build", "-v", "--prune").stderr
    assert cloud.names(bucket) == ["feeds/all.rss.xml", "feeds/own.rss.xml"]


def test_the_feed_of_a_tag_that_nothing_has_any_more_is_emptied(tmp_path: Path, cloud: Cloud, bucket: str) -> None:
    project = project_in(
        tmp_path, cloud, bucket, feed=f'[feed."by/{{tag}}/new"]\nformats = "rss"\nto = "s3://{bucket}"'
    )
    project.note("rain", tags="[monsoon]")
    project.note("sun", title="Sun", tags="[summer]")
    project.run("build")
    project.note("sun", title="Sun", tags="[monsoon]")
    project.run("build")
    assert titles(cloud, bucket, "by/summer/new.rss.xml") == []


def test_a_dry_run_sends_nothing(tmp_path: Path, cloud: Cloud, bucket: str) -> None:
    project = project_in(tmp_path, cloud, bucket)
    project.note("rain")
    assert "created: s3://" in project.run("build", "-v", "--dry-run").stderr
    assert (cloud.asked("PUT", "POST", "DELETE"), cloud.names(bucket)) == ([], [])


def later(content: bytes, day: int) -> Document:
    made = document(content=content)
    return Document(
        name=made.name,
        format=made.format,
        media_type=made.media_type,
        content=content,
        updated=MOMENT.replace(day=day),
    )


def test_of_two_builders_the_newer_document_stays_and_the_other_says_so(
    tmp_path: Path, cloud: Cloud, bucket: str
) -> None:
    ours, theirs = target(cloud, bucket, tmp_path / "a"), target(cloud, bucket, tmp_path / "b")
    ours.put(later(b"first", 1))
    for builder in (ours, theirs):
        builder.look("all")
    assert theirs.put(later(b"theirs, newer", 3)).outcome is Outcome.CHANGED
    assert ours.put(later(b"ours, older", 2)).outcome is Outcome.OVERTAKEN
    assert cloud.get(bucket, "feeds/all.rss.xml")[0] == b"theirs, newer"


def test_of_two_builders_the_one_with_the_newer_document_reads_again_and_replaces_it(
    tmp_path: Path, cloud: Cloud, bucket: str
) -> None:
    ours, theirs = target(cloud, bucket, tmp_path / "a"), target(cloud, bucket, tmp_path / "b")
    for builder in (ours, theirs):
        builder.look("all")
    assert theirs.put(later(b"theirs, older", 2)).outcome is Outcome.CREATED
    delivery = ours.put(later(b"ours, newer", 3))
    assert (delivery.outcome, delivery.before) == (Outcome.CREATED, b"theirs, older")
    assert cloud.get(bucket, "feeds/all.rss.xml")[0] == b"ours, newer"


@pytest.mark.parametrize("day", [1, 5])
def test_a_builder_that_is_overtaken_between_reading_and_putting_notices(
    tmp_path: Path, cloud: Cloud, bucket: str, day: int
) -> None:
    ours, theirs = target(cloud, bucket, tmp_path / "a"), target(cloud, bucket, tmp_path / "b")
    theirs.put(later(b"first", 1))

    def put_theirs(method: str, _path: str) -> None:
        if method == "PUT":
            cloud.before = None
            theirs.put(later(b"theirs", day))

    cloud.before = put_theirs
    ours.look("all")
    outcome = ours.put(later(b"ours", 3)).outcome
    assert outcome is (Outcome.OVERTAKEN if day == 5 else Outcome.CHANGED)
    assert cloud.get(bucket, "feeds/all.rss.xml")[0] == (b"theirs" if day == 5 else b"ours")


def test_what_was_withdrawn_goes_though_the_feed_is_older_without_it(tmp_path: Path, cloud: Cloud, bucket: str) -> None:
    target(cloud, bucket, tmp_path).put(later(b"with the newest", 5))
    assert target(cloud, bucket, tmp_path).put(later(b"without it", 1)).outcome is Outcome.CHANGED
    assert cloud.get(bucket, "feeds/all.rss.xml")[0] == b"without it"


def test_an_object_that_was_deleted_meanwhile_is_put_again(tmp_path: Path, cloud: Cloud, bucket: str) -> None:
    ours, theirs = target(cloud, bucket, tmp_path / "a"), target(cloud, bucket, tmp_path / "b")
    ours.put(document(content=b"one"))
    theirs.look("all")
    ours.remove("all.rss.xml")
    theirs.put(document(content=b"two"))
    assert cloud.get(bucket, "feeds/all.rss.xml")[0] == b"two"


def test_two_builds_at_once_do_not_undo_each_other(tmp_path: Path, cloud: Cloud, bucket: str) -> None:
    """The slow build began with one article; while it works another one publishes a second article."""
    slow = project_in(tmp_path / "slow", cloud, bucket)
    quick = project_in(tmp_path / "quick", cloud, bucket)
    for project in (slow, quick):
        project.note("rain", title="Rain", date="2025-12-20 10:00")
    quick.note("flood", title="Flood", date="2025-12-21 10:00")

    def build_the_other(method: str, _path: str) -> None:
        if method == "PUT":
            cloud.before = None
            said.append(quick.run("build", "-v").stderr)

    said: list[str] = []
    cloud.before = build_the_other
    said.append(slow.run("build").stderr)
    assert "created: s3://" in said[0]
    assert "another builder delivered a newer document meanwhile, which stays" in said[1]
    assert titles(cloud, bucket) == ["Flood", "Rain"]


def test_a_store_without_conditional_writes_can_be_used_by_one_builder(
    tmp_path: Path, cloud: Cloud, bucket: str
) -> None:
    made = target(cloud, bucket, tmp_path, conditional=False)
    assert [made.put(document(content=content)).outcome for content in (b"one", b"two")] == [
        Outcome.CREATED,
        Outcome.CHANGED,
    ]


REFUSALS = {
    "403 Forbidden": "the store answers 403 Forbidden (Refused, not today); try: check the credentials",
    "501 Not Implemented": "(Refused, not today); try: conditional = false in [cloud]",
    "500 Internal Server Error": "the store answers 500 Internal Server Error (Refused, not today)",
}


@pytest.mark.parametrize("status", REFUSALS)
def test_a_store_that_refuses_is_named_and_no_secret_is_said(
    tmp_path: Path, cloud: Cloud, bucket: str, status: str
) -> None:
    made = target(cloud, bucket, tmp_path)
    made.look("all")
    cloud.refusal = status
    with pytest.raises(DeliveryError) as caught:
        made.put(document())
    assert f"s3://{bucket}/feeds/all.rss.xml: cannot be written: " in str(caught.value)
    assert REFUSALS[status] in str(caught.value)
    for secret in (*KEYS.values(), "hidden", "Signature", "amz"):
        assert secret not in str(caught.value)


def test_a_bucket_that_is_not_there_is_named_once_and_the_other_feeds_are_delivered(
    tmp_path: Path, cloud: Cloud
) -> None:
    feeds = '[feed.sport]\nto = "s3://no-such-bucket/feeds"\n[feed.here]\nto = "output"'
    project = project_in(tmp_path, cloud, "no-such-bucket", feed=feeds)
    project.note("rain")
    said = project.run("build", code=3).stderr
    assert "s3://no-such-bucket/feeds: cannot be listed: the store answers 404 Not Found (NoSuchBucket, " in said
    assert said.count("\n") == 1
    assert (project.root / "output/here.rss.xml").exists()


@pytest.mark.usefixtures("cloud")
def test_a_store_that_cannot_be_reached_is_asked_once(tmp_path: Path) -> None:
    made = target_of("s3://herald/", tmp_path, Access(endpoint="http://127.0.0.1:9", allow_http=True, retries=0))
    errors = []
    for _ in range(2):
        with pytest.raises(DeliveryError, match="the store cannot be reached; try: check endpoint") as caught:
            made.put(document())
        errors.append(caught.value)
    assert errors[0] is errors[1]


def test_an_endpoint_without_tls_is_refused_until_it_is_allowed(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cloud\.endpoint: http://127\.0\.0\.1:9/ is without TLS"):
        target_of("s3://herald/", tmp_path, Access(endpoint="http://127.0.0.1:9/"))


def test_credentials_may_stand_in_variables_of_other_names(
    tmp_path: Path, cloud: Cloud, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in KEYS:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HERALD_KEY", "another-key")
    monkeypatch.setenv("HERALD_SECRET", "another-secret")
    names = {"access_key_id": "HERALD_KEY", "secret_access_key": "HERALD_SECRET"}
    assert target(cloud, bucket, tmp_path, credentials=names).put(document()).outcome is Outcome.CREATED
    with pytest.raises(UsageError, match=r"cloud\.credentials\.access_key_id: there is no environment variable"):
        target(cloud, bucket, tmp_path, credentials={"access_key_id": "not-a-name-but-a-secret"})
    with pytest.raises(UsageError, match="kee_id is no option of this store"):
        target(cloud, bucket, tmp_path, credentials={"kee_id": "HERALD_KEY"})


@pytest.mark.parametrize(
    "to", ["s3://", "s3://Key:Secret@bucket/", "s3://bucket/?x=1", "ftp://host/", "s3://bucket/a b", "az:container"]
)
def test_an_address_that_is_no_bucket_s_is_a_mistake_in_the_configuration(
    tmp_path: Path, cloud: Cloud, bucket: str, to: str
) -> None:
    project = project_in(tmp_path, cloud, bucket)
    project.write("feedtool.toml", project.read("feedtool.toml").replace(f"s3://{bucket}/feeds/", to))
    project.note("rain")
    if to == "az:container":  # a folder may have that name
        project.run("build")
    else:
        assert "feed.all.to: cannot be" in project.run("build", code=2).stderr


@pytest.mark.parametrize(("to", "reason"), [("az://herald/feeds", "there are no credentials"), ("gs://herald/", "")])
def test_the_other_stores_are_made_by_their_addresses(tmp_path: Path, to: str, reason: str) -> None:
    if reason:
        with pytest.raises(DeliveryError, match=reason):
            target_of(to, tmp_path)
        assert target_of(to, tmp_path, Access(account="herald")).place("a.xml") == "az://herald/feeds/a.xml"
    else:
        assert target_of(to, tmp_path).place("a.xml") == "gs://herald/a.xml"
