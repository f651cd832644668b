from __future__ import annotations

import warnings
from collections.abc import Callable
from traceback import extract_tb
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reactor_nb import html
from reactor_nb.core.block import Block
from reactor_nb.core.compile import compile_source
from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_state
from reactor_nb.core.location import CELLS_NAME, error_location
from reactor_nb.core.vnode import Fragment, VBlock, VElement, VRows, unsafe_html
from reactor_nb.errors import ElementError
from tests.core.page_model import normalize
from tests.core.stage import Stage, once

NAMES = "div p b span ul li table tbody tr td pre select option input textarea br button title"
HEAD = f"from reactor_nb.html import {', '.join(NAMES.split())}\n"


def run(source: str, *, compiled: bool, **names: Any) -> dict[str, Any]:
    """Run a source, as it is or compiled, and return its names."""
    plans: dict[str, Any] = {}
    if compiled:
        source, plans = compile_source(source).source, compile_source(source).plans
    found = {CELLS_NAME: ((1, 1, 1),), **names, **{at: Block(*plan) for at, plan in plans.items()}}
    exec(compile(source, "<test>", "exec"), found)
    return found


def both(body: str, **names: Any) -> tuple[Any, Any]:
    """Return what an expression gives uncompiled and compiled."""
    source = f"{HEAD}def render():\n    return {body}\n"
    plain, compiled = (run(source, compiled=one, **names)["render"] for one in (False, True))
    return plain(), compiled()


# What is taken, and what is left


def test_an_element_of_a_constant_shape_becomes_a_block_with_the_same_html() -> None:
    plain, block = both('div(p("Hello ", name, "!"), title=name, class_="greeting")', name="Ada")

    assert type(block) is VBlock
    assert once(lambda: block).html == once(lambda: plain).html
    assert once(lambda: block).html == '<div title="Ada" class="greeting"><p>Hello Ada!</p></div>'


def test_attributes_first_and_constant_styles_are_part_of_the_template() -> None:
    plain, block = both(
        "div(p({'style': {'color': 'red'}, 'title': name}, class_=['x', 'y']), style={'top': 0})",
        name="Ada",
    )

    assert type(block) is VBlock
    assert block.values == ["Ada"]
    assert once(lambda: block).html == once(lambda: plain).html
    assert '<p style="color: red" title="Ada" class="x y">' in once(lambda: plain).html


def test_a_constant_element_is_the_very_same_object_each_time() -> None:
    render = run(f'{HEAD}def render(): return div(p("a"), br())\n', compiled=True)["render"]

    assert render() is render()


def test_a_list_of_elements_becomes_rows() -> None:
    source = f"{HEAD}def render(rows): return ul([li(b(n), t, key=n) for n, t in rows])\n"
    render = run(source, compiled=True)["render"]

    (rows,) = render([(1, "x"), (2, "<")]).children

    assert isinstance(rows, VRows)
    assert rows.keys == ["1", "2"]
    assert once(lambda: render([(1, "x"), (2, "<")])).html == (
        "<ul><li><b>1</b>x</li><li><b>2</b>&lt;</li></ul>"
    )


LEFT = {
    "a name that is bound elsewhere": "def p(x): return x\ndef render(): return p('a')",
    "a parameter": "def render(p): return p('a')",
    "a loop variable": "def render(): return [p for p in (1, 2)]",
    "spread attributes": "def render(given): return p('a', **given)",
    "spread children": "def render(given): return p(*given)",
    "a mapping that is not constant": "def render(given): return p({'class': 'x', **given}, 'a')",
    "a key in a mapping": "def render(): return p({'class': 'x', 'key': 1}, 'a')",
    "children by name": "def render(): return p(children='a')",
    "another function": "def q(x): return x\ndef render(): return q('a')",
    "in a formatted text": "def render(): return f'{p(1)}'",
    "no Python": "def render(:",
}


