"""``@layout``, ``@error_page`` and ``@not_found``: what stands around pages, or in their place."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any, Final, TypeAlias, overload

from reactor_nb.core.component import Component, component_of
from reactor_nb.core.instance import Instance
from reactor_nb.core.location import function_location
from reactor_nb.core.vnode import VComponent
from reactor_nb.errors import ReactorError
from reactor_nb.runtime.decorators import path_refusal
from reactor_nb.runtime.registry import Page, Registry, current

Decorate: TypeAlias = "Callable[[Callable[..., Any] | Component], Component]"

# What an error page can be told.
TOLD: Final = frozenset(("status", "message", "path"))

# In the place of a path: no address begins with these.
ERROR: Final = "!"
MISSING: Final = "?"

# More levels than any tree may have.
_DEEPER: Final = 1_000


def layout(prefix: str) -> Decorate:
    """Make a function a component that stands around all pages below a path.

    It receives the page, or the next inner layout, as ``children``, and stays what it is while a
    visitor goes from page to page below the path.

    Args:
        prefix: ``"/"`` for all pages, or a path such as ``"/blog"``.

    Raises:
        ReactorError: the prefix cannot be one or has a layout, or the component takes no children.
    """
    _check_prefix("layout", prefix)

    def decorate(function: Callable[..., Any] | Component) -> Component:
        component = component_of(function)
        if not component.open and "children" not in component.names:
            raise ReactorError(
                f"{function_location(component.function)}: layout {component.name} has no property "
                "'children' to take the page"
            )
        _check_required(component, "layout", frozenset(("children",)))
        registry = current.get()
        _check_free(registry, component, prefix, registry.layouts)
        registry.layouts[prefix] = component
        return component

    return decorate


def error_page(prefix: str) -> Decorate:
    """Make a function the component that is shown when a page below a path fails.

    It may have the properties ``status``, ``message`` and ``path``, and gets those it has.

    Args:
        prefix: ``"/"`` for all pages, or a path such as ``"/blog"``.

    Raises:
        ReactorError: the prefix cannot be one or has an error page.
    """
    return _in_place(ERROR, "error_page", prefix)


@overload
def not_found(prefix: str) -> Decorate: ...
@overload
def not_found(prefix: Callable[..., Any] | Component) -> Component: ...
def not_found(prefix: str | Callable[..., Any] | Component) -> Decorate | Component:
    """Make a function the component that is shown where there is no page.

    It may have the properties ``status``, ``message`` and ``path``, and gets those it has.

    Args:
        prefix: the function itself; or a path such as ``"/blog"``, for what is below it only.

    Raises:
        ReactorError: the prefix cannot be one or has such a page.
    """
    if isinstance(prefix, str):
        return _in_place(MISSING, "not_found", prefix)
    return _in_place(MISSING, "not_found", "/")(prefix)


def _in_place(mark: str, what: str, prefix: str) -> Decorate:
    _check_prefix(what, prefix)

    def decorate(function: Callable[..., Any] | Component) -> Component:
        component = component_of(function)
        _check_required(component, what, TOLD)
        registry = current.get()
        others = {one.path: one for one in registry.error_pages}
        _check_free(registry, component, f"{mark}{prefix}", others)
        others[f"{mark}{prefix}"] = Page(f"{mark}{prefix}", component)
        registry.error_pages = list(others.values())
        return component

    return decorate


def _check_prefix(what: str, prefix: str) -> None:
    why = path_refusal(prefix)
    if why is not None:
        raise ReactorError(f"@{what}({prefix!r}): {why}")


def _check_required(component: Component, what: str, given: frozenset[str]) -> None:
    missing = component.required - given
    if missing and not component.whole:
        raise ReactorError(
            f"{function_location(component.function)}: {what} {component.name} needs "
            f"{', '.join(sorted(missing))}, and gets {', '.join(sorted(given))} only"
        )


def _check_free(registry: Registry, component: Component, path: str, taken: Container[str]) -> None:
    if path in taken and not registry.reruns:
        raise ReactorError(
            f"{function_location(component.function)}: {path.lstrip('!?')!r} has another one; "
            f"give {component.name} another path"
        )


def told(page: Page, facts: dict[str, Any]) -> dict[str, Any]:
    """Return those facts about an error that a page takes."""
    takes = page.component
    return facts if takes.open else {name: facts[name] for name in facts if name in takes.names}


def framed(registry: Registry, page: Page, node: VComponent) -> VComponent:
    """Return a page inside the layouts of its path, the outermost being that of ``"/"``."""
    path = page.path.lstrip(ERROR + MISSING)
    for prefix in sorted(registry.layouts, key=len, reverse=True):
        if is_below(path, prefix):
            node = registry.layouts[prefix](children=VComponent(_INNER, {"children": node}, None))
    return node


class _Inner(Component):
    """What a layout stands around: deeper in the tree than anything else in that layout.

    So what is deeper holds in the document's head, and a page has the last word.
    """

    is_ours = True

    def render(self, instance: Instance, props: dict[str, Any]) -> Any:
        """Return the page, or the next layout."""
        if not instance.rendered:
            instance.depth += _DEEPER
        return props["children"]


def _inner(children: Any) -> Any:
    return children


_INNER: Final = _Inner(_inner, memo=False)


def is_below(path: str, prefix: str) -> bool:
    """Return whether a path as it is written is a prefix, or below it."""
    return prefix == "/" or f"{path}/".startswith(f"{prefix}/")
