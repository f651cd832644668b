from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from reactor_nb.core.boundary import ErrorBoundary
from reactor_nb.core.component import component
from reactor_nb.core.elements import element
from reactor_nb.core.hooks import use_state
from reactor_nb.core.reconcile import MAX_DEPTH
from reactor_nb.core.vnode import Fragment, Node, VFragment
from reactor_nb.errors import RenderError
from reactor_nb.html import b, button, div, li, p, ul
from tests.core.stage import Stage, show
from tests.work import Work, growth_of


@component
def Cell(name: str) -> Any:
    """Shows its name and which instance it is."""
    number, _ = use_state(lambda: next(numbers))
    return b(name, number)


numbers = iter(range(0))


@pytest.fixture(autouse=True)
def _count_instances() -> None:
    global numbers
    numbers = iter(range(1000))


class Switch:
    """Shows what ``makers`` make, one after the other."""

    def __init__(self, *makers: Callable[[], Any]) -> None:
        self.makers = makers
        self.stage: Stage = show(self._render)

    def _render(self) -> Any:
        at, self.set = use_state(0)
        return self.makers[at]()

    def all(self) -> list[str]:
        """Return the texts of one view after the other."""
        texts = [self.stage.page.text()]
        for at in range(1, len(self.makers)):
            self.set(at)
            self.stage.flush()
            texts.append(self.stage.page.text())
        return texts


KEPT: dict[str, tuple[list[Callable[[], Any]], list[str]]] = {
    "at one place": ([lambda: Cell("a"), lambda: Cell("b")], ["a0", "b0"]),
    "by their key": (
        [lambda: [Cell(n, key=n) for n in "abc"], lambda: [Cell(n, key=n) for n in "cab"]],
        ["a0b1c2", "c2a0b1"],
    ),
    "beside an empty place": (
        [lambda: [None, Cell("a")], lambda: [p("x"), Cell("a")]],
        ["a0", "xa0"],
    ),
    "beside a list that grows": (
        [lambda: [[p("1")], Cell("a")], lambda: [[p("1"), p("2"), p("3")], Cell("a")]],
        ["1a0", "123a0"],
    ),
    "after something that goes": (
        [lambda: [p("x"), Cell("a")], lambda: [Cell("a")]],
        ["xa0", "a0"],
    ),
    "in a keyed fragment that moves": (
        [
            lambda: [Fragment(Cell(n), key=n) for n in "ab"],
            lambda: [Fragment(Cell(n), key=n) for n in "ba"],
        ],
        ["a0b1", "b1a0"],
    ),
    "without a key among keys": (
        [lambda: [Cell("k", key=1), Cell("a")], lambda: [Cell("a"), Cell("k", key=1)]],
        ["k0a1", "a1k0"],
    ),
}


@pytest.mark.parametrize(("makers", "texts"), KEPT.values(), ids=KEPT)
def test_instances_are_kept(makers: list[Callable[[], Any]], texts: list[str]) -> None:
    assert Switch(*makers).all() == texts


NEW: dict[str, tuple[list[Callable[[], Any]], list[str]]] = {
    "another key": ([lambda: Cell("a", key=1), lambda: Cell("a", key=2)], ["a0", "a1"]),
    "a key that is new": ([lambda: Cell("a"), lambda: Cell("a", key=1)], ["a0", "a1"]),
    "an element around it": ([lambda: Cell("a"), lambda: div(Cell("a"))], ["a0", "a1"]),
    "another element around it": ([lambda: div(Cell("a")), lambda: p(Cell("a"))], ["a0", "a1"]),
    "a key that comes back": (
        [lambda: Cell("a", key=1), lambda: None, lambda: Cell("a", key=1)],
        ["a0", "", "a1"],
    ),
    "a component of the same name": (
        [lambda: Cell("a"), lambda: component(Cell.function)("a")],
        ["a0", "a1"],
    ),
}


@pytest.mark.parametrize(("makers", "texts"), NEW.values(), ids=NEW)
def test_an_instance_is_new_with(makers: list[Callable[[], Any]], texts: list[str]) -> None:
    assert Switch(*makers).all() == texts


def test_a_key_inside_the_root_of_a_component_does_not_name_it() -> None:
    @component
    def Row(name: str) -> Any:
        number, _ = use_state(lambda: next(numbers))
        return li(name, number, key=name)

    texts = Switch(
        lambda: ul(*[Row(name) for name in "ab"]), lambda: ul(*[Row(name) for name in "ba"])
    ).all()

    assert texts == ["a0b1", "b0a1"]


