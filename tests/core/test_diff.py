from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reactor_nb.core.component import component
from reactor_nb.core.hooks import Setter, use_state
from reactor_nb.core.sequence import longest_increasing
from reactor_nb.core.vnode import Fragment, unsafe_html
from reactor_nb.html import b, button, div, input, li, option, p, select, span, ul
from tests.core.stage import Stage, show
from tests.core.trees import build, forests
from tests.work import growth_of


class Shown:
    """A component that shows what is put into it; ``stage`` is where."""

    def __init__(self, first: Any) -> None:
        self.set: Setter[Any]
        self.stage: Stage = show(lambda: self._render(first))

    def _render(self, first: Any) -> Any:
        (node,), self.set = use_state((first,))
        return node

    def change(self, node: Any) -> list[Any]:
        """Show another node and return the ops."""
        self.set((node,))
        return self.stage.flush()


def items(keys: str) -> Any:
    return ul(*[li(name, key=name) for name in keys])


@settings(max_examples=150, deadline=None)
@given(st.lists(forests(), min_size=2, max_size=4))
def test_v27_ops_turn_any_tree_into_any_other(trees: list[Any]) -> None:
    shown = Shown([build(one) for one in trees[0]])

    for tree in trees[1:]:
        shown.change([build(one) for one in tree])

    fresh = Shown([build(one) for one in trees[-1]])
    assert shown.stage.html() == fresh.stage.html()
    assert shown.stage.errors == []
    shown.stage.close()
    fresh.stage.close()


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from("abcdefghij"), unique=True),
    st.lists(st.sampled_from("abcdefghij"), unique=True),
)
def test_v27_c11_keyed_children_keep_their_nodes_and_move_least(
    old: list[str], new: list[str]
) -> None:
    shown = Shown(items("".join(old)))
    nodes = {one.children[0].text: one for one in shown.stage.page.find("ul").children}  # type: ignore[union-attr]

    shown.change(items("".join(new)))

    after = shown.stage.page.find("ul").children
    assert [one.children[0].text for one in after] == new  # type: ignore[union-attr]
    assert all(nodes.get(name, one) is one for name, one in zip(new, after, strict=True))
    stayed = [old.index(name) for name in new if name in nodes]
    assert shown.stage.page.moves <= len(stayed) - len(longest_increasing(stayed))
    shown.stage.close()


def test_nothing_changed_is_no_op() -> None:
    shown = Shown(div(p("a", class_="x"), [b("b")], None))

    ops = shown.change(div(p("a", class_="x"), [b("b")], None))

    assert ops == []


def test_the_very_same_vnode_is_passed_over() -> None:
    node = div(p("a"))
    shown = Shown([node, "x"])

    ops = shown.change([node, "y"])

    assert ops == [["text", 4, "y"]]


def test_a_key_may_be_used_again_after_its_child_was_removed() -> None:
    shown = Shown(items("ab"))
    shown.change(items("b"))

    ops = shown.change(items("ab"))

    assert ops == [["create", 1, 4, 6, ["li", 0, "a"]]]


def test_a_moved_component_takes_all_its_nodes_along() -> None:
    @component
    def Pair(name: str) -> Any:
        return [b(name), "-", p(name)]

    shown = Shown(div(*[Pair(name=name, key=name) for name in "abc"]))

    ops = shown.change(div(*[Pair(name=name, key=name) for name in "cab"]))

    assert ops == [["move", 1, 12, 2], ["move", 1, 14, 2], ["move", 1, 15, 2]]


def test_a_component_that_moves_and_grows_stands_in_order() -> None:
    @component
    def Run(name: str, count: int) -> Any:
        return [span(name, at, key=at) for at in range(count)]

    def runs(order: str, count: int) -> Any:
        return div(*[Run(name=one, count=count, key=one) for one in order])

    shown = Shown(runs("abc", 1))

    shown.change(runs("bca", 3))

    assert shown.stage.page.text() == "b0b1b2c0c1c2a0a1a2"


