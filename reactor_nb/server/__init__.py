"""The host that serves an app by ASGI: pages, actions and files, on FastAPI."""

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