def test_children_that_are_passed_on_keep_their_state_and_are_not_rendered_again() -> None:
    renders: list[str] = []

    @component
    def Inner() -> Any:
        renders.append("inner")
        return p("inner")

    @component
    def Outer(children: Any) -> Any:
        count, set_count = use_state(0)
        return div(button(count, on_click=lambda: set_count(count + 1)), children)

    stage = show(lambda: Outer({}, Inner()))
    stage.click()

    assert renders == ["inner"]
    assert stage.html() == "<div><button>1</button><p>inner</p></div>"


# Depth


def nest(depth: int, inner: Any = "x") -> Any:
    node = inner
    for _ in range(depth):
        node = element("div", node)
    return node


@pytest.mark.parametrize("depth", [201, 5_000, 50_000])
def test_v25_elements_nested_too_deeply_are_a_clear_error(depth: int) -> None:
    node = nest(depth)

    with Work() as work, pytest.raises(RenderError, match="nested deeper than can be shown"):
        show(lambda: node)

    assert work.steps < 50 * MAX_DEPTH


def test_v25_what_is_nested_reasonably_is_shown() -> None:
    stage = show(lambda: nest(150, p("deep")))

    assert stage.html().count("<div>") == 150


class Opened(tuple[Node, ...]):
    """Children that note when somebody goes through them."""

    times = 0

    def __iter__(self) -> Iterator[Node]:
        Opened.times += 1
        return super().__iter__()


@pytest.mark.parametrize("depth", [1_000, 50_000])
def test_v25_fragments_nested_too_deeply_are_a_clear_error(depth: int) -> None:
    node: Node = "x"
    for _ in range(depth):
        node = VFragment(Opened((node,)))
    Opened.times = 0

    with pytest.raises(RenderError, match="nested"):
        show(lambda: node)

    assert 0 < Opened.times < sys.getrecursionlimit()


def test_n51_a_component_that_shows_itself_without_end_is_a_clear_error() -> None:
    @component
    def Endless(level: int = 0) -> Any:
        shown.append(level)
        return div(Endless(level + 1))

    shown: list[int] = []

    with pytest.raises(RenderError, match="nested") as caught:
        show(lambda: Endless())

    assert "RecursionError" not in str(caught.value)
    assert len(shown) < MAX_DEPTH


def test_n51_two_components_that_show_each_other_name_their_circle() -> None:
    @component
    def Ping() -> Any:
        return Pong()

    @component
    def Pong() -> Any:
        return Ping()

    with pytest.raises(RenderError, match="nested") as caught:
        show(lambda: Ping())

    assert "Ping › Pong" in str(caught.value)


def test_v25_a_tree_that_grows_too_deep_keeps_the_last_good_view() -> None:
    @component
    def Deep(levels: int) -> Any:
        shown.append(levels)
        return div(Deep(levels - 1)) if levels else "end"

    def render() -> Any:
        levels, set_levels = use_state(1)
        return [button(on_click=lambda: set_levels(5000)), Deep(levels)]

    shown: list[int] = []
    stage = show(render)
    before = stage.html()
    shown.clear()

    stage.click()

    assert stage.html() == before
    (error,) = stage.errors
    assert isinstance(error, RenderError)
    assert 0 < len(shown) < MAX_DEPTH


def test_v25_a_boundary_catches_what_is_too_deep() -> None:
    @component
    def Endless() -> Any:
        return Endless()

    stage = show(lambda: [ErrorBoundary(Endless(), fallback=p("too deep")), p("beside")])

    assert stage.html() == "<p>too deep</p><p>beside</p>"


def test_v25_a_wide_tree_is_shown() -> None:
    stage = show(lambda: ul(*[li(at) for at in range(20_000)]))

    assert stage.html().count("<li>") == 20_000


def test_v25_a_tree_twice_as_wide_is_twice_the_work() -> None:
    def show_wide(size: int) -> Callable[[], Stage]:
        return lambda: show(lambda: ul(*[li(at) for at in range(size)]))

    assert growth_of(show_wide, 500) < 2.1


def test_the_parts_of_an_attempt_that_failed_are_gone() -> None:
    mounted: list[Any] = []

    @component
    def Child(fails: bool) -> Any:
        value, set_value = use_state(0)
        mounted.append(set_value)
        if fails:
            raise ValueError("child")
        return p(value)

    def render() -> Any:
        count, set_count = use_state(0)
        return [
            button(count, on_click=lambda: set_count(1)),
            *([Child(fails=False), Child(fails=True)] if count else []),
        ]

    stage = show(render)
    stage.click()
    mounted[0](5)

    assert not stage.root.is_dirty()
    assert stage.html() == "<button>0</button>"
    assert [str(error) for error in stage.errors] == ["child"]
