"""A description of what to show, with components in it that stand for others now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reactor_nb.core.component import Component
from reactor_nb.core.vnode import VBlock, VComponent, VElement, VFragment, VRows


def exchanged(node: Any, others: Mapping[Any, Any]) -> Any:
    """Return a node, or whatever may hold nodes, with other components.

    Args:
        node: what is to be shown; it stays as it is.
        others: what is to take the place of each component.
    """
    return _Exchange(others).of(node)


def components_in(node: Any) -> set[Component]:
    """Return the components that a node calls."""
    exchange = _Exchange({})
    exchange.of(node)
    return exchange.seen


class _Exchange:
    def __init__(self, others: Mapping[Any, Any]) -> None:
        self._others = others
        self.seen: set[Component] = set()

    def of(self, value: Any) -> Any:
        """Return a value with other components; the value itself where there are none in it."""
        match value:
            case VComponent():
                return self._component(value)
            case VBlock():
                values = self._all(value.values)
                return value if values is None else VBlock(value.block, values, value.key)
            case VRows():
                columns = self._all(value.columns)
                if columns is None:
                    return value
                return VRows(value.block, columns, value.keys, value.count)
            case VElement():
                return self._element(value)
            case VFragment():
                children = self._all(value.children)
                return value if children is None else VFragment(tuple(children), value.key)
            case list() | tuple() if type(value) in (list, tuple):
                parts = self._all(value)
                return value if parts is None else type(value)(parts)
        return value

    def _component(self, node: VComponent) -> VComponent:
        self.seen.add(node.component)
        new = self._others.get(node.component, node.component)
        given = self._all(node.props.values())
        if new is node.component and given is None:
            return node
        values = node.props.values() if given is None else given
        return VComponent(new, dict(zip(node.props, values, strict=True)), node.key)

    def _element(self, node: VElement) -> VElement:
        children = self._all(node.children)
        if children is None:
            return node
        return VElement(
            node.tag,
            node.attributes,
            tuple(children),
            node.key,
            node.properties,
            node.handlers,
            node.raw,
        )

    def _all(self, values: Any) -> list[Any] | None:
        """Return values with other components; nothing where all of them stay as they are."""
        found = [self.of(one) for one in values]
        is_other = any(new is not old for new, old in zip(found, values, strict=True))
        return found if is_other else None
