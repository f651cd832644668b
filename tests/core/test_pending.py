from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reactor_nb.core.boundary import ErrorBoundary
from reactor_nb.core.component import component
from reactor_nb.core.hooks import use_effect, use_state
from reactor_nb.core.pending import ActionCall, use_action, use_optimistic
from reactor_nb.errors import ActionError, HookError
from reactor_nb.html import button, li, p, ul
from tests.core.stage import Pause, Stage, once, show


class Server:
    """An action whose calls wait until a test answers them."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.answers: dict[str, Any] = {}

    async def save(self, title: str) -> str:
        """Wait for the answer to this title."""
        self.calls.append({"title": title})
        while title not in self.answers:
            await Pause()
        answer = self.answers[title]
        if isinstance(answer, Exception):
            raise answer
        return str(answer)


@pytest.fixture
def server() -> Server:
    return Server()


class Form:
    """A component that uses the action and shows how its calls stand."""

    def __init__(self, server: Server, handler: Callable[[ActionCall[str]], Any]) -> None:
        self.server = server
        self.handler = handler
        self.stage: Stage = show(self._render)

    def _render(self) -> Any:
        self.call = use_action(self.server.save)
        return [button(on_click=lambda: self.handler(self.call)), p(self.state)]

    @property
    def state(self) -> str:
        call = self.call
        error = call.error and f"{call.error.message} {call.error.fields}"
        return f"{'pending' if call.pending else 'still'} {call.result} {error}"

    def answer(self, title: str, answer: Any) -> None:
        self.server.answers[title] = answer
        self.stage.resume()
        self.stage.resume()
        self.stage.settle()

    @property
    def shown(self) -> str:
        (text,) = self.stage.page.find("p").children
        return str(getattr(text, "text", text))


# use_action


def test_a_call_is_pending_until_its_result_is_there(server: Server) -> None:
    form = Form(server, lambda save: save.run(title="milk"))
    assert form.shown == "still None None"

    form.stage.click()
    assert (form.shown, server.calls) == ("pending None None", [{"title": "milk"}])

    form.answer("milk", "saved")
    assert form.shown == "still saved None"


def test_an_action_error_is_kept_with_its_fields_and_raised_to_nobody(server: Server) -> None:
    form = Form(server, lambda save: save.run(title="milk"))
    form.stage.click()

    form.answer("milk", ActionError("no", fields={"title": "is taken"}))

    assert form.shown == "still None no {'title': 'is taken'}"
    assert form.stage.errors == []


def test_a_new_call_forgets_the_error_and_keeps_the_result(server: Server) -> None:
    titles = iter("abc")
    form = Form(server, lambda save: save.run(title=next(titles)))
    form.stage.click()
    form.answer("a", "first")
    form.stage.click()
    form.answer("b", ActionError("no"))
    assert form.shown == "still first no {}"

    form.stage.click()

    assert form.shown == "pending first None"
    form.answer("c", "third")
    assert form.shown == "still third None"


@pytest.mark.parametrize("late", ["old", ActionError("old")], ids=["result", "error"])
@pytest.mark.parametrize("order", ["ab", "ba"])
def test_of_calls_at_once_the_newest_counts_in_whatever_order_they_answer(
    server: Server, order: str, late: Any
) -> None:
    titles = iter("ab")
    form = Form(server, lambda save: save.run(title=next(titles)))
    form.stage.click()
    form.stage.click()
    answers = {"a": late, "b": "new"}

    form.answer(order[0], answers[order[0]])
    assert form.shown.startswith("pending")
    assert "old" not in form.shown

    form.answer(order[1], answers[order[1]])
    assert form.shown == "still new None"


def test_who_awaits_a_call_gets_its_result(server: Server) -> None:
    got: list[str] = []

    async def handler(save: ActionCall[str]) -> None:
        got.append(await save.run(title="milk"))
        got.append(f"{save.pending} {save.result}")

    form = Form(server, handler)
    form.stage.click()
    form.answer("milk", "saved")

    assert got == ["saved", "False saved"]


def test_who_awaits_a_call_gets_its_error_and_it_is_kept_too(server: Server) -> None:
    got: list[str] = []

    async def handler(save: ActionCall[str]) -> None:
        try:
            await save.run(title="milk")
        except ActionError as error:
            got.append(error.message)

    form = Form(server, handler)
    form.stage.click()
    form.answer("milk", ActionError("no"))

    assert (got, form.shown, form.stage.errors) == (["no"], "still None no {}", [])


def test_a_call_may_be_awaited_later_and_twice(server: Server) -> None:
    got: list[str] = []

    async def handler(save: ActionCall[str]) -> None:
        running = save.run(title="milk")
        await Pause()
        got.append(await running)
        got.append(await running)

    form = Form(server, handler)
    server.answers["milk"] = "saved"
    form.stage.click()
    form.stage.resume()

    assert got == ["saved", "saved"]


def test_a_mistake_in_an_action_that_nobody_awaits_goes_where_errors_of_handlers_go(
    server: Server,
) -> None:
    form = Form(server, lambda save: save.run(title="milk"))
    form.stage.click()
    form.answer("milk", ValueError("broken"))

    assert [str(one) for one in form.stage.errors] == ["broken"]
    assert form.shown == "still None None"


def test_a_mistake_in_an_action_is_raised_once_to_who_awaits_it(server: Server) -> None:
    async def handler(save: ActionCall[str]) -> None:
        await save.run(title="milk")

    form = Form(server, handler)
    form.stage.click()
    form.answer("milk", ValueError("broken"))

    assert [str(one) for one in form.stage.errors] == ["broken"]


@pytest.mark.parametrize("is_async", [False, True])
def test_arguments_that_do_not_fit_are_an_error_at_the_line_of_the_call(
    server: Server, is_async: bool
) -> None:
    def handler(save: Any) -> None:
        save.run(name="milk")

    async def async_handler(save: Any) -> None:
        await save.run(name="milk")

    form = Form(server, async_handler if is_async else handler)
    form.stage.click()

    assert [type(one) for one in form.stage.errors] == [TypeError]
    assert form.shown == "still None None"


def test_a_call_in_an_error_boundary_shows_the_fallback_only_for_mistakes(server: Server) -> None:
    @component
    def Child() -> Any:
        save = use_action(server.save)
        return button(save.pending, on_click=lambda: save.run(title="milk"))

    stage = show(lambda: ErrorBoundary(Child(), fallback="broken"))
    stage.click()
    server.answers["milk"] = ValueError("broken")
    stage.resume()
    stage.settle()

    assert (stage.html(), stage.errors) == ("broken", [])


def gone_while_pending(server: Server) -> Stage:
    @component
    def Child() -> Any:
        save = use_action(server.save)
        use_effect(lambda: save.run(title="milk").error, [])
        return p(save.pending)

    def render() -> Any:
        is_shown, set_shown = use_state(True)
        return [button(on_click=lambda: set_shown(False)), Child() if is_shown else None]

    stage = show(render)
    stage.settle()
    stage.click()
    return stage


@pytest.mark.parametrize("answer", ["saved", ActionError("no")], ids=["result", "error"])
def test_c5_an_answer_to_a_component_that_is_gone_is_ignored(server: Server, answer: Any) -> None:
    stage = gone_while_pending(server)
    server.answers["milk"] = answer

    stage.resume()

    assert [work.cancelled for work in stage.work] == [False]
    assert not stage.root.is_dirty()
    assert stage.errors == []


def test_run_stays_the_same_and_the_newest_action_is_called() -> None:
    called: list[int] = []
    runs: list[object] = []

    def render() -> Any:
        count, set_count = use_state(0)

        async def act() -> None:
            called.append(count)

        call = use_action(act)
        runs.append(call.run)
        return [
            button(on_click=lambda: set_count(count + 1)),
            button(on_click=call.run),
        ]

    stage = show(render)
    stage.click(0)
    stage.click(1)

    assert (called, len(set(runs))) == ([1], 1)


def run_in_render() -> Any:
    async def act() -> None: ...

    use_action(act).run()


def add_in_render() -> Any:
    _, add = use_optimistic(0, lambda shown, more: shown + more)
    add(1)


@pytest.mark.parametrize("render", [run_in_render, add_in_render])
@pytest.mark.parametrize("way", [show, once], ids=["browser", "server"])
def test_to_run_or_add_while_rendering_is_an_error_with_its_cure(way: Any, render: Any) -> None:
    with pytest.raises(HookError, match=rf"{render.__name__} renders, at .*; call it in a handler"):
        way(render)


# use_optimistic


class Todos:
    """A list that shows what is added before the server has it."""

    def __init__(self, handler: Callable[[Todos], Any], *, server: Server) -> None:
        self.server = server
        self.handler = handler
        self.stage: Stage = show(self._render)

    def _render(self) -> Any:
        todos, self.set_todos = use_state(["old"])
        self.save = use_action(self.server.save)
        shown, self.add = use_optimistic(todos, lambda shown, title: [*shown, f"{title}…"])
        return [button(on_click=lambda: self.handler(self)), ul(*[li(one) for one in shown])]

    def answer(self, title: str, answer: Any) -> None:
        self.server.answers[title] = answer
        self.stage.resume()
        self.stage.resume()
        self.stage.settle()

    @property
    def shown(self) -> list[str]:
        items = self.stage.html().split("<li>")[1:]
        return [item.split("</li>")[0] for item in items]


async def awaited(todos: Todos) -> None:
    todos.add("milk")
    saved = await todos.server.save("milk")
    todos.set_todos(lambda known: [*known, saved])


async def by_use_action(todos: Todos) -> None:
    todos.add("milk")
    saved = await todos.save.run(title="milk")
    todos.set_todos(lambda known: [*known, saved])


@pytest.mark.parametrize("handler", [awaited, by_use_action])
def test_a_change_is_shown_at_once_and_then_the_true_value(server: Server, handler: Any) -> None:
    todos = Todos(handler, server=server)

    todos.stage.click()
    assert todos.shown == ["old", "milk…"]

    todos.answer("milk", "milk")
    assert todos.shown == ["old", "milk"]


@pytest.mark.parametrize("handler", [awaited, by_use_action])
def test_a_change_goes_back_when_the_awaited_action_fails(server: Server, handler: Any) -> None:
    todos = Todos(handler, server=server)
    todos.stage.click()

    todos.answer("milk", ActionError("no"))

    assert todos.shown == ["old"]
    assert [str(one) for one in todos.stage.errors] == ["no"]


@pytest.mark.parametrize("answer", ["milk", ActionError("no")], ids=["result", "error"])
def test_a_change_ends_with_the_call_that_a_sync_handler_started(
    server: Server, answer: Any
) -> None:
    def handler(todos: Todos) -> None:
        todos.add("milk")
        todos.save.run(title="milk")

    todos = Todos(handler, server=server)
    todos.stage.click()
    assert todos.shown == ["old", "milk…"]

    todos.answer("milk", answer)
    assert (todos.shown, todos.stage.errors) == (["old"], [])


def test_each_of_several_changes_ends_on_its_own(server: Server) -> None:
    titles = iter(("a", "b", "a"))

    async def handler(todos: Todos) -> None:
        title = next(titles)
        todos.add(title)
        try:
            saved = await todos.server.save(title + str(len(server.calls)))
        except ActionError:
            return
        todos.set_todos(lambda known: [*known, saved])

    todos = Todos(handler, server=server)
    for _ in range(3):
        todos.stage.click()
    assert todos.shown == ["old", "a…", "b…", "a…"]

    todos.answer("b1", "b")
    assert todos.shown == ["old", "b", "a…", "a…"]

    todos.answer("a0", ActionError("no"))
    assert todos.shown == ["old", "b", "a…"]

    todos.answer("a2", "a")
    assert todos.shown == ["old", "b", "a"]


def test_changes_are_applied_to_the_newest_value(server: Server) -> None:
    todos = Todos(awaited, server=server)
    todos.stage.click()

    todos.set_todos(["new"])
    todos.stage.flush()

    assert todos.shown == ["new", "milk…"]
    todos.answer("milk", ActionError("no"))
    assert todos.shown == ["new"]


def test_a_change_of_an_event_that_starts_nothing_is_gone_at_once(server: Server) -> None:
    todos = Todos(lambda todos: todos.add("milk"), server=server)

    todos.stage.click()

    assert todos.shown == ["old"]


def test_an_async_effect_may_add_too(server: Server) -> None:
    def render() -> Any:
        shown, add = use_optimistic(0, lambda shown, more: shown + more)

        async def effect() -> None:
            add(1)
            await server.save("milk")

        use_effect(effect, [])
        return p(shown)

    stage = show(render)
    stage.settle()
    assert stage.html() == "<p>1</p>"

    server.answers["milk"] = "saved"
    stage.resume()
    stage.settle()
    assert stage.html() == "<p>0</p>"


def test_a_change_does_not_wait_for_an_effect_that_the_event_brought_about(server: Server) -> None:
    @component
    def Endless() -> Any:
        async def effect() -> None:
            await server.save("never")

        use_effect(effect, [])
        return None

    def render() -> Any:
        is_shown, set_shown = use_state(False)
        shown, add = use_optimistic(0, lambda shown, more: shown + more)

        async def handler() -> None:
            add(1)
            await Pause()
            set_shown(True)
            # As a host may: it flushes in the context of who asked for it.
            stage.settle()

        return [button(on_click=handler), p(shown), Endless() if is_shown else None]

    stage = show(render)
    stage.click()
    stage.resume()
    stage.settle()

    assert server.calls == [{"title": "never"}]
    assert "<p>0</p>" in stage.html()


def test_to_add_where_nothing_ends_is_an_error_with_its_cure() -> None:
    adders: list[Any] = []

    def render() -> Any:
        adders.append(use_optimistic(0, lambda shown, more: shown + more)[1])

    show(render)

    with pytest.raises(HookError, match="call it in a handler or an async effect"):
        adders[0](1)


def test_c5_a_change_of_a_component_that_is_gone_is_ignored(server: Server) -> None:
    @component
    def Child(hide: Any) -> Any:
        shown, add = use_optimistic(0, lambda shown, more: shown + more)

        async def handler() -> None:
            add(1)
            await server.save("milk")
            add(1)

        return button(shown, on_click=handler)

    def render() -> Any:
        is_shown, set_shown = use_state(True)
        return Child(hide=0) if is_shown else None, button(on_click=lambda: set_shown(False))

    stage = show(render)
    stage.click(0)
    stage.click(1)
    server.answers["milk"] = "saved"
    stage.resume()

    assert not stage.root.is_dirty()
    assert stage.errors == []
