"""A feed by its address: the document is judged, and how its server delivers it."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from feedtool.validate.delivered import DELIVERY_RULES, delivered
from web import Reply, redirect, serving

if TYPE_CHECKING:
    from conftest import Project

GOOD = {"content-type": "application/atom+xml; charset=utf-8", "etag": '"1"', "content-encoding": "gzip"}
ATOM = b'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"/>' + b" " * 5000


def rules(headers: dict[str, str], content: bytes = ATOM, *, final_url: str = "", moved: bool = False) -> list[str]:
    found = delivered(headers, content, url="https://news.example/feed", final_url=final_url, moved=moved)
    return [problem.rule for problem in found]


def test_a_good_delivery_has_no_problem() -> None:
    assert rules(GOOD) == []
    assert rules({**GOOD, "content-type": "application/feed+json"}, b'{"version": ""}') == []


@pytest.mark.parametrize(
    ("headers", "content", "rule"),
    [
        ({"content-type": "text/plain"}, ATOM, "delivery-type-wrong"),
        ({"content-type": ""}, ATOM, "delivery-type-wrong"),
        ({"content-type": "application/atom+xml"}, b"{}", "delivery-type-wrong"),
        ({"content-type": "text/xml; charset=ISO-8859-1"}, ATOM, "delivery-charset-differs"),
        ({"etag": ""}, ATOM, "delivery-validators-missing"),
        ({"content-encoding": ""}, ATOM, "delivery-uncompressed"),
    ],
)
def test_each_fault_of_a_delivery_is_found(headers: dict[str, str], content: bytes, rule: str) -> None:
    assert rules({**GOOD, **headers}, content) == [rule]


def test_a_redirect_that_is_not_for_ever_is_found() -> None:
    assert rules(GOOD, final_url="https://news.example/other") == ["delivery-redirect-temporary"]
    assert rules(GOOD, final_url="https://news.example/other", moved=True) == []


def test_every_rule_explains_itself(project: Project) -> None:
    for code in DELIVERY_RULES:
        assert "why: " in project.run("explain", code).stdout


def test_an_address_is_fetched_and_judged(project: Project) -> None:
    project.note("one")
    project.run("build")
    content = (project.root / "output/all.atom.xml").read_bytes()
    with serving({}) as web:
        headers = {"Content-Type": "application/atom+xml", "Content-Encoding": "gzip"}
        web.routes["/feed"] = Reply(body=gzip.compress(content, mtime=0), etag='"1"', headers=headers)
        web.routes["/old"] = redirect("/feed")
        web.routes["/plain"] = Reply(body=content, headers={"Content-Type": "text/plain"})
        own = ("--location", "https://gazette.example/all.atom.xml", "--fail-on", "warning")
        project.run("validate", web.url("/feed"), *own)
        told = project.run("validate", web.url("/plain"), web.url("/old"), *own, "-f", "json", code=1).stdout
        gone = project.run("validate", web.url("/nothing"), code=2)
    assert [json.loads(row)["rule"] for row in told.splitlines()] == [
        "delivery-type-wrong",
        "delivery-validators-missing",
        "delivery-redirect-temporary",
    ]
    assert "404" in gone.output
