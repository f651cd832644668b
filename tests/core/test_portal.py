from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reactor_nb.core.boundary import ErrorBoundary
from reactor_nb.core.component import component
from reactor_nb.core.context import create_context, use_context
from reactor_nb.core.head import Head
from reactor_nb.core.hooks import use_effect, use_id, use_state
from reactor_nb.core.nesting import Watching
from reactor_nb.core.portal import Portal
from reactor_nb.core.resource import Suspense, use_resource
from reactor_nb.core.vnode import Fragment
from reactor_nb.errors import ElementError
from reactor_nb.html import b, button, div, h1, i, input, li, p, section, ul
from tests.core.forms import forms_of
from tests.core.sources import HEAD, run
from tests.core.stage import Pause, Stage, once, show

OPEN = '<div data-rnb-portal style="display: contents">'


class Page:
    """A page that shows one thing after another."""

    def __init__(self, *turns: Any) -> None:
        self.turns = turns

        @component(memo=False)
        def Turning() -> Any:
            at, self.set_at = use_state(0)
            return self.turns[at]

        self.stage = Stage(Turning())

    def turn(self, at: int) -> list[Any]:
        self.set_at(at)
        return self.stage.flush()

    def html(self) -> str:
        """Return what the page shows, where it shows it."""
        return "".join(map(written, self.stage.page.root.children))


def written(node: Any) -> str:
    if not hasattr(node, "tag"):
        return str(node.text)
    inside = "".join(map(written, node.children))
    if "data-rnb-portal" in node.attributes:
        return f"[{inside}]"
    return f"<{node.attributes.get('id', node.tag)}>{inside}</>"


# Where they are shown


@component
def Target() -> Any:
    return [None, Fragment(i(id="t"))]


PLACES = {
    "a target after it": (
        lambda: [Portal(b("x"), to="#t"), div("a", id="t")],
        '<div id="t">a[<b>x</b>]</div>',
    ),
    "a target before it": (
        lambda: [div(id="t"), p("c", Portal("x", to="#t"), "d")],
        '<div id="t">[x]</div><p>c<!---->d</p>',
    ),
    "a target around it": (
        lambda: div(Portal("x", to="#t"), "a", id="t"),
        '<div id="t">a[x]</div>',
    ),
    "no target": (lambda: [Portal("x", to="#t"), p("a")], "<p>a</p>[x]"),
    "two for one": (
        lambda: [Portal("x", to="#t"), div(id="t"), Portal("y", to="#t")],
        '<div id="t">[x][y]</div>',
    ),
    "one inside another": (
        lambda: [div(id="t"), Portal("x", Portal("y", to="#t"), to="#t")],
        '<div id="t">[y][x]</div>',
    ),
    "a target in a portal, which is none": (
        lambda: [Portal(div(id="t"), to="#s"), Portal("x", to="#t")],
        '[<div id="t"></div>][x]',
    ),
    "a target that can hold nothing": (
        lambda: [input(id="t"), Portal("x", to="#t"), p(id="u")],
        '<input id="t"><p id="u"></p>[x]',
    ),
    "a target in a component": (lambda: [Portal("x", to="#t"), Target()], '<i id="t">[x]</i>'),
    "nothing": (lambda: [Portal(to="#t"), div(id="t")], '<div id="t">[]</div>'),
}


@pytest.mark.parametrize(("render", "html"), PLACES.values(), ids=PLACES)
def test_children_are_shown_in(render: Callable[[], Any], html: str) -> None:
    wanted = html.replace("[", OPEN).replace("]", "</div>")

    stage = Stage(component(memo=False)(render)())

    assert once(render).html == wanted
    assert once(render, Watching).html == wanted
    assert stage.root.html().count(OPEN) == wanted.count(OPEN)


def test_the_browser_writes_the_html_of_the_server() -> None:
    """Before ids are given; afterwards the elements are children of the root, in Python."""

    def render() -> Any:
        return [Portal(b("x"), to="#t"), div(ul(li("a"), id="t")), Portal("y", to="#none")]

    root = bare_root(render)

    assert root.html() == once(render).html
    root.adopt()
    root.unmount()


