from __future__ import annotations

from types import CodeType, ModuleType
from typing import Any

import pytest

from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_effect, use_ref, use_state
from reactor_nb.core.location import author_location, error_location, function_location
from reactor_nb.errors import HookError
from reactor_nb.html import button
from tests.core.stage import Stage

# As the emitted module of a notebook: lines 1–3 are cell 2 from its line 5, then comes cell 4.
CELLS = ((1, 2, 5), (4, 4, 1))
SOURCE = """\
def Counter():
    count, set_count = use_state(0)
    return button(count, on_click=lambda: set_count(count + 1) if count < 1 else fail())
def fail():
    raise ValueError("boom")
def Skipping():
    if use_state(0)[0] == 0:
        use_ref()
    return None
def Effectful():
    use_effect(fail)
"""


@pytest.fixture
def notebook() -> ModuleType:
    module = ModuleType("shop_client")
    vars(module).update(
        use_state=use_state,
        use_ref=use_ref,
        use_effect=use_effect,
        button=button,
        __reactor_cells__=CELLS,
    )
    exec(compile(SOURCE, "shop_client.py", "exec"), vars(module))
    return module


def test_a_place_is_named_by_its_cell(notebook: ModuleType) -> None:
    assert function_location(notebook.Counter) == "cell 2, line 5"
    assert function_location(notebook.fail) == "cell 4, line 1"


def test_without_cells_a_place_is_a_file_and_a_line() -> None:
    assert function_location(component).endswith("component.py, line 1") is False
    assert "component.py, line " in function_location(component)
    assert author_location().endswith("test_location.py, line " + str(_line(1)))


def _line(back: int) -> int:
    import sys

    return sys._getframe(back).f_lineno


def test_what_is_no_function_of_an_author_has_no_place() -> None:
    assert function_location(print) == "an unknown place"
    assert function_location(None) == "an unknown place"


def test_an_error_is_placed_at_the_innermost_line_of_the_author(notebook: ModuleType) -> None:
    with pytest.raises(ValueError, match="boom") as caught:
        notebook.fail()

    assert error_location(caught.value) == "cell 4, line 2"
    assert error_location(ValueError()) is None


def test_c4_an_error_in_a_handler_names_component_cell_and_line(notebook: ModuleType) -> None:
    stage = Stage(component(notebook.Counter)())

    stage.click()
    stage.click()

    assert stage.errors[0].__notes__ == ["in component Counter (cell 4, line 2)"]


def test_c4_an_error_in_an_effect_names_component_cell_and_line(notebook: ModuleType) -> None:
    stage = Stage(component(notebook.Effectful)())

    assert stage.errors[0].__notes__ == ["in component Effectful (cell 4, line 2)"]


def test_c5_a_broken_hook_rule_names_component_hook_cell_and_line(notebook: ModuleType) -> None:
    code: CodeType = notebook.Skipping.__code__
    assert code.co_firstlineno == 6
    stage: Any = Stage(component(notebook.Skipping)())
    (instance,) = stage.root.nodes()

    instance.hooks[0].put(1)
    stage.flush()

    (error,) = stage.errors
    assert isinstance(error, HookError)
    assert str(error).startswith("component Skipping: hook 2 (use_ref) was called at the last")
    assert "in cell 4, line 3;" in str(error)


def test_c5_a_hook_outside_a_render_names_cell_and_line(notebook: ModuleType) -> None:
    with pytest.raises(HookError, match="outside a render, at cell 2, line 6"):
        notebook.Counter()
