"""Another page in place of the one that is shown, without a new document."""

from __future__ import annotations

from typing import Any

from reactor_nb.core import protocol
from reactor_nb.core.host import walk
from reactor_nb.core.instance import Instance
from reactor_nb.core.ops import Op
from reactor_nb.core.root import Root
from reactor_nb.runtime.info import PageInfo
from reactor_nb.runtime.page import decode_props, page_node
from reactor_nb.runtime.registry import Registry
from reactor_nb.runtime.session import Session, Transport


def show(
    session: Session,
    registry: Registry,
    transport: Transport,
    number: int,
    data: dict[str, Any],
) -> None:
    """Show another page; layouts that stay keep their state, the page itself begins anew.

    If it cannot be shown, the server shall give the whole document, and tells what is wrong.

    Args:
        session: what is shown.
        registry: the app.
        transport: what carries the patch.
        number: the page's own number of this visit, which the patch carries.
        data: what the server says of the page.
    """
    ops: list[Op] | None = None
    try:
        page = registry.page(data["path"])
        info = PageInfo(registry.base, {}, data["url"])
        props = decode_props(page, data["props"])
        ops = _rendered(session.root, page_node(registry, page, props, info, str(number)).props)
    finally:
        if ops is None:
            transport.send(protocol.navigate(f"{registry.base}{data['url']}", True))
    if ops is not None:
        transport.send([*protocol.patch(session.acknowledged, ops), number])
        session.root.run_effects()


def _rendered(root: Root, props: dict[str, Any]) -> list[Op] | None:
    """Return what the page must do to show a tree with these properties at its top."""
    [top] = root.nodes()
    assert isinstance(top, Instance)
    for node in walk([top]):
        if isinstance(node, Instance) and node.component.catches == "errors" and node.error:
            # What failed was the page before.
            node.error = None
            root.enqueue(node)
    top.next_props = props
    root.enqueue(top)
    ops = root.flush()
    return ops if top.props is props else None
