from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import pytest

from reactor_nb.core.memo import is_immutable
from reactor_nb.errors import ActionError, CodecError, ReactorError, StateError
from reactor_nb.runtime.checks import check_app
from reactor_nb.runtime.registry import Registry
from tests.runtime.apps import load

TODOS = """
    @dataclass(frozen=True)
    class Todo:
        id: int
        title: str

    @action
    async def add_todo(title: str, id: int = 1) -> Todo:
        "CANARY_7f3a"
        return Todo(id, title)

    @page("/")
    def Todos(data: list[Todo] = []):
        return ul()
"""


async def test_on_the_server_an_action_is_a_call_of_its_function() -> None:
    registry = load(TODOS)
    add_todo = registry.actions["add_todo"]

    todo = await add_todo("milk", id=7)

    assert (todo.id, todo.title) == (7, "milk")
    assert inspect.iscoroutinefunction(add_todo.func)


async def test_a_sync_action_is_awaited_all_the_same() -> None:
    registry = load("@action\ndef double(n: int) -> int:\n    return 2 * n")

    assert await registry.actions["double"](4) == 8


async def test_in_a_page_an_action_goes_out_with_json_and_its_result_comes_back_typed() -> None:
    registry = load(TODOS)
    sent: list[tuple[str, Mapping[str, Any]]] = []

    async def remote(name: str, arguments: Mapping[str, Any]) -> Any:
        sent.append((name, arguments))
        return {"id": 1, "title": arguments["title"]}

    registry.remote = remote
    todo = await registry.actions["add_todo"]("milk")

    assert sent == [("add_todo", {"title": "milk"})]
    assert todo == registry.types["Todo"](1, "milk")


async def test_a_wrong_argument_is_refused_before_anything_is_sent() -> None:
    registry = load(TODOS)

    async def remote(name: str, arguments: Mapping[str, Any]) -> Any:
        raise AssertionError("sent")

    registry.remote = remote
    with pytest.raises(CodecError, match="title: must be text, not an integer"):
        await registry.actions["add_todo"](3)
    with pytest.raises(TypeError):
        await registry.actions["add_todo"]("a", 1, 2)


STUB = """
    @stub
    async def add_todo(title: str, id: int = ...) -> int: ...
"""


async def test_a_stub_sends_only_what_it_was_given() -> None:
    """S4"""
    registry = load(STUB)
    sent: list[Mapping[str, Any]] = []

    async def remote(name: str, arguments: Mapping[str, Any]) -> Any:
        sent.append(arguments)
        return 5

    registry.remote = remote
    assert await registry.actions["add_todo"]("milk") == 5
    assert sent == [{"title": "milk"}]
    assert repr(registry.actions["add_todo"]) == "<action add_todo>"


async def test_a_stub_without_a_server_says_so() -> None:
    registry = load(STUB)

    with pytest.raises(ActionError, match="not connected") as caught:
        await registry.actions["add_todo"]("milk")

    assert caught.value.status == 503


async def test_page_state_in_an_action_is_an_error() -> None:
    registry = load("name = state('x')\n\n@action\nasync def read() -> str:\n    return name.value")

    with pytest.raises(StateError, match="page state name was used at"):
        await registry.actions["read"]()


def test_states_get_the_names_of_their_variables() -> None:
    registry = load("shown = state(1)\n_hidden = state(2)\n\n@page('/')\ndef P():\n    return p()")

    names = vars(__import__("sys").modules[registry.name])

    assert (names["shown"].name, names["_hidden"].name) == ("shown", "_hidden")


def test_the_table_of_types_holds_the_apps_own_and_what_its_pages_take() -> None:
    registry = load(
        """
        import enum
        import tests.core.codec_types_for_tests as other

        class Color(enum.Enum):
            RED = 1

        class Pair(NamedTuple):
            a: int

        class Helper:
            pass

        @page("/")
        def P(data: list[other.Box[other.Todo]] = []):
            return p()
        """
    )

    assert sorted(registry.types) == ["Box", "Color", "Pair", "Todo"]


def test_a_page_is_found_by_path_and_by_name() -> None:
    registry = load(TODOS)

    assert registry.page("/") is registry.page("Todos")
    with pytest.raises(ReactorError, match="has no page '/x'; it has /$"):
        registry.page("/x")


def test_annotations_that_only_the_server_can_read_do_not_matter() -> None:
    registry = load(
        "@page('/')\ndef P(a: int, b: Nowhere | None = None) -> Nowhere:\n    return p()"
    )

    assert registry.pages[0].parameters == {"a": int, "b": "Nowhere | None"}


UNSENDABLE = {
    "a property": ("@page('/')\ndef P(x: type[int]):\n    return p()", "property x of page P"),
    "a parameter": ("@action\ndef f(x: range): pass", "parameter x of action f: range cannot"),
    "a result": ("@action\ndef f() -> range: pass", "the result of action f: range cannot"),
    "an unknown name": ("@action\ndef f(x: Nowhere): pass", "Nowhere.* is not known"),
    "a star": ("@action\ndef f(*rest): pass", r"action f cannot take \*rest"),
}


@pytest.mark.parametrize("source, message", UNSENDABLE.values(), ids=UNSENDABLE)
def test_what_cannot_cross_is_named_with_its_place(source: str, message: str) -> None:
    registry = load(source)

    with pytest.raises(ReactorError, match=message) as caught:
        check_app(registry)

    assert str(caught.value).startswith("<app>, line ")


def test_a_second_action_or_page_of_the_same_name_is_an_error() -> None:
    with pytest.raises(ReactorError, match="two actions named f"):
        load("@action\ndef f(): pass\n@action\ndef f(): pass")
    with pytest.raises(ReactorError, match="'/' is taken by page P"):
        load("@page('/')\ndef P(): pass\n@page('/')\ndef Q(): pass")


def test_a_cell_that_runs_again_replaces_what_it_declared() -> None:
    registry = Registry("notebook", reruns=True)
    first = load(TODOS)

    for _ in range(2):
        registry.add_page(first.pages[0])
        registry.add_action(first.actions["add_todo"])

    assert (len(registry.pages), len(registry.actions)) == (1, 1)


def test_an_action_as_a_property_does_not_make_its_component_render_again() -> None:
    assert is_immutable(load(TODOS).actions["add_todo"])
