"""Which child of the last render goes on as which child of this one."""

from __future__ import annotations

from typing import Any

from reactor_nb.core.host import (
    HostBlock,
    HostElement,
    HostFragment,
    HostHead,
    HostNode,
    HostRows,
    HostText,
)
from reactor_nb.core.instance import Instance
from reactor_nb.core.vnode import Node, VComponent, VElement, VFragment


def fits(old: HostNode, node: Any) -> bool:
    """Return whether a host node can go on as what ``node`` describes."""
    if isinstance(node, VElement):
        return (
            isinstance(old, (HostElement, HostBlock))
            and old.vnode.tag == node.tag
            and old.key == node.key
        )
    if node.__class__ is str:
        return isinstance(old, HostText)
    if node.__class__ is VComponent:
        return isinstance(old, Instance) and old.component is node.component and old.key == node.key
    if isinstance(node, VFragment):
        return isinstance(old, (HostFragment, HostRows)) and old.key == node.key
    if node is None:
        return old is None
    return isinstance(old, HostHead) and old.to == node.to


def match(old: list[HostNode], nodes: tuple[Node, ...]) -> list[HostNode]:
    """Return, for each new child, the old one it goes on from, or ``None``.

    Children with a key are matched by it. Those without are matched in order among themselves,
    so that a list growing beside them moves nothing.
    """
    start = 0
    limit = min(len(old), len(nodes))
    while start < limit and fits(old[start], nodes[start]):
        start += 1
    if start == len(old) == len(nodes):
        return old
    end = 0
    limit -= start
    while end < limit and fits(old[-1 - end], nodes[-1 - end]):
        end += 1
    middle = _match_middle(old[start : len(old) - end], nodes[start : len(nodes) - end])
    return [*old[:start], *middle, *old[len(old) - end :]]


def _match_middle(old: list[HostNode], nodes: tuple[Node, ...]) -> list[HostNode]:
    if not old or not nodes:
        return [None] * len(nodes)
    keyed: dict[str, HostNode] = {}
    plain: list[HostNode] = []
    for host in old:
        key = host.key if host is not None else None
        if key is None:
            plain.append(host)
        else:
            keyed[key] = host
    sources: list[HostNode] = []
    used = 0
    for node in nodes:
        key = node.key if node is not None and node.__class__ is not str else None  # type: ignore[union-attr]
        if key is not None:
            candidate = keyed.get(key)
        else:
            candidate = plain[used] if used < len(plain) else None
            used += 1
        sources.append(candidate if fits(candidate, node) else None)
    return sources
