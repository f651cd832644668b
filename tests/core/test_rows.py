"""Lists of rows that a block made: what is kept of them, and who hears of their events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reactor_nb.core.component import component
from reactor_nb.core.diff_rows import RowsPatch
from reactor_nb.core.hooks import use_state
from reactor_nb.core.host import HostRows, walk
from tests.core.sources import run
from tests.core.stage import Stage
from tests.work import Work

LIST = """
from reactor_nb.html import b, button, input, label, li, ul

def render(items, hear):
    return ul(
        [li(button(text, on_click=lambda key=key: hear(key)), key=key) for key, text in items]
    )
"""
RADIOS = """
from reactor_nb.html import input, label, ul

def render(items, hear):
    return ul(
        [
            label(
                input(type="radio", name="n", value=key, checked=text == "on", on_change=hear),
                key=key,
            )
            for key, text in items
        ]
    )
"""


class Listed:
    """A list on a stage. ``heard`` has what its handlers were told."""

    def __init__(self, source: str, items: list[tuple[Any, str]]) -> None:
        render = run(source, compiled=True)["render"]
        self.heard: list[Any] = []
        setters: list[Callable[[Any], None]] = []

        @component(memo=False)
        def Page() -> Any:
            shown, show = use_state(items)
            setters.append(show)
            return render(shown, self.heard.append)

        self.stage = Stage(Page())
        self._show = setters[0]

    def show(self, items: list[tuple[Any, str]]) -> list[Any]:
        """Show other items and return the ops."""
        self._show(items)
        return self.stage.flush()

    @property
    def rows(self) -> HostRows:
        """What is mounted of the list."""
        (rows,) = (node for node in walk(self.stage.root.nodes()) if isinstance(node, HostRows))
        return rows


def numbered(*keys: int) -> list[tuple[int, str]]:
    return [(key, f"row {key}") for key in keys]


def test_each_row_hears_of_its_own_event_wherever_it_stands_now() -> None:
    listed = Listed(LIST, numbered(1, 2, 3))

    listed.show(numbered(3, 4, 1))
    for at in range(3):
        listed.stage.click(at)

    assert listed.heard == [3, 4, 1]


def test_an_event_of_a_row_that_is_gone_is_passed_over() -> None:
    listed = Listed(LIST, numbered(1, 2))
    gone = listed.stage.page.find("button", 1).id

    listed.show(numbered(1))
    listed.stage.fire("click", gone, gone + 100, 10**9)

    assert listed.heard == []


def test_rows_that_come_and_go_for_long_leave_no_ranges_of_ids() -> None:
    listed = Listed(LIST, numbered(0, 1))

    for key in range(2, 500):
        listed.show(numbered(key - 1, key))

    assert len(listed.rows.firsts) <= 10
    assert len(listed.stage.root.mounted.live) <= 10
    listed.stage.click(1)
    assert listed.heard == [499]


def test_one_changed_row_is_found_without_a_step_for_each() -> None:
    def steps(count: int) -> int:
        listed = Listed(LIST, numbered(*range(count)))
        before = listed.rows
        listed.show([(key, "new" if key == 5 else f"row {key}") for key in range(count)])
        after = listed.rows
        after.prev = before
        with Work() as work:
            RowsPatch(listed.stage.root.mounted, [], before, after).run()
        return work.steps

    assert steps(2000) <= steps(20) + 5


def test_radio_buttons_in_rows_are_reasserted_together() -> None:
    listed = Listed(RADIOS, [("a", "on"), ("b", ""), ("c", "")])
    second = listed.stage.page.find("input", 1).id

    ops = listed.stage.root.reassert("change", [second], {"target": {"node": second}})

    assert sorted(op[3] for op in ops if op[2] == "checked") == [False, False, True]
    assert {op[1] for op in ops} == {listed.stage.page.find("input", at).id for at in range(3)}
