"""The IPython extension: ``import reactor_nb`` loads it, ``%load_ext`` may."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from reactor_nb.core.vnode import VComponent, VElement, VFragment
from reactor_nb.kernel.compiling import Compiling
from reactor_nb.kernel.display import plain_text
from reactor_nb.kernel.hashes import complete_hashlib
from reactor_nb.kernel.ran import Ran
from reactor_nb.kernel.twice import Definitions
from reactor_nb.kernel.views import TARGET as VIEW_TARGET
from reactor_nb.kernel.views import Views
from reactor_nb.testing import html_of

TARGET = "reactor_nb"
"""The comm that the panel of a preview opens."""

KINDS = (VElement, VComponent, VFragment)
_MARK = "_reactor_nb_definitions"
_DRIVE = "/drive"


def load_ipython_extension(shell: Any) -> None:
    """Have IPython show vnodes, compile cells, tell of second definitions, and preview.

    Args:
        shell: the running ``InteractiveShell``.
    """
    formatters = shell.display_formatter.formatters
    for kind in KINDS:
        formatters["text/html"].for_type(kind, html_of)
        formatters["text/plain"].for_type(kind, plain_text)
    if not hasattr(shell, _MARK):  # it may be loaded by an import and by hand
        complete_hashlib()
        _keep_data_in_memory()
        setattr(shell, _MARK, Definitions(shell.user_ns))
        shell.events.register("post_run_cell", getattr(shell, _MARK).after_cell)
        compiling = Compiling(shell)
        shell.events.register("pre_run_cell", compiling.before_cell)
        shell.ast_transformers.append(compiling)
        ran = Ran(shell)
        shell.events.register("pre_run_cell", ran.before_cell)
        shell.events.register("post_run_cell", ran.after_cell)
        views = Views(shell, ran)
        shell.events.register("pre_run_cell", views.before_cell)
        shell.events.register("post_run_cell", views.after_cell)
        for kind in KINDS:
            shell.display_formatter.mimebundle_formatter.for_type(kind, views.bundle)
        _register_comms(shell, ran, views)


def _keep_data_in_memory() -> None:
    """Have data of apps not go to JupyterLite's drive: it keeps texts, and a database is none."""
    if sys.platform == "emscripten" and Path.cwd().is_relative_to(_DRIVE):
        os.environ.setdefault("REACTOR_NB_DATA", tempfile.mkdtemp(prefix="reactor_nb-"))


def comm_manager(shell: Any) -> Any:
    """Return what knows the comms of a kernel, or nothing where there are none.

    Args:
        shell: the running ``InteractiveShell``.
    """
    manager = getattr(getattr(shell, "kernel", None), "comm_manager", None)
    # Kernels in Pyodide have no ipykernel; a console has not loaded this package.
    package = sys.modules.get("comm")
    return manager or (package and package.get_comm_manager())


def _register_comms(shell: Any, ran: Ran, views: Views) -> None:
    manager = comm_manager(shell)
    if manager is None:
        return  # a console

    def opened(comm: Any, message: Any) -> None:
        # What serves an app takes half a second to import: only now is it needed.
        from reactor_nb.kernel.comm import open_preview

        open_preview(shell, ran, comm, message)

    manager.register_target(TARGET, opened)
    manager.register_target(VIEW_TARGET, views.opened)


def load_where_ipython_runs() -> None:
    """Load the extension into the IPython that runs now, if one does."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is not None:
        load_ipython_extension(shell)
