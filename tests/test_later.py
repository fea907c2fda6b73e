"""What is there without its price before somebody asks for it."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

import feedtool
from feedtool.later import regex

MODULES = [
    module.name
    for module in pkgutil.walk_packages(feedtool.__path__, "feedtool.")
    if not module.name.endswith("__main__") and not module.name.startswith(("feedtool.pipeline.sources.cluster",))
]


def test_every_regular_expression_at_the_top_of_a_module_compiles() -> None:
    kind = type(regex(""))
    found = [value for name in MODULES for value in vars(import_module(name)).values() if isinstance(value, kind)]
    assert len({value.pattern for value in found}) > 300


@given(st.text("ab.*(", max_size=5), st.text("abc", max_size=5), st.sampled_from((0, re.IGNORECASE)))
def test_a_late_expression_does_what_a_compiled_one_does(text: str, said: str, flags: int) -> None:
    try:
        now = re.compile(text, flags)
    except re.error:
        with pytest.raises(re.error):
            regex(text, flags).search(said)
        return
    late = regex(text, flags)
    assert late.sub("x", said) == now.sub("x", said)
    assert late.findall(said) == now.findall(said)
    assert (late.search(said) is None) == (now.search(said) is None)
    assert (late.pattern, late.flags, late.groups) == (now.pattern, now.flags, now.groups)


def test_what_patterns_have_not_late_ones_have_not_either() -> None:
    with pytest.raises(AttributeError):
        regex("a").nothing  # type: ignore[attr-defined]  # noqa: B018 - looked for
