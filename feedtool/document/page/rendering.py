"""The one door to Jinja2: our templates, and those of the user, which come first.

`feedtool/NAME` is always ours, so that a template of the same name can extend it.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from feedtool.errors import UsageError
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

OURS = "feedtool/"
_Found = tuple[str, str, "Callable[[], bool]"]


def render(name: str, templates: Mapping[str, str], **context: Any) -> bytes:  # noqa: ANN401 - what templates are given
    """Return the document that a template makes; `templates` are the user's, by their names.

    Raises:
        UsageError: a template of the user is wrong, with its name and line.

    """
    environment = _environment(tuple(sorted(templates.items())))
    try:
        return environment.get_template(name).render(context).encode()
    except TemplateSyntaxError as error:
        raise _wrong(error, error.name or name, error.lineno) from None
    except TemplateNotFound as error:
        known = ", ".join(sorted({*_names(), *templates}))
        place = _place(error.__traceback__, name)
        raise UsageError(f"there is no template {error.name!r}", place=place, expected=f"one of {known}") from None
    except Exception as error:  # whatever the user's template does
        raise _wrong(error, name, 0) from error


def _wrong(error: Exception, name: str, line: int) -> UsageError:
    place = Place(file=f"templates/{name}", line=line) if line else _place(error.__traceback__, name)
    said = error.message if isinstance(error, TemplateError) and error.message else f"{type(error).__name__}: {error}"
    return UsageError(
        f"the template cannot be filled in: {said}", place=place, hint="compare it with the one it replaces"
    )


def _place(trace: TracebackType | None, name: str) -> Place:
    """Return the innermost place in a template: Jinja2 writes its lines into the traceback."""
    place = Place(file=f"templates/{name}")
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith("templates/"):
            place = Place(file=file, line=trace.tb_lineno)
        trace = trace.tb_next
    return place


@lru_cache(maxsize=4)
def _environment(templates: tuple[tuple[str, str], ...]) -> Environment:
    theirs = dict(templates)

    def load(name: str) -> _Found | None:
        text = theirs.get(name)
        if text is None:
            text = _ours(name.removeprefix(OURS))
        return None if text is None else (text, f"templates/{name}", lambda: True)

    environment = Environment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.globals["style_of"] = lambda name: _style(environment, name)
    environment.filters["sha256"] = _sha256
    return environment


def _style(environment: Environment, name: str) -> Markup:
    """Return a stylesheet to stand in a page, with as little white space as can be."""
    text = environment.get_template(name).render()
    return Markup("\n".join(line.strip() for line in text.splitlines() if line.strip()))  # noqa: S704 - a template's own


def _sha256(text: str) -> str:
    """Return the digest by which a Content-Security-Policy knows a text."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _names() -> list[str]:
    return [path.name for path in files("feedtool.document").joinpath("templates").iterdir() if path.is_file()]


@lru_cache(maxsize=32)
def _ours(name: str) -> str | None:
    path = files("feedtool.document").joinpath("templates").joinpath(name)
    return path.read_text(encoding="utf-8") if "/" not in name and path.is_file() else None
