"""The eighteen hostile cases of group V: twelve of structure, six sinks.

Each is a few places where a value may stand, and values that want out of them. A place is an
expression of ``v``; what it makes of a hostile value must have the shape that it has with a
harmless one, or the author is told when it is built.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from reactor_nb import html
from reactor_nb.core.component import component
from tests.core.sources import run

HEAD = f"""
from tests.core.hostile import Show
from reactor_nb import Fragment, svg, unsafe_html
from reactor_nb.core.elements import element
from reactor_nb.html import {", ".join(html.__all__)}
"""


@component
def Show(text: Any = "", children: Any = ()) -> Any:
    return html.span(text, children, title=text if isinstance(text, str) else None)


@cache
def maker(place: str, *, compiled: bool) -> Callable[[Any], Any]:
    """Return the function that puts a value in its place; what it returns is not rendered yet."""
    source = f"{HEAD}def render(v): return {place}\n"
    render: Callable[[Any], Any] = run(source, compiled=compiled)["render"]
    return render


@dataclass(frozen=True)
class Case:
    """One way to attack a page.

    ``is_told`` says that every value is refused when it is built.
    """

    about: str
    places: tuple[str, ...]
    values: tuple[Any, ...]
    harmless: Any = "x"
    is_told: bool = False

    def attempts(self) -> Iterator[tuple[str, Any]]:
        """Yield each place with each value."""
        for place in self.places:
            for value in self.values:
                yield place, value


SCRIPT = "<script>pwn()</script>"
IMG = "<img src=x onerror=pwn()>"
MARKUP = (
    SCRIPT,
    IMG,
    f'">{IMG}',
    f"'>{IMG}",
    f"`>{IMG}",
    f"--><!-->{IMG}",
    '" onmouseover="pwn()" x="',
    "' autofocus onfocus=pwn() '",
    "\t\n\r\x0confocus=pwn() autofocus\x0c",
    f"</p></div></span></td></table>{IMG}",
    "<svg/onload=pwn()>",
    "<svg><style><img src=x onerror=pwn()></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 "
    "onerror=pwn()&gt;'>",
    "<details open ontoggle=pwn()>",
    "<iframe srcdoc='<script>parent.pwn()</script>'>",
    "<a href=javascript:pwn()>x</a>",
    "<base href=javascript:/a/-pwn()///////>",
    "<plaintext>",
    "<noscript><p title='</noscript><img src=x onerror=pwn()>'>",
    "&lt;script&gt;pwn()&lt;/script&gt;",
    "&#60;script&#62;pwn()&#60;/script&#62;",
    "\\u003cscript\\u003epwn()\\u003c/script\\u003e",
    "\x3cscript\x3epwn()\x3c/script\x3e",
    "＜script＞pwn()＜/script＞",
    "{{constructor.constructor('pwn()')()}}",
    "${pwn()}",
    "javascript:pwn()",
)
# What raw text and comments end at, with what would then be markup.
ENDINGS = tuple(
    f"{end}{IMG}"
    for end in (
        "</script>",
        "</SCRIPT >",
        "</script/x>",
        "</style>",
        "</sTyLe\t>",
        "</textarea>",
        "</title>",
        "</noscript>",
        "</template>",
        "</xmp>",
        "</iframe>",
        "</noembed>",
        "</plaintext>",
        "</select>",
        "</svg>",
        "</math>",
        "</foreignObject>",
        "</annotation-xml>",
        "-->",
        "--!>",
        "<!--<script>",
        "<!--><script>",
        "]]>",
        "<![CDATA[",
        "<![CDATA[]]>",
        "<?xml ?>",
        "<?",
        "</ ",
        "<%",
    )
)
# Characters that are no text, look like none, or turn it round.
CHARACTERS = (
    "a\0b",
    "\0<script>pwn()</script>",
    "<scr\0ipt>pwn()</scr\0ipt>",
    "\ud800",
    "<\udfffscript>",
    "a\ud83d",
    "\u2028\u2029",
    "\ufeff<script>pwn()</script>",
    "\ufffe\uffff",
    "\u202e\u2066tpircs\u2069\u202c",
    "\u200b\u200c\u200d\u2060",
    "\x01\x08\x0b\x0c\x0e\x1f\x7f\x80\x85\x9f",
    "\r\n\r",
    "e" + "\u0301" * 1000,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\U000e0001\U0010ffff",
    "\xa0\u3000\u1680\u180e",
    "ﷺ" * 20,
    "\u0130\u0131\u017f\u212a\ufb03",
    "<ſcript>pwn()</ſcript>",
    "%00%3Cscript%3Epwn()",
    "+ADw-script+AD4-pwn()",
    "\x1b[31m\x1b]0;x\x07",
    "null",
    "undefined",
    "NaN",
    "1e1000",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "' OR 1=1 -- 1",
    "$HOME `id` $(id) ; id | id",
    "../../../../etc/passwd%00",
    "%s%n%x{0}{x!r}",
)
TEXTS = (*MARKUP, *ENDINGS, *CHARACTERS)

TEXT_PLACES = (
    "p(v)",
    "p('a', v, b(v), v)",
    "div(p('a', [v, v]), Fragment(v), v)",
    "Show(text=v)",
    "Show({'text': v}, v, b(v))",
    "ul([li(x, key=i) for i, x in enumerate([v, v])])",
    "ul(*[li(b(x), x) for x in [v, v]])",
    "table(tbody([tr(td(x), td(x)) for x in [v]]))",
    "pre(v)",
    "select(option(v), option(v, value=v), value=v)",
    "button(v)",
    "p(v, key=v)",
)
ATTRIBUTE_PLACES = (
    "p(title=v)",
    "p({'title': v, 'data-x': v}, id=v, lang=v, aria_label=v)",
    "p(class_=v)",
    "p(class_=[v, 'a', {v: True}])",
    "input(value=v, name=v, placeholder=v)",
    "label(for_=v)",
    "ul([li('x', title=x, class_={x: True}) for x in [v, v]])",
    "element('my-tag', {'title': v, 'some-name': v})",
    "p(hidden=v, tabindex=v)",
)
NAMES = (
    "x><script>pwn()</script",
    "x onmouseover=pwn() y",
    "x/onmouseover=pwn()/",
    "x\tonmouseover=pwn()",
    "x\nonmouseover",
    "x\x0conmouseover",
    "on\0click",
    "\0onclick",
    "a=b",
    "",
    "'",
    '"',
    "`",
    " ",
    "<",
    ">",
    "/",
    "=",
    "x" * 10_000,
    "ä",
    "ﬀ",
    "a\u2028",
    "\ud800",
    "-x\n",
    "_x",
    "__reactor__",
)
TAGS = (
    "img src=x onerror=pwn() ",
    "div><script>",
    "",
    "3",
    None,
    3,
    True,
    ["div"],
    "script\n",
    "script\0",
    " script",
    "scr ipt",
    "a/b",
    "a=b",
    "!--",
    "!doctype",
    "?php",
    "/p",
    "ä",
    "x" * 1000,
    "plaintext",
    "PLAINTEXT",
    "xmp",
    "Xmp",
    "listing",
    "noembed",
    "noframes",
    "frameset",
    "html",
    "BODY",
)
URLS = (
    "javascript:pwn()",
    "JAVASCRIPT:pwn()",
    "jAvAsCrIpT:pwn()",
    "\x01 javascript:pwn()",
    " \t\n\rjavascript:pwn()",
    "java\tscript:pwn()",
    "j\na\rv\tascript:pwn()",
    "javascript\t:pwn()",
    "javascript:\npwn()",
    "javascript://%0apwn()",
    "\0javascript:pwn()",
    "java\0script:pwn()",
    "\x1fjavascript:pwn()",
    "\ufeffjavascript:pwn()",
    "\u2028javascript:pwn()",
    "\u200bjavascript:pwn()",
    "\xa0javascript:pwn()",
    "javascript&colon;pwn()",
    "JaVaScRiPt&#58;pwn()",
    "&#106;avascript:pwn()",
    "&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;pwn()",
    "javascript%3Apwn()",
    "vbscript:pwn()",
    "livescript:pwn()",
    "mocha:pwn()",
    "data:text/html,<script>parent.pwn()</script>",
    "data:text/html;base64,PHNjcmlwdD5wYXJlbnQucHduKCk8L3NjcmlwdD4=",
    "DATA:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='parent.pwn()'/>",
    "data:,pwn()",
    "data:application/xhtml+xml,<x/>",
    "data:image/png,<script>pwn()</script>",
    "view-source:javascript:pwn()",
    "filesystem:http://x/y",
    "feed:javascript:pwn()",
    "jar:javascript:pwn()",
    "//evil.example/x",
    "\\\\evil.example/x",
    "/\\evil.example",
    "\\/evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "\x00//evil.example",
)
URL_PLACES = (
    "a('x', href=v)",
    "a({'HREF': v}, 'x')",
    "a({'h_r-e:f': v}, 'x')",
    "ul([li(a('x', href=x)) for x in [v, v]])",
    "img(src=v)",
    "iframe(src=v)",
    "area(href=v)",
    "embed(src=v)",
    "video(src=v, poster=v)",
)
LINKED_PLACES = (
    "form(button('x', formaction=v), action=v)",
    "form(input(type='submit', formAction=v))",
    "form(input(type='image', src=v, formaction=v))",
    "object(data=v)",
    "meta(http_equiv='refresh', content='0;url=' + v)",
    "meta({'http-equiv': ' ReFreSh '}, content='0 ; \"' + v)",
    "element('base', href=v)",
    "a('x', href='#', ping=v)",
    "blockquote(cite=v)",
    "svg.svg(svg.a('x', href=v), svg.a({'xlink:href': v}, 'x'), svg.a('x', xlinkHref=v))",
    "svg.svg(svg.use(href=v), svg.image(href=v))",
    "svg.svg(svg.a(svg.animate(attributeName='href', to=v, values=v, begin='0s'), href='#'))",
    "svg.svg(svg.a(svg.animate(attributeName='href', from_=v, values='#;' + v), href='#'))",
    "element('math', {'href': v}, element('mi', {'xlink:href': v}, 'x'))",
    "element('my-tag', {'href': v, 'src': v})",
    "element('body' if v == '' else 'table', {'background': v})",
)
FORGED = (
    {"tagName": "img", "attributes": {"src": "x", "onerror": "pwn()"}, "children": []},
    {"tag": "img", "attributes": {"src": "x", "onerror": "pwn()"}, "children": [], "raw": IMG},
    {"type": "img", "props": {"src": "x", "onError": "pwn()"}, "key": None, "$$typeof": "x"},
    {"__class__": "VElement", "tag": "script", "children": ["pwn()"]},
    {"__reactor__": 1, "tag": "script"},
    {"a": {"onclick": "pwn()"}, "e": {"click": 1}, "h": IMG, "p": {}},
    {"rows": 0, "count": 1, "columns": []},
    {"text": IMG},
    {"onerror": "pwn()", "src": "x"},
    {"children": {"tag": "script"}},
    {"children": [{"tag": "script"}]},
    {"__proto__": {"innerHTML": IMG}},
    {"dangerouslySetInnerHTML": {"__html": IMG}},
    {"html": IMG, "innerHTML": IMG},
    {"srcdoc": SCRIPT},
    {"key": {"a": 1}},
    ["img", {"src": "x", "onerror": "pwn()"}],
    ["script", 0, "pwn()"],
    [0, IMG],
    [["div", {"h": IMG}]],
    b"<script>pwn()</script>",
)
STYLES = (
    "red;}</style><script>pwn()</script>",
    '"><script>pwn()</script>',
    "url(javascript:pwn())",
    "url('javascript:pwn()')",
    "u\\72l(javascript:pwn())",
    "expression(pwn())",
    "-moz-binding:url(//evil.example#x)",
    "*/ expression(pwn()) /*",
    "</style>",
    "<!--",
    "\0red",
    "\ud800",
    "\\",
    "red\n}",
    "{{x}}",
)

STRUCTURE = {
    "1": Case("V1: a text holds markup", TEXT_PLACES, TEXTS),
    "2": Case("V2: the value of an attribute holds markup", ATTRIBUTE_PLACES, TEXTS),
    "3": Case(
        "V3, V4, V5, V17: the name of an attribute holds markup",
        ("p({v: 'x'})", "p(**{v: 'x'})", "input({v: True})", "element('a-b', {v: 'x'})"),
        NAMES,
        "title",
        is_told=True,
    ),
    "4": Case(
        "V12, V13: the name of an element holds markup",
        ("element(v)", "div(element(v, 'x'))", "Show(text='', children=element(v))"),
        TAGS,
        "b",
        is_told=True,
    ),
    "5": Case(
        "V14: a script or style is ended from inside",
        (
            "script(v, type='application/json')",
            "style(v, media='(width < 0)')",
            "script(unsafe_html(v), type='application/json')"
            " if '</script' in v.lower() else b('x')",
            "style(unsafe_html(v)) if '</style' in v.lower() else b('x')",
        ),
        (*ENDINGS, *CHARACTERS[:12], "</scr\0ipt>", SCRIPT, f"</style>{SCRIPT}"),
    ),
    "6": Case(
        "V15, V16: a textarea or title is ended from inside",
        ("textarea(v)", "textarea(value=v)", "title(v)", "div(textarea({'value': v}), title(v))"),
        TEXTS,
    ),
    "7": Case(
        "V16: noscript, template, iframe and what swallows a page",
        ("noscript(v)", "div(template(v), v)", "iframe(v)", "element('xmp', v)"),
        (*ENDINGS, *MARKUP[:12]),
    ),
    "8": Case(
        "V24: markup in a drawing or a formula",
        (
            "svg.svg(svg.style(v))",
            "svg.svg(svg.title(v), svg.desc(v), svg.text(v))",
            "svg.svg({'viewBox': v}, svg.foreign_object(p(v), textarea(v), style(v)))",
            "svg.svg([svg.text({'stroke-width': x}, x) for x in [v, v]])",
            "svg.svg(element('script', v, type='application/json'))",
            "element('math', element('mi', v), element('mtext', v, p(v)))",
            "element('math', element('annotation-xml', {'encoding': 'text/html'}, p(v), style(v)))",
            "element('math', element('annotation-xml', {'encoding': v}, v))",
            "element('math', element('style', v))",
        ),
        TEXTS,
    ),
    "9": Case(
        "V14: comments and character data",
        ("p(v, None, v)", "p(Fragment(v), Fragment(v))", "Show({'text': v}, v, v)"),
        ("-->", "--!>", "<!--", "<!---->", "<!-->", "->", "-", "<!", "]]>", "<![CDATA[x]]>", "<?x"),
    ),
    "10": Case(
        "V18: characters that are no text",
        (*TEXT_PLACES[:4], *ATTRIBUTE_PLACES[:4], "textarea(v)", "p(style={'--x': v})"),
        CHARACTERS,
    ),
    "11": Case(
        "V19: JSON that looks like a node",
        (
            "div(v)",
            "div('x', v)",
            "div([v])",
            "div('x', [[v]])",
            "Show(text=v)",
            "Show(children=v)",
            "Show(v)",
            "p('x', children=v)",
            "p(title=v)",
            "p(style=v)",
            "p(class_=v)",
            "ul([li(x) for x in [v]])",
            "ul([li('x', title=x, key=x) for x in [v]])",
        ),
        (*FORGED, *[json.loads(json.dumps(one)) for one in FORGED if not isinstance(one, bytes)]),
    ),
    "12": Case(
        "V20, V23: names that a browser's own code uses",
        (
            "p(id=v, name=v)",
            "form(input(name=v, id=v), id=v)",
            "p({'data-x': v, 'data-__proto__': v})",
            "ul([li('x', key=x) for x in [v, v + 'x']])",
            "img(name=v, alt='')",
        ),
        (
            "__proto__",
            "constructor",
            "prototype",
            "toString",
            "hasOwnProperty",
            "parentNode",
            "childNodes",
            "innerHTML",
            "attributes",
            "cookie",
            "body",
            "reactor-root",
            "reactor-payload",
            "__reactor",
        ),
    ),
}
SINKS = {
    "1": Case(
        "V6: a text as a handler",
        (
            "button({v: 'pwn()'})",
            "button(**{v: 'pwn()'})",
            "svg.svg({v: 'pwn()'})",
            "element('my-tag', {v: 'pwn()'})",
            "img({'src': 'x', v: {'handler': 'pwn()'}})",
        ),
        (
            "onclick",
            "ONCLICK",
            "on_click",
            "onClick",
            "on-click",
            "On_Click",
            "on:click",
            "onclick_",
            "onerror",
            "onload",
            "onbegin",
            "onfocusin",
            "on",
            "onx",
        ),
        "title",
        is_told=True,
    ),
    "2": Case("V7, V8, V9: an address that runs a script", URL_PLACES, URLS, "x.html"),
    "3": Case("V10: other attributes that take an address", LINKED_PLACES, URLS, "x.html"),
    "4": Case(
        "V11: markup as a property",
        ("div({v: '" + IMG + "'})", "div(**{v: '" + IMG + "'})", "iframe({v: '" + SCRIPT + "'})"),
        (
            "innerHTML",
            "inner_html",
            "outerHTML",
            "dangerouslySetInnerHTML",
            "dangerously_set_inner_html",
            "INNERHTML",
            "srcdoc",
            "srcDoc",
            "SRCDOC",
            "src_doc",
        ),
        "title",
        is_told=True,
    ),
    "5": Case(
        "V21: a style that is more than a style",
        (
            "p(style={'color': v, 'background': v, '--x': v})",
            "p(style=v)",
            "ul([li('x', style={'color': x}) for x in [v, v]])",
            "p(style={v: 'red'})",
        ),
        STYLES,
        "color",
    ),
    "6": Case(
        "V8: the address of a part of a page",
        (
            "link(rel='stylesheet', href=v)",
            "source(src=v)",
            "track(src=v)",
            "input(type='image', src=v)",
            "svg.svg(svg.fe_image(href=v))",
            "audio(src=v)",
        ),
        URLS,
        "x.html",
    ),
}
CASES = {
    **{f"structure {number}: {case.about}": case for number, case in STRUCTURE.items()},
    **{f"sink {number}: {case.about}": case for number, case in SINKS.items()},
}
