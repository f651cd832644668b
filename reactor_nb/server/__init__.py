"""The host that serves an app by ASGI: pages, actions and files, on FastAPI."""

from reactor_nb.server.app import create_app
from reactor_nb.server.assets import ClientBundle, read_export
from reactor_nb.server.settings import Settings

__all__ = ["ClientBundle", "Settings", "create_app", "read_export"]
