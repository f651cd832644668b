from __future__ import annotations

from typing import Any

import pytest

from reactor_nb.core.component import component
from reactor_nb.core.context import create_context, use_context
from reactor_nb.core.hooks import use_state
from reactor_nb.errors import HookError
from reactor_nb.html import b, p
from tests.core.stage import show

THEME = create_context("light")
renders: list[str] = []


@component
def Reader(name: str = "reader") -> Any:
    renders.append(name)
    return p(use_context(THEME))


@component
def Between(children: Any = ()) -> Any:
    renders.append("between")
    return [b(), Reader()]


@pytest.fixture(autouse=True)
def _no_renders() -> None:
    renders.clear()


class Changing:
    """A provider above a tree; ``set`` gives it another value."""

    def __init__(self, first: Any, *children: Any) -> None:
        self.stage = show(lambda: self._render(first, children))
        renders.clear()

    def _render(self, first: Any, children: Any) -> Any:
        value, self._set = use_state((first,))
        return THEME(value[0], *children)

    def set(self, value: Any) -> None:
        self._set((value,))
        self.stage.flush()


def test_the_nearest_provider_counts_and_the_default_where_there_is_none() -> None:
    stage = show(lambda: [Reader(), THEME("dark", Reader(), THEME("blue", Reader()), Reader())])

    assert stage.html() == "<p>light</p><p>dark</p><p>blue</p><p>dark</p>"


def test_a_change_reaches_a_reader_below_components_that_are_skipped() -> None:
    changing = Changing("dark", Between())

    changing.set("blue")

    assert changing.stage.html() == "<b></b><p>blue</p>"
    assert renders == ["reader"]


def test_an_equal_value_renders_no_reader() -> None:
    changing = Changing(("a", 1), Reader())

    changing.set(("a", 1))

    assert renders == []


def test_a_mutable_value_that_is_another_object_renders_readers() -> None:
    changing = Changing(["a"], Between())

    changing.set(["b"])

    assert changing.stage.html() == "<b></b><p>b</p>"


def test_a_reader_that_is_gone_hears_nothing() -> None:
    setters: list[Any] = []

    @component
    def Maybe() -> Any:
        shown, set_shown = use_state(True)
        setters.append(set_shown)
        return Reader() if shown else None

    changing = Changing("dark", Maybe())
    setters[0](False)
    changing.stage.flush()
    renders.clear()

    changing.set("blue")

    assert renders == []


def test_a_reader_that_stops_reading_hears_nothing() -> None:
    setters: list[Any] = []

    @component
    def Sometimes() -> Any:
        reads, set_reads = use_state(True)
        setters.append(set_reads)
        renders.append("sometimes")
        return p(use_context(THEME)) if reads else p("-")

    changing = Changing("dark", Sometimes())
    setters[0](False)
    changing.stage.flush()
    renders.clear()

    changing.set("blue")

    assert renders == []


def test_a_value_and_a_reader_that_change_at_once_render_once() -> None:
    setters: list[Any] = []

    @component
    def Own() -> Any:
        count, set_count = use_state(0)
        setters.append(set_count)
        renders.append("own")
        return p(count, use_context(THEME))

    changing = Changing("dark", Own())
    setters[0](1)
    changing.set("blue")

    assert changing.stage.html() == "<p>1blue</p>"
    assert renders == ["own"]


def test_a_provider_inside_another_of_the_same_context_shields_its_readers() -> None:
    changing = Changing("dark", THEME("fixed", Reader("inner")), Reader("outer"))

    changing.set("blue")

    assert changing.stage.html() == "<p>fixed</p><p>blue</p>"
    assert renders == ["outer"]


def test_a_context_is_read_in_renders_only() -> None:
    with pytest.raises(
        HookError, match="use_context was called outside a render, at .*test_context"
    ):
        use_context(THEME)


def test_two_contexts_do_not_meet() -> None:
    size = create_context(1)

    @component
    def Both() -> Any:
        return p(use_context(THEME), use_context(size))

    assert show(lambda: THEME("dark", size(2, Both()))).html() == "<p>dark2</p>"
