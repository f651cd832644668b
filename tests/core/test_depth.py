"""V25: what is nested too deeply is refused when it is mounted, and all else is shown for good."""

from __future__ import annotations

from typing import Any

import pytest

from reactor_nb.core.component import component
from reactor_nb.core.nesting import Watching
from reactor_nb.core.render_once import Once
from reactor_nb.core.state import Store
from reactor_nb.core.vnode import Fragment
from reactor_nb.core.writing import Writing
from reactor_nb.errors import ElementError, RenderError
from reactor_nb.html import div
from tests.core.deep import AROUND, KINDS, deeper, life

DEPTHS = [1, 50, 90, 99, 100, 130, 133, 150, 198, 199, 200, 201, 250, 300, 399, 400, 500, 1_000]
TOO_DEEP = 50_000
REFUSED = "refused: the tree is nested deeper than can be shown, in Page"


@pytest.mark.parametrize("kind", KINDS)
def test_v25_what_is_shown_once_can_be_changed_and_taken_down(kind: str) -> None:
    lived = [deeper(AROUND, lambda: life(KINDS[kind], levels)) for levels in DEPTHS]  # noqa: B023

    outcomes = [outcome[: len(REFUSED)] for outcome in lived]
    limit = outcomes.index(REFUSED) if REFUSED in outcomes else len(outcomes)
    assert outcomes[:limit] == ["shown"] * limit
    if kind != "boundaries":
        assert set(outcomes[limit:]) == {REFUSED}
        assert DEPTHS[limit - 1] >= 90


@pytest.mark.parametrize("writing", [Writing, Watching])
@pytest.mark.parametrize("kind", KINDS)
def test_v25_the_server_shows_what_the_browser_shows(kind: str, writing: Any) -> None:
    for levels in DEPTHS:
        in_browser = deeper(AROUND, lambda: life(KINDS[kind], levels))  # noqa: B023
        on_server = deeper(AROUND, lambda: served(kind, levels, writing))  # noqa: B023
        assert on_server == in_browser[: len(on_server)], levels


def served(kind: str, levels: int, writing: Any) -> str:
    @component(memo=False)
    def Page() -> Any:
        return KINDS[kind](levels, "a")

    try:
        Once(Page(), Store(), writing)
    except RenderError:
        return REFUSED
    return "shown"


def test_v25_fifty_thousand_levels_are_one_clear_error() -> None:
    found = {kind: life(make, TOO_DEEP) for kind, make in KINDS.items()}

    shown = {kind: text for kind, text in found.items() if not text.startswith(REFUSED)}
    assert shown == {"boundaries": "shown"}


def test_v25_lists_that_nest_deeply_are_clear_errors() -> None:
    lists: Any = "a"
    for _ in range(TOO_DEEP):
        lists = [lists]

    for make in (div, Fragment):
        with pytest.raises(ElementError, match="lists are nested deeper than 100 levels"):
            make(lists)
