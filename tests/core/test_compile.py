from __future__ import annotations

import warnings
from collections.abc import Callable
from traceback import extract_tb
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reactor_nb import html
from reactor_nb.core.compile import compile_source
from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_state
from reactor_nb.core.location import error_location
from reactor_nb.core.vnode import VBlock, VElement, VRows
from reactor_nb.errors import ElementError
from tests.core.page_model import normalize
from tests.core.sources import (
    COUNT,
    HEAD,
    expressions,
    given_values,
    lively,
    plain_steps,
    run,
)
from tests.core.stage import Stage, once, outcome


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
            render(print)


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
