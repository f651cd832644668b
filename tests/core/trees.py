"""Random trees for the property tests: plain descriptions, and the vnodes they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from reactor_nb.core.component import component
from reactor_nb.core.elements import element
from reactor_nb.core.vnode import Fragment

TAGS = ("div", "p", "span", "input", "select")
TEXTS = st.sampled_from(["", "a", "b", " ", "<&>", "é\n"])


@dataclass(frozen=True)
class Tree:
    """An element, fragment or component; ``kind`` is its tag or ``"fragment"``, ``"One"``…"""

    kind: str
    key: str | None
    settings: tuple[tuple[str, Any], ...]
    children: tuple[Any, ...]


@component(memo=False)
def One(children: Any) -> Any:
    return children


@component
def Two(children: Any, title: str = "") -> Any:
    return element("b", {"title": title}, children) if title else children


@st.composite
def settings_of(draw: st.DrawFn, kind: str) -> tuple[tuple[str, Any], ...]:
    """Return attributes, properties and handlers for one element."""
    chosen: dict[str, Any] = {}
    if kind == "fragment" or kind == "One":
        return ()
    if kind == "Two":
        return (("title", draw(st.sampled_from(["", "t", "u"]))),)
    if draw(st.booleans()):
        chosen["title"] = draw(st.sampled_from(["x", "y"]))
    if draw(st.integers(0, 3)) == 0:
        chosen["on_click"] = print
    if kind in ("input", "select") and draw(st.booleans()):
        chosen["value"] = draw(st.sampled_from(["", "v", "w"]))
    return tuple(chosen.items())


@st.composite
def siblings(draw: st.DrawFn, depth: int) -> tuple[Any, ...]:
    """Return children of one parent, keys differing among them."""
    count = draw(st.integers(0, 5))
    found = [draw(child(depth)) for _ in range(count)]
    seen: set[str] = set()
    result: list[Any] = []
    for one in found:
        if isinstance(one, Tree) and one.key is not None:
            if one.key in seen:
                continue
            seen.add(one.key)
        result.append(one)
    return tuple(result)


@st.composite
def child(draw: st.DrawFn, depth: int) -> Any:
    """Return a text, an empty place or a tree."""
    if depth <= 0 or draw(st.integers(0, 3)) == 0:
        return draw(st.one_of(st.none(), TEXTS))
    kind = draw(st.sampled_from((*TAGS, "fragment", "One", "Two")))
    key = draw(st.sampled_from((None, None, "1", "2", "3", "4", "5")))
    inside = () if kind == "input" else draw(siblings(depth - 1))
    return Tree(kind, key, draw(settings_of(kind)), inside)


def forests(depth: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return what a component might return: several children."""
    return siblings(depth)


def build(tree: Any) -> Any:
    """Return the vnodes that a description stands for."""
    if not isinstance(tree, Tree):
        return tree
    inside = [build(one) for one in tree.children]
    if tree.kind == "fragment":
        return Fragment(*inside, key=tree.key)
    if tree.kind == "One":
        return One({"key": tree.key}, *inside)
    if tree.kind == "Two":
        return Two({"key": tree.key, **dict(tree.settings)}, *inside)
    return element(tree.kind, {"key": tree.key, **dict(tree.settings)}, *inside)
