"""Ten thousand times on the page and off again, and nothing is left."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from reactor_nb.core.boundary import ErrorBoundary
from reactor_nb.core.component import component
from reactor_nb.core.context import create_context, use_context
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
from reactor_nb.core.pending import use_action, use_optimistic
from reactor_nb.core.portal import Portal
from reactor_nb.core.resource import Suspense, lazy, use_resource
from reactor_nb.core.root import Root
from reactor_nb.core.state import Store, computed, state
from reactor_nb.errors import ActionError
from reactor_nb.html import button, div, input, li
from tests.core.stage import Pause, Work

CYCLES = 10_000
Theme = create_context("light")
shared = state(0)
doubled = computed(lambda: shared.value * 2)


async def never() -> str:
    await Pause()
    return "never"


async def refused() -> None:
    raise ActionError("no")


@component
def Everything() -> Any:
    count, set_count = use_state(0)
    total, dispatch = use_reducer(add_up, 0)
    field = use_ref(None)
    name = use_id()
    title = use_memo(lambda: f"{count} {total} {doubled.value}", [count])
    use_effect(lambda: lambda: None, [])
    use_effect(never, [])
    handler = use_callback(lambda: set_count(count + 1), [count])
    call = use_action(refused)
    shown, add = use_optimistic(count, lambda count, more: count + more)
    ready, handle = use_resource(lambda: title, [title], handle=True)

    async def click() -> None:
        add(1)
        dispatch(1)
        handle.refresh()
        with suppress(ActionError):
            await call.run()

    return div(
        Head(title=title),
        Theme("dark", Reader(), *[li(at, on_click=handler, key=at) for at in range(2)]),
        input(value=str(shown), id=name, on_input=lambda: field),
        button(ready, on_click=click),
    )


@component
def Reader() -> Any:
    return use_context(Theme)


@component
def Waiting() -> Any:
    return use_resource(never, [])


@component
def Broken() -> Any:
    raise ValueError("broken")


def nothing() -> None: ...


def add_up(total: int, more: int) -> int:
    return total + more


Later = lazy(never)
CASES: dict[str, Callable[[], Any]] = {
    "every hook": Everything,
    "what waits": lambda: Suspense(Waiting(), Later(), fallback=button(on_click=nothing)),
    "what waits in its own place": Waiting,
    "what is shown elsewhere": lambda: div(Portal(Everything(), to="#t"), div(id="t")),
    "what fails": lambda: ErrorBoundary(Everything(), Broken(), fallback=button(on_click=nothing)),
}


class Page:
    """A root whose one child comes and goes."""

    def __init__(self, child: Callable[[], Any]) -> None:
        self.child = child
        self.work: list[Work] = []
        self.store = Store()
        self.root = Root(request_flush=lambda: None, spawn=self.spawn, store=self.store)
        self.root.mount(component(memo=False)(self.render)())
        self.root.adopt()
        self.root.run_effects()

    def render(self) -> Any:
        is_shown, self.show = use_state(False)
        return self.child() if is_shown else None

    def spawn(self, coroutine: Any) -> Work:
        work = Work(coroutine)
        self.work.append(work)
        work.step()
        return work

    def cycle(self) -> None:
        self.show(True)
        self.flush()
        mounted = self.root.mounted
        for node in list(mounted.handlers):
            self.root.dispatch("click", [node], {})
        self.flush()
        self.show(False)
        self.flush()
        assert all(work.done for work in self.work)
        self.work.clear()

    def flush(self) -> None:
        self.root.flush()
        self.root.run_effects()
        self.root.flush()


def objects() -> Counter[type]:
    gc.collect()
    return Counter(type(one) for one in gc.get_objects())


@pytest.mark.parametrize("name", CASES)
def test_c10_nothing_is_left_of_ten_thousand_mounts(name: str) -> None:
    page = Page(CASES[name])
    for _ in range(10):
        page.cycle()
    before = objects()

    for _ in range(CYCLES):
        page.cycle()

    # Python's own caches grow a little; what is left of each mount would be ten thousand.
    grown = {kind: more for kind, more in (objects() - before).items() if more >= CYCLES // 20}
    assert grown == {}
    mounted = page.root.mounted
    tables = (mounted.handlers, mounted.controls, mounted.live, mounted.heads, mounted.gone)
    assert [len(table) for table in tables] == [0] * len(tables)
    assert page.root.loads == {}
    assert len(page.root.host.children) == 1
    assert page.root.portals is None or page.root.portals._known == {}
    assert not any(cell.readers for cell in page.store.cells.values())