@pytest.mark.parametrize("body", LEFT.values(), ids=LEFT)
def test_what_cannot_be_proved_stays_as_it_was(body: str) -> None:
    source = f"from reactor_nb.html import p\n{body}\n"

    compiled = compile_source(source)

    assert compiled.source == source
    assert compiled.plans == {}


def test_elements_are_known_by_any_name_they_are_imported_by() -> None:
    source = (
        "import reactor_nb.html as h\nfrom reactor_nb import svg\nx = h.div(svg.g(), h.form())\n"
    )

    found = run(source, compiled=True)["x"]

    assert type(found) is VBlock
    assert once(lambda: found).html == "<div><g></g><form></form></div>"


def test_a_name_that_another_cell_bound_anew_is_called() -> None:
    found = run(f"{HEAD}def render(): return div(p('a'), title='t')\n", compiled=True)
    before = found["render"]()

    found["p"] = lambda text: html.b(f"mine {text}")
    after = found["render"]()

    assert once(lambda: before).html == '<div title="t"><p>a</p></div>'
    assert once(lambda: after).html == '<div title="t"><b>mine a</b></div>'


LINES = """
def render(value):
    return div(
        "ä€", p("b"),  # a comment, with ) and (
        ul(
            [
                li(b(
                    item / value
                ),
                   "é" "x", key=item)
                for item in (1, 2)
                if (item
                    > 0)
            ],
        ),
        title=(
            "c"
            if value else "d"),
    )


def after():
    return 1 / 0
"""


def test_every_line_keeps_its_number() -> None:
    plain, compiled = (run(HEAD + LINES, compiled=one) for one in (False, True))

    assert once(lambda: compiled["render"](2)).html == once(lambda: plain["render"](2)).html
    for call in ("render", "after"):
        places = []
        for found in (plain, compiled):
            with pytest.raises(ZeroDivisionError) as raised:
                found[call](*[0][: call == "render"])
            places.append(error_location(raised.value))
        assert places[0] == places[1]
        assert places[0] is not None


DEEP = {
    "elements": "def nest(n): return p('x') if n == 0 else div(nest(n - 1), title='t')",
    "lists": "def nest(n): return ul(*[li(b(x)) for x in 'a']) if n == 0 else div(b(nest(n - 1)))",
    "spread": "def nest(n): return b(n) if n == 0 else ul(*[li(nest(n - 1)) for _ in 'a'])",
}


@pytest.mark.parametrize("body", DEEP.values(), ids=DEEP)
def test_compiled_is_too_deep_where_uncompiled_is(body: str) -> None:
    plain, compiled = (run(f"{HEAD}{body}\n", compiled=one)["nest"] for one in (False, True))

    outcomes = [
        [outcome(lambda: nest(depth)) for nest in (plain, compiled)]  # noqa: B023 - called at once
        for depth in (*range(96, 104), *range(195, 204), 260)
    ]

    assert all(one == other for one, other in outcomes)
    assert {kind for (kind, _), _ in outcomes} == {"html", "RenderError"}


def test_an_error_keeps_its_cause() -> None:
    def failing(*_: Any) -> Any:
        raise ValueError("what") from KeyError("why")

    found = run(f"{HEAD}def render(): return div(p('a'), title='t')\n", compiled=True)
    found["p"] = failing

    with pytest.raises(ValueError, match="what") as raised:
        found["render"]()

    assert isinstance(raised.value.__cause__, KeyError)


def test_of_two_mistakes_the_first_is_told() -> None:
    source = f"{HEAD}def render(): return div(p(on_click=''), p(key=0.5))\n"
    for one in (False, True):
        with pytest.raises(ElementError, match="on_click="):
            run(source, compiled=one)["render"]()


def test_a_name_that_browsers_do_not_know_is_remarked_upon() -> None:
    render = run(f"{HEAD}def render(go): return p(on_hover=go)\n", compiled=True)["render"]

    for _ in range(2):
        with pytest.warns(UserWarning, match="on_mouseenter"):
            render(nobody)