def bare_root(render: Callable[[], Any]) -> Any:
    from reactor_nb.core.root import Root

    root = Root(request_flush=lambda: None, spawn=lambda _: None)  # type: ignore[arg-type, return-value]
    root.mount(component(memo=False)(render)())
    return root


BLOCKS = {
    "in a block": "[Portal('x', to='#t'), div(p(v), ul(id='t'), title=v)]",
    "a block": "[div(b(v), id='t'), Portal('x', to='#t')]",
    "in a block in a block": "[div(p(v), [p(b(x, id='t'), v) for x in 'a'], Portal(v, to='#t'))]",
    "in rows": "[ul([li(v, id=x) for x in 'st']), Portal('x', to='#t')]",
    "a row that is empty": "[ul([li(x if v > 'b' else '', id='t') for x in 'a']), Portal(to='#t')]",
}


@pytest.mark.parametrize("source", BLOCKS.values(), ids=BLOCKS)
def test_a_target_may_be(source: str) -> None:
    head = f"{HEAD}from reactor_nb.core.portal import Portal\n"
    plain, block = (
        run(f"{head}def render(v): return {source}\n", compiled=one)["render"]
        for one in (False, True)
    )

    assert once(lambda: block("a")).html == once(lambda: plain("a")).html
    pages = [Page(None, *map(render, "abc")) for render in (plain, block)]
    others = [Page(*map(render, "abc")) for render in (plain, block)]
    for at in (1, 2, 3, 0, 3):
        for page in pages:
            page.turn(at)
        assert pages[0].html() == pages[1].html()
        assert pages[0].html().count("[") == (at > 0)
    for at in (1, 2, 0):
        for page in others:
            page.turn(at)
        assert others[0].html() == others[1].html()


@pytest.mark.parametrize("to", ["t", "#", ".t", "#a b", "#a#b", "", None, 3, "# a"])
def test_v12_a_target_is_named_by_its_id(to: Any) -> None:
    with pytest.raises(ElementError, match="takes '#' and the id"):
        Portal("x", to=to)


# What it is like while the page lives


def test_a_portal_comes_changes_and_goes() -> None:
    page = Page(
        [div(id="t"), None],
        [div(id="t"), Portal(b("x"), to="#t")],
        [div(id="t"), Portal(b("y"), "z", to="#t")],
    )

    page.turn(1)
    assert page.html() == "<t>[<b>x</>]</>"
    kept = page.stage.page.find("b")
    page.turn(2)
    assert page.html() == "<t>[<b>y</>z]</>"
    assert page.stage.page.find("b") is kept
    page.turn(0)
    assert page.html() == "<t></>"


def test_a_target_may_come_later_and_go_again() -> None:
    portal = p(Portal(Counting(), to="#t"))
    page = Page([portal], [portal, div(id="t")], [portal, div(id="s")], [div(id="t"), portal])
    page.stage.click()

    shown = [page.html()]
    for at in (1, 2, 1, 3, 0):
        page.turn(at)
        shown.append(page.html())

    assert shown == [
        "<p></>[<button>1</>]",
        "<p></><t>[<button>1</>]</>",
        "<p></><s></>[<button>1</>]",
        "<p></><t>[<button>1</>]</>",
        "<t>[<button>0</>]</><p></>",
        "<p></>[<button>0</>]",
    ]


@component
def Counting(label: Any = "") -> Any:
    count, set_count = use_state(0)
    return button(label, count, on_click=lambda: set_count(count + 1))


def test_a_target_that_is_made_anew_in_its_place_gets_it_back() -> None:
    inner = Portal(Counting(), to="#t")
    page = Page(
        [div(div(id="t", key="a")), inner],
        [div(section(id="t", key="b")), inner],
        [div("x"), inner],
    )
    page.stage.click()

    page.turn(1)
    assert page.html() == "<div><t>[<button>1</>]</></>"
    page.turn(2)
    assert page.html() == "<div>x</>[<button>1</>]"


def test_another_target_is_another_portal() -> None:
    targets = [div(id="s"), div(id="t")]
    page = Page([*targets, Portal(Counting(), to="#s")], [*targets, Portal(Counting(), to="#t")])
    page.stage.click()

    page.turn(1)

    assert page.html() == "<s></><t>[<button>0</>]</>"


