from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from reactor_nb.core.component import Component, component, component_of
from reactor_nb.errors import ElementError
from reactor_nb.html import b, div, li, p, ul
from tests.core.stage import Stage, html_of, show


@component
def Pair(left: str, right: str = "-", *, title: str = "") -> Any:
    return p(left, right, title=title or None)


@component
def Card(title: str, children: Any) -> Any:
    return div(b(title), children)


@component
def Whole(props: Mapping[str, Any]) -> Any:
    return p(", ".join(f"{name}={value}" for name, value in props.items()))


@component
def Open(name: str, **rest: Any) -> Any:
    return p(name, len(rest))


CALLS = {
    "keywords": (lambda: Pair(left="a", right="b"), "<p>ab</p>"),
    "a default": (lambda: Pair(left="a"), "<p>a-</p>"),
    "by position": (lambda: Pair("a", "b"), "<p>ab</p>"),
    "position and keyword": (lambda: Pair("a", title="t"), '<p title="t">a-</p>'),
    "one mapping": (lambda: Pair({"left": "a", "title": "t"}), '<p title="t">a-</p>'),
    "mapping and keyword": (lambda: Pair({"left": "a"}, right="b"), "<p>ab</p>"),
    "all of them": (lambda: Whole(a=1, b=2), "<p>a=1, b=2</p>"),
    "all of them, by a mapping": (lambda: Whole({"a": 1}), "<p>a=1</p>"),
    "none of them": (lambda: Whole(), "<p></p>"),
    "any others": (lambda: Open(name="n", x=1, y=2), "<p>n2</p>"),
    "children after a mapping": (
        lambda: Card({"title": "t"}, "a", p("b")),
        "<div><b>t</b>a<p>b</p></div>",
    ),
    "children by keyword": (
        lambda: Card("t", children=["a", p("b")]),
        "<div><b>t</b>a<p>b</p></div>",
    ),
    "one child by keyword": (lambda: Card("t", children="a"), "<div><b>t</b>a</div>"),
    "no children": (lambda: Card("t"), "<div><b>t</b></div>"),
    "a mapping and no children": (lambda: Card({"title": "t"}), "<div><b>t</b></div>"),
}


@pytest.mark.parametrize(("call", "html"), CALLS.values(), ids=CALLS)
def test_a_component_is_called_with(call: Any, html: str) -> None:
    assert html_of(call()) == html


REFUSED = {
    "unknown": (
        lambda: Pair(lefft="a", left="b"),
        r"Pair\(\) has no property lefft; it takes left, right, title",
    ),
    "missing": (lambda: Pair(right="a"), r"Pair\(\) needs left"),
    "missing beside children": (lambda: Card(children="a"), r"Card\(\) needs title"),
    "missing beside any others": (lambda: Open(x=1), r"Open\(\) needs name"),
    "too many": (lambda: Pair("a", "b", "c"), r"takes 2 properties by position, not 3"),
    "twice": (lambda: Pair("a", left="b"), r"got left twice"),
    "not named by strings": (lambda: Pair({1: "a"}), r"named by strings"),
    "a key that is none": (lambda: Pair("a", key=1.5), r"a key is a string or an integer"),
}


