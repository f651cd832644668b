"""Several notebooks at one address: each is an app of its own, and gets the requests for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import FastAPI
from starlette.requests import Request
from starlette.routing import Match
from starlette.types import Receive, Scope, Send

from reactor_nb.model.app import AppModel
from reactor_nb.server.app import create_app
from reactor_nb.server.assets import ClientBundle
from reactor_nb.server.settings import Settings
from reactor_nb.server.site import PREFIX, route_path

_ACTIONS = f"{PREFIX}actions/"


def create_apps(
    several: Sequence[tuple[AppModel, ClientBundle]], settings: Settings | None = None
) -> Apps:
    """Return the ASGI app of several notebooks. Their cells run now, once.

    Args:
        several: each notebook, and what browsers load of it; no two have a path or an action alike.
        settings: how to serve them; by default as the environment says.

    Raises:
        ReactorError: a cell raised, or an app cannot be served as it is.
    """
    apps = [create_app(model, bundle, settings) for model, bundle in several]
    return Apps(
        apps,
        {
            action.name: app
            for app, (model, _) in zip(apps, several, strict=True)
            for action in model.actions
        },
    )


class Apps:
    """Gives each request to the app that has its page or its action; else to the first.

    Args:
        apps: the app of each notebook.
        actions: the app of each action.
    """

    def __init__(self, apps: Sequence[FastAPI], actions: Mapping[str, FastAPI]) -> None:
        self._apps = apps
        self._actions = actions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        app = self._find(scope) if scope["type"] == "http" else self._apps[0]
        await app(scope, receive, send)

    def _find(self, scope: Scope) -> FastAPI:
        path = route_path(Request(scope))
        if path.startswith(_ACTIONS):
            return self._actions.get(path.removeprefix(_ACTIONS), self._apps[0])
        for wanted in (Match.FULL, Match.PARTIAL):
            for app in self._apps:
                if any(route.matches(scope)[0] == wanted for route in app.routes):
                    return app
        return self._apps[0]