def test_state_inside_and_around_changes_on_its_own() -> None:
    @component
    def Around() -> Any:
        at, set_at = use_state(0)
        return [
            button("around", on_click=lambda: set_at(at + 1)),
            Portal(Counting(label=f"{at}/"), to="#t"),
        ]

    stage = show(lambda: [div(id="t"), section(Around())])
    for _ in range(2):
        stage.click(0)
        stage.click(1)

    assert stage.page.text() == "2/2around"


def test_a_moved_portal_stays_where_it_is_shown() -> None:
    def items(keys: str) -> Any:
        return [
            ul([li(one, Portal(Counting(label=one), to="#t"), key=one) for one in keys]),
            div(id="t"),
        ]

    page = Page(items("abc"), items("cba"), items("bd"))
    for at in range(3):
        page.stage.click(at)
    before = page.html()

    page.turn(1)
    assert page.html() == before.replace("<li>a</><li>b</><li>c</>", "<li>c</><li>b</><li>a</>")
    page.turn(2)
    assert page.html() == "<ul><li>b</><li>d</></><t>[<button>b1</>][<button>d0</>]</>"


# As if the children were shown in their place

Theme = create_context("light")


@component
def Themed() -> Any:
    return b(use_context(Theme), id=use_id())


def test_contexts_and_ids_are_those_of_its_place() -> None:
    def render() -> Any:
        return [div(id="t"), Theme("dark", p(Portal(Themed(), to="#t"))), Themed()]

    assert once(render).html == (
        f'<div id="t">{OPEN}<b id="rnb-1">dark</b></div></div><p></p><b id="rnb-2">light</b>'
    )
    assert bare_html(render) == once(render).html


def bare_html(render: Callable[[], Any]) -> str:
    root = bare_root(render)
    html = str(root.html())
    root.adopt()
    root.unmount()
    return html


@component
def Failing(when: Any = True) -> Any:
    if when:
        raise ValueError("failed")
    return "well"


def test_errors_go_to_the_boundary_around_its_place() -> None:
    def render(fails: bool) -> Any:
        content = [h1("a"), Portal(Counting(), Failing(when=fails), to="#t")]
        return [div(id="t"), ErrorBoundary(*content, fallback=lambda error, _: p(str(error)))]

    assert once(lambda: render(True)).html == '<div id="t"></div><p>failed</p>'
    page = Page(render(False), render(True))
    assert page.html() == "<t>[<button>0</>well]</><h1>a</>"
    page.turn(1)
    assert page.html() == "<t></><p>failed</>"


def test_what_fails_without_a_boundary_leaves_the_page_as_it_was() -> None:
    def render(fails: bool, text: str) -> Any:
        return [div(id="t"), Portal(Counting(label=text), to="#t"), Failing(when=fails)]

    page = Page(render(False, "a"), render(True, "b"), render(False, "c"))
    page.turn(1)
    assert page.html() == "<t>[<button>a0</>]</>well"
    assert len(page.stage.errors) == 1
    page.turn(2)
    assert page.html() == "<t>[<button>c0</>]</>well"


def test_what_waits_in_a_portal_shows_the_fallback_of_its_place() -> None:
    async def load() -> str:
        await Pause()
        return "loaded"

    @component
    def Loading() -> Any:
        return use_resource(load, [])

    def render() -> Any:
        return [div(id="t"), Suspense(p("a"), Portal(Loading(), to="#t"), fallback="wait")]

    rendered = once(render)
    rendered.close()
    stage = show(render)
    assert rendered.html == '<div id="t"></div>wait'
    assert stage.page.text() == "wait"
    stage.resume()
    stage.flush()
    assert stage.page.text() == "loadeda"


def test_head_entries_in_a_portal_are_found() -> None:
    def render(title: str) -> Any:
        return [Head(title="page"), Portal(section(Titled(title=title)), to="#t"), div(id="t")]

    @component
    def Titled(title: str) -> Any:
        return Head(title=title)

    assert once(lambda: render("a")).head == [("title", {}, "a")]
    page = Page(render("a"), render("b"), Head(title="page"))
    page.turn(1)
    assert page.stage.page.head == [["title", {}, "b"]]
    page.turn(2)
    assert page.stage.page.head == [["title", {}, "page"]]


