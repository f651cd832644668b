"""The host that is a Jupyter server: gives the preview's frame what it runs."""

from __future__ import annotations

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from reactor_nb.labserver.extension import ReactorNb

    return [{"module": "reactor_nb.labserver", "app": ReactorNb}]
