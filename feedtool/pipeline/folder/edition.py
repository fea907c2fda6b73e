"""EDITION: what the last run published; while nothing changed that goes into it, there is nothing to publish anew.

That is articles, configuration, programs, what stands in the targets and the other files that documents are made of,
and the present, where an article's time is to come or a feed asks how old its articles are.
"""

from __future__ import annotations

import hashlib
import json
import math
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from feedtool.delivery.target import Delivery, Outcome
from feedtool.document.changes import Changes
from feedtool.files import stamp_of
from feedtool.index.outcome import problem_of, problem_values
from feedtool.problem import Level
from feedtool.push.waiting import NAME as WAITING
from feedtool.source.found import SUFFIXES
from feedtool.still import FACT, programs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from feedtool.pipeline.folder.project import Project
    from feedtool.pipeline.publishing.deliver import Courier

_FACT = "edition"
_ONCE = frozenset({"push-no-address", "delivery-overtaken"})
"""Problems of a change, which are not told again where nothing changes."""
_DAY = 24 * 3600


class Edition:
    """What a project has published; `latest` is when anything in it last moved."""

    def __init__(self, project: Project, courier: Courier, latest: datetime) -> None:
        self._project = project
        self._courier = courier
        ledger = project.db.execute("SELECT file, hash FROM shard ORDER BY file").fetchall()
        said = (project.config, project.settings, project.fact("articles"), ledger, latest)
        self._stamp = hashlib.sha256(repr(said).encode()).hexdigest()

    def stands(self) -> bool:
        """Whether the last run published what this one would; then what that one told is told again."""
        noted = json.loads(self._project.fact(_FACT) or "{}")
        if noted.get("stamp") != self._stamp:
            return False
        now = math.floor(self._project.now.timestamp())
        if not noted["since"] <= now <= (now if noted["until"] is None else noted["until"]):
            return False
        if noted["files"] != self._files(noted["documents"]):
            return False
        report = self._project.report
        report.problems += map(problem_of, noted["problems"])
        deliveries = (Delivery(place=place, outcome=Outcome.UNCHANGED) for place in noted["places"])
        report.deliveries += [(delivery, Changes()) for delivery in deliveries]
        return True

    def note(self, problems: int, errors: int) -> None:
        """Note what was published; the report had so many problems and errors before."""
        report = self._project.report
        documents = self._courier.delivered
        unseen = [to for to, name in documents if not self._courier.stamps(to, name)]
        told_once = report.left_over or report.removed or self._courier.emptied
        if len(report.errors) > errors or told_once or unseen:
            self._project.note(_FACT, "")
            return
        noted: dict[str, Any] = {
            "stamp": self._stamp,
            "since": math.floor(self._project.now.timestamp()),
            "until": min(self._ends(), default=None),
            "documents": documents,
            "files": self._files(documents),
            "problems": [problem_values(found) for found in report.problems.since(problems) if found.rule not in _ONCE],
            "places": [delivery.place for delivery, _ in report.deliveries],
        }
        self._project.note(_FACT, json.dumps(noted, ensure_ascii=False))

    def note_still(self) -> None:
        """Note what a build that has nothing to do goes out from, if this one left nothing to be done or said."""
        project, config = self._project, self._project.config
        noted = json.loads(project.fact(_FACT) or "{}")
        areas = project.survey.areas
        told = project.report.errors or any(found.level is not Level.INFO for found in project.report.problems)
        waits = (config.root / config.site.articles / WAITING).exists()
        if not noted or told or waits or not config.digest or not all(area.steady and not area.named for area in areas):
            project.note(FACT, "")
            return
        still = {
            "config": config.digest,
            "programs": programs(),
            "since": noted["since"],
            "until": noted["until"],
            "files": noted["files"],
            "shelf": config.site.articles.rstrip("/"),
            "suffixes": SUFFIXES,
            "patterns": [area.pattern for area in areas],
        }
        project.note(FACT, json.dumps(still, ensure_ascii=False))

    def _files(self, documents: Iterable[Sequence[str]]) -> dict[str, str]:
        """Return the stamps of documents, of what they are made of beside articles, and of what is kept of them."""
        config = self._project.config
        artwork = (config.root / row.podcast[1] for row in config.feeds if row.podcast and row.podcast[1])
        templates = sorted((config.root / config.site.templates).rglob("*"))
        state = sorted((config.root / config.site.articles).glob("*.json*"))
        beside = {str(path.absolute()): stamp_of(path) for path in (*state, *artwork, *templates) if path.exists()}
        return beside | {
            path: stamp for to, name in documents for path, stamp in self._courier.stamps(to, name).items()
        }

    def _ends(self) -> Iterator[int]:
        """Yield the last seconds at which some feed still shows what it shows now."""
        project, now = self._project, math.floor(self._project.now.timestamp())
        rows = project.config.feeds
        days = {days for row in rows for days in (row.where.days, row.unless.days) if days}
        if "news" in project.config.site.also:
            from feedtool.document.site.news import DAYS  # noqa: PLC0415 - seldom wanted

            days.add(DAYS)
        if any(row.archive for row in rows):  # a month is closed when the next one begins
            from feedtool.timestamps.zones import zone_named  # noqa: PLC0415 - as above

            here = project.now.astimezone(zone_named(project.config.site.timezone))
            following = (here.replace(day=1, hour=0, minute=0, second=0) + timedelta(days=32)).replace(day=1)
            yield math.floor(following.timestamp()) - 1
        query = "SELECT min(moment) FROM outcome WHERE moment >= ?"
        for least, after in ((now + 1, -1), *((now - day * _DAY, day * _DAY) for day in days)):
            (moment,) = project.db.execute(query, (least,)).fetchone()
            if moment is not None:
                yield moment + after
