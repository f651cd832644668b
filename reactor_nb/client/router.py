"""Another page in place of the one that is shown, without a new document."""

from __future__ import annotations
import __future__

import json
import linecache
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipimport import zipimporter

from reactor_nb.core import protocol
from reactor_nb.core.block import from_plan
from reactor_nb.core.host import walk
from reactor_nb.core.instance import Instance
from reactor_nb.core.ops import Op
from reactor_nb.core.root import Root
from reactor_nb.core.splice import splice
from reactor_nb.core.work import using
from reactor_nb.runtime.info import PageInfo
from reactor_nb.runtime.page import decode_props, page_node
from reactor_nb.runtime.registry import Registry, current
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
        load_part(registry, data)
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


def load_part(registry: Registry, data: Mapping[str, Any]) -> None:
    """Run the code that one page alone needs, in the app's module, once.

    Args:
        registry: the app, whose shared code has run.
        data: what the server says of the page; under ``part`` the address of an archive.

    Raises:
        OSError: the archive is not there.
        Exception: what the author's code raised.
    """
    url: str = data.get("part", "")
    place = Path("/lib") / url.rpartition("/")[2]
    if not url or place.exists() or registry.fetch_asset is None:
        return
    place.write_bytes(registry.fetch_asset(url))
    archive, name = zipimporter(str(place)), f"{place}/{registry.name}.part"
    source = archive.get_data(f"{name}.py").decode()
    edits, plans, first, texts = json.loads(archive.get_data(f"{name}.json"))
    module = sys.modules[registry.name]
    filename = str(module.__file__)
    _remember_lines(source, filename, first)
    for each, plan in plans.items():
        vars(module).setdefault(each, from_plan(plan))
    # It stands in the module where it would stand had all been loaded at once.
    code = compile(
        "\n" * (first - 1) + splice(source, edits),
        filename,
        "exec",
        __future__.annotations.compiler_flag if texts else 0,
        dont_inherit=True,
    )
    with using(current, registry):
        exec(code, vars(module))
    registry.finish(vars(module))


def _remember_lines(source: str, filename: str, first: int) -> None:
    """Let tracebacks show lines of this part, too."""
    lines = linecache.getlines(filename)
    new = source.splitlines(keepends=True)
    lines += ["\n"] * (first - 1 + len(new) - len(lines))
    lines[first - 1 : first - 1 + len(new)] = new
    linecache.cache[filename] = (len(lines), None, lines, filename)
