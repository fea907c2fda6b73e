"""`python -m feedtool`, and the command `feedtool`: how it begins, and how signals end it.

Before there is anything to lose a signal ends it at once.  Later, Ctrl-C and SIGTERM (of cron, systemd, a container)
let a command keep what it has done.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_YOUNG = 50_000
"""How many objects are made before Python looks which of them are garbage: of what a command makes hardly any is."""


def _terminate(_number: int, _frame: FrameType | None) -> None:
    from feedtool.cli import Terminated  # noqa: PLC0415 - signals first

    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # one is enough
    raise Terminated


def run() -> None:
    """Run the command line."""
    heeds = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # not so in the background of a shell
    if heeds:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    main = _asked()
    if main is None:
        return
    if heeds:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _terminate)
    gc.freeze()
    gc.set_threshold(_YOUNG)
    try:
        main()
    except SystemExit as end:
        if end.code in (130, 143):
            _leave(end.code)
        raise


def _asked() -> Callable[[], object] | None:
    """Return what does what the command line asks for; None where it asks for the most common, and that is done."""
    if sys.argv[1:] == ["build"]:
        from feedtool.still import is_plainly_still, says_nothing  # noqa: PLC0415 - signals first

        if says_nothing(os.environ):
            if is_plainly_still():
                return None
            if sys.stderr is None or not sys.stderr.isatty():  # on which it would be drawn how far it is
                from feedtool.plain import build  # noqa: PLC0415 - it takes the place of the command line

                return build
    from feedtool.cli import main  # noqa: PLC0415 - the most common runs end without it

    return partial(main, prog_name="feedtool")


def _leave(code: int) -> None:
    """End at once: what was done is kept, and a server that is still being waited for keeps nobody from leaving."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