def test_effects_are_cleaned_up_with_the_portal() -> None:
    seen: list[str] = []

    @component
    def Effect() -> Any:
        use_effect(start, [])
        return "x"

    def start() -> Any:
        seen.append("on")
        return lambda: seen.append("off")

    page = Page(None, [Portal(Effect(), to="#t")])
    page.turn(1)
    page.turn(0)

    assert seen == ["on", "off"]


def test_events_go_on_to_the_elements_around_its_place() -> None:
    page = Page([div(section(Portal(b("x"), to="#t")), id="t")], [div(id="t")])
    portal = page.stage.page.find("b").parent
    assert portal is not None

    assert page.stage.adopt_ops == [["portal", portal.id, page.stage.page.find("section").id]]


def test_a_page_that_is_mended_hears_of_portals_with_the_first_flush() -> None:
    root = bare_root(lambda: [p(Portal(b("x"), to="#t")), div("y", id="t")])

    forms, _ = root.rebuild()
    ops = root.flush()

    portal = ["div", {"a": {"data-rnb-portal": "", "style": "display: contents"}}, ["b", 0, "x"]]
    assert forms == [["p", 0], ["div", {"a": {"id": "t"}}, "y", portal]]
    assert ops == [["portal", 4, 1]]
    # Once more, as when the page differs from the shape it was told of.
    assert root.rebuild()[0] == forms
    root.unmount()


# Whatever happens

kids = st.recursive(
    st.sampled_from(["", "x", "count"]),
    lambda inside: st.one_of(
        st.tuples(st.just("portal"), st.sampled_from("stu"), st.lists(inside, max_size=3)),
        st.tuples(
            st.just("div"), st.sampled_from(["s", "t", "u", None]), st.lists(inside, max_size=3)
        ),
        st.tuples(st.just("list"), st.just(None), st.lists(inside, max_size=3)),
        st.tuples(st.just("component"), st.just(None), st.lists(inside, max_size=3)),
    ),
    max_leaves=8,
)


@component(memo=False)
def Passing(children: Any) -> Any:
    return children


def built(kid: Any) -> Any:
    if isinstance(kid, str):
        return Counting() if kid == "count" else kid
    kind, name, inside = kid
    children = list(map(built, inside))
    if kind == "portal":
        return Portal(*children, to=f"#{name}")
    if kind == "div":
        return div(*children, id=name)
    return children if kind == "list" else Passing({}, *children)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.lists(kids, max_size=3), st.integers(0, 3)), min_size=1, max_size=4))
def test_portals_show_what_they_should_whatever_comes_and_goes(turns: list[Any]) -> None:
    trees = [list(map(built, tree)) for tree, _ in turns]
    assert bare_html(lambda: trees[0]) == once(lambda: trees[0]).html
    page = Page(*trees)

    for at, (_, clicks) in enumerate(turns):
        page.turn(at)
        for click in range(clicks):
            count = page.html().count("<button>")
            if count:
                page.stage.click(click % count)
        assert_in_place(page)


def assert_in_place(page: Page) -> None:
    """Assert that each portal is in the first target of its name outside of portals."""
    targets: dict[str, Any] = {}
    look_for_targets(page.stage.page.root, targets)
    shown = [one for one in page.stage.root.heads() if hasattr(one, "element")]
    assert len(shown) == len(page.stage.page.portals)
    for portal in shown:
        element = page.stage.page.element(portal.element.id)
        assert element.parent is targets.get(portal.to[1:], page.stage.page.root)
    assert len(forms_of(page.stage.root)) >= len(shown)


def look_for_targets(element: Any, found: dict[str, Any]) -> None:
    for child in element.children:
        if hasattr(child, "tag") and "data-rnb-portal" not in child.attributes:
            if "id" in child.attributes:
                found.setdefault(child.attributes["id"], child)
            look_for_targets(child, found)
