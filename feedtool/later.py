"""LATER: what is there without its price before somebody asks: start-up time counts.

What a package offers is loaded when it is asked for (PEP 562); a regular expression is compiled when it is first used.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, AnyStr, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def later(package: str, places: Mapping[str, str]) -> Callable[[str], object]:
    """Return the `__getattr__` of a package; `places` says of each name which module of the package holds it.

    What is returned raises AttributeError for any other name, as modules do.
    """

    def load(name: str) -> object:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{places[name]}"), name)

    return load


def regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what does all that `re.compile` returns, and is compiled when something of it is asked for.

    There are some four hundred at the tops of modules; a run uses a fifth of those it loads, and each takes as long to
    compile as a module to load.  A function of `re` does not take one; its own methods do the same.
    """
    return cast("re.Pattern[AnyStr]", _Late(text, flags))


class _Late:
    """Hands over what a compiled pattern has, which stays at hand."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._said: tuple[Any, int] = (text, flags)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(*self._said)
        for each in _OFFERED:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


_OFFERED = tuple(name for name in dir(re.Pattern) if name[0] != "_")
