"""Roles and accessible names, for the common cases of HTML-AAM and ACCNAME."""

from __future__ import annotations

from collections.abc import Iterator

from reactor_nb.testing.elements import Element

_ROLES = {
    "article": "article",
    "aside": "complementary",
    "button": "button",
    "dd": "definition",
    "details": "group",
    "dialog": "dialog",
    "dt": "term",
    "fieldset": "group",
    "figure": "figure",
    "form": "form",
    "hr": "separator",
    "li": "listitem",
    "main": "main",
    "menu": "list",
    "meter": "meter",
    "nav": "navigation",
    "ol": "list",
    "optgroup": "group",
    "option": "option",
    "output": "status",
    "p": "paragraph",
    "progress": "progressbar",
    "search": "search",
    "section": "region",
    "table": "table",
    "tbody": "rowgroup",
    "td": "cell",
    "textarea": "textbox",
    "tfoot": "rowgroup",
    "th": "columnheader",
    "thead": "rowgroup",
    "tr": "row",
    "ul": "list",
}
_INPUT_ROLES = {
    "button": "button",
    "checkbox": "checkbox",
    "email": "textbox",
    "image": "button",
    "number": "spinbutton",
    "radio": "radio",
    "range": "slider",
    "reset": "button",
    "search": "searchbox",
    "submit": "button",
    "tel": "textbox",
    "text": "textbox",
    "url": "textbox",
    "": "textbox",
}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LABELLED = frozenset(("input", "meter", "output", "progress", "select", "textarea"))
# What a name may be taken from the text in it; others are named only by what is written for that.
_NAMED_BY_CONTENT = frozenset(
    (
        *("button", "cell", "checkbox", "columnheader", "heading", "link", "listitem", "option"),
        *("menuitem", "radio", "row", "rowheader", "switch", "tab", "tooltip", "treeitem"),
    )
)
_CAPTIONS = {"fieldset": "legend", "figure": "figcaption", "table": "caption"}
# Landmarks only where they have a name.
_NEED_A_NAME = frozenset(("form", "section"))


def role_of(element: Element) -> str:
    """Return the role of an element, or nothing."""
    if given := element.get("role").split():
        return given[0]
    if element.tag == "input":
        return _INPUT_ROLES.get(element.get("type"), "")
    if element.tag in _HEADINGS:
        return "heading"
    if element.tag in ("a", "area"):
        return "link" if "href" in element.attributes else ""
    if element.tag == "img":
        return "presentation" if element.attributes.get("alt") == "" else "img"
    if element.tag == "select":
        return "listbox" if "multiple" in element.attributes else "combobox"
    if element.tag == "th" and element.get("scope") == "row":
        return "rowheader"
    if element.tag in _NEED_A_NAME and not _written_name(element):
        return ""
    if element.tag in ("header", "footer"):
        return _landmark(element)
    return _ROLES.get(element.tag, "")


def _landmark(element: Element) -> str:
    inside = {"article", "aside", "main", "nav", "section"}
    if any(one.tag in inside for one in element.ancestors()):
        return ""
    return "banner" if element.tag == "header" else "contentinfo"


def name_of(element: Element) -> str:
    """Return the accessible name: what a screen reader calls it."""
    name = _written_name(element) or _native_name(element)
    if not name and role_of(element) in _NAMED_BY_CONTENT:
        name = _content(element)
    return name or element.get("title") or element.get("placeholder")


def _written_name(element: Element) -> str:
    if ids := element.get("aria-labelledby").split():
        known = {one.get("id"): one for one in _page(element).elements()}
        texts = [_content(known[each]) for each in ids if each in known]
        if any(texts):
            return " ".join(texts)
    return " ".join(element.get("aria-label").split())


def _native_name(element: Element) -> str:
    if element.tag in _LABELLED and (labels := list(labels_of(element))):
        return " ".join(_content(label, without=element) for label in labels)
    if element.tag == "input" and element.get("type") in ("button", "submit", "reset"):
        return element.get("value") or element.get("type").capitalize()
    if element.tag in ("img", "area") or element.get("type") == "image":
        return element.get("alt")
    wanted = "title" if element.tag == "svg" else _CAPTIONS.get(element.tag)
    for child in element.children:
        if isinstance(child, Element) and child.tag == wanted:
            return _content(child)
    return ""


def labels_of(control: Element) -> Iterator[Element]:
    """Yield the labels of a control: those that name its id, and the one around it."""
    name = control.get("id")
    for label in _page(control).elements():
        if label.tag != "label":
            continue
        if "for" in label.attributes:
            if name and label.get("for") == name:
                yield label
        elif label in control.ancestors():
            yield label


def control_of(label: Element) -> Element | None:
    """Return the control that a label is for."""
    inside = label.elements() if "for" not in label.attributes else _page(label).elements()
    labelled = (one for one in inside if one.tag in _LABELLED or one.tag == "button")
    return next((one for one in labelled if label in labels_of(one) or _is_for(label, one)), None)


def _is_for(label: Element, control: Element) -> bool:
    return "for" in label.attributes and label.get("for") == control.get("id")


def _content(element: Element, without: Element | None = None) -> str:
    """Return the text of what is inside, with the names of pictures in it."""
    parts = []
    for child in element.children:
        if isinstance(child, str):
            parts.append(child)
        elif child is not without and not is_hidden(child):
            parts.append(_written_name(child) or _native_name(child) or _content(child))
    return " ".join("".join(parts).split())


def is_hidden(element: Element) -> bool:
    """Tell whether an element, or one around it, is hidden from a screen reader."""
    return any(
        "hidden" in one.attributes
        or one.get("aria-hidden") == "true"
        or one.get("type") == "hidden"
        or "display:none" in one.get("style").replace(" ", "")
        for one in (element, *element.ancestors())
    )


def _page(element: Element) -> Element:
    top = element
    for top in element.ancestors():  # noqa: B007
        pass
    return top
