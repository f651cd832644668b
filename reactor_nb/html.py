"""A function for every HTML element; names that Python keeps for itself end in ``_``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reactor_nb.core.elements import element, make_element
from reactor_nb.core.vnode import VComponent, VElement
from reactor_nb.runtime.registry import Action

__all__ = [
    "a",
    "abbr",
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "button",
    "canvas",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del_",
    "details",
    "dfn",
    "dialog",
    "div",
    "dl",
    "dt",
    "element",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "menu",
    "meta",
    "meter",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "span",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
]

a = make_element("a")
abbr = make_element("abbr")
address = make_element("address")
area = make_element("area")
article = make_element("article")
aside = make_element("aside")
audio = make_element("audio")
b = make_element("b")
bdi = make_element("bdi")
bdo = make_element("bdo")
blockquote = make_element("blockquote")
br = make_element("br")
button = make_element("button")
canvas = make_element("canvas")
caption = make_element("caption")
cite = make_element("cite")
code = make_element("code")
col = make_element("col")
colgroup = make_element("colgroup")
data = make_element("data")
datalist = make_element("datalist")
dd = make_element("dd")
del_ = make_element("del")
details = make_element("details")
dfn = make_element("dfn")
dialog = make_element("dialog")
div = make_element("div")
dl = make_element("dl")
dt = make_element("dt")
em = make_element("em")
embed = make_element("embed")
fieldset = make_element("fieldset")
figcaption = make_element("figcaption")
figure = make_element("figure")
footer = make_element("footer")
_plain_form = make_element("form")
h1 = make_element("h1")
h2 = make_element("h2")
h3 = make_element("h3")
h4 = make_element("h4")
h5 = make_element("h5")
h6 = make_element("h6")
header = make_element("header")
hgroup = make_element("hgroup")
hr = make_element("hr")
i = make_element("i")
iframe = make_element("iframe")
img = make_element("img")
input = make_element("input")
ins = make_element("ins")
kbd = make_element("kbd")
label = make_element("label")
legend = make_element("legend")
li = make_element("li")
link = make_element("link")
main = make_element("main")
map = make_element("map")
mark = make_element("mark")
menu = make_element("menu")
meta = make_element("meta")
meter = make_element("meter")
nav = make_element("nav")
noscript = make_element("noscript")
object = make_element("object")
ol = make_element("ol")
optgroup = make_element("optgroup")
option = make_element("option")
output = make_element("output")
p = make_element("p")
picture = make_element("picture")
pre = make_element("pre")
progress = make_element("progress")
q = make_element("q")
rp = make_element("rp")
rt = make_element("rt")
ruby = make_element("ruby")
s = make_element("s")
samp = make_element("samp")
script = make_element("script")
search = make_element("search")
section = make_element("section")
select = make_element("select")
slot = make_element("slot")
small = make_element("small")
source = make_element("source")
span = make_element("span")
strong = make_element("strong")
style = make_element("style")
sub = make_element("sub")
summary = make_element("summary")
sup = make_element("sup")
table = make_element("table")
tbody = make_element("tbody")
td = make_element("td")
template = make_element("template")
textarea = make_element("textarea")
tfoot = make_element("tfoot")
th = make_element("th")
thead = make_element("thead")
time = make_element("time")
title = make_element("title")
tr = make_element("tr")
track = make_element("track")
u = make_element("u")
ul = make_element("ul")
var = make_element("var")
video = make_element("video")
wbr = make_element("wbr")


def form(*children: Any, **attributes: Any) -> VElement | VComponent:
    """Return a ``<form>`` element; with ``action=`` an action, one that posts to it by itself."""
    first = children[0] if children and isinstance(children[0], Mapping) else {}
    action = attributes.get("action", first.get("action"))
    if isinstance(action, Action):
        from reactor_nb.runtime.form import action_form

        return action_form(action, children, attributes)
    return _plain_form(*children, **attributes)
