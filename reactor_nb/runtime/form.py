"""``form(action=an_action)``: a form that posts by itself and shows the errors of its action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import iscoroutine
from typing import Any, Final

from reactor_nb.core.component import component
from reactor_nb.core.context import use_context
from reactor_nb.core.elements import make_element
from reactor_nb.core.events import Event, On, call_handler
from reactor_nb.core.hooks import use_id
from reactor_nb.core.instance import Instance, Slot, use_slot
from reactor_nb.core.vnode import Node, VComponent, VElement, VFragment, make_children
from reactor_nb.errors import ActionError, ElementError
from reactor_nb.runtime.info import PAGE_INFO
from reactor_nb.runtime.registry import Action

_form = make_element("form")
_paragraph = make_element("p")
_small = make_element("small")

CHECK_FIELDS: Final = "Please check what you entered."
"""What a form says as a whole when its messages stand beside its fields."""

_CONTROLS: Final = frozenset(("input", "select", "textarea"))
# Buttons have no state, files cannot be given back, and passwords must not be.
_NEVER_REFILLED: Final = frozenset(
    ("button", "file", "hidden", "image", "password", "reset", "submit")
)
_CHECKED: Final = frozenset(("checkbox", "radio"))


def action_form(action: Action, children: tuple[Any, ...], attributes: Any) -> VComponent:
    """Return a form that posts to an action.

    Args:
        action: what it posts to.
        children: attributes as a mapping first, if any, then the children.
        attributes: attributes by keyword.

    Raises:
        ElementError: an attribute or a child that HTML or we cannot take.
    """
    first: Mapping[str, Any] = {}
    if children and isinstance(children[0], Mapping):
        first, children = children[0], children[1:]
    given = {name: value for name, value in first.items() if name != "action"}
    attributes = {name: value for name, value in attributes.items() if name != "action"}
    element = _form(given, *children, **attributes)
    method = element.attributes.get("method", "post")
    if method.lower() != "post":
        raise ElementError(f"a form of an action is posted; leave method={method!r} out")
    if _inputs(element.children, "file"):
        if "submit" in element.handlers:
            raise ElementError(
                "a file reaches an action only when the form posts by itself; leave on_submit= out"
            )
        element.attributes.setdefault("enctype", "multipart/form-data")
    return ActionForm(action=action, element=element, key=element.key)


class _Refilled(dict[str, Any]):
    """Properties of a control that nobody owns: whoever types there may keep what is typed."""


class _Errors(Slot):
    """What the last post of a form left: its errors, and what is typed anew since then.

    It is no ``use_state``, since both sides find its first value in the page's own flash.
    """

    __slots__ = ("flash", "instance", "touched")
    hook = "form(action=…)"

    def __init__(self, instance: Instance, flash: Mapping[str, Any]) -> None:
        self.instance = instance
        self.flash = flash
        self.touched: frozenset[str] = frozenset()

    def show(self, error: ActionError) -> None:
        """Show the errors of a submit that Python handled; the controls keep what is in them."""
        message = CHECK_FIELDS if error.status == 422 and error.fields else error.message
        self._put({**self.flash, "message": message, "fields": error.fields})

    def clear(self) -> None:
        """Show no errors."""
        if self.flash:
            self._put({})

    def touch(self, name: str) -> None:
        """Leave a control to the person who uses it."""
        if name not in self.touched:
            self.touched |= {name}
            self._render()

    def _put(self, flash: Mapping[str, Any]) -> None:
        self.flash = flash
        self._render()

    def _render(self) -> None:
        if self.instance.mounted:
            self.instance.root.enqueue(self.instance)


@component(memo=False)
def ActionForm(action: Action, element: VElement) -> VElement:
    """Show a form with the errors that its last post left."""
    info = use_context(PAGE_INFO)
    errors = use_slot(
        _Errors, lambda instance: _Errors(instance, _own(info.flash, action, element))
    )
    filling = _Filling(errors, use_id())
    children = filling.nodes(element.children)
    attributes = {
        **element.attributes,
        "method": "post",
        "action": f"{info.base}/_reactor/actions/{action.name}",
    }
    return VElement(
        "form",
        attributes,
        make_children((children, filling.message())),
        properties=element.properties,
        handlers=_handlers(element, errors),
    )


def _own(flash: Mapping[str, Any], action: Action, element: VElement) -> Mapping[str, Any]:
    """Return the page's flash if this form left it.

    Forms of one action, as in the rows of a list, differ in what is in their hidden fields.
    """
    if flash.get("action") != action.name:
        return {}
    values = flash.get("values", {})
    for one in _inputs(element.children, "hidden"):
        name, value = one.attributes["name"], one.properties.get("value", "")
        if name in values and values[name] != value:
            return {}
    return flash


def _inputs(nodes: tuple[Node, ...], kind: str) -> list[VElement]:
    """Return the inputs of a type that have a name, as far as they are written here."""
    found: list[VElement] = []
    for node in nodes:
        if isinstance(node, VElement) and node.attributes.get("type") == kind:
            found += [node] if "name" in node.attributes else []
        elif isinstance(node, VElement | VFragment):
            found += _inputs(node.children, kind)
    return found


def _handlers(element: VElement, errors: _Errors) -> dict[str, Any]:
    handlers = dict(element.handlers)
    if "submit" in handlers:
        handlers["submit"] = _around(handlers["submit"], lambda call: _submit(errors, call))
    if errors.flash.get("values"):
        handlers["input"] = _around(handlers.get("input"), lambda call: _input(errors, call))
    return handlers


def _around(handler: Any, make: Callable[[Callable[[Event], Any]], Callable[[Event], Any]]) -> Any:
    """Return a handler around another, with the same options."""
    made = make(lambda event: call_handler(handler, event) if handler is not None else None)
    return On(made, handler.options) if isinstance(handler, On) else made


def _submit(errors: _Errors, call: Callable[[Event], Any]) -> Callable[[Event], Any]:
    def submit(event: Event) -> Any:
        try:
            result = call(event)
        except ActionError as error:
            errors.show(error)
            return None
        if iscoroutine(result):
            return finish(result)
        errors.clear()
        return None

    async def finish(work: Any) -> None:
        try:
            await work
        except ActionError as error:
            errors.show(error)
        else:
            errors.clear()

    return submit


def _input(errors: _Errors, call: Callable[[Event], Any]) -> Callable[[Event], Any]:
    def typed(event: Event) -> Any:
        errors.touch(event.target.name)
        return call(event)

    return typed


class _Filling:
    """Walks the children of a form: puts errors beside controls and typed text back into them."""

    def __init__(self, errors: _Errors, form_id: str) -> None:
        self._fields: Mapping[str, str] = errors.flash.get("fields", {})
        self._text: str = errors.flash.get("message", "")
        self._values: Mapping[str, Any] = errors.flash.get("values", {})
        self._touched = errors.touched
        self._id = form_id
        self._shown: set[str] = set()
        self._seen: dict[str, int] = {}

    def nodes(self, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        """Return children with their controls made so."""
        return tuple(map(self._node, nodes))

    def _node(self, node: Node) -> Node:
        if isinstance(node, VFragment):
            return VFragment(self.nodes(node.children), node.key)
        if not isinstance(node, VElement) or node.tag == "form":
            return node
        name = node.attributes.get("name")
        if node.tag in _CONTROLS and name and node.attributes.get("type") != "hidden":
            # The place for an error is always there, so that the control stays the same node.
            key = node.key
            control = self._control(node, name)
            return VFragment((control, self._error(name)), key)
        children = self.nodes(node.children)
        changed = any(new is not old for new, old in zip(children, node.children, strict=True))
        return _copy(node, children=children) if changed else node

    def _control(self, node: VElement, name: str) -> VElement:
        attributes, properties = dict(node.attributes), node.properties
        if name in self._fields:
            known = attributes.get("aria-describedby", "")
            attributes["aria-invalid"] = "true"
            attributes["aria-describedby"] = f"{known} {self._error_id(name)}".strip()
        if self._values and name not in self._touched:
            properties = self._refilled(node, name)
        return _copy(node, attributes=attributes, properties=properties)

    def _refilled(self, node: VElement, name: str) -> dict[str, Any]:
        """Return the properties of a control with what was in it when the form was posted."""
        kind = node.attributes.get("type", "text").lower()
        if kind in _NEVER_REFILLED:
            return node.properties
        value = self._values.get(name)
        texts = [] if value is None else value if isinstance(value, list) else [value]
        refill: dict[str, Any]
        if kind in _CHECKED and node.tag == "input":
            refill = {"checked": node.properties.get("value", "on") in texts}
        elif node.tag == "select" and "multiple" in node.attributes:
            refill = {"value": texts}
        else:
            # Of several controls with one name, each has the text at its place.
            place = self._seen.get(name, 0)
            self._seen[name] = place + 1
            refill = {"value": texts[place]} if place < len(texts) else {}
        is_owned = refill.keys() <= node.properties.keys()
        return (dict if is_owned else _Refilled)(node.properties | refill)

    def _error(self, name: str) -> Node:
        if name not in self._fields or name in self._shown:
            return None
        self._shown.add(name)
        return _small(self._fields[name], id=self._error_id(name), role="alert")

    def _error_id(self, name: str) -> str:
        return f"{self._id}-{list(self._fields).index(name)}"

    def message(self) -> Node:
        """Return what went wrong as a whole, and for fields whose control is not here."""
        rest = [f"{name}: {text}" for name, text in self._fields.items() if name not in self._shown]
        texts = [text for text in (self._text, *rest) if text]
        return _paragraph("; ".join(texts), role="alert") if texts else None


def _copy(
    node: VElement,
    *,
    attributes: dict[str, str] | None = None,
    properties: dict[str, Any] | None = None,
    children: tuple[Node, ...] | None = None,
) -> VElement:
    return VElement(
        node.tag,
        node.attributes if attributes is None else attributes,
        node.children if children is None else children,
        None if attributes is not None else node.key,
        node.properties if properties is None else properties,
        node.handlers,
        node.raw,
    )
