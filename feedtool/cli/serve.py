"""`feedtool serve`: what was built, over HTTP: a preview, or a small site."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from feedtool import config
from feedtool.cli.options import config_option
from feedtool.cli.printing import say, show_error
from feedtool.webserver import hosting_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from feedtool.config import Config
    from feedtool.serve.app import App
    from feedtool.serve.reload import Reload


@click.command("serve")
@config_option
@click.option("--host", metavar="HOST", default="127.0.0.1", help="Where to listen; 0.0.0.0 for everybody.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="The port; 0 takes one that is free.")
@click.option("--log", is_flag=True, help="Write a line for every request to stderr (Combined Log Format).")
@click.option("--watch", "watching", is_flag=True, help="Build after every change, and reload the pages that are open.")
def command(*, config_path: Path, host: str, port: int, log: bool, watching: bool) -> None:
    """Serve the documents that were built, as a well configured web server does.

    Strong validators and 304, gzip, Brotli and Zstandard, HEAD, redirects and 410 by [delivery]; a list of the feeds
    where there is no index.html; /healthz for supervisors.  SIGTERM and Ctrl-C stop it after what is under way.

    \b
    feedtool serve
    feedtool serve --watch
    feedtool serve --host 0.0.0.0 --port 8080 --log
    """  # noqa: D301 - click's own escape
    from feedtool.serve.app import App  # noqa: PLC0415 - only where it is wanted
    from feedtool.serve.log import Log  # noqa: PLC0415 - the same
    from feedtool.serve.reload import Reload  # noqa: PLC0415 - the same
    from feedtool.serve.server import listen, run, url_of  # noqa: PLC0415 - the same

    hosting = hosting_of(config.load(config_path))
    logged = Log(say, time.time) if log else None
    reload = Reload() if watching else None
    app = App(hosting, note=logged, reload=reload)
    with listen(host, port) as taken, _watching(config_path, app, reload) as ending:
        say(f"serving {', '.join(map(str, hosting.folders))} at {url_of(taken, hosting.prefix)} (Ctrl-C ends it)")
        run(app, taken, ending=ending)
    for line in logged.subscribers() if logged else ():
        say(line)


@contextmanager
def _watching(config_path: Path, app: App, reload: Reload | None) -> Iterator[Callable[[], None]]:
    """Build after every change while the block runs, and yield what ends the streams of open pages."""
    if reload is None:
        yield lambda: None
        return
    from threading import Event, Thread  # noqa: PLC0415 - only where it is wanted

    from feedtool.cli.watch import builder  # noqa: PLC0415 - the same
    from feedtool.watch import check_installed, watch  # noqa: PLC0415 - the same

    check_installed()
    stop = Event()
    build = builder(verbose=False, changed=reload.tell)

    def run(project: Config) -> None:
        app.host(hosting_of(project))  # what the configuration says may have changed too
        build(project)

    told = {"run": run, "failed": show_error, "stop": stop}
    thread = Thread(target=watch, args=(config_path,), kwargs=told, name="watch")
    thread.start()
    try:
        yield reload.stop
    finally:
        stop.set()
        thread.join()
