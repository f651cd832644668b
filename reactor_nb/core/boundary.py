"""Error boundaries: what is shown in place of a part that failed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from reactor_nb.core.component import Component
from reactor_nb.core.host import HostFragment
from reactor_nb.core.instance import Instance
from reactor_nb.core.vnode import VComponent, VFragment, make_children, make_key

_FALLBACK: Final = "fallback"


class _Boundary(Component):
    """The component behind ``ErrorBoundary``."""

    catches = True
    is_ours = True

    def __init__(self) -> None:
        super().__init__(_boundary, memo=False)
        self.name = "ErrorBoundary"

    def render(self, instance: Instance, props: dict[str, Any]) -> Any:
        """Return the children, or the fallback once something below has failed."""
        if instance.error is None:
            # Different keys: the fallback never continues what failed.
            return VFragment(props["children"], "content")
        fallback = props["fallback"]
        if callable(fallback):
            fallback = fallback(instance.error, _retry(instance))
        return VFragment(make_children((fallback,)), _FALLBACK)


def _boundary(children: Any = (), fallback: Any = None) -> Any:
    return children


def shows_fallback(instance: Instance) -> bool:
    """Return whether a boundary has its fallback on the page."""
    shown = instance.children[0] if instance.children else None
    return isinstance(shown, HostFragment) and shown.key == _FALLBACK


def _retry(instance: Instance) -> Callable[..., None]:
    def retry(*_: Any) -> None:
        if instance.mounted:
            instance.error = None
            instance.root.enqueue(instance)

    return retry


BOUNDARY: Final = _Boundary()


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
