"""The host that serves an app by ASGI: pages, actions and files, on FastAPI."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reactor_nb.server.app import create_app
    from reactor_nb.server.assets import ClientBundle, read_export, read_exports
    from reactor_nb.server.settings import Settings
    from reactor_nb.server.several import create_apps

__all__ = [
    "ClientBundle",
    "Settings",
    "create_app",
    "create_apps",
    "read_export",
    "read_exports",
]

# An export reads the settings and serves nothing: FastAPI is loaded by who needs it.
_MODULES = {
    "ClientBundle": "assets",
    "Settings": "settings",
    "create_app": "app",
    "create_apps": "several",
    "read_export": "assets",
    "read_exports": "assets",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
