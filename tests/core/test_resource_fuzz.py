"""Random trees of components that wait, answered in random order: one outcome, on either side."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_state
from reactor_nb.core.render_once import Once
from reactor_nb.core.resource import Suspense, use_resource
from reactor_nb.core.state import Store
from reactor_nb.html import b, div, p
from tests.core.stage import Pause, Stage, as_component

Tree = Any
LEAVES = st.tuples(st.just("leaf"), st.integers(0, 3))
TREES: st.SearchStrategy[Tree] = st.recursive(
    st.one_of(LEAVES, st.just(("text",))),
    lambda inner: st.tuples(
        st.sampled_from(["suspense", "component", "element"]), st.lists(inner, max_size=3)
    ),
    max_leaves=8,
)


class Loads:
    """The answers that are there, and how often each was asked for."""

    def __init__(self) -> None:
        self.ready: set[int] = set()

    async def load(self, number: int) -> int:
        while number not in self.ready:
            await Pause()
        return number + 1


def node_of(tree: Tree, loads: Loads) -> Any:
    """Return a tree as vnodes; a leaf waits for as many values as its number says."""

    @component
    def Leaf(count: int) -> Any:
        values = [use_resource(lambda at=at: loads.load(at), [at]) for at in range(count)]  # type: ignore[misc]
        return b(str(values))

    @component(memo=False)
    def Around(inner: Any) -> Any:
        return [use_state("s")[0], *inner]

    def make(one: Tree) -> Any:
        match one:
            case ("leaf", count):
                return Leaf(count)
            case ("suspense", inner):
                return Suspense(*map(make, inner), fallback=p("wait"))
            case ("component", inner):
                return Around(list(map(make, inner)))
            case ("element", inner):
                return div(*map(make, inner))
        return "text"

    return as_component(lambda: make(tree))()


@settings(max_examples=150, deadline=None)
@given(TREES, st.permutations([0, 1, 2, 3]))
def test_whatever_answers_first_all_is_shown_in_the_end(tree: Tree, order: list[int]) -> None:
    loads = Loads()
    stage = Stage(node_of(tree, loads))
    stage.settle()
    server = Once(node_of(tree, Loads()), Store())
    server.close()
    assert server.html == stage.html()

    for number in order:
        loads.ready.add(number)
        stage.resume()
        stage.settle()
    for _ in order:
        stage.resume()
        stage.settle()

    whole = Loads()
    whole.ready.update(order)
    expected = Stage(node_of(tree, whole))
    assert stage.html() == expected.html()
    assert "wait" not in stage.html()
    assert stage.errors == []
    stage.close()
    assert stage.root.loads == {}
