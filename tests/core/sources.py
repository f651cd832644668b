"""Sources of components, made at random, and values for them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from reactor_nb import html
from reactor_nb.core.block import from_plan
from reactor_nb.core.compile import compile_source
from reactor_nb.core.location import CELLS_NAME
from reactor_nb.core.vnode import Fragment, unsafe_html

NAMES = "div p b span ul li table tbody tr td pre select option input textarea br button title"
HEAD = f"from reactor_nb.html import {', '.join(NAMES.split())}\n"


def run(source: str, *, compiled: bool, **names: Any) -> dict[str, Any]:
    """Run a source, as it is or compiled, and return its names."""
    plans: dict[str, Any] = {}
    if compiled:
        source, plans = compile_source(source).source, compile_source(source).plans
    found = {
        CELLS_NAME: ((1, 1, 1),),
        **names,
        **{at: from_plan(plan) for at, plan in plans.items()},
    }
    exec(compile(source, "<test>", "exec"), found)
    return found


class Opaque:
    def __repr__(self) -> str:
        return "<opaque>"


def nobody() -> None: ...


texts = st.sampled_from(
    ["", "a", "b c", "<&>\"'", "é", "\r", "\n", "a\0", "\ud800", "x" * 30, "%s%"]
)
scalars = st.one_of(texts, st.integers(-2, 2), st.sampled_from([0.5, None, True, False, 1.0]))
odd = st.sampled_from(
    [
        Opaque(),
        {"class": "given"},
        unsafe_html("<i>raw</i>"),
        b"bytes",
        nobody,
        ["x", "y"],
        ("x", ["y", 1]),
        html.b("node"),
        html.b("keyed", key="k"),
        Fragment("f", "g"),
        ["one", html.b("two", key=1)],
        {"color": "red"},
        "javascript:x()",
    ]
)
values = st.one_of(scalars, scalars, scalars, odd)

ATTRIBUTES = (
    "title class_ id data_x hidden style href value checked on_click key tabindex aria_busy"
)


def literal(value: Any) -> str:
    return repr(value)


looked_up = st.integers(0, 3).map(lambda number: f"v[{number}]")
constants = st.one_of(texts.filter(str.isprintable), st.sampled_from([1, 0.5, None, True])).map(
    literal
)
constant_lists = st.sampled_from(["{'color': 'red', 'top': 0}", "['a', None, 'b']", "[]", "{}"])
named = st.dictionaries(
    st.sampled_from(ATTRIBUTES.split()),
    st.one_of(looked_up, looked_up, constants, constant_lists),
    max_size=3,
)


def call(name: str, inside: list[str], given: list[str]) -> str:
    return f"{name}({', '.join([*inside, *given])})"


def with_mapping(name: str, inside: list[str], given: dict[str, str]) -> str:
    """Return a call that has its first attributes in a mapping."""
    first = [one for one in given if one != "key"][:2]
    if not first:
        return call(name, inside, list_of(given))
    pairs = [f"{one.rstrip('_')!r}: {given[one]}" for one in first]
    rest = {one: value for one, value in given.items() if one not in first}
    return call(name, [f"{{{', '.join(pairs)}}}", *inside], list_of(rest))


def list_of(given: dict[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in given.items()]


def element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    rows = st.builds(
        lambda star, name, child, given: (
            f"{star}[{call(name, [child, 'x'], given)} for x in v[4] if x != 9]"
        ),
        st.sampled_from(["", "*"]),
        st.sampled_from(["li", "option", "tr", "p"]),
        inside,
        st.sampled_from([[], ["key=x"], ["key=x", "title=x"], ["class_=x"]]),
    )
    choice = st.builds(lambda a, b: f"({a} if v[0] else {b})", inside, inside)
    child = st.one_of(looked_up, looked_up, constants, inside, inside, rows, choice)
    return called(child, 4)


def called(child: st.SearchStrategy[str], count: int) -> st.SearchStrategy[str]:
    names = st.sampled_from(NAMES.split())
    children = st.lists(child, max_size=count)
    by_keyword = st.builds(call, names, children, named.map(list_of))
    return st.one_of(by_keyword, by_keyword, st.builds(with_mapping, names, children, named))


expressions = st.recursive(
    called(looked_up, 2),
    element,
    max_leaves=8,
)
items = st.lists(st.one_of(st.integers(0, 4), texts), max_size=4)
given_values = st.tuples(values, values, values, values, items)


COUNT = """
from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_state

@component
def Count(label="x", small=False):
    n, set_n = use_state(0)
    if small:
        return button(label, n, on_click=lambda: set_n(n + 1))
    return span(label, b(n), [button("+", on_click=lambda: set_n(n + 1))], class_=label)
"""
counts = st.sampled_from(["Count()", "Count(small=v[0])", "Count(label=str(v[1])[:2])"])
plain_values = st.one_of(st.sampled_from(["", "a", "b<"]), st.integers(0, 2), st.none())
plain_steps = st.tuples(
    st.tuples(*[plain_values] * 4, st.lists(st.integers(0, 6), max_size=5, unique=True)),
    st.lists(st.integers(0, 5), max_size=2),
)
plain_attributes = st.sampled_from([[], ["class_='c'"], ["title=v[2]"], ["on_click=None"]])
lively = st.recursive(
    st.builds(
        call,
        st.sampled_from(["div", "p", "b"]),
        st.lists(st.one_of(looked_up, counts, constants), max_size=3),
        plain_attributes,
    ),
    lambda inside: st.builds(
        call,
        st.sampled_from(["div", "ul", "span"]),
        st.lists(
            st.one_of(
                looked_up,
                counts,
                inside,
                st.builds(lambda a, b: f"({a} if v[0] else {b})", inside, inside),
                st.builds(
                    lambda star, a, key: (
                        f"{star}[li({a}, x, Count(label=str(x)) if v[3] else None{key})"
                        " for x in v[4]]"
                    ),
                    st.sampled_from(["", "*"]),
                    st.one_of(inside, looked_up),
                    st.sampled_from(["", ", key=x"]),
                ),
                st.sampled_from(["[li(x, key=x) for x in v[4]]", "*[li(x) for x in v[4]]"]),
                st.just("[Count(str(x), key=x) for x in v[4]]"),
            ),
            max_size=4,
        ),
        plain_attributes,
    ),
    max_leaves=6,
)