def test_empty_components_and_fragments_hold_no_place_on_the_page() -> None:
    @component
    def Nothing() -> Any:
        return None

    shown = Shown([Nothing(), [], Fragment(key="f"), "end"])

    ops = shown.change([Nothing(), [b("x")], Fragment(p("y"), key="f"), "end"])

    assert ops == [["create", 0, 1, 2, ["p", 0, "y"]], ["create", 0, 2, 4, ["b", 0, "x"]]]


def test_a_list_that_grows_moves_nothing_beside_it() -> None:
    def page(names: str) -> Any:
        return div(p("head"), [li(name) for name in names], p("foot"))

    shown = Shown(page("ab"))

    ops = shown.change(page("abc"))

    assert ops == [["create", 1, 8, 10, ["li", 0, "c"]]]


def test_new_children_side_by_side_are_one_op() -> None:
    shown = Shown(items("ae"))

    ops = shown.change(items("abcde"))

    assert ops == [["create", 1, 4, 6, ["li", 0, "b"], ["li", 0, "c"], ["li", 0, "d"]]]


def test_another_tag_or_key_is_another_node() -> None:
    shown = Shown(div("x", key="1"))

    other_tag = shown.change(p("x", key="1"))
    other_key = shown.change(p("x", key="2"))

    assert other_tag == [["remove", 1], ["create", 0, 0, 3, ["p", 0, "x"]]]
    assert other_key == [["remove", 3], ["create", 0, 0, 5, ["p", 0, "x"]]]


def test_a_number_and_its_text_are_the_same_key() -> None:
    shown = Shown(div(p("x", key=1)))

    ops = shown.change(div(p("x", key="1")))

    assert ops == []


def test_a_select_gets_its_value_after_its_options() -> None:
    def choice(names: str, value: str) -> Any:
        return select(*[option(name, key=name) for name in names], value=value)

    shown = Shown(choice("ab", "a"))

    ops = shown.change(choice("abc", "c"))

    assert ops == [["create", 1, 0, 6, ["option", 0, "c"]], ["prop", 1, "value", "c"]]


def test_a_property_that_is_no_longer_given_is_emptied() -> None:
    shown = Shown([input(value="a"), input(type="checkbox", checked=True)])

    ops = shown.change([input(), input(type="checkbox")])

    assert ops == [["prop", 2, "checked", False], ["prop", 1, "value", ""]]


def test_attributes_are_set_and_taken_away() -> None:
    shown = Shown(p(id="a", title="t"))

    ops = shown.change(p(id="b", lang="de"))

    assert ops == [["attr", 1, "id", "b"], ["attr", 1, "lang", "de"], ["attr", 1, "title", None]]


def test_a_new_handler_is_no_op_and_new_options_are_one() -> None:
    shown = Shown(button(on_click=lambda: None))

    same = shown.change(button(on_click=lambda: None))
    other = shown.change(button(on_focus=lambda: None))

    assert same == []
    assert other == [["event", 1, "focus", 1], ["event", 1, "click", None]]


def test_raw_html_and_children_replace_each_other() -> None:
    shown = Shown(div(b("one"), "two"))

    raw = shown.change(div(unsafe_html("<i>three</i>")))
    other = shown.change(div(unsafe_html("<i>four</i>")))
    children = shown.change(div(b("five")))

    assert raw == [["html", 1, "<i>three</i>"], ["remove", 2, 4]]
    assert other == [["html", 1, "<i>four</i>"]]
    assert children == [["html", 1, ""], ["create", 1, 0, 5, ["b", 0, "five"]]]


def turn_round(size: int) -> Callable[[], list[Any]]:
    """Return what turns a list of so many children round; it returns the ops."""
    children = [li(at, key=at) for at in range(size)]
    shown = Shown(ul(*children))
    shown.set((ul(*reversed(children)),))
    return shown.stage.root.flush


def test_children_that_are_turned_round_are_all_moved_but_one() -> None:
    ops = turn_round(1000)()

    assert [op[0] for op in ops] == ["move"] * 999


def test_turning_twice_the_children_round_is_twice_the_work() -> None:
    assert growth_of(turn_round, 1000) < 2.1
