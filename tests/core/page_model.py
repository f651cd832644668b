"""A page in plain Python: it applies ops as the TypeScript applier does, and nothing else.

It knows only ids and forms, so that what it shows at the end proves the ops, not the differ.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reactor_nb.core.ops import NodeForm, Op


@dataclass(eq=False)
class PageText:
    """A text node."""

    id: int
    text: str
    parent: PageElement | None = None


@dataclass(eq=False)
class PageElement:
    """An element, with what the applier keeps of it."""

    id: int
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)
    events: dict[str, Any] = field(default_factory=dict)
    html: str = ""
    children: list[PageNode] = field(default_factory=list)
    parent: PageElement | None = None


PageNode = PageElement | PageText


class PageModel:
    """A root element and the table of its nodes; a wrong op is an error."""

    def __init__(self, forms: list[NodeForm]) -> None:
        self.root = PageElement(0, "main")
        self.nodes: dict[int, PageNode] = {0: self.root}
        self.head: list[Any] = []
        self.moves = 0
        self._create(self.root, None, 1, forms)

    def apply(self, ops: list[Op]) -> None:
        """Carry out ops in their order."""
        for op in ops:
            getattr(self, f"_op_{op[0]}")(*op[1:])

    def forms(self) -> list[NodeForm]:
        """Return what is on the page in the form in which nodes are sent."""
        return [_form(child) for child in self.root.children]

    def element(self, node: int) -> PageElement:
        """Return an element by its id."""
        found = self.nodes[node]
        assert isinstance(found, PageElement)
        return found

    def ids(self) -> set[int]:
        """Return the ids of all nodes that are on the page."""
        return {child.id for child in _descendants(self.root)}

    def find(self, tag: str, at: int = 0) -> PageElement:
        """Return the element of this name that is number ``at`` in document order."""
        found = [
            node
            for node in _descendants(self.root)
            if isinstance(node, PageElement) and node.tag == tag
        ]
        return found[at]

    def text(self) -> str:
        """Return all text on the page."""
        return "".join(n.text for n in _descendants(self.root) if isinstance(n, PageText))

    def _op_create(self, parent: int, before: int, first: int, *forms: NodeForm) -> None:
        self._create(self.element(parent), self._reference(parent, before), first, list(forms))

    def _op_insert(self, parent: int, node: int, before: int) -> None:
        self.moves += 1
        moved = self.nodes[node]
        assert moved.parent is self.nodes[parent], "a move changed the parent"
        assert node != before
        self._detach(moved)
        self._insert(self.element(parent), moved, self._reference(parent, before))

    def _op_remove(self, node: int) -> None:
        if node not in self.nodes:
            return  # It went with the raw HTML of its parent.
        removed = self.nodes[node]
        self._detach(removed)
        self._forget(removed)

    def _op_text(self, node: int, text: str) -> None:
        changed = self.nodes[node]
        assert isinstance(changed, PageText)
        assert changed.text != text, "an op that changes nothing"
        changed.text = text

    def _op_attr(self, node: int, name: str, value: str | None) -> None:
        _put(self.element(node).attributes, name, value)

    def _op_prop(self, node: int, name: str, value: Any) -> None:
        self.element(node).properties[name] = value

    def _op_event(self, node: int, name: str, options: Any) -> None:
        _put(self.element(node).events, name, options)

    def _op_html(self, node: int, text: str) -> None:
        element = self.element(node)
        for child in element.children:
            self._forget(child)
        element.children = []
        element.html = text

    def _op_head(self, entries: list[Any]) -> None:
        assert entries != self.head, "an op that changes nothing"
        self.head = entries

    def _create(
        self, parent: PageElement, before: PageNode | None, first: int, forms: list[NodeForm]
    ) -> None:
        self._next = first
        for form in forms:
            self._insert(parent, self._build(form), before)

    def _build(self, form: NodeForm) -> PageNode:
        node = self._next
        self._next += 1
        assert node not in self.nodes, "an id was given twice"
        if isinstance(form, str):
            assert form, "an empty text cannot come from the HTML parser"
            text = self.nodes[node] = PageText(node, form)
            return text
        tag, spec, *children = form
        spec = spec or {}
        element = self.nodes[node] = PageElement(
            node,
            tag,
            dict(spec.get("a", {})),
            dict(spec.get("p", {})),
            dict(spec.get("e", {})),
            spec.get("h", ""),
        )
        for child in children:
            self._insert(element, self._build(child), None)
        return element

    def _reference(self, parent: int, before: int) -> PageNode | None:
        if not before:
            return None
        node = self.nodes[before]
        assert node.parent is self.nodes[parent], "a reference node stands elsewhere"
        return node

    def _insert(self, parent: PageElement, node: PageNode, before: PageNode | None) -> None:
        at = len(parent.children) if before is None else parent.children.index(before)
        parent.children.insert(at, node)
        node.parent = parent

    def _detach(self, node: PageNode) -> None:
        assert node.parent is not None
        node.parent.children.remove(node)
        node.parent = None

    def _forget(self, node: PageNode) -> None:
        del self.nodes[node.id]
        if isinstance(node, PageElement):
            for child in node.children:
                self._forget(child)


def normalize(form: NodeForm) -> Any:
    """Return a form in which what a page cannot tell apart is the same.

    A property that was taken away is empty on the page, and absent in a form.
    """
    if isinstance(form, str):
        return form
    tag, spec, *children = form
    spec = spec or {}
    properties = {name: value for name, value in spec.get("p", {}).items() if value}
    return (
        tag,
        spec.get("a", {}),
        properties,
        spec.get("e", {}),
        spec.get("h", ""),
        [normalize(child) for child in children],
    )


def _put(table: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        del table[name]
    else:
        assert table.get(name) != value, "an op that changes nothing"
        table[name] = value


def _form(node: PageNode) -> NodeForm:
    if isinstance(node, PageText):
        return node.text
    spec = {
        name: value
        for name, value in (
            ("a", node.attributes),
            ("p", node.properties),
            ("e", node.events),
            ("h", node.html),
        )
        if value
    }
    return [node.tag, spec or 0, *map(_form, node.children)]


def _descendants(element: PageElement) -> list[PageNode]:
    found: list[PageNode] = []
    for child in element.children:
        found.append(child)
        if isinstance(child, PageElement):
            found.extend(_descendants(child))
    return found
