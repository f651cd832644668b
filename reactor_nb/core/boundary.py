"""Error boundaries: what is shown in place of a part that failed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from reactor_nb.core.component import Component
from reactor_nb.core.host import FALLBACK
from reactor_nb.core.instance import Instance
from reactor_nb.core.vnode import VComponent, VFragment, make_children, make_key


class Boundary(Component):
    """A component that shows its children, or a fallback in their place."""

    is_ours = True

    def __init__(self, name: str, catches: str) -> None:
        super().__init__(_boundary, memo=False)
        self.name = name
        self.catches = catches

    def render(self, instance: Instance, props: dict[str, Any]) -> Any:
        """Return the children, or the fallback once something below has failed, or waits."""
        if instance.error is None:
            # Different keys: the fallback never continues what it stands for.
            return VFragment(props["children"], "content")
        fallback = props["fallback"]
        if callable(fallback):
            fallback = fallback(instance.error, _retry(instance))
        return VFragment(make_children((fallback,)), FALLBACK)


def _boundary(children: Any = (), fallback: Any = None) -> Any:
    return children


def _retry(instance: Instance) -> Callable[..., None]:
    def retry(*_: Any) -> None:
        if instance.mounted:
            instance.error = None
            instance.root.enqueue(instance)

    return retry


BOUNDARY: Final = Boundary("ErrorBoundary", "errors")


def ErrorBoundary(*children: Any, fallback: Any = None, key: str | int | None = None) -> VComponent:
    """Return ``children``; if rendering them, an effect or a handler below fails, ``fallback``.

    Args:
        children: what to show.
        fallback: what to show instead, or a function of the error and of ``retry``, which
            mounts the children anew.
        key: the key among its siblings.
    """
    props = {"children": make_children(children), "fallback": fallback}
    return VComponent(BOUNDARY, props, make_key(key))
