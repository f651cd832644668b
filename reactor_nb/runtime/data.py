"""Files of the app: where it may write, and what stands in its ``public/`` folder."""

from __future__ import annotations

import os
import sys
from contextvars import ContextVar
from pathlib import Path
from types import FrameType
from urllib.parse import quote

from reactor_nb.core.work import using
from reactor_nb.errors import ReactorError
from reactor_nb.runtime.registry import REGISTRY_NAME, Registry, current

_base: ContextVar[str | None] = ContextVar("reactor_nb_base", default=None)


def use_base(base: str) -> using:
    """Have the URLs of assets start with ``base`` inside the block."""
    return using(_base, base)


def data_dir() -> Path:
    """Return the folder the app may write to, and make it if it is not there.

    It is the one that the app was started with, or that ``REACTOR_NB_DATA`` names; by default
    ``DIR.data`` beside an export, or a hidden folder beside the notebook. No export touches it.

    Raises:
        ReactorError: in the browser, which has no such folder.
    """
    registry = _registry()
    if registry.fetch_asset is not None:
        raise ReactorError("data_dir() is on the server; use it in an action or a loader")
    wanted = os.environ.get("REACTOR_NB_DATA")
    folder = registry.data or (Path(wanted) if wanted else notebook_data(_notebook()))
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def notebook_data(notebook: Path) -> Path:
    """Return the hidden folder beside a notebook where its app may write."""
    return notebook.with_name(f".{notebook.stem}.data")


def _notebook() -> Path:
    """Return the path of the notebook whose kernel this is, as far as the kernel knows it."""
    session = os.environ.get("JPY_SESSION_NAME", "")
    name = Path(session).name if session.endswith(".ipynb") else "notebook.ipynb"
    return Path.cwd() / name


class Asset:
    """A file of the app's ``public/`` folder; see ``asset``."""

    __slots__ = ("_registry", "name")

    def __init__(self, name: str, registry: Registry) -> None:
        self.name = name
        self._registry = registry

    @property
    def url(self) -> str:
        """The address of the file, from where this page is."""
        base = _base.get()
        return f"{self._registry.base if base is None else base}/public/{quote(self.name)}"

    def read_bytes(self) -> bytes:
        """Return the content.

        Raises:
            OSError: the file is not there.
        """
        fetch = self._registry.fetch_asset
        if fetch is not None:
            return fetch(self.url)
        folder = self._registry.public or Path.cwd() / "public"
        return (folder / self.name).read_bytes()

    def read_text(self, encoding: str = "utf-8") -> str:
        """Return the content as text.

        Raises:
            OSError: the file is not there.
            UnicodeDecodeError: it is not text in this encoding.
        """
        return self.read_bytes().decode(encoding)

    def __str__(self) -> str:
        return self.url

    def __repr__(self) -> str:
        return f"asset({self.name!r})"


def asset(name: str) -> Asset:
    """Return a file of the folder ``public/`` beside the notebook, for both sides.

    Args:
        name: its path inside the folder, such as ``"cities.csv"``.

    Raises:
        ReactorError: the name leads out of the folder.
    """
    parts = name.split("/")
    if any(part in ("", ".", "..") for part in parts) or "\\" in name or "\0" in name:
        raise ReactorError(f"asset({name!r}): give the path of a file inside public/")
    return Asset(name, _registry())


def _registry() -> Registry:
    """Return the registry of the app whose code called us."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        found = frame.f_globals.get(REGISTRY_NAME)
        if isinstance(found, Registry):
            return found
        frame = frame.f_back
    return current.get()
