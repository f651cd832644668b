"""What a page of one version of an app must do to be of the newest one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from reactor_nb.model.app import AppModel
from reactor_nb.runtime.statements import Statement, affected, plan, read_statements

_MOST: Final = 200
"""So many versions are known; a page of another one is loaded anew."""


@dataclass(frozen=True, slots=True)
class Version:
    """What matters to pages of one version of an app.

    Args:
        model: the app.
        files: which file plays which part in the browser.
        rest: what else pages are made of, such as files that are served as they are.
    """

    model: AppModel
    files: Mapping[str, Any]
    rest: Any = None


class Updates:
    """Knows the versions of an app that pages may be of."""

    def __init__(self) -> None:
        self._versions: OrderedDict[str, Version] = OrderedDict()
        self._statements: list[Statement] = []

    def add(self, name: str, version: Version) -> None:
        """Note the newest version."""
        self._versions[name] = version
        while len(self._versions) > _MOST:
            self._versions.popitem(last=False)

    def since(self, name: str) -> dict[str, Any]:
        """Return what a page of a version must do, as plain data."""
        newest_name = next(reversed(self._versions), "")
        old, new = self._versions.get(name), self._versions.get(newest_name)
        if old is None or new is None or _is_another_page(old, new):
            return {"version": newest_name, "reload": True, "code": None, "data": False}
        has_other_code = _code(old.model) != _code(new.model)
        return {
            "version": newest_name,
            "reload": False,
            "code": _code(new.model) if has_other_code else None,
            "data": self._loads_anew(old.model, new.model),
        }

    def _loads_anew(self, old: AppModel, new: AppModel) -> bool:
        """Return whether a loader may give something else now."""
        loaders = {route.loader for route in new.routes if route.loader}
        if not loaders:
            return False
        if _beside(old) != _beside(new):
            # What of it a loader needs is not looked at.
            return True
        if old.server_source == new.server_source:
            return False
        if [(one.path, one.loader) for one in old.routes] != [
            (one.path, one.loader) for one in new.routes
        ]:
            return True
        before = read_statements(old.server_source, self._statements)
        self._statements = now = read_statements(new.server_source, before)
        todo = plan(before, now, lambda name: False)
        return not loaders.isdisjoint(affected(now, todo.changed | todo.removed))


def _code(model: AppModel) -> list[Any]:
    """Return the browser's modules, the notebook's own without a name, with their line tables."""
    beside = [
        [one.name, one.client_source, one.client_cells]
        for one in model.modules
        if one.client_source is not None
    ]
    return [["", model.client_source, model.client_cells], *beside]


def _beside(model: AppModel) -> list[tuple[str, str | None]]:
    return [(one.name, one.server_source) for one in model.modules]


def _is_another_page(old: Version, new: Version) -> bool:
    """Return whether something changed that only a new document can have."""
    paths = {(route.path, route.component) for route in new.model.routes}
    return (
        old.rest != new.rest
        or old.model.title != new.model.title
        or _files(old.model) != _files(new.model)
        or any((one.path, one.component) not in paths for one in old.model.routes)
        or _others(old.files) != _others(new.files)
    )


def _files(model: AppModel) -> list[str]:
    return [one.file for one in model.modules if one.client_source is not None]


def _others(files: Mapping[str, Any]) -> dict[str, Any]:
    return {name: file for name, file in files.items() if name != "app"}
