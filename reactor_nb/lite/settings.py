"""What JupyterLab is told of a kernel in the browser."""

from __future__ import annotations

from typing import Any, Final

from reactor_nb.lite.own import NAME
from reactor_nb.lite.pins import KERNEL

PLUGIN: Final = "@jupyterlite/pyodide-kernel-extension:kernel"
"""The plugin that starts kernels of Pyodide, and what its settings are under."""

START: Final = "start.mjs"
"""The file of the kernel's folder that it begins with."""

LOADED: Final = (*KERNEL, NAME)
"""The packages that are there before the first cell."""


def kernel_settings(address: str) -> dict[str, Any]:
    """Return the settings of the plugin: where the kernel is, and that nothing is elsewhere.

    Args:
        address: of the kernel's folder, with a slash at its end.
    """
    return {
        "pyodideUrl": f"{address}{START}",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": list(LOADED)},
    }
