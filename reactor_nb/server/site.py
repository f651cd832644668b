"""One app as it is being served: what its routes share."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.requests import Request

from reactor_nb.errors import ReactorError
from reactor_nb.runtime.registry import Registry
from reactor_nb.server.document import Documents
from reactor_nb.server.security import quoted, redirect_target
from reactor_nb.server.settings import Settings
from reactor_nb.server.time_limit import TimeLimit

PREFIX = "/_reactor/"


@dataclass(frozen=True, slots=True)
class Site:
    """The parts of one app that every request needs."""

    registry: Registry
    documents: Documents
    settings: Settings
    limit: TimeLimit
    # How many seconds the last render of a page took, by its path.
    pace: dict[str, float] = field(default_factory=dict)

    def location(self, url: str, base: str) -> str:
        """Return where a redirect of the author's leads to.

        Raises:
            ReactorError: it must not lead there.
        """
        target = redirect_target(url, base, self.settings)
        if target is None:
            raise ReactorError(
                f"Redirect({url!r:.80}) leads nowhere a visitor may be sent; give a path of this "
                "app, or list the origin in REACTOR_NB_ORIGINS"
            )
        return target


def base_of(request: Request) -> str:
    """Return the path the app is mounted at, as it stands in URLs, without a slash at its end."""
    return quoted(_root(request))


def _root(request: Request) -> str:
    root: str = request.scope.get("root_path", "")
    return root.rstrip("/")


def route_path(request: Request) -> str:
    """Return the path of a request inside the app."""
    path: str = request.scope["path"]
    return path.removeprefix(_root(request))


def page_address(request: Request) -> str:
    """Return the path of a request inside the app and its query, as they stand in URLs."""
    query: bytes = request.scope.get("query_string", b"")
    path = quoted(route_path(request))
    return f"{path}?{quoted(query.decode('latin-1'))}" if query else path


def page_path(request: Request) -> str:
    """Return the path of a request as it stands in the address bar."""
    path: str = request.scope["path"]
    root = _root(request)
    return quoted(path if path.startswith(root) else root + path)
