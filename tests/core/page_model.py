"""A page in plain Python: it applies ops as the TypeScript applier does, and nothing else.

It knows only ids and forms, so that what it shows at the end proves the ops, not the differ.
It is stricter: in a closed block, which the real page has not looked into, no node may come or go.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence
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

    def __init__(
        self,
        forms: list[NodeForm],
        shape: list[Any] | None = None,
        templates: Sequence[NodeForm] = (),
    ) -> None:
        self.root = PageElement(0, "main")
        self.nodes: dict[int, PageNode] = {0: self.root}
        self.head: list[Any] = []
        self.moves = 0
        self.templates: list[Any] = list(templates)
        # The nodes of closed blocks, by the first id of their block.
        self.closed: dict[int, set[int]] = {}
        # The elements around holes whose text may be empty.
        self.empty: dict[int, PageElement] = {}
        # Elements that may be anywhere: where their events go on to.
        self.portals: dict[int, int] = {}
        self._next = 1
        self._create(self.root, None, 1, forms)
        if shape is not None:
            self._adopt(*shape)

    def _adopt(self, tags: list[str], counts: list[int], templates: Sequence[Any] = ()) -> None:
        """Give the nodes that are there the ids that a shape says."""
        self.templates = list(templates)
        self.nodes = {0: self.root}
        self._next = 1
        rest = iter(counts)
        self._adopt_children(self.root.children, next(rest), tags, rest)
        assert next(rest, None) is None

    def _adopt_children(
        self, nodes: list[PageNode], count: int, tags: list[str], rest: Iterator[int]
    ) -> None:
        waiting = deque(nodes)
        assert count in (len(nodes), -1)
        while waiting and count != -1:
            kind = next(rest)
            if kind == -2:
                template = self.templates[next(rest)]
                for _ in range(next(rest)):
                    self._adopt_block(template, waiting.popleft(), None, tags)
                continue
            node = waiting.popleft()
            if kind == -1:
                assert isinstance(node, PageText)
                self._name(node, self._take())
            elif kind == -3:
                self._adopt_block(self.templates[next(rest)], node, rest, tags)
            else:
                assert isinstance(node, PageElement)
                assert node.tag == tags[kind]
                self._name(node, self._take())
                self._adopt_children(node.children, next(rest), tags, rest)

    def _adopt_block(
        self, template: Any, node: PageNode, rest: Iterator[int] | None, tags: list[str]
    ) -> None:
        first = self._next
        self._next += _size(template)
        ids = iter(range(first, self._next))
        self._adopt_part(template, node, ids, rest, tags)
        if rest is None:
            self.closed[first] = set(range(first, first + _size(template)))

    def _adopt_part(
        self,
        template: Any,
        node: PageNode,
        ids: Iterator[int],
        rest: Iterator[int] | None,
        tags: list[str],
    ) -> None:
        assert isinstance(node, PageElement)
        assert node.tag == template[0]
        self._name(node, next(ids))
        waiting = deque(node.children)
        for child in template[3:]:
            if isinstance(child, list):
                self._adopt_part(child, waiting.popleft(), ids, rest, tags)
                continue
            id_ = next(ids)
            count = -1 if isinstance(child, str) or rest is None else next(rest)
            if count >= 0:
                assert rest is not None
                self._adopt_children([waiting.popleft() for _ in range(count)], count, tags, rest)
            elif waiting or len(template) > 4:
                text = waiting.popleft()
                assert isinstance(text, PageText)
                self._name(text, id_)
            if not isinstance(child, str) and len(template) == 4:
                self.empty[id_] = node
        assert not waiting

    def _name(self, node: PageNode, id_: int) -> None:
        node.id = id_
        assert id_ not in self.nodes, "an id was given twice"
        self.nodes[id_] = node

    def _take(self) -> int:
        self._next += 1
        return self._next - 1

    def _op_template(self, number: int, form: Any) -> None:
        assert number == len(self.templates)
        self.templates.append(form)

    def _op_open(self, *firsts: int) -> None:
        for first in firsts:
            del self.closed[first]

    def _assert_open(self, parent: PageElement) -> None:
        inside = [ids for ids in self.closed.values() if parent.id in ids]
        assert not inside, "a change inside a closed block"

    def apply(self, ops: list[Op]) -> None:
        """Carry out ops in their order."""
        for op in ops:
            getattr(self, f"_op_{op[0]}")(*op[1:])

    def forms(self) -> list[NodeForm]:
        """Return what is on the page in the form in which nodes are sent, portals last."""
        top = [child for child in self.root.children if child.id not in self.portals]
        return [_form(node, self.portals) for node in (*top, *map(self.element, self.portals))]

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

    def _op_move(self, parent: int, node: int, before: int) -> None:
        self.moves += 1
        moved = self.nodes[node]
        is_at_home = moved.parent is self.nodes[parent]
        assert is_at_home or node in self.portals, "a move changed the parent"
        assert node != before
        self._assert_open(self.element(parent))
        self._detach(moved)
        self._insert(self.element(parent), moved, self._reference(parent, before))

    def _op_portal(self, node: int, around: int) -> None:
        assert isinstance(self.nodes[around], PageElement)
        self.element(node)
        self.portals[node] = around

    def _op_remove(self, *nodes: int) -> None:
        for node in nodes:
            self.portals.pop(node, None)
            if node not in self.nodes:
                continue  # It went with the raw HTML of its parent.
            removed = self.nodes[node]
            assert removed.parent is not None
            self._assert_open(removed.parent)
            self._detach(removed)
            self._forget(removed)

    def _op_text(self, node: int, text: str) -> None:
        if node in self.empty and node not in self.nodes:
            self._build_text(self.empty[node], node, text)
            return
        changed = self.nodes[node]
        if not text:
            assert node in self.empty, "a text between others may not be empty"
            self._detach(changed)
            self._forget(changed)
            return
        assert isinstance(changed, PageText)
        assert changed.text != text, "an op that changes nothing"
        changed.text = text

    def _op_attr(self, node: int, name: str, value: str | None) -> None:
        _put(self.element(node).attributes, name, value)

    def _op_prop(self, node: int, name: str, value: Any) -> None:
        self.element(node).properties[name] = value

    def _op_event(self, node: int, name: str, options: Any, *others: int) -> None:
        for one in (node, *others):
            _put(self.element(one).events, name, options)

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
        self._assert_open(parent)
        self._next = first
        for node in self._build_all(forms):
            self._insert(parent, node, before)

    def _build_all(self, forms: list[NodeForm]) -> list[PageNode]:
        built: list[PageNode] = []
        for form in forms:
            if isinstance(form, dict):
                for row in range(form["count"]):
                    values = [
                        column[row] if isinstance(column, list) else column
                        for column in form["columns"]
                    ]
                    built.append(self._build_block(form["rows"], values))
            elif not isinstance(form, str) and isinstance(form[0], int):
                built.append(self._build_block(form[0], form[1:]))
            else:
                built.append(self._build(form))
        return built

    def _build_block(self, number: int, values: list[Any]) -> PageNode:
        template = self.templates[number]
        first = self._next
        self._next += _size(template)
        inside: list[tuple[PageElement, int, list[NodeForm]]] = []
        ids = iter(range(first, self._next))
        element = self._build_part(template, values, ids, inside)
        if not inside:
            self.closed[first] = set(range(first, self._next))
        # From the last on, since their places are counted without what the others bring; the ids
        # go the other way.
        built = [(parent, at, self._build_all(forms)) for parent, at, forms in inside]
        for parent, at, nodes in reversed(built):
            for node in reversed(nodes):
                parent.children.insert(at, node)
                node.parent = parent
        return element

    def _build_part(
        self,
        template: Any,
        values: list[Any],
        ids: Iterator[int],
        inside: list[tuple[PageElement, int, list[NodeForm]]],
    ) -> PageElement:
        tag, constants, holes, *children = template
        spec: dict[str, dict[str, Any]] = {"a": {}, "p": {}, "e": {}}
        for kind, named in (constants or {}).items():
            spec[kind] |= named
        for hole, kind, name in holes or ():
            if values[hole] is not None:
                spec[kind][name] = values[hole]
        element = PageElement(next(ids), tag, spec["a"], spec["p"], spec["e"])
        self.nodes[element.id] = element
        for child in children:
            if isinstance(child, list):
                self._insert(element, self._build_part(child, values, ids, inside), None)
                continue
            node = next(ids)
            value = child if isinstance(child, str) else values[child]
            if isinstance(value, list):
                inside.append((element, len(element.children), value))
            elif value:
                self._build_text(element, node, value)
            if not isinstance(child, str) and len(children) == 1:
                self.empty[node] = element
            assert value != "" or node in self.empty, "a text between others may not be empty"
        return element

    def _build_text(self, parent: PageElement, node: int, text: str) -> None:
        self.nodes[node] = PageText(node, text)
        self._insert(parent, self.nodes[node], None)

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
        for inner in self._build_all(children):
            self._insert(element, inner, None)
        return element

    def _reference(self, parent: int, before: int) -> PageNode | None:
        if not before:
            return None
        node = self.nodes[before]
        if before in self.portals and node.parent is not self.nodes[parent]:
            return None
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


def _size(template: Any) -> int:
    """Return how many ids a block of a template takes."""
    return 1 + sum(_size(one) if isinstance(one, list) else 1 for one in template[3:])


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


def _form(node: PageNode, portals: Collection[int]) -> NodeForm:
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
    inside = [_form(child, portals) for child in node.children if child.id not in portals]
    return [node.tag, spec or 0, *inside]


def _descendants(element: PageElement) -> list[PageNode]:
    found: list[PageNode] = []
    for child in element.children:
        found.append(child)
        if isinstance(child, PageElement):
            found.extend(_descendants(child))
    return found
