"""Whatever is rendered, the parser reads back the very same tree, or the author is told."""

from __future__ import annotations

import warnings
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reactor_nb import html, svg
from reactor_nb.core.elements import ELEMENTS, element
from reactor_nb.core.nesting import Watching
from reactor_nb.core.tag_names import CODE_TAGS, TEXT_TAGS, VOID_TAGS
from reactor_nb.core.vnode import Fragment, RawHtml
from reactor_nb.errors import ElementError
from tests.core.forms import forms_of
from tests.core.parsed import as_parsed, parse
from tests.core.sources import COUNT, HEAD, expressions, given_values, lively, plain_steps, run
from tests.core.stage import once, show

# html5lib is older than some elements: it reads hr and others in a select, and search in a
# paragraph, by older rules, and knows no template.
OLDER = {"select", "search", "template", "noscript"}
HTML_TAGS = sorted(
    {ELEMENTS.get(getattr(html, name), name) for name in html.__all__} - OLDER - {"element"}
)
SVG_TAGS = sorted({ELEMENTS[getattr(svg, name)] for name in svg.__all__})
_MATH = """
math mrow mi mo mn ms mtext mfrac msqrt msup munderover mtable mtr mtd semantics annotation
annotation-xml maction mstyle mspace merror mpadded
"""
_OTHERS = "my-tag a.b-c font center nobr big tt strike acronym dir marquee image rb rtc xyz"
MATH_TAGS = _MATH.split()
OTHER_TAGS = _OTHERS.split()

TEXTS = st.sampled_from(
    ["", "a", " ", "\n", "\r\n", "<b>", "&lt;", "]]>", "-->", "é\u0301", "\u2028"]
)
NAMES = st.sampled_from(
    [
        *("title", "class", "id", "data-X", "viewBox", "viewbox", "attributeName", "fooBar", "x-Y"),
        *("xlink:href", "xml:lang", "definitionURL", "stroke-width", "color", "hidden", "v:x"),
    ]
)
ENCODINGS = st.sampled_from(["text/html", "APPLICATION/XHTML+XML", "html", "MathML"])


@st.composite
def elements_of(draw: st.DrawFn, tags: list[str], inside: st.SearchStrategy[Any]) -> Any:
    """Return an element with what it may hold."""
    tag = draw(st.sampled_from(tags))
    given = draw(st.dictionaries(NAMES, TEXTS, max_size=2))
    if tag == "annotation-xml":
        given["encoding"] = draw(ENCODINGS)
    children = [] if tag in VOID_TAGS | {"iframe"} else draw(st.lists(inside, max_size=3))
    if tag in CODE_TAGS | TEXT_TAGS:
        children = [one for one in children if isinstance(one, str)]
    try:
        return element(tag, given, *children)
    except ElementError:
        return element(tag)


def trees_of(*groups: list[str]) -> st.SearchStrategy[Any]:
    """Return trees of elements; those of one group are more often inside each other."""
    everything = sorted({tag for group in groups for tag in group})
    return st.recursive(
        TEXTS,
        lambda inside: st.one_of(
            *[elements_of(group, inside) for group in groups],
            elements_of(everything, inside),
            st.builds(lambda *kids: Fragment(*kids), inside, inside),
        ),
        max_leaves=10,
    )


def without_raw(values: Any) -> bool:
    """Return whether no value is raw HTML, whose place nobody looks at."""
    return not any(isinstance(one, RawHtml) for one in values)


def assert_read_back(node: Any) -> None:
    """Assert that a node is read back, or that the author is told that it is not."""
    stage = show(lambda: node)
    watched = once(lambda: node, Watching)
    assert watched.html == stage.html()
    if not watched.remarks:
        assert parse(stage.html()) == as_parsed(forms_of(stage.root))
    stage.close()


@settings(max_examples=300, deadline=None)
@given(trees_of(HTML_TAGS, ["div", "p", "table", "tbody", "tr", "td", "ul", "li"], OTHER_TAGS))
def test_v26_any_html_is_read_back(node: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert_read_back(node)


@settings(max_examples=300, deadline=None)
@given(
    trees_of(
        ["svg", *SVG_TAGS],
        MATH_TAGS,
        [*HTML_TAGS, *OTHER_TAGS],
        ["svg", "math", "foreignObject", "annotation-xml", "mi", "desc", "title", "p", "style"],
    )
)
def test_v24_v26_any_drawing_or_formula_is_read_back(node: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert_read_back(node)


@settings(max_examples=300, deadline=None)
@given(expressions, given_values.filter(without_raw))
def test_v26_any_compiled_component_is_read_back(expression: str, values: Any) -> None:
    render = run(f"{HEAD}def render(v): return {expression}\n", compiled=True)["render"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            node = render(values)
        except ElementError:
            return
        assert_read_back(node)


@settings(max_examples=200, deadline=None)
@given(lively, plain_steps)
def test_v26_any_compiled_component_with_others_in_it_is_read_back(
    expression: str, step: Any
) -> None:
    render = run(f"{HEAD}{COUNT}\ndef render(v): return {expression}\n", compiled=True)["render"]
    try:
        node = render(step[0])
    except ElementError:
        return
    assert_read_back(node)
