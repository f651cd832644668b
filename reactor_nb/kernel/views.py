"""Components that cells show: which there are, so that a page may ask for one by its name."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import Any, Final

from reactor_nb.core.vnode import Node
from reactor_nb.testing import html_of

TARGET: Final = "reactor_nb.view"
"""The comm that an output opens to be live."""

MIME: Final = "application/vnd.reactor-nb.view.v1+json"
"""Says which view an output is; the comm of this name is opened apart."""

# Of so many views that cells have shown last, a page may ask for one.
_MOST: Final = 500


class Views:
    """What the cells of a kernel have shown.

    A view is named after the cell's source and the HTML, so that the outputs of two runs are alike.
    A name that is only stored in a notebook stands for nothing until its cell has run here.

    Args:
        shell: the running ``InteractiveShell``.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._source = ""
        self._nodes: OrderedDict[str, Node] = OrderedDict()

    def before_cell(self, info: Any) -> None:
        """Note what is about to run.

        Args:
            info: what IPython says of it.
        """
        self._source = (getattr(info, "raw_cell", None) or "").strip()

    def bundle(self, node: Node, include: object = None, exclude: object = None) -> dict[str, Any]:
        """Return what an output says of a view besides its HTML, for IPython.

        Args:
            node: what the cell shows.
            include: unused; IPython gives it.
            exclude: unused; IPython gives it.
        """
        text = f"{self._source}\0{html_of(node)}".encode(errors="replace")
        name = hashlib.sha256(text).hexdigest()[:16]
        self._nodes[name] = node
        self._nodes.move_to_end(name)
        if len(self._nodes) > _MOST:
            self._nodes.popitem(last=False)
        return {MIME: {"view": name}}

    def opened(self, comm: Any, message: Any) -> None:
        """Answer an output that wants to be live.

        Args:
            comm: how it is reached.
            message: how it introduced itself.
        """
        # Only kernels with somebody who looks need what this imports.
        from reactor_nb.kernel.inbox import loop_of
        from reactor_nb.kernel.inline import open_view

        name = message["content"]["data"].get("view")
        node = self._nodes.get(name) if isinstance(name, str) else None
        open_view(comm, node, loop_of(self._shell))
