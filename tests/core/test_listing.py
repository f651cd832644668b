"""Lists whose rows depend on their items alone: only what changed is worked out anew."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings

from reactor_nb.core import listing
from reactor_nb.core.compile import compile_source
from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_state
from reactor_nb.core.vnode import VElement, VRows
from reactor_nb.errors import ElementError
from tests.core import listings
from tests.core.listings import Shown, first_items, steps
from tests.core.page_model import normalize
from tests.core.sources import HEAD, run
from tests.core.stage import Stage, once


class Item(NamedTuple):
    id: int
    label: str


SOURCE = """
def render(items, selected, hear):
    return ul(
        [
            li(
                button(item.label.upper(), on_click=lambda item=item: hear(item.id)),
                class_="danger" if item.id == selected else None,
                key=item.id,
            )
            for item in items
        ]
    )
"""


class Table:
    """The list on a stage. ``worked_out`` tells for how many items something was, each time."""

    def __init__(self, source: str, monkeypatch: pytest.MonkeyPatch, *given: Any) -> None:
        self.worked_out: list[int] = []
        self.heard: list[Any] = []
        render = run(HEAD + source, compiled=True)["render"]
        setters: list[Callable[[Any], None]] = []
        column = listing.Made.column

        def counted(made: listing.Made, argument: int) -> Any:
            found = column(made, argument)
            self.worked_out.append(len(found))
            return found

        monkeypatch.setattr(listing.Made, "column", counted)

        @component(memo=False)
        def Page() -> Any:
            shown, show = use_state(given)
            setters.append(show)
            return render(*shown, self.heard.append)

        self.stage = Stage(Page())
        self._show = setters[0]

    def show(self, *given: Any) -> list[Any]:
        self.worked_out.clear()
        self._show(given)
        return self.stage.flush()


def test_only_the_items_that_are_others_are_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    items = [Item(number, f"row {number}") for number in range(100)]
    table = Table(SOURCE, monkeypatch, items, 0)

    ops = table.show([*items[:50], Item(50, "new"), *items[51:]], 0)

    assert [op[0] for op in ops] == ["text"]
    assert set(table.worked_out) == {1}


def test_of_a_list_in_another_order_nothing_is(monkeypatch: pytest.MonkeyPatch) -> None:
    items = [Item(number, f"row {number}") for number in range(100)]
    table = Table(SOURCE, monkeypatch, items, 0)

    ops = table.show(items[1:] + items[:1], 0)

    assert [op[0] for op in ops] == ["move"]
    assert set(table.worked_out) <= {0}


def test_a_name_from_elsewhere_has_what_depends_on_it_worked_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    items = [Item(number, f"row {number}") for number in range(100)]
    table = Table(SOURCE, monkeypatch, items, 0)

    ops = table.show(items, 7)

    assert [op[0] for op in ops] == ["attr", "attr"]
    assert sorted(table.worked_out)[-2:] == [0, 100]


def test_a_handler_is_the_one_of_the_newest_render(monkeypatch: pytest.MonkeyPatch) -> None:
    source = SOURCE.replace("hear(item.id)", "hear((item.id, selected))")
    items = [Item(number, f"row {number}") for number in range(3)]
    table = Table(source, monkeypatch, items, 0)

    table.show([items[2], items[0]], 5)
    table.stage.click(0)
    table.stage.click(1)

    assert table.heard == [(2, 5), (0, 5)]


@dataclass
class Loose:
    id: int
    label: str


def test_items_that_may_change_in_place_are_worked_out_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    items: list[Any] = [Loose(number, f"row {number}") for number in range(3)]
    table = Table(SOURCE, monkeypatch, items, 0)

    items[1].label = "new"
    ops = table.show(items, 0)

    assert [(op[0], op[2]) for op in ops] == [("text", "NEW")]
    assert set(table.worked_out) == {3}


def test_a_list_that_was_changed_in_place_shows_what_it_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    items = [Item(number, f"row {number}") for number in range(3)]
    table = Table(SOURCE, monkeypatch, items, 0)

    items[1] = Item(1, "new")
    table.show(items, 0)

    assert "NEW" in table.stage.html()


def test_a_list_that_is_empty_for_a_while_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    items = [Item(number, f"row {number}") for number in range(3)]
    table = Table(SOURCE, monkeypatch, items, 0)
    before = table.stage.html()

    table.show([], 0)
    table.show(items, 0)

    assert table.stage.html() == before


UNPROVED = {
    "a function of the author": "li(hear(x))",
    "a function that sees the last item": "li(x, on_click=lambda: hear(x))",
    "a comprehension inside": "li(*[b(y) for y in x])",
    "an element": "li(x and b('a'))",
    "an assignment": "li(y := x)",
    "a private name": "li(x._label)",
    "what the time is": "li(x.now())",
    "attributes from elsewhere": "li(dict(**x))",
}


@pytest.mark.parametrize("row", UNPROVED.values(), ids=UNPROVED)
def test_rows_that_may_depend_on_more_are_made_one_by_one(row: str) -> None:
    source = f"{HEAD}def render(items, hear): return ul([{row} for x in items])\n"

    assert "for x in items]" in compile_source(source).source


def test_what_a_list_goes_through_is_gone_through_once_and_in_turn() -> None:
    source = f"{HEAD}def render(items): return ul([li(x.id) for x in items])\n"
    log: list[Any] = []

    class Noisy:
        def __init__(self, number: int) -> None:
            log.append(f"made {number}")
            self._number = number

        @property
        def id(self) -> int:
            log.append(f"read {self._number}")
            return self._number

    shown = run(source, compiled=True)["render"](Noisy(number) for number in range(2))

    assert once(lambda: shown).html == "<ul><li>0</li><li>1</li></ul>"
    assert log == ["made 0", "read 0", "made 1", "read 1"]


def test_rows_are_elements_to_everybody_who_looks() -> None:
    source = f"{HEAD}def render(items, hear): return ul([{{}} for x in items])\n"
    row = "li(x.label, on_click=lambda x=x: hear(x.id))"
    heard: list[int] = []
    render = run(source.format(row), compiled=True)["render"]

    (rows,) = render([Item(1, "a"), Item(2, "b")], heard.append).children

    assert isinstance(rows, VRows)
    assert all(isinstance(child, VElement) for child in rows.children)
    for child in rows.children:
        child.handlers["click"]()  # type: ignore[union-attr]
    assert heard == [1, 2]


@settings(max_examples=500, deadline=None)
@given(listings.listings(), first_items, steps)
def test_a_compiled_list_is_the_same_whatever_happens_to_its_items(
    made: tuple[str, str], items: list[Any], happening: list[Any]
) -> None:
    source, kind = made

    plain, compiled = (
        played(run(source, compiled=one)["render"], Shown(kind, items), happening)
        for one in (False, True)
    )

    assert len(compiled) == len(plain)
    assert all(map(is_same, compiled, plain))


def is_same(compiled: Any, plain: Any) -> bool:
    """Return whether two pages, or two mistakes, are the same.

    Where an element is refused, the arguments of those after it were worked out already, and a
    mistake in them is told first.
    """
    if isinstance(plain, ElementError) and isinstance(compiled, Exception):
        return not isinstance(compiled, ElementError) or str(compiled) == str(plain)
    if isinstance(plain, Exception):
        return type(compiled) is type(plain) and str(compiled) == str(plain)
    return bool(compiled == plain)


def played(render: Callable[..., Any], shown: Shown, happening: list[Any]) -> list[Any]:
    """Return the page, what was heard and what was looked at, after each thing that happens."""
    listings.seen.clear()
    heard: list[Any] = []
    setters: list[Any] = []

    @component(memo=False)
    def Page() -> Any:
        _, again = use_state(0)
        setters.append(again)
        return render(shown, heard.append, str)

    log: list[Any] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            stage = Stage(Page())
        except Exception as error:
            return [error]
        for number, (what, *how) in enumerate(happening):
            if what == "click":
                buttons = stage.html().count("<button")
                if buttons:
                    stage.click(how[0] % buttons)
            else:
                getattr(shown, what)(*how)
                setters[0](number + 1)
                stage.flush()
            log += [list(map(normalize, stage.page.forms())), stage.html()]
            log += [*stage.errors, heard[:], None if stage.errors else listings.seen[:]]
        stage.close()
    return log
