"""Reads sources on a Dask cluster: each file, object or address is one task; the shelf stays where it is.

The workers need feedtool, and to reach what they are to read: object storage, addresses, or a file system that all of
them share.  What they send back is put on the shelf here, in the order in which the sources are named.

Source: https://distributed.dask.org/en/stable/client.html.
"""

from __future__ import annotations

from collections import deque
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from feedtool.errors import ArticleError, FeedtoolError, UsageError
from feedtool.pipeline.sources.gather import Found, hints_of, sources_named
from feedtool.pipeline.sources.opening import opened
from feedtool.pipeline.sources.web import Reach
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedtool.article import Article
    from feedtool.config import Config, SourceConfig, Web
    from feedtool.delivery.cloud.access import Access
    from feedtool.pipeline.report import Report
    from feedtool.source import Hints

_AHEAD = 3
"""Tasks under way for each thread of the cluster: enough that none waits, few enough that memory stays flat."""


class Task(Struct, frozen=True, kw_only=True):
    """One source to read: what it is, and what a worker must know to read it."""

    path: str
    row: SourceConfig
    hints: Hints
    root: str
    web: Web
    access: Access


class Gathered(NamedTuple):
    """What one source gave."""

    row: SourceConfig
    path: str
    readings: list[Article | ArticleError]


def read_there(task: Task) -> list[Article | ArticleError]:
    """Read a source, on a worker."""
    with Reach(task.web, None) as web:
        run = Found(web=web, access=task.access)
        try:
            return list(opened(task.path, task.hints, task.row, Path(task.root), run).read(run))
        except ArticleError as error:
            return [error]


def read_on(
    scheduler: str, config: Config, sources: Iterable[SourceConfig], report: Report, run: Found
) -> Iterator[Gathered]:
    """Yield what sources give, read on the cluster of a scheduler (`tcp://host:8786`), in order.

    Raises:
        UsageError: distributed is not installed, or the scheduler cannot be reached.
        FeedtoolError: the cluster fails at a source: what was taken in before it stays.

    """
    try:
        from distributed import Client  # noqa: PLC0415 - only where somebody asks for a cluster
    except ImportError:
        raise UsageError("a cluster needs distributed", hint="pip install 'feedtool[dask]'") from None
    try:
        client: Any = Client(scheduler, timeout=10, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        place = Place(field="--scheduler")
        raise UsageError(
            f"no scheduler answers at {scheduler}: {error}", place=place, expected="tcp://HOST:8786"
        ) from None
    with client:
        yield from _gathered(client, _tasks(config, sources, report, run))


def _tasks(config: Config, sources: Iterable[SourceConfig], report: Report, run: Found) -> Iterator[Task]:
    for row in sources:
        for path in sources_named(config, row, report, run):
            yield Task(
                path=path,
                row=row,
                hints=hints_of(config, row),
                root=str(config.root.resolve()),
                web=config.web,
                access=config.cloud,
            )


def _gathered(client: Any, tasks: Iterator[Task]) -> Iterator[Gathered]:  # noqa: ANN401 - distributed is untyped
    threads = sum(client.ncores().values())
    if not threads:
        raise UsageError("the cluster has no workers", hint="start some: dask worker SCHEDULER")
    waiting: deque[tuple[Task, Any]] = deque()
    while True:
        for task in islice(tasks, max(0, _AHEAD * threads - len(waiting))):
            waiting.append((task, client.submit(read_there, task, pure=False)))
        if not waiting:
            return
        task, future = waiting.popleft()
        yield Gathered(task.row, task.path, _result(task, future))


def _result(task: Task, future: Any) -> list[Article | ArticleError]:  # noqa: ANN401 - as above
    try:
        found: list[Article | ArticleError] = future.result()
    except Exception as error:  # whatever a worker raises, or the cluster says of a worker that is gone
        raise FeedtoolError(
            f"the cluster failed: {type(error).__name__}: {error}",
            place=Place(file=task.path),
            hint="import again: what was taken in stays",
        ) from error
    finally:
        future.release()
    return found