@pytest.mark.parametrize(("call", "message"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_call_is_an_error_at_that_line(call: Any, message: str) -> None:
    with pytest.raises(ElementError, match=message):
        call()


def test_children_are_the_single_children_that_were_given() -> None:
    @component
    def List(children: Any) -> Any:
        return ul(*[li(one) for one in children])

    assert html_of(List({}, "a", b("b"))) == "<ul><li>a</li><li><b>b</b></li></ul>"
    assert html_of(List(children=["a", b("b")])) == "<ul><li>a</li><li><b>b</b></li></ul>"


def test_a_property_may_have_any_name_but_key() -> None:
    @component
    def Odd(self: str, given: str, props: str, component: str) -> Any:
        return p(self, given, props, component)

    assert html_of(Odd(self="a", given="b", props="c", component="d")) == "<p>abcd</p>"
    with pytest.raises(ElementError, match="cannot have a property named 'key'"):
        component(lambda key: key)


def test_functions_that_cannot_be_components_are_refused() -> None:
    async def later() -> Any: ...

    with pytest.raises(ElementError, match="cannot be async"):
        component(later)
    with pytest.raises(ElementError, match=r"cannot take \*args"):
        component(lambda *args: None)
    with pytest.raises(ElementError, match="takes a function"):
        component(3)  # type: ignore[call-overload]
    with pytest.raises(ElementError, match="positional-only"):
        component(lambda a, /: None)
    with pytest.raises(ElementError, match="cannot be read"):
        component(dict)


def test_a_component_keeps_the_functions_name_and_doc() -> None:
    @component
    def Documented() -> Any:
        """Say so."""

    assert (Documented.__name__, Documented.__doc__) == ("Documented", "Say so.")
    assert repr(Documented) == "<component Documented>"
    assert repr(Documented(key="k")) == "<Documented key='k'>"
    assert component_of(Documented) is Documented


def test_n56_a_component_decorated_twice_is_one_component() -> None:
    def plain() -> Any:
        return p("x")

    once = component(plain)

    assert component(once) is once
    assert isinstance(once, Component)


def test_the_key_is_on_the_call_and_not_a_property() -> None:
    node = Pair("a", key=7)

    assert node.key == "7"
    assert node.props == {"left": "a"}


def test_a_component_may_return_several_children_a_text_or_nothing() -> None:
    shows = [
        component(lambda: ["a", b("b")]),
        component(lambda: (one for one in "cd")),
        component(lambda: 5),
        component(lambda: None),
    ]

    assert html_of([one() for one in shows]) == "a<b>b</b>cd<!---->5"


def test_a_component_may_be_a_generator_of_children() -> None:
    @component
    def Several(count: int) -> Any:
        for at in range(count):
            yield p(at)

    assert html_of(Several(count=2)) == "<p>0</p><p>1</p>"


class Counted:
    """A component that counts its renders, under a parent that renders when told to."""

    def __init__(self, memo: Any, *props: dict[str, Any]) -> None:
        self.renders = 0
        self.props = iter(props)
        self.child = component(memo=memo)(self._child)
        self.stage: Stage = show(lambda: self.child(next(self.props)))

    def _child(self, **given: Any) -> Any:
        self.renders += 1
        return p(str(given))

    def render_again(self) -> None:
        (parent,) = self.stage.root.nodes()
        self.stage.root.enqueue(parent)  # type: ignore[arg-type]
        self.stage.flush()


MEMO = {
    "equal immutable values are skipped": (None, {"a": 1}, {"a": 1}, 1),
    "other values render": (None, {"a": 1}, {"a": 2}, 2),
    "a list always renders": (None, {"a": [1]}, {"a": [1]}, 2),
    "memo=False never skips": (False, {"a": 1}, {"a": 1}, 2),
    "memo=True compares by identity": (True, {"a": print}, {"a": print}, 1),
    "memo=True with another object": (True, {"a": [1]}, {"a": [1]}, 2),
    "memo=True with another name": (True, {"a": 1}, {"b": 1}, 2),
    "memo=function says yes": (lambda old, new: True, {"a": 1}, {"a": 2}, 1),
    "memo=function says no": (lambda old, new: False, {"a": 1}, {"a": 1}, 2),
}


@pytest.mark.parametrize(("memo", "old", "new", "renders"), MEMO.values(), ids=MEMO)
def test_memo(memo: Any, old: dict[str, Any], new: dict[str, Any], renders: int) -> None:
    counted = Counted(memo, old, new)

    counted.render_again()

    assert counted.renders == renders


def test_memo_compares_with_the_properties_of_the_last_render() -> None:
    seen: list[tuple[Any, Any]] = []

    def skip(old: Any, new: Any) -> bool:
        seen.append((old["a"], new["a"]))
        return bool(new["a"] == 2)

    counted = Counted(skip, {"a": 1}, {"a": 2}, {"a": 3})

    counted.render_again()
    counted.render_again()

    assert seen == [(1, 2), (1, 3)]
    assert counted.stage.html() == "<p>{&#x27;a&#x27;: 3}</p>".replace("&#x27;", "'")
