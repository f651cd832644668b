"""Components that cells show: which there are, so that a page may ask for one by its name."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from reactor_nb.core.vnode import Node
from reactor_nb.kernel.ran import Ran
from reactor_nb.testing import html_of

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from reactor_nb.kernel.changes import Changes
    from reactor_nb.kernel.inline import Inline

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
        ran: what the cells ran.
    """

    def __init__(self, shell: Any, ran: Ran) -> None:
        self._shell = shell
        self._ran = ran
        self._source = ""
        self._open: dict[Inline, None] = {}
        # Nobody needs to know what cells change before somebody looks; then it is read.
        self._sources: list[tuple[str | None, str]] = []
        self._changes: Changes | None = None
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

    def after_cell(self, result: Any) -> None:
        """Have what is open show what a cell has changed.

        Args:
            result: what IPython says of the run.
        """
        info = result.info
        source = getattr(info, "transformed_cell", None) or info.raw_cell or ""
        cell = getattr(info, "cell_id", None)
        if self._changes is None:
            self._sources.append((cell, source))
            return
        from reactor_nb.kernel.exchange import exchanged

        news = self._changes.after(cell, source)
        if news.others:
            for name, node in self._nodes.items():
                self._nodes[name] = exchanged(node, news.others)
        for view in list(self._open):
            view.follow(news, self._ran.failure_of(cell))

    def opened(self, comm: Any, message: Any) -> None:
        """Answer an output that wants to be live; one whose cell has not run here is told so.

        Args:
            comm: how it is reached.
            message: how it introduced itself.
        """
        # Only kernels with somebody who looks need what this imports.
        from reactor_nb.kernel.inbox import loop_of, run_in

        name = message["content"]["data"].get("view")
        node = self._nodes.get(name) if isinstance(name, str) else None
        if node is None:
            comm.send({"kind": "unknown"})
            comm.close()
            return
        loop = loop_of(self._shell)
        # What is mounted belongs to the loop in which it is.
        run_in(loop, partial(self._begin, comm, node, loop))

    def _begin(self, comm: Any, node: Node, loop: AbstractEventLoop) -> None:
        from reactor_nb.kernel.changes import Changes
        from reactor_nb.kernel.inline import Inline

        # Its cell may have run again before it was its turn here.
        if getattr(comm, "_closed", False):
            return
        names = self._shell.user_ns
        if self._changes is None:
            self._changes = Changes(names, self._sources)
            self._sources = []
        view = Inline(comm, node, loop, self._ran, names, self._closed)
        self._open[view] = None

    def _closed(self, view: Inline) -> None:
        self._open.pop(view, None)
