"""The public names: widening the list is a visible act."""

from __future__ import annotations

import reactor_nb
from reactor_nb import html, svg

PUBLIC = [
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


def test_the_public_names_are_these() -> None:
    assert reactor_nb.__all__ == PUBLIC
    assert all(hasattr(reactor_nb, name) for name in PUBLIC)


def test_what_few_apps_use_is_found_where_it_is() -> None:
    places = {name: getattr(reactor_nb, name).__module__ for name in reactor_nb.LATER}

    assert places == {name: f"reactor_nb.{module}" for name, module in reactor_nb.LATER.items()}


def test_every_listed_element_is_there() -> None:
    for module in (html, svg):
        assert sorted(module.__all__) == module.__all__
        assert all(callable(getattr(module, name)) for name in module.__all__)
