"""reactor_nb: a notebook becomes an app that Python renders on the server and in the browser."""

import sys
from typing import TYPE_CHECKING, Any

from reactor_nb._version import __version__
from reactor_nb.core.attributes import trusted_url
from reactor_nb.core.component import component
from reactor_nb.core.context import create_context, use_context
from reactor_nb.core.events import Event, on
from reactor_nb.core.head import Head
from reactor_nb.core.hooks import (
    use_callback,
    use_effect,
    use_id,
    use_memo,
    use_reducer,
    use_ref,
    use_state,
)
from reactor_nb.core.state import computed, state
from reactor_nb.core.vnode import Fragment, unsafe_html
from reactor_nb.errors import ActionError, LoaderError, NotFound, Redirect
from reactor_nb.runtime.data import asset, data_dir
from reactor_nb.runtime.decorators import action, page, public

if TYPE_CHECKING:
    from reactor_nb.core.boundary import ErrorBoundary
    from reactor_nb.core.pending import use_action, use_optimistic
    from reactor_nb.core.portal import Portal
    from reactor_nb.core.resource import Suspense, lazy, use_resource
    from reactor_nb.core.slots import Slot, fill
    from reactor_nb.runtime.frames import error_page, layout, not_found
    from reactor_nb.runtime.link import Link
    from reactor_nb.runtime.serving import api, middleware

# What few apps use, and where it is: an export sends the modules for it to those pages alone that
# name some of it.
LATER = {
    "ErrorBoundary": "core.boundary",
    "Link": "runtime.link",
    "Portal": "core.portal",
    "Slot": "core.slots",
    "Suspense": "core.resource",
    "api": "runtime.serving",
    "error_page": "runtime.frames",
    "fill": "core.slots",
    "layout": "runtime.frames",
    "lazy": "core.resource",
    "middleware": "runtime.serving",
    "not_found": "runtime.frames",
    "use_action": "core.pending",
    "use_optimistic": "core.pending",
    "use_resource": "core.resource",
}

__all__ = [
    "ActionError",
    "ErrorBoundary",
    "Event",
    "Fragment",
    "Head",
    "Link",
    "LoaderError",
    "NotFound",
    "Portal",
    "Redirect",
    "Slot",
    "Suspense",
    "__version__",
    "action",
    "api",
    "asset",
    "component",
    "computed",
    "create_context",
    "data_dir",
    "error_page",
    "fill",
    "layout",
    "lazy",
    "middleware",
    "not_found",
    "on",
    "page",
    "public",
    "state",
    "trusted_url",
    "unsafe_html",
    "use_action",
    "use_callback",
    "use_context",
    "use_effect",
    "use_id",
    "use_memo",
    "use_optimistic",
    "use_reducer",
    "use_ref",
    "use_resource",
    "use_state",
]


def __getattr__(name: str) -> Any:
    if name not in LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
    from reactor_nb.core import boundary, pending, portal, resource, slots  # noqa: F401
    from reactor_nb.runtime import frames, link, serving  # noqa: F401

    return getattr(sys.modules[f"reactor_nb.{LATER[name]}"], name)


def _load_into_ipython() -> None:
    # The one import of a host from here, and only where IPython runs already.
    if "IPython" in sys.modules:
        from reactor_nb.kernel.extension import load_where_ipython_runs

        load_where_ipython_runs()


_load_into_ipython()