def test_a_mistake_is_told_at_the_line_of_its_own_element() -> None:
    source = f"{HEAD}def render(bad):\n    return div(\n        p('a'),\n        p(\n b(bad)))\n"
    places = []
    for one in (False, True):
        with pytest.raises(ElementError) as raised:
            run(source, compiled=one)["render"](object)
        shown = extract_tb(raised.value.__traceback__)
        last = [frame.lineno for frame in shown if frame.filename == "<test>"][-1]
        places.append((str(raised.value), error_location(raised.value), last))

    assert places[0] == places[1]
    assert places[0][1:] == ("cell 1, line 6", 6)


# Compiled is uncompiled, whatever the values


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


def outcome(make: Callable[[], Any]) -> tuple[str, Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return "html", once(make).html
    except Exception as error:
        return type(error).__name__, str(error)


@settings(max_examples=600, deadline=None)
@given(expressions, given_values)
def test_compiled_gives_the_same_html_or_the_same_error(expression: str, v: Any) -> None:
    source = f"{HEAD}def render(): return {expression}\n"
    plain, compiled = (run(source, compiled=one, v=v)["render"] for one in (False, True))

    assert outcome(compiled) == outcome(plain)


@settings(max_examples=200, deadline=None)
@given(expressions, st.lists(given_values, min_size=2, max_size=4))
def test_compiled_gives_the_same_page_after_any_updates(expression: str, steps: list[Any]) -> None:
    source = f"{HEAD}def render(v): return {expression}\n"
    pages = [updated(run(source, compiled=one)["render"], steps) for one in (False, True)]

    assert pages[0] == pages[1]


def updated(render: Callable[[Any], Any], steps: list[Any]) -> list[Any]:
    """Return the HTML and the page after each step, as far as they go without an error."""
    setters: list[Any] = []

    @component(memo=False)
    def Page() -> Any:
        at, set_at = use_state(0)
        setters.append(set_at)
        return render(steps[at])

    seen: list[Any] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            stage = Stage(Page())
        except ElementError as error:
            return [str(error)]
        for at in range(len(steps)):
            setters[0](at)
            stage.flush()
            shown = list(map(normalize, stage.page.forms()))
            seen += [shown, stage.html(), list(map(str, stage.errors))]
        stage.close()
    return seen


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


@settings(max_examples=200, deadline=None)
@given(lively, st.lists(plain_steps, min_size=2, max_size=4))
def test_compiled_keeps_the_state_of_components_wherever_uncompiled_does(
    expression: str, steps: list[Any]
) -> None:
    source = f"{HEAD}{COUNT}\ndef render(v): return {expression}\n"
    pages = [clicked(run(source, compiled=one)["render"], steps) for one in (False, True)]

    assert pages[0] == pages[1]


def clicked(render: Callable[[Any], Any], steps: list[Any]) -> list[Any]:
    """Return the page after each step: new values, then clicks at some of the buttons."""
    setters: list[Any] = []

    @component(memo=False)
    def Page() -> Any:
        at, set_at = use_state(0)
        setters.append(set_at)
        return render(steps[at][0])

    try:
        stage = Stage(Page())
    except ElementError as error:
        return [str(error)]
    seen: list[Any] = []
    for at, (_, clicks) in enumerate(steps):
        setters[0](at)
        stage.flush()
        for number in clicks:
            buttons = stage.html().count("<button")
            if buttons:
                stage.click(number % buttons)
        seen += [list(map(normalize, stage.page.forms())), stage.html()]
    stage.close()
    return seen


def test_a_block_is_an_element_to_everybody_who_looks() -> None:
    _, block = both("div(p('a'), title=t)", t="x")

    assert isinstance(block, VElement)
    assert block.tag == "div"
    assert block.attributes == {"title": "x"}
    (inside,) = block.children
    assert isinstance(inside, VElement)
    assert inside.tag == "p"
    assert not hasattr(block, "nothing")
